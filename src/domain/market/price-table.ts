import type { IsoDate } from '../../core/iso-date.ts';

/** A line of a price file that could not be used, with the reason in plain words. */
export interface PriceProblem {
  readonly line: number;
  readonly message: string;
}

/**
 * What one price file holds, before calendars are joined. Row-major like a Panel: column `i` of the file is
 * `close.subarray(i*T, (i+1)*T)`, 0 = no price that day.
 */
export interface PriceTable {
  readonly symbols: readonly string[];
  /** Ascending, unique, length T. Any calendar: crypto files have weekends. */
  readonly dates: readonly IsoDate[];
  /** N*T closes in dollars. */
  readonly close: Float32Array;
  /** N*T dollar volume in millions; null when the file has none. */
  readonly dollarVolume: Float32Array | null;
  readonly problems: readonly PriceProblem[];
}

/** The order that sorts rows by date; null when they already are, strictly. */
export function sortingOrder(dates: readonly IsoDate[]): number[] | null {
  let sorted = true;
  for (let i = 1; i < dates.length && sorted; i++) sorted = (dates[i - 1] as string) < (dates[i] as string);
  if (sorted) return null;
  const order = Array.from(dates, (_, i) => i);
  // Stable, so that of two rows of one day the later line stays later and wins.
  return order.toSorted((a, b) =>
    (dates[a] as string) < (dates[b] as string) ? -1 : dates[a] === dates[b] ? a - b : 1,
  );
}

/** Rows in date order with one row a day (the last line of a day wins); columns of length dates.length each. */
export function sortedByDate(
  dates: readonly IsoDate[],
  columns: readonly Float32Array[],
): { dates: IsoDate[]; columns: Float32Array[] } {
  const order = sortingOrder(dates);
  if (!order) return { dates: [...dates], columns: [...columns] };
  const kept = order.filter(
    (row, k) => k === order.length - 1 || dates[row] !== dates[order[k + 1] as number],
  );
  return {
    dates: kept.map((row) => dates[row] as IsoDate),
    columns: columns.map((c) => Float32Array.from(kept, (row) => c[row] as number)),
  };
}
