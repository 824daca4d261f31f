import { dayNumber } from '../core/iso-date.ts';
import type { Panel } from '../domain/market/panel.ts';

/**
 * A panel made ready for questions of the form "what could be seen of this asset just before that day?".
 * Every answer uses closes strictly before the day asked for; nothing later is read.
 */
export interface BehaviourMarket {
  readonly panel: Panel;
  readonly indexOf: ReadonlyMap<string, number>;
  /** Day number of each panel date, ascending. */
  readonly days: Float64Array;
  /** Log level of the equal-weighted universe; entry t uses closes up to t only. */
  readonly universe: Float64Array;
}

/** What the last year of closes showed on the eve of a trade. Logs and fractions, not percent. */
export interface EveColumns {
  /** 63-day log return beyond the universe's, in units of the asset's own 63-day volatility. */
  readonly momentum: number;
  /** Log return from 252 to 21 days ago, in units of its own volatility; null with less than a year of closes. */
  readonly trend: number | null;
  /** Annualised log volatility over 63 days. */
  readonly volatility: number;
  /** Fall from the highest close of the last 252 days, 0..1. */
  readonly drawdown: number;
}

/** Log return of the equal-weighted universe per day, from assets listed both days. */
function universeLevel(panel: Panel): Float64Array {
  const days = panel.dates.length;
  const sum = new Float64Array(days);
  const count = new Float64Array(days);
  panel.assets.forEach((asset, i) => {
    if (asset.assetClass === 'cash' || asset.assetClass === 'crypto') return;
    for (let t = 1, at = i * days + 1; t < days; t++, at++) {
      const now = panel.close[at] as number;
      const then = panel.close[at - 1] as number;
      // A single bad close must not move the universe: daily moves are held to +-35 %.
      if (now > 0 && then > 0) {
        sum[t] = (sum[t] as number) + Math.min(0.3, Math.max(-0.43, Math.log(now / then)));
        count[t] = (count[t] as number) + 1;
      }
    }
  });
  for (let t = 1; t < days; t++)
    sum[t] = (sum[t - 1] as number) + (sum[t] as number) / Math.max(1, count[t] as number);
  return sum;
}

/** Prepares a panel once, for many ledgers. Cost: one pass over N*T closes. */
export function behaviourMarket(panel: Panel): BehaviourMarket {
  return {
    panel,
    indexOf: new Map(panel.assets.map((a, i) => [a.symbol, i])),
    days: Float64Array.from(panel.dates, (d) => dayNumber(d)),
    universe: universeLevel(panel),
  };
}

/** Index of the last panel day strictly before `day` (a day number), -1 when there is none. */
export function eveOf(market: BehaviourMarket, day: number): number {
  let lo = 0;
  let hi = market.days.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((market.days[mid] as number) < day) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/** Close of asset `i` at panel day `t`, or the last one within 10 panel days before it; 0 when not listed. */
export function closeAt(market: BehaviourMarket, i: number, t: number): number {
  const row = i * market.days.length;
  for (let back = 0; back < 10 && t - back >= 0; back++) {
    const close = market.panel.close[row + t - back] as number;
    if (close > 0) return close;
  }
  return 0;
}

/**
 * The columns of asset `i` as seen at panel day `t` (closes up to and including `t`).
 * @returns null with fewer than 43 closes in the last 64 days
 */
export function eveColumns(market: BehaviourMarket, i: number, t: number): EveColumns | null {
  const row = i * market.days.length;
  const { close } = market.panel;
  const last = closeAt(market, i, t);
  if (last <= 0 || t < 63) return null;
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let s = t - 62; s <= t; s++) {
    const now = close[row + s] as number;
    const then = close[row + s - 1] as number;
    if (now <= 0 || then <= 0) continue;
    const r = Math.log(now / then);
    n += 1;
    sum += r;
    squares += r * r;
  }
  if (n < 42) return null;
  const daily = Math.sqrt(Math.max(1e-10, squares / n - (sum / n) ** 2));
  let high = last;
  for (let s = Math.max(0, t - 251); s <= t; s++) high = Math.max(high, close[row + s] as number);
  const before = closeAt(market, i, t - 63);
  const excess =
    before > 0
      ? Math.log(last / before) - ((market.universe[t] as number) - (market.universe[t - 63] as number))
      : 0;
  const yearAgo = t >= 252 ? (close[row + t - 252] as number) : 0;
  const monthAgo = t >= 252 ? (close[row + t - 21] as number) : 0;
  return {
    momentum: excess / (daily * Math.sqrt(63)),
    trend: yearAgo > 0 && monthAgo > 0 ? Math.log(monthAgo / yearAgo) / (daily * Math.sqrt(231)) : null,
    volatility: daily * Math.sqrt(252),
    drawdown: Math.max(0, 1 - last / high),
  };
}

/** 21-day log return of the universe up to panel day `t`; 0 at the start of the panel. */
export function universeMove(market: BehaviourMarket, t: number): number {
  return t >= 21 ? (market.universe[t] as number) - (market.universe[t - 21] as number) : 0;
}

/** Annualised volatility of the universe over 63 days up to `t`, at least 5 %. */
export function universeVolatility(market: BehaviourMarket, t: number): number {
  let squares = 0;
  let n = 0;
  for (let s = Math.max(1, t - 62); s <= t; s++, n++) {
    squares += ((market.universe[s] as number) - (market.universe[s - 1] as number)) ** 2;
  }
  return Math.max(0.05, Math.sqrt((squares / Math.max(1, n)) * 252));
}
