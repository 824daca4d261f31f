import { KeepfolioError } from '../../core/errors.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import type { AssetMeta, Panel } from './panel.ts';

/**
 * The market as it was known after the close of one day. Nothing later can be reached through it: there is no
 * reference to the panel's own arrays, every series handed out is a copy that ends with `date`.
 */
export interface AsOfView {
  /** The last trading day visible: on or before the day asked for. */
  readonly date: IsoDate;
  /** Number of visible days. */
  readonly length: number;
  readonly assets: readonly AssetMeta[];
  readonly synthetic: boolean;
  /** The last `count` visible days, ascending (all when absent). */
  dates(count?: number): readonly IsoDate[];
  /** Row of a symbol, or -1. */
  indexOf(symbol: string): number;
  /** Close of asset `i` `daysBack` trading days ago (0 = `date`); 0 = not listed then. */
  close(i: number, daysBack?: number): number;
  /** A copy of the last `count` closes of asset `i` (all when absent), oldest first; 0 = not listed. */
  closes(i: number, count?: number): Float32Array;
  /** The latest positive close of a symbol and its day; null when it has none or is unknown. */
  lastClose(symbol: string): { readonly close: number; readonly date: IsoDate } | null;
  /** At most `count` latest daily log returns of asset `i`, oldest first, over days with a price at both ends. */
  returns(i: number, count: number): Float64Array;
  /** A copy of the last `count` daily dollar volumes (millions) of asset `i`; null when the panel has none. 0 = unknown. */
  dollarVolumes(i: number, count?: number): Float32Array | null;
  /** Trailing 12-month dividend yield of asset `i` (fraction) at `date`; null when unknown. */
  dividendYield(i: number): number | null;
  /** True when asset `i` has a price at `date`. */
  isListed(i: number): boolean;
}

/** Index of the last of `dates` on or before `date`; -1 when all are later. */
export function lastIndexOnOrBefore(dates: readonly IsoDate[], date: IsoDate): number {
  let lo = 0;
  let hi = dates.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((dates[mid] as string) <= date) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

const symbolIndexes = new WeakMap<readonly AssetMeta[], Map<string, number>>();

/** Symbol to row of a panel, built once a universe. */
export function symbolIndexOf(assets: readonly AssetMeta[]): ReadonlyMap<string, number> {
  let index = symbolIndexes.get(assets);
  if (!index) symbolIndexes.set(assets, (index = new Map(assets.map((a, i) => [a.symbol, i]))));
  return index;
}

/** Log returns of a series over its last `count` priced steps, oldest first; days without a price are skipped. */
function trailingReturns(series: Float32Array, count: number): Float64Array {
  const out = new Float64Array(Math.min(count, Math.max(0, series.length - 1)));
  let at = out.length;
  let later = 0;
  for (let t = series.length - 1; t >= 0 && at > 0; t--) {
    const price = series[t] as number;
    if (price <= 0) continue;
    if (later > 0) out[--at] = Math.log(later / price);
    later = price;
  }
  return out.slice(at);
}

/**
 * Everything known at the close of `date` and nothing later.
 * @throws KeepfolioError "as-of-too-early" when the panel begins after `date`.
 */
export function asOf(panel: Panel, date: IsoDate): AsOfView {
  const last = lastIndexOnOrBefore(panel.dates, date);
  if (last < 0) {
    throw new KeepfolioError(
      'as-of-too-early',
      `The market data begins ${panel.dates[0] ?? 'nowhere'}, after ${date}.`,
      'Choose a later date or load a market with a longer history.',
    );
  }
  return asOfIndex(panel, last);
}

/** The same by row of the calendar, for loops over days. `last` in [0, panel.dates.length). */
export function asOfIndex(panel: Panel, last: number): AsOfView {
  const T = panel.dates.length;
  const length = last + 1;
  const assets = panel.assets;
  const copy = (data: Float32Array, i: number, count = length): Float32Array =>
    i < 0 || i >= assets.length
      ? new Float32Array(0)
      : data.slice(i * T + Math.max(0, length - count), i * T + length);
  const close = (i: number, daysBack = 0): number =>
    daysBack < 0 || daysBack > last || i < 0 || i >= assets.length
      ? 0
      : (panel.close[i * T + last - daysBack] as number);
  const view: AsOfView = {
    date: panel.dates[last] as IsoDate,
    length,
    assets,
    synthetic: panel.synthetic,
    dates: (count = length) => panel.dates.slice(Math.max(0, length - count), length),
    indexOf: (symbol) => symbolIndexOf(assets).get(symbol) ?? -1,
    close,
    closes: (i, count) => copy(panel.close, i, count),
    lastClose(symbol) {
      const i = view.indexOf(symbol);
      if (i < 0) return null;
      for (let back = 0; back < length; back++) {
        const price = close(i, back);
        if (price > 0) return { close: price, date: panel.dates[last - back] as IsoDate };
      }
      return null;
    },
    // Holes are rare, so twice the window nearly always holds enough; a series that needs more is read whole.
    returns(i, count) {
      const near = trailingReturns(copy(panel.close, i, 2 * count + 2), count);
      return near.length === count ? near : trailingReturns(copy(panel.close, i), count);
    },
    dollarVolumes: (i, count) => (panel.dollarVolume ? copy(panel.dollarVolume, i, count) : null),
    dividendYield: (i) => (panel.dividendYield ? (copy(panel.dividendYield, i, 1)[0] ?? null) : null),
    isListed: (i) => close(i) > 0,
  };
  return Object.freeze(view);
}
