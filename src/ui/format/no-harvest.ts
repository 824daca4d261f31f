import type { IsoDate } from '../../core/iso-date.ts';
import type { LedgerView } from '../../stores/view-types.ts';

/** One symbol's lots that should not be sold at a loss yet. */
export interface NoHarvestRow {
  readonly symbol: string;
  readonly lots: number;
  readonly accounts: readonly string[];
  /** First day on which all of them can be sold cleanly. */
  readonly until: IsoDate;
}

/** The list by symbol, soonest free first; days already reached are left out. */
export function noHarvestBySymbol(list: LedgerView['doNotHarvest'], asOf: IsoDate): readonly NoHarvestRow[] {
  const rows = new Map<string, { lots: number; accounts: Set<string>; until: IsoDate }>();
  for (const { symbol, account, until, lots } of list) {
    if (until <= asOf) continue;
    const row = rows.get(symbol) ?? { lots: 0, accounts: new Set(), until };
    rows.set(symbol, row);
    row.lots += lots;
    row.accounts.add(account);
    if (until > row.until) row.until = until;
  }
  return [...rows]
    .map(([symbol, r]) => ({
      symbol,
      lots: r.lots,
      accounts: [...r.accounts].toSorted(),
      until: r.until,
    }))
    .toSorted((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : a.symbol < b.symbol ? -1 : 1));
}
