import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { moreLots, setOwnPrice } from '../../stores/ledger-store.ts';
import type { PageRequest, Position, PricedLot } from '../../stores/view-types.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { dateText } from '../format/date.ts';
import { accountName } from '../format/labels.ts';
import { moneyText } from '../format/money.ts';
import { percentText, plural, priceText, quantityText } from '../format/number.ts';
import { NONE, useLedger } from '../use-store.ts';
import { Tag, Term, Wash } from './marks.tsx';
import { Gain, Money } from './money.tsx';
import { LongTable } from './long-table.tsx';
import { Table, type Column } from './table.tsx';

function PriceByHand({ symbol }: { readonly symbol: string }): ReactElement {
  const [text, setText] = useState('');
  const price = Number(text.replace(/[$,]/g, ''));
  const isPrice = text !== '' && Number.isFinite(price) && price > 0;
  return (
    <form
      className="row"
      style={{ padding: '8px 0' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isPrice) void setOwnPrice(symbol, price);
      }}
    >
      <label>
        No prices for {symbol}. Its price today:{' '}
        <input
          className="select-plain"
          inputMode="decimal"
          size={9}
          value={text}
          onChange={(e) => setText(e.target.value)}
          placeholder="$"
        />
      </label>
      <button type="submit" className="linkish" disabled={!isPrice}>
        Use it
      </button>
    </form>
  );
}

const lotColumns: readonly Column<PricedLot>[] = [
  {
    key: 'acquired',
    head: 'Acquired',
    nowrap: true,
    rowHead: true,
    render: ({ lot }) => (
      <>
        {dateText(lot.acquired)}
        <div className="show-phone small muted">
          {quantityText(lot.quantity)},{' '}
          {lot.basis === null ? 'basis missing' : `cost ${moneyText(lot.basis)}`}
        </div>
      </>
    ),
  },
  {
    key: 'quantity',
    head: 'Quantity',
    num: true,
    hidePhone: true,
    render: ({ lot }) => quantityText(lot.quantity),
  },
  {
    key: 'basis',
    head: 'Basis',
    num: true,
    hidePhone: true,
    render: ({ lot }) =>
      lot.basis === null ? <Tag tone="problem">basis missing</Tag> : <Money amount={lot.basis} />,
  },
  {
    key: 'value',
    head: 'Value',
    num: true,
    hidePhone: true,
    render: (l) => <Money amount={l.value} missing="no price" />,
  },
  { key: 'gain', head: 'Gain', num: true, render: (l) => <Gain amount={l.gain} /> },
  { key: 'term', head: 'Term', render: (l) => <Term term={l.term} daysToLong={l.daysToLong} /> },
  { key: 'account', head: 'Account', hidePhone: true, render: ({ lot }) => accountName(lot.account) },
];

