import { cashBefore, pieceValue, yearsBefore } from './behaviour-history.ts';
import type { PieceFact, SaleFact, TradeFact, TradeHistory } from './behaviour-history.ts';
import { eveOf } from './behaviour-market.ts';

/** What was known of a person on the eve of a day: nothing dated that day or later is in here. */
export interface Snapshot {
  readonly history: TradeHistory;
  readonly day: number;
  readonly years: number;
  readonly buys: readonly TradeFact[];
  readonly sells: readonly TradeFact[];
  readonly sales: readonly SaleFact[];
  /** Sales with a known cost that made, or lost, more than 0.2 %. */
  readonly gains: readonly SaleFact[];
  readonly losses: readonly SaleFact[];
  readonly open: readonly { readonly piece: PieceFact; readonly value: number }[];
  /** Value of open positions, dollars. */
  readonly invested: number;
  readonly cash: number;
  /** Time-averaged cost of what was held, dollars; the base of every rate per year. */
  readonly averageCost: number;
}

/** A number with the count of observations behind it; null = cannot be known. */
export type Measure = { readonly value: number; readonly n: number } | null;

/** Value and number of observations, or unknown when there are none. */
export const measured = (value: number, n: number): Measure =>
  n > 0 && Number.isFinite(value) ? { value, n } : null;

export const total = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
export const mean = (xs: readonly number[]): number => (xs.length === 0 ? 0 : total(xs) / xs.length);

export function median(xs: readonly number[]): number {
  if (xs.length === 0) return 0;
  const sorted = [...xs].toSorted((a, b) => a - b);
  const mid = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[mid] as number)
    : ((sorted[mid - 1] as number) + (sorted[mid] as number)) / 2;
}

/** Number of leading entries dated before `day` in an ascending list. */
function countBefore(xs: readonly { readonly day: number }[], day: number): number {
  let lo = 0;
  let hi = xs.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((xs[mid] as { day: number }).day < day) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

function averageCost(history: TradeHistory, day: number): number {
  let dollarDays = 0;
  for (const p of history.pieces) {
    if (p.from >= day) break;
    dollarDays += p.cost * Math.max(0, Math.min(p.to, day) - p.from);
  }
  return dollarDays / Math.max(1, day - history.firstDay);
}

/** The eve of `day` (a day number). */
export function snapshotAt(history: TradeHistory, day: number): Snapshot {
  const trades = history.trades.slice(0, countBefore(history.trades, day));
  const sales = history.sales.slice(0, countBefore(history.sales, day));
  const eve = history.market ? eveOf(history.market, day) : -1;
  const open = history.pieces
    .filter((p) => p.from < day && p.to >= day)
    .map((piece) => ({ piece, value: pieceValue(piece, history.market, eve) }));
  return {
    history,
    day,
    years: yearsBefore(history, day),
    buys: trades.filter((t) => t.side === 1),
    sells: trades.filter((t) => t.side === -1),
    sales,
    gains: sales.filter((s) => s.gainRate !== null && s.gainRate > 0.002),
    losses: sales.filter((s) => s.gainRate !== null && s.gainRate < -0.002),
    open,
    invested: total(open.map((o) => o.value)),
    cash: cashBefore(history, day),
    averageCost: averageCost(history, day),
  };
}
