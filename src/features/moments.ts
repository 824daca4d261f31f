/**
 * Moments of one row of daily log returns with holes (NaN). A window counts as known when at least
 * four fifths of its days have a value. All functions return NaN for "not known".
 */

/** Below this daily standard deviation a series counts as flat (a cash account, a peg). */
export const FLAT_STD = 1e-5;
const KNOWN_SHARE = 0.8;

/** A stretch of a row: elements [from, to) of `x`. */
export interface Stretch {
  readonly x: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** The last `k` values of the row that starts at `base` and is `length` long. */
export function lastDays(x: Float64Array, base: number, length: number, k: number): Stretch {
  return { x, from: base + length - k, to: base + length };
}

/** Number of known values. */
export function knownCount({ x, from, to }: Stretch): number {
  let n = 0;
  for (let i = from; i < to; i++) if (!Number.isNaN(x[i] as number)) n++;
  return n;
}

/** True when at least 80 % of the stretch is known. */
export function isKnown(s: Stretch): boolean {
  return knownCount(s) >= Math.ceil(KNOWN_SHARE * (s.to - s.from));
}

/** Sum of the known values (0 when none). */
export function sumKnown({ x, from, to }: Stretch): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const v = x[i] as number;
    if (!Number.isNaN(v)) sum += v;
  }
  return sum;
}

/** Central moments of the known values: mean, population variance, third and fourth central moment. */
export function centralMoments(s: Stretch): { mean: number; m2: number; m3: number; m4: number } {
  const n = knownCount(s);
  const mean = sumKnown(s) / n;
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (let i = s.from; i < s.to; i++) {
    const v = s.x[i] as number;
    if (Number.isNaN(v)) continue;
    const d = v - mean;
    m2 += d * d;
    m3 += d * d * d;
    m4 += d * d * d * d;
  }
  return { mean, m2: m2 / n, m3: m3 / n, m4: m4 / n };
}

/** Sample standard deviation (n - 1), at least FLAT_STD; NaN when the stretch is not known. */
export function stdKnown(s: Stretch): number {
  if (!isKnown(s)) return NaN;
  const n = knownCount(s);
  return Math.max(FLAT_STD, Math.sqrt((centralMoments(s).m2 * n) / Math.max(1, n - 1)));
}

/** Root of the mean squared negative value (downside deviation about zero), at least FLAT_STD. */
export function downsideKnown(s: Stretch): number {
  if (!isKnown(s)) return NaN;
  let sum = 0;
  for (let i = s.from; i < s.to; i++) {
    const v = s.x[i] as number;
    if (v < 0) sum += v * v;
  }
  return Math.max(FLAT_STD, Math.sqrt(sum / knownCount(s)));
}

/** Skewness and excess kurtosis (population moments). */
export function shapeKnown(s: Stretch): { skew: number; kurtosis: number } {
  const none = { skew: NaN, kurtosis: NaN };
  if (!isKnown(s)) return none;
  const { m2, m3, m4 } = centralMoments(s);
  if (Math.sqrt(m2) <= FLAT_STD) return none;
  return { skew: m3 / m2 ** 1.5, kurtosis: m4 / (m2 * m2) - 3 };
}

/** Lag-1 autocorrelation over pairs of consecutive known days. */
export function autocorrelationKnown(s: Stretch): number {
  if (!isKnown(s)) return NaN;
  const { mean, m2 } = centralMoments(s);
  if (Math.sqrt(m2) <= FLAT_STD) return NaN;
  let sum = 0;
  let n = 0;
  for (let i = s.from + 1; i < s.to; i++) {
    const product = ((s.x[i] as number) - mean) * ((s.x[i - 1] as number) - mean);
    if (Number.isNaN(product)) continue;
    sum += product;
    n++;
  }
  return n > 0 ? sum / n / m2 : NaN;
}

/** Variance of overlapping 5-day sums over five times the daily variance; holes count as a zero return. */
export function varianceRatioKnown(s: Stretch): number {
  if (!isKnown(s)) return NaN;
  const { mean, m2 } = centralMoments(s);
  if (Math.sqrt(m2) <= FLAT_STD) return NaN;
  let sum = 0;
  let n = 0;
  for (let i = s.from + 4; i < s.to; i++) {
    let five = 0;
    for (let k = 0; k < 5; k++) {
      const v = s.x[i - k] as number;
      five += Number.isNaN(v) ? 0 : v - mean;
    }
    sum += five * five;
    n++;
  }
  return sum / n / (5 * m2);
}

/** How a row moves with another over the days both are known. */
export interface CoMovement {
  readonly beta: number;
  /** Daily standard deviation of the residual. */
  readonly idiosyncratic: number;
  readonly correlation: number;
  /** Mean return over the benchmark's mean on its up days, less the same on its down days. */
  readonly captureGap: number;
}

const UNKNOWN: CoMovement = { beta: NaN, idiosyncratic: NaN, correlation: NaN, captureGap: NaN };

function captureGap(s: Stretch, u: Stretch): number {
  const own = [0, 0];
  const market = [0, 0];
  for (let i = s.from, j = u.from; i < s.to; i++, j++) {
    const v = s.x[i] as number;
    const w = u.x[j] as number;
    if (Number.isNaN(v) || w === 0) continue;
    const side = w > 0 ? 0 : 1;
    own[side] = (own[side] as number) + v;
    market[side] = (market[side] as number) + w;
  }
  const [up = 0, down = 0] = own;
  const [marketUp = 0, marketDown = 0] = market;
  return marketUp > 0 && marketDown < 0 ? up / marketUp - down / marketDown : NaN;
}

/** Least-squares co-movement of `s` with the benchmark `u` (same length, no holes in `u`). */
export function coMovement(s: Stretch, u: Stretch): CoMovement {
  if (!isKnown(s)) return UNKNOWN;
  const n = knownCount(s);
  let meanU = 0;
  for (let i = s.from, j = u.from; i < s.to; i++, j++)
    if (!Number.isNaN(s.x[i] as number)) meanU += u.x[j] as number;
  meanU /= n;
  const { mean, m2 } = centralMoments(s);
  let cov = 0;
  let varU = 0;
  for (let i = s.from, j = u.from; i < s.to; i++, j++) {
    const v = s.x[i] as number;
    if (Number.isNaN(v)) continue;
    const w = (u.x[j] as number) - meanU;
    cov += (v - mean) * w;
    varU += w * w;
  }
  cov /= n;
  varU /= n;
  if (Math.sqrt(varU) <= FLAT_STD || Math.sqrt(m2) <= FLAT_STD) return UNKNOWN;
  const beta = cov / varU;
  const correlation = Math.max(-1, Math.min(1, cov / Math.sqrt(varU * m2)));
  const residual = Math.sqrt(Math.max(0, m2 - beta * cov));
  return { beta, idiosyncratic: Math.max(FLAT_STD, residual), correlation, captureGap: captureGap(s, u) };
}