function Trail({ lots }: { readonly lots: readonly PricedLot[] }): ReactElement | null {
  const noted = lots.filter((l) => l.lot.trail.length > 0);
  if (noted.length === 0) return null;
  return (
    <details style={{ marginTop: 8 }}>
      <summary className="small">Why these numbers</summary>
      <ul className="plain-list small">
        {noted.map((l) => (
          <li key={`${l.lot.lotId}:${l.lot.acquired}`}>
            <strong>{dateText(l.lot.acquired)}</strong>: {l.lot.trail.join(' ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Lots({ position }: { readonly position: Position }): ReactElement {
  const washes = useLedger((s) => s.view?.washSales.rows ?? NONE).filter((w) => w.symbol === position.symbol);
  const { symbol } = position;
  const more = useCallback((page: PageRequest) => moreLots(symbol, page), [symbol]);
  const washCount = useLedger((s) => s.view?.washesBySymbol[position.symbol] ?? 0);
  return (
    <div className="lots">
      {position.price === null ? <PriceByHand symbol={position.symbol} /> : null}
      {position.priceSource === 'typed' ? (
        <p className="small" style={{ paddingTop: 8 }}>
          Priced by hand at ${position.price === null ? '' : priceText(position.price)}.{' '}
          <button type="button" className="linkish" onClick={() => void setOwnPrice(position.symbol, null)}>
            Forget it
          </button>
        </p>
      ) : null}
      <LongTable
        caption={`Lots of ${position.symbol}`}
        columns={lotColumns}
        part={position.lots}
        more={more}
        rowKey={(l, i) => `${l.lot.lotId}:${i}`}
        rowTestId="lot-row"
      />
      {washes.map((w) => (
        <p key={`${w.saleId}:${w.replacementDate}`} className="small" style={{ paddingTop: 8 }}>
          <Wash>
            Sale of {dateText(w.sold)}: {w.why}
          </Wash>
        </p>
      ))}
      {washCount > washes.length ? (
        <p className="small muted">
          {plural(washCount, 'wash sale')} of {position.symbol} in all; the list of wash sales has every one.
        </p>
      ) : null}
      <Trail lots={position.lots.rows} />
    </div>
  );
}

const gainPart = (p: Position): number =>
  p.gain !== null && p.basis ? p.gain / p.basis : Number.NEGATIVE_INFINITY;

function columnsOf(
  open: ReadonlySet<string>,
  onToggle: (symbol: string) => void,
  washed: ReadonlySet<string>,
): readonly Column<Position>[] {
  return [
    {
      key: 'symbol',
      head: 'Symbol',
      rowHead: true,
      sort: (p) => p.symbol,
      render: (p) => (
        <>
          <button
            type="button"
            className="expander"
            aria-expanded={open.has(p.symbol)}
            onClick={() => onToggle(p.symbol)}
            data-testid={`position-${p.symbol}`}
          >
            <i aria-hidden="true">›</i>
            {p.symbol}
            {washed.has(p.symbol) ? (
              <span className="wash">
                <b aria-label="has a wash sale">W</b>
              </span>
            ) : null}
          </button>
          <div className="small muted" style={{ paddingLeft: 20 }}>
            {p.name ?? (p.price === null ? 'no prices' : '')}
          </div>
        </>
      ),
    },
    {
      key: 'quantity',
      head: 'Quantity',
      num: true,
      hidePhone: true,
      sort: (p) => p.quantity,
      render: (p) => quantityText(p.quantity),
    },
    {
      key: 'price',
      head: 'Price',
      num: true,
      hidePhone: true,
      render: (p) =>
        p.price === null ? (
          <Tag>no prices</Tag>
        ) : (
          `${priceText(p.price)}${p.priceSource === 'market' ? '' : p.priceSource === 'typed' ? ' (yours)' : ' (broker)'}`
        ),
    },
    { key: 'line', head: 'Past year', hidePhone: true, render: (p) => <Sparkline values={p.recent} /> },
    {
      key: 'basis',
      head: 'Basis',
      num: true,
      hidePhone: true,
      sort: (p) => p.basis ?? -1,
      render: (p) =>
        p.basis === null ? <Tag tone="problem">basis missing</Tag> : <Money amount={p.basis} />,
    },
    {
      key: 'value',
      head: 'Value',
      num: true,
      sort: (p) => p.value ?? -1,
      render: (p) => <Money amount={p.value} missing="no price" />,
    },
    {
      key: 'gain',
      head: 'Gain',
      num: true,
      sort: gainPart,
      render: (p) => (
        <>
          <Gain amount={p.gain} />
          {p.gain !== null && p.basis ? (
            <div className="small muted">{percentText(p.gain / p.basis, 1, true)}</div>
          ) : null}
        </>
      ),
    },
  ];
}

/** All positions; each opens to its lots. */
export function PositionsTable({
  positions,
  open,
  onToggle,
}: {
  readonly positions: readonly Position[];
  readonly open: ReadonlySet<string>;
  readonly onToggle: (symbol: string) => void;
}): ReactElement {
  const washesBySymbol = useLedger((s) => s.view?.washesBySymbol);
  const columns = useMemo(
    () => columnsOf(open, onToggle, new Set(Object.keys(washesBySymbol ?? {}))),
    [open, onToggle, washesBySymbol],
  );
  return (
    <Table
      caption="Positions, largest first"
      testId="holdings-table"
      rowTestId="position-row"
      columns={columns}
      rows={positions}
      rowKey={(p) => p.symbol}
      renderDetail={(p) => (open.has(p.symbol) ? <Lots position={p} /> : null)}
    />
  );
}
