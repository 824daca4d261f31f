import type { BoltConfig } from './config.ts';

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

/** Mean and deviation over the finite values; nothing observed gives (0, 1), a constant gives a scale of 1e-5. */
export function instanceStatistics(values: Series, from: number): { loc: number; scale: number } {
  let n = 0;
  let sum = 0;
  for (let i = from; i < values.length; i++) {
    const x = Math.fround(values[i] ?? NaN);
    if (!Number.isFinite(x)) continue;
    n += 1;
    sum += x;
  }
  if (n === 0) return { loc: 0, scale: 1 };
  const loc = Math.fround(sum / n);
  let squares = 0;
  for (let i = from; i < values.length; i++) {
    const x = Math.fround(values[i] ?? NaN);
    if (Number.isFinite(x)) squares += (x - loc) ** 2;
  }
  const scale = Math.fround(Math.sqrt(squares / n));
  return { loc, scale: scale > 0 ? scale : Math.fround(1e-5) };
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
    const stats = instanceStatistics(values, Math.max(0, values.length - c.contextLength));
    loc[b] = stats.loc;
    scale[b] = stats.scale;
    const shift = values.length - padded;
    for (let n = 0; n < patches; n++) {
      const row = (b * patches + n) * width;
      for (let i = 0; i < c.patch; i++) {
        const at = n * c.stride + i;
        // Positions before the kept context are padding even where the series reaches further back.
        const x = at < padded - longest ? NaN : Math.fround(values[at + shift] ?? NaN);
        if (!Number.isFinite(x)) continue;
        features[row + i] = Math.fround(x - stats.loc) / stats.scale;
        features[row + c.patch + i] = 1;
        mask[b * patches + n] = 1;
      }
    }
  });
  return { batch, patches, loc, scale, features, mask };
}
