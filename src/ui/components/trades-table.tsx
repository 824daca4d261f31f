import { useMemo, useState, type ReactElement } from 'react';
import type { PlannedTrade } from '../../domain/portfolio/types.ts';
import type { WashRisk } from '../../stores/view-types.ts';
import { dateText } from '../format/date.ts';
import { priceText, quantityText } from '../format/number.ts';
import { Term, Wash } from './marks.tsx';
import { Gain, Money } from './money.tsx';
import { Table, type Column } from './table.tsx';
import { moneyText } from '../format/money.ts';

type Lot = PlannedTrade['lots'][number];

const lotColumns: readonly Column<Lot>[] = [
  { key: 'acquired', head: 'Acquired', nowrap: true, rowHead: true, render: (l) => dateText(l.acquired) },
  { key: 'quantity', head: 'Quantity', num: true, render: (l) => quantityText(l.quantity) },
  { key: 'basis', head: 'Basis', num: true, render: (l) => <Money amount={l.basis} /> },
  { key: 'gain', head: 'Gain', num: true, render: (l) => <Gain amount={l.gain} /> },
  { key: 'term', head: 'Term', render: (l) => <Term term={l.term} /> },
];

const keyOf = (t: PlannedTrade): string => `${t.side}:${t.symbol}:${t.account}`;

function Tax({ trade }: { readonly trade: PlannedTrade }): ReactElement {
  if (trade.estimatedTax === 0) return <span className="muted">none</span>;
  if (trade.estimatedTax < 0)
    return <span className="gain">saves {moneyText(trade.estimatedTax).replace('\u2212', '')}</span>;
  return <span className="loss">costs {moneyText(trade.estimatedTax)}</span>;
}

function columnsOf(
  open: ReadonlySet<string>,
  onToggle: (key: string) => void,
  risks: ReadonlyMap<string, string>,
): readonly Column<PlannedTrade>[] {
  return [
    {
      key: 'what',
      head: 'Trade',
      rowHead: true,
      sort: (t) => `${t.side} ${t.symbol}`,
      render: (t) => (
        <>
          {t.lots.length > 0 ? (
            <button
              type="button"
              className="expander"
              aria-expanded={open.has(keyOf(t))}
              onClick={() => onToggle(keyOf(t))}
            >
              <i aria-hidden="true">›</i>
              {t.side === 'sell' ? 'Sell' : 'Buy'} {t.symbol}
            </button>
          ) : (
            <strong style={{ paddingLeft: 20 }}>
              {t.side === 'sell' ? 'Sell' : 'Buy'} {t.symbol}
            </strong>
          )}
          <div className="show-phone small muted" style={{ paddingLeft: 20 }}>
            {quantityText(t.quantity)} at {priceText(t.price)}, {t.reason}
          </div>
          {risks.has(t.symbol) ? (
            <div className="small">
              <Wash>{risks.get(t.symbol)}</Wash>
            </div>
          ) : null}
        </>
      ),
    },
    {
      key: 'quantity',
      head: 'Quantity',
      num: true,
      hidePhone: true,
      render: (t) => quantityText(t.quantity),
    },
    { key: 'price', head: 'Price', num: true, hidePhone: true, render: (t) => priceText(t.price) },
    {
      key: 'amount',
      head: 'Amount',
      num: true,
      sort: (t) => t.amount,
      render: (t) => <Money amount={t.amount} />,
    },
    {
      key: 'tax',
      head: 'Estimated tax',
      num: true,
      sort: (t) => t.estimatedTax,
      render: (t) => <Tax trade={t} />,
    },
    { key: 'reason', head: 'Why', hidePhone: true, render: (t) => <span className="small">{t.reason}</span> },
  ];
}

function Lots({ trade }: { readonly trade: PlannedTrade }): ReactElement {
  return (
    <div className="lots">
      <Table
        caption={`Lots sold of ${trade.symbol}`}
        columns={lotColumns}
        rows={trade.lots}
        rowKey={(l, i) => `${l.lotId}:${i}`}
      />
      <p className="small muted" style={{ paddingTop: 8 }}>
        {trade.reason}
      </p>
    </div>
  );
}

/** The trade list; a sale opens to its lots. */
export function TradesTable({
  trades,
  risks,
}: {
  readonly trades: readonly PlannedTrade[];
  readonly risks: readonly WashRisk[];
}): ReactElement {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => {
    const toggle = (key: string): void =>
      setOpen((now) => {
        const next = new Set(now);
        if (!next.delete(key)) next.add(key);
        return next;
      });
    return columnsOf(open, toggle, new Map(risks.map((r) => [r.symbol, r.why])));
  }, [open, risks]);
  return (
    <Table
      caption="Planned trades"
      testId="plan-table"
      rowTestId="trade-row"
      columns={columns}
      rows={trades}
      rowKey={(t, i) => `${keyOf(t)}:${i}`}
      renderDetail={(t) => (open.has(keyOf(t)) ? <Lots trade={t} /> : null)}
    />
  );
}
