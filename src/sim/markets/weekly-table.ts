import { dayNumber } from '../../core/iso-date.ts';
import type { Panel } from '../../domain/market/panel.ts';
import { MARKET_WIDTH, writeMarketNumbers } from '../../features/market-numbers.ts';
import { REGIME_WIDTH } from '../../features/state.ts';

/** Trading days from one decision to the next. */
export const WEEK_DAYS = 5;
/** A week's gross return is kept within these: beyond them a print is wrong or a merger is missing. */
const RETURN_FLOOR = 0.02;
const RETURN_CEILING = 3;

/**
 * A whole panel on a weekly grid, computed once: what can be seen at each decision, and what then happens.
 * Decisions fall on every fifth day's close and trade at the next day's close, so each week's return comes in two parts.
 */
export interface WeeklyTable {
  readonly weeks: number;
  readonly assets: number;
  /** Index into the panel's dates of each decision. */
  readonly dayIndex: Int32Array;
  /** Calendar day number of each decision and of the trade after it. */
  readonly decisionDay: Int32Array;
  readonly tradeDay: Int32Array;
  /** weeks·assets: gross return from decision to trade, and from trade to the next decision. */
  readonly gap: Float64Array;
  readonly rest: Float64Array;
  /** weeks·assets: 1 = has prices at the decision and at the trade. */
  readonly alive: Uint8Array;
  /** weeks·assets: 1 = may be drawn into a universe at this week (point-in-time membership). */
  readonly eligible: Uint8Array;
  /** weeks·assets·MARKET_WIDTH, ranks not yet filled. */
  readonly market: Float32Array;
  /** weeks·8 */
  readonly regime: Float32Array;
  /** weeks·assets: row of the asset's embedding at the decision, -1 = none. */
  readonly embeddingRow: Int32Array;
  /** weeks: gross return of cash over the week. */
  readonly cash: Float64Array;
  readonly isBond: readonly boolean[];
}

export interface WeeklyOptions {
  /** 8 numbers for the decision at a day index; zeros when absent. */
  readonly regimeAt?: (dayIndex: number) => ArrayLike<number>;
  readonly embeddingRowAt?: (asset: number, dayIndex: number) => number;
  readonly isEligible?: (asset: number, dayIndex: number) => boolean;
  /** Simple daily return of cash at a day index; 0 when absent. */
  readonly cashReturnAt?: (dayIndex: number) => number;
  /** First decision (day index); a year in when absent, so that the numbers have a history. */
  readonly firstDay?: number;
}

const bounded = (x: number): number => Math.min(RETURN_CEILING, Math.max(RETURN_FLOOR, x));

/** Last close at or before day t, looking back at most a week; 0 = none (delisted or not yet listed). */
function recentClose(close: Float32Array, base: number, t: number): number {
  for (let d = t; d > t - WEEK_DAYS && d >= 0; d--) {
    const c = close[base + d] as number;
    if (c > 0) return c;
  }
  return 0;
}

function fillAsset(panel: Panel, i: number, days: Int32Array, out: WeeklyTable, o: WeeklyOptions): void {
  const base = i * panel.dates.length;
  const kind = panel.assets[i] as Panel['assets'][number];
  for (let k = 0; k < days.length; k++) {
    const t = days[k] as number;
    const at = k * out.assets + i;
    const now = recentClose(panel.close, base, t);
    const trade = recentClose(panel.close, base, t + 1);
    out.embeddingRow[at] = o.embeddingRowAt?.(i, t) ?? -1;
    if (now <= 0 || (panel.close[base + t + 1] as number) <= 0) continue;
    const next = recentClose(panel.close, base, t + WEEK_DAYS);
    out.alive[at] = 1;
    out.gap[at] = bounded(trade / now);
    out.rest[at] = next > 0 ? bounded(next / trade) : 1;
    out.eligible[at] = (o.isEligible?.(i, t) ?? true) ? 1 : 0;
    writeMarketNumbers(out.market, at * MARKET_WIDTH, panel.close, base, t, kind);
  }
}

/** Builds the table. Everything of week k but `gap`, `rest` and `cash` is known at its decision. */
export function weeklyTable(panel: Panel, options: WeeklyOptions = {}): WeeklyTable {
  const T = panel.dates.length;
  const N = panel.assets.length;
  const first = options.firstDay ?? Math.min(252, Math.max(0, T - 1));
  const weeks = Math.max(0, Math.floor((T - 1 - first) / WEEK_DAYS));
  const days = Int32Array.from({ length: weeks }, (_, k) => first + k * WEEK_DAYS);
  const numberOf = (t: number): number => dayNumber(panel.dates[t] as Panel['dates'][number]);
  const table: WeeklyTable = {
    weeks,
    assets: N,
    dayIndex: days,
    decisionDay: days.map(numberOf),
    tradeDay: days.map((t) => numberOf(t + 1)),
    gap: new Float64Array(weeks * N).fill(1),
    rest: new Float64Array(weeks * N).fill(1),
    alive: new Uint8Array(weeks * N),
    eligible: new Uint8Array(weeks * N),
    market: new Float32Array(weeks * N * MARKET_WIDTH),
    regime: new Float32Array(weeks * REGIME_WIDTH),
    embeddingRow: new Int32Array(weeks * N).fill(-1),
    cash: new Float64Array(weeks).fill(1),
    isBond: panel.assets.map((a) => a.assetClass === 'bond' || a.assetClass === 'cash'),
  };
  for (let i = 0; i < N; i++) fillAsset(panel, i, days, table, options);
  for (let k = 0; k < weeks; k++) {
    const t = days[k] as number;
    if (options.regimeAt) table.regime.set(options.regimeAt(t), k * REGIME_WIDTH);
    for (let d = 1; d <= WEEK_DAYS; d++) {
      table.cash[k] = (table.cash[k] as number) * (1 + (options.cashReturnAt?.(t + d) ?? 0));
    }
  }
  return table;
}
