import type { Panel } from '../domain/market/panel.ts';

/** A close this many trading days old still stands for the asset (holidays of other markets); older = not listed. */
export const STALE_DAYS = 5;
/** One asset's daily simple return enters the universe mean clipped to this, so that one bad print cannot move it. */
const UNIVERSE_CLIP = 0.5;

/** Daily log returns of every asset over the `length` trading days ending at `t`. */
export interface TrailingReturns {
  readonly t: number;
  readonly length: number;
  /** N*length, oldest first; NaN where the asset had no close that day or none in the five days before. */
  readonly r: Float64Array;
  /** length: log return of the equal-weighted universe (all assets with a return that day); 0 on a day without any. */
  readonly universe: Float64Array;
}

/**
 * Log return of a row at day s, from the last close at most STALE_DAYS before. Reads closes up to s only.
 * @returns NaN when there is none.
 */
export function logReturnAt(close: Float32Array, base: number, s: number): number {
  const now = s >= 0 ? (close[base + s] ?? 0) : 0;
  if (!(now > 0)) return NaN;
  for (let back = 1; back <= STALE_DAYS && back <= s; back++) {
    const before = close[base + s - back] ?? 0;
    if (before > 0) return Math.log(now / before);
  }
  return NaN;
}

/** True when the asset has a close at t or at most STALE_DAYS - 1 days before. */
export function isListedAt(panel: Panel, asset: number, t: number): boolean {
  const days = panel.dates.length;
  for (let back = 0; back < STALE_DAYS && back <= t; back++) {
    if ((panel.close[asset * days + t - back] ?? 0) > 0) return true;
  }
  return false;
}

/** Equal-weighted universe log return per day of an N*length block of log returns; 0 where nobody traded. */
function universeOf(r: Float64Array, assets: number, length: number): Float64Array {
  const sum = new Float64Array(length);
  const count = new Float64Array(length);
  for (let i = 0; i < assets; i++) {
    for (let d = 0; d < length; d++) {
      const v = r[i * length + d] as number;
      if (Number.isNaN(v)) continue;
      sum[d] = (sum[d] as number) + Math.min(UNIVERSE_CLIP, Math.max(-UNIVERSE_CLIP, Math.exp(v) - 1));
      count[d] = (count[d] as number) + 1;
    }
  }
  return sum.map((s, d) => ((count[d] as number) > 0 ? Math.log1p(s / (count[d] as number)) : 0));
}

/**
 * Returns of the whole bundle over `length` days ending at day index t (inclusive). Days before the panel's
 * start are NaN. Nothing after t is read.
 * @throws RangeError when t is not a day of the panel.
 */
export function trailingReturns(panel: Panel, t: number, length: number): TrailingReturns {
  const days = panel.dates.length;
  if (!Number.isInteger(t) || t < 0 || t >= days)
    throw new RangeError(`day ${t} is not in the panel (${days} days)`);
  const assets = panel.assets.length;
  const r = new Float64Array(assets * length).fill(NaN);
  for (let i = 0; i < assets; i++) {
    for (let d = Math.max(0, length - t); d < length; d++) {
      r[i * length + d] = logReturnAt(panel.close, i * days, t - length + 1 + d);
    }
  }
  return { t, length, r, universe: universeOf(r, assets, length) };
}
