import type { ChronosT5Config } from './config.ts';
import { float32Sum } from './float-sum.ts';

type Series = ArrayLike<number>;

/** The bins of `MeanScaleUniformBins`, in float32 as the reference computes them. */
export interface Bins {
  /** Value of each bin. */
  readonly centers: Float32Array;
  /** Lower edges: -1e20, then midpoints; a value on an edge belongs to the bin above it. */
  readonly boundaries: Float32Array;
}

export function makeBins(c: ChronosT5Config): Bins {
  const n = c.tokens - c.specialTokens - 1;
  const step = Math.fround((c.highLimit - c.lowLimit) / (n - 1));
  const centers = Float32Array.from({ length: n }, (_, i) =>
    i < Math.floor(n / 2) ? c.lowLimit + step * i : c.highLimit - step * (n - 1 - i),
  );
  const boundaries = new Float32Array(n + 1);
  boundaries[0] = -1e20;
  for (let i = 0; i + 1 < n; i++) {
    boundaries[i + 1] = Math.fround((centers[i] ?? 0) + (centers[i + 1] ?? 0)) / 2;
  }
  boundaries[n] = 1e20;
  return { centers, boundaries };
}

/** Token of a scaled value: special tokens + number of edges at or below it, clamped to the vocabulary. */
export function tokenOf(z: number, bins: Bins, c: ChronosT5Config): number {
  let [low, high] = [0, bins.boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bins.boundaries[middle] ?? Infinity) <= z) low = middle + 1;
    else high = middle;
  }
  return Math.min(c.tokens - 1, Math.max(0, c.specialTokens + low));
}

/** Value of a token in units of the scale; special tokens decode to the lowest bin. */
export function valueOf(token: number, bins: Bins, c: ChronosT5Config): number {
  const bin = Math.min(bins.centers.length - 1, Math.max(0, token - c.specialTokens - 1));
  return bins.centers[bin] ?? 0;
}

/** Mean of |x| over the finite values; 1 when nothing is observed or all are zero. */
export function meanScale(window: Float32Array): number {
  const n = window.reduce((k, x) => k + (Number.isFinite(x) ? 1 : 0), 0);
  if (n === 0) return 1;
  const scale = Math.fround(float32Sum(window.map((x) => (Number.isFinite(x) ? Math.abs(x) : 0))) / n);
  return scale > 0 ? scale : 1;
}

/** A tokenised batch, rows of equal length. */
export interface Tokens {
  readonly batch: number;
  readonly length: number;
  readonly ids: Int32Array;
  /** 1 = visible. */
  readonly mask: Float32Array;
  /** (B) */
  readonly scale: Float32Array;
}

/**
 * Scales and quantises a batch (oldest value first; NaN or an infinity = missing; lengths may differ): left-padded,
 * cut to the last `contextLength` values, EOS appended when the config says so.
 */
export function tokenize(c: ChronosT5Config, bins: Bins, series: readonly Series[]): Tokens {
  const longest = Math.max(1, ...series.map((s) => s.length));
  const kept = Math.min(longest, c.contextLength);
  const length = kept + (c.useEos ? 1 : 0);
  const batch = series.length;
  const ids = new Int32Array(batch * length).fill(c.padToken);
  const mask = new Float32Array(batch * length);
  const scale = new Float32Array(batch);
  series.forEach((values, b) => {
    const window = Float32Array.from({ length: kept }, (_, i) => values[values.length - kept + i] ?? NaN);
    const s = meanScale(window);
    scale[b] = s;
    window.forEach((x, i) => {
      if (!Number.isFinite(x)) return;
      ids[b * length + i] = tokenOf(Math.fround(x / s), bins, c);
      mask[b * length + i] = 1;
    });
    if (c.useEos) {
      ids[b * length + kept] = c.eosToken;
      mask[b * length + kept] = 1;
    }
  });
  return { batch, length, ids, mask, scale };
}

/** Training labels of a target window under its context's scale; -100 where missing. EOS appended as configured. */
export function labelsOf(
  c: ChronosT5Config,
  bins: Bins,
  target: readonly Series[],
  scale: Float32Array,
): Int32Array {
  const rows = target.map((values, b) => {
    const ids = Array.from(values, (x) =>
      Number.isFinite(x) ? tokenOf(Math.fround(Math.fround(x) / (scale[b] ?? 1)), bins, c) : -100,
    );
    return c.useEos ? [...ids, c.eosToken] : ids;
  });
  return Int32Array.from(rows.flat());
}
