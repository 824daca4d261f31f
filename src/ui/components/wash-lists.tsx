import type { ReactElement } from 'react';
import { daysBetween } from '../../core/iso-date.ts';
import { moreWashSales } from '../../stores/ledger-store.ts';
import { dateText, daysText } from '../format/date.ts';
import { quantityText } from '../format/number.ts';
import { NONE, useLedger } from '../use-store.ts';
import { Wash } from './marks.tsx';
import { Money } from './money.tsx';
import { SectionHead } from './page-head.tsx';
import { LongTable } from './long-table.tsx';

/** Symbols whose recent loss would be disallowed by buying them again too soon. */
export function NoBuyList(): ReactElement | null {
  const asOf = useLedger((s) => s.asOf);
  const all = useLedger((s) => s.view?.noBuyUntil ?? NONE);
  const coming = all.filter((n) => n.until >= asOf).toSorted((a, b) => (a.until < b.until ? -1 : 1));
  if (coming.length === 0) return null;
  return (
    <section aria-labelledby="no-buy" data-testid="no-buy-list">
      <SectionHead title="Do not buy back yet" id="no-buy">
        You sold these at a loss. Buying them within 30 days would move that loss into the new lot.
      </SectionHead>
      <ul className="plain-list">
        {coming.map((n) => (
          <li key={n.symbol} className="row-between">
            <strong>{n.symbol}</strong>
            <span>
              until {dateText(n.until)}{' '}
              <span className="muted">· {daysText(Math.max(0, daysBetween(asOf, n.until)))} to go</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every wash sale, with its reason. */
export function WashList(): ReactElement | null {
  const washes = useLedger((s) => s.view?.washSales);
  if (!washes || washes.total === 0) return null;
  return (
    <section aria-labelledby="washes">
      <SectionHead title="Wash sales" id="washes">
        A loss does not count when the same security was bought within 30 days before or after; it moves into
        the new lot’s basis.
      </SectionHead>
      <LongTable
        caption="Wash sales"
        testId="wash-table"
        part={washes}
        more={moreWashSales}
        rowKey={(w, i) => `${w.saleId}:${i}`}
        columns={[
          {
            key: 'symbol',
            head: 'Symbol',
            rowHead: true,
            render: (w) => <Wash>{w.symbol}</Wash>,
            sort: (w) => w.symbol,
          },
          { key: 'sold', head: 'Sold', nowrap: true, render: (w) => dateText(w.sold), sort: (w) => w.sold },
          {
            key: 'quantity',
            head: 'Quantity',
            num: true,
            hidePhone: true,
            render: (w) => quantityText(w.quantity),
          },
          {
            key: 'disallowed',
            head: 'Loss not counted',
            num: true,
            sort: (w) => w.disallowed,
            render: (w) => (
              <>
                <Money amount={w.disallowed} />
                {w.permanent ? <div className="small muted">lost for good (IRA)</div> : null}
              </>
            ),
          },
          { key: 'why', head: 'Why', hidePhone: true, render: (w) => <span className="small">{w.why}</span> },
        ]}
      />
    </section>
  );
}
