import type { BoltConfig } from './config.ts';
import { float32Sum } from './float-sum.ts';

/** A batch ready for the network: instance-normed, patched, masked. */
export interface BoltInput {
  readonly batch: number;
  readonly patches: number;
  /** (B) mean and population standard deviation of each series' observed values. */
  readonly loc: Float32Array;
  readonly scale: Float32Array;
  /** (B, patches, 2·patch): normalised values (0 where missing), then the mask. */
  readonly features: Float32Array;
  /** (B, patches), 1 where a patch holds any observation. */
  readonly mask: Float32Array;
}

type Series = ArrayLike<number>;

/**
 * Mean and deviation over the finite values of a window, in float32; nothing observed gives (0, 1), a constant gives a
 * scale of 1e-5.
 */
export function instanceStatistics(window: Float32Array): { loc: number; scale: number } {
  const n = window.reduce((k, x) => k + (Number.isFinite(x) ? 1 : 0), 0);
  if (n === 0) return { loc: 0, scale: 1 };
  const values = window.map((x) => (Number.isFinite(x) ? x : 0));
  const loc = Math.fround(float32Sum(values) / n);
  const squares = window.map((x) => (Number.isFinite(x) ? Math.fround(x - loc) ** 2 : 0));
  const scale = Math.fround(Math.sqrt(Math.fround(float32Sum(squares) / n)));
  return { loc, scale: scale > 0 ? scale : Math.fround(1e-5) };
}

/** The last `length` values, padded with NaN on the left. */
function lastValues(values: Series, length: number): Float32Array {
  const out = new Float32Array(length).fill(NaN);
  const shift = values.length - length;
  for (let i = Math.max(0, -shift); i < length; i++) out[i] = values[i + shift] ?? NaN;
  return out;
}

/** Number of patches of a batch whose longest series has `length` values. */
export function patchCount(c: BoltConfig, length: number): number {
  const kept = Math.max(1, Math.min(length, c.contextLength));
  const padded = Math.ceil(kept / c.patch) * c.patch;
  return Math.floor((padded - c.patch) / c.stride) + 1;
}

/**
 * Normalises and patches a batch of series (oldest value first; NaN or an infinity = missing; lengths may differ).
 * Shorter series are padded on the left, longer ones cut to the last `contextLength` values.
 * @param least pads every series to at least this many values, so that batches share one shape.
 */
export function prepareBolt(c: BoltConfig, series: readonly Series[], least = 0): BoltInput {
  const longest = Math.min(c.contextLength, Math.max(1, least, ...series.map((s) => s.length)));
  const padded = Math.ceil(longest / c.patch) * c.patch;
  const patches = patchCount(c, longest);
  const width = 2 * c.patch;
  const batch = series.length;
  const features = new Float32Array(batch * patches * width);
  const mask = new Float32Array(batch * patches);
  const loc = new Float32Array(batch);
  const scale = new Float32Array(batch);
  series.forEach((values, b) => {
    const window = lastValues(values, longest);
    const stats = instanceStatistics(window);
    loc[b] = stats.loc;
    scale[b] = stats.scale;
    for (let n = 0; n < patches; n++) {
      const row = (b * patches + n) * width;
      for (let i = 0; i < c.patch; i++) {
        // Positions before the window are padding to whole patches.
        const x = window[n * c.stride + i - (padded - longest)] ?? NaN;
        if (!Number.isFinite(x)) continue;
        features[row + i] = Math.fround(x - stats.loc) / stats.scale;
        features[row + c.patch + i] = 1;
        mask[b * patches + n] = 1;
      }
    }
  });
  return { batch, patches, loc, scale, features, mask };
}
