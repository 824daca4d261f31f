import { dayNumber, weekdayOf, type IsoDate } from '../../core/iso-date.ts';
import type { PriceTable } from './price-table.ts';

/** True Monday to Friday. */
export const isWeekday = (d: IsoDate): boolean => {
  const w = weekdayOf(d);
  return w !== 0 && w !== 6;
};

/** Per column: does it trade at weekends (a coin)? */
export function tradesEveryDay(table: PriceTable): boolean[] {
  const T = table.dates.length;
  const weekend = table.dates.flatMap((d, t) => (isWeekday(d) ? [] : [t]));
  return table.symbols.map((_, i) => weekend.some((t) => (table.close[i * T + t] as number) > 0));
}

/** A listed share counts as alive this many days after its last price, when days of trade are voted on. */
const ALIVE_DAYS = 10;

/**
 * The business days of a set of tables: weekdays on which at least a third of the five-day assets that are alive have
 * a price (so that one foreign or currency file adds no days to the exchange's calendar). Judged from each day's own and
 * earlier prices only. When every asset trades every day, all weekdays.
 */
export function businessDays(tables: readonly PriceTable[]): IsoDate[] {
  const weekdays = new Set<IsoDate>();
  for (const table of tables) for (const d of table.dates) if (isWeekday(d)) weekdays.add(d);
  const all = [...weekdays].toSorted();
  const index = new Map(all.map((d, i) => [d, i]));
  const days = Int32Array.from(all, dayNumber);
  const priced = new Int32Array(all.length);
  const alive = new Int32Array(all.length);
  let voters = 0;
  for (const table of tables) {
    const rows = Int32Array.from(table.dates, (d) => index.get(d) ?? -1);
    tradesEveryDay(table).forEach((everyDay, i) => {
      if (everyDay) return;
      voters++;
      vote(table.close.subarray(i * rows.length, (i + 1) * rows.length), rows, days, priced, alive);
    });
  }
  return voters === 0
    ? all
    : all.filter((_, t) => (priced[t] as number) * 3 >= Math.max(1, alive[t] as number));
}

/** Counts one share in on the days it has a price, and as alive on those and the ten days after each. */
function vote(
  close: Float32Array,
  rows: Int32Array,
  days: Int32Array,
  priced: Int32Array,
  alive: Int32Array,
): void {
  let counted = -1;
  for (let r = 0; r < rows.length; r++) {
    const at = rows[r] as number;
    if (at < 0 || !((close[r] as number) > 0)) continue;
    priced[at] = (priced[at] as number) + 1;
    const until = (days[at] as number) + ALIVE_DAYS;
    for (let k = Math.max(counted + 1, at); k < days.length && (days[k] as number) <= until; k++) {
      alive[k] = (alive[k] as number) + 1;
      counted = k;
    }
  }
}

/**
 * For every day of the calendar the row of `dates` that is known then: the latest on or before it, or, for coins, strictly
 * before it (a coin's day ends at 00:00 UTC, after the exchange has closed). -1 = none yet.
 */
export function rowsKnownAt(
  calendar: readonly IsoDate[],
  dates: readonly IsoDate[],
  strictlyBefore: boolean,
): Int32Array {
  const out = new Int32Array(calendar.length);
  let row = -1;
  calendar.forEach((day, t) => {
    while (
      row + 1 < dates.length &&
      (strictlyBefore ? (dates[row + 1] as string) < day : (dates[row + 1] as string) <= day)
    )
      row++;
    out[t] = row;
  });
  return out;
}
