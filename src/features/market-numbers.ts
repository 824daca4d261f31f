import type { AssetClass } from '../domain/market/panel.ts';

/** Trading days in a year. */
export const ANNUAL_DAYS = 252;

/**
 * The few market numbers the policy's experts read beside the 64-number embedding, from closes up to a day.
 * Ranks are among the assets of the same decision, -1 (lowest) to 1 (highest).
 */
export const MARKET_COLUMNS = [
  'momentum12',
  'momentum6',
  'momentum1',
  'reversal',
  'logVol',
  'fromHigh',
  'momentumRank',
  'volRank',
  'isBond',
  'isCrypto',
  'isFund',
  'history',
] as const;
export const MARKET_WIDTH = MARKET_COLUMNS.length;
/** Columns of MARKET_COLUMNS that `rankColumns` reads and fills. */
const MOMENTUM = 0;
const LOG_VOL = 4;
const MOMENTUM_RANK = 6;
const VOL_RANK = 7;

/** Days with a price needed before the numbers say anything. */
const MIN_DAYS = 22;
const clip = (x: number): number => (x > 3 ? 3 : x < -3 ? -3 : x);

/** Standard deviation of the last `days` daily log returns up to day t, annualised; 0 when too short. */
function annualVol(close: Float32Array, base: number, t: number, days: number): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let d = Math.max(1, t - days + 1); d <= t; d++) {
    const a = close[base + d - 1] as number;
    const b = close[base + d] as number;
    if (a > 0 && b > 0) {
      const r = Math.log(b / a);
      n++;
      sum += r;
      squares += r * r;
    }
  }
  if (n < 10) return 0;
  return Math.sqrt(Math.max(1e-10, (squares - (sum * sum) / n) / (n - 1)) * ANNUAL_DAYS);
}

/** Log return from day t-from to day t-to, over its volatility for that span; 0 when a price is missing. */
function momentum(
  close: Float32Array,
  base: number,
  t: number,
  from: number,
  to: number,
  vol: number,
): number {
  if (t - from < 0 || vol <= 0) return 0;
  const a = close[base + t - from] as number;
  const b = close[base + t - to] as number;
  return a > 0 && b > 0 ? clip(Math.log(b / a) / (vol * Math.sqrt((from - to) / ANNUAL_DAYS))) : 0;
}

/**
 * Writes one asset's market numbers (MARKET_WIDTH floats at `offset`); the two ranks stay 0 until `rankColumns`.
 * @param close closes of one asset from index `base` on; only indices base..base+t are read.
 */
export function writeMarketNumbers(
  out: Float32Array,
  offset: number,
  close: Float32Array,
  base: number,
  t: number,
  kind: { readonly assetClass: AssetClass; readonly isFund: boolean },
): void {
  const vol = annualVol(close, base, t, 63);
  let days = 0;
  let high = 0;
  for (let d = Math.max(0, t - ANNUAL_DAYS + 1); d <= t; d++) {
    const c = close[base + d] as number;
    if (c > 0) days++;
    if (c > high) high = c;
  }
  const known = days >= MIN_DAYS && vol > 0;
  const last = close[base + t] as number;
  out.fill(0, offset, offset + MARKET_WIDTH);
  if (known) {
    out[offset] = momentum(close, base, t, 252, 21, vol);
    out[offset + 1] = momentum(close, base, t, 126, 0, vol);
    out[offset + 2] = momentum(close, base, t, 21, 0, vol);
    out[offset + 3] = -momentum(close, base, t, 5, 0, vol);
    out[offset + LOG_VOL] = clip(Math.log(vol / 0.2) / 0.7);
    out[offset + 5] = last > 0 && high > 0 ? clip(Math.log(last / high) * 3) : 0;
  }
  out[offset + 8] = kind.assetClass === 'bond' || kind.assetClass === 'cash' ? 1 : 0;
  out[offset + 9] = kind.assetClass === 'crypto' ? 1 : 0;
  out[offset + 10] = kind.isFund ? 1 : 0;
  out[offset + 11] = days / ANNUAL_DAYS;
}

function fillRank(rows: Float32Array, count: number, from: number, to: number): void {
  const order = Array.from({ length: count }, (_, i) => i);
  const value = (i: number): number => rows[i * MARKET_WIDTH + from] as number;
  order.sort((a, b) => value(a) - value(b) || a - b);
  for (let k = 0; k < count;) {
    let end = k;
    while (end + 1 < count && value(order[end + 1] as number) === value(order[k] as number)) end++;
    const rank = count > 1 ? (k + end) / (count - 1) - 1 : 0;
    for (let i = k; i <= end; i++) rows[(order[i] as number) * MARKET_WIDTH + to] = rank;
    k = end + 1;
  }
}

/** Fills the two rank columns of `count` rows (N, MARKET_WIDTH); equal values share their mean rank. */
export function rankColumns(rows: Float32Array, count: number): void {
  fillRank(rows, count, MOMENTUM, MOMENTUM_RANK);
  fillRank(rows, count, LOG_VOL, VOL_RANK);
}
