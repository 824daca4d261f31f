import { useMemo, type ReactElement } from 'react';
import { daysBetween } from '../../core/iso-date.ts';
import { dateText, daysText } from '../format/date.ts';
import { accountName } from '../format/labels.ts';
import { listText, plural } from '../format/number.ts';
import { noHarvestBySymbol } from '../format/no-harvest.ts';
import { NONE, useLedger } from '../use-store.ts';
import { SectionHead } from './page-head.tsx';

/** Symbols just bought, whose older lots would be a wash sale if they were sold at a loss now. */
export function NoHarvestList(): ReactElement | null {
  const asOf = useLedger((s) => s.asOf);
  const lots = useLedger((s) => s.view?.doNotHarvest ?? NONE);
  const rows = useMemo(() => noHarvestBySymbol(lots, asOf), [lots, asOf]);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="no-harvest" data-testid="no-harvest-list">
      <SectionHead title="Do not sell at a loss yet" id="no-harvest">
        You bought more of these within the last 30 days. Selling their lots at a loss before the day named
        would move that loss into the shares just bought; a sale at a gain is not touched by this.
      </SectionHead>
      <ul className="plain-list">
        {rows.map((r) => (
          <li key={r.symbol} className="row-between">
            <span>
              <strong>{r.symbol}</strong>{' '}
              <span className="muted">
                · {plural(r.lots, 'lot')} in {listText(r.accounts.map(accountName))}
              </span>
            </span>
            <span>
              from {dateText(r.until)}{' '}
              <span className="muted">· {daysText(daysBetween(asOf, r.until))} to go</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
