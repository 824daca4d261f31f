import * as tf from '@tensorflow/tfjs-core';
import { boltForward, type BoltModel, uploadInput } from './bolt.ts';
import { patchCount, prepareBolt } from './bolt-input.ts';
import { sortedQuantile } from './quantile.ts';
import { rowsPerPass } from './rows-per-pass.ts';

type Series = ArrayLike<number>;

/** Quantile paths in the units of the series, row-major (B, Q, T). */
export interface QuantileForecast {
  readonly levels: readonly number[];
  readonly batch: number;
  readonly horizon: number;
  readonly values: Float32Array;
}

/** One block: (B, Q, predictionLength) in the units of the series. */
async function block(model: BoltModel, series: readonly Series[]): Promise<Float32Array> {
  const { config: c, params } = model;
  const size = c.quantiles.length * c.predictionLength;
  const out = new Float32Array(series.length * size);
  // One length for all chunks, as if the batch had been padded whole.
  const longest = Math.max(...series.map((s) => s.length));
  const rows = rowsPerPass(c, patchCount(c, longest) + 1);
  for (let from = 0; from < series.length; from += rows) {
    const input = prepareBolt(c, series.slice(from, from + rows), longest);
    const t = tf.tidy(() => boltForward(params, c, uploadInput(c, input)));
    const values = await t.data();
    t.dispose();
    for (let i = 0; i < values.length; i++) {
      const b = Math.floor(i / size);
      out[from * size + i] = Math.fround((values[i] ?? NaN) * (input.scale[b] ?? 1)) + (input.loc[b] ?? 0);
    }
  }
  return out;
}

/** Appends a path to a context and keeps the last `keep` values. */
function extend(context: Series, path: Float32Array, keep: number): Float32Array {
  const all = new Float32Array(context.length + path.length);
  for (let i = 0; i < context.length; i++) all[i] = context[i] ?? NaN;
  all.set(path, context.length);
  return all.slice(Math.max(0, all.length - keep));
}

/** Q paths per series from Q·Q: per step, quantiles of the Q² values at the model's levels. Input (B·Q, Q, N). */
function reducePaths(
  values: Float32Array,
  levels: readonly number[],
  batch: number,
  n: number,
): Float32Array {
  const q = levels.length;
  const out = new Float32Array(batch * q * n);
  const pool = new Float32Array(q * q);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < n; t++) {
      for (let i = 0; i < q * q; i++) pool[i] = values[(b * q * q + i) * n + t] ?? NaN;
      pool.sort();
      levels.forEach((level, i) => (out[(b * q + i) * n + t] = sortedQuantile(pool, level)));
    }
  }
  return out;
}

/** Left-pads with NaN to the longest, so that every series grows alike while it is rolled forward. */
function padLeft(series: readonly Series[], keep: number): Float32Array[] {
  const longest = Math.min(keep, Math.max(1, ...series.map((s) => s.length)));
  return series.map((s) => {
    const out = new Float32Array(longest).fill(NaN);
    const shift = s.length - longest;
    for (let i = Math.max(0, -shift); i < longest; i++) out[i] = s[i + shift] ?? NaN;
    return out;
  });
}

/**
 * Quantile forecast at the model's own levels. Horizons beyond one block roll Q paths forward and reduce Q² to Q.
 * @param series oldest value first, NaN = missing, lengths may differ. @param horizon steps, >= 1
 */
export async function predictBolt(
  model: BoltModel,
  series: readonly Series[],
  horizon = model.config.predictionLength,
): Promise<QuantileForecast> {
  const { quantiles: levels, predictionLength: n, contextLength } = model.config;
  const [q, batch] = [levels.length, series.length];
  const values = new Float32Array(batch * q * horizon);
  if (batch === 0) return { levels, batch, horizon, values };
  let paths = await block(model, series);
  let contexts: Float32Array[] = padLeft(series, contextLength).flatMap((s) => levels.map(() => s));
  for (let done = 0; ; done += n) {
    const take = Math.min(n, horizon - done);
    for (let r = 0; r < batch * q; r++) values.set(paths.subarray(r * n, r * n + take), r * horizon + done);
    if (done + take >= horizon) return { levels, batch, horizon, values };
    const last = paths;
    contexts = contexts.map((s, r) => extend(s, last.subarray(r * n, (r + 1) * n), contextLength));
    paths = reducePaths(await block(model, contexts), levels, batch, n);
  }
}

/** Any levels from the trained ones: picked when all are trained, otherwise interpolated; (B, T, levels) and the median. */
export function atLevels(
  f: QuantileForecast,
  wanted: readonly number[],
): { quantiles: Float32Array; mean: Float32Array } {
  const q = f.levels.length;
  const exact = wanted.map((w) => f.levels.indexOf(w));
  const middle = f.levels.indexOf(0.5);
  const quantiles = new Float32Array(f.batch * f.horizon * wanted.length);
  const mean = new Float32Array(f.batch * f.horizon);
  const knots = new Float32Array(q + 2);
  for (let b = 0; b < f.batch; b++) {
    for (let t = 0; t < f.horizon; t++) {
      const at = (i: number) => f.values[(b * q + i) * f.horizon + t] ?? NaN;
      for (let i = 0; i < q + 2; i++) knots[i] = at(Math.min(q - 1, Math.max(0, i - 1)));
      knots.sort();
      const row = b * f.horizon + t;
      const allTrained = exact.every((i) => i >= 0);
      wanted.forEach((level, i) => {
        quantiles[row * wanted.length + i] = allTrained ? at(exact[i] ?? 0) : sortedQuantile(knots, level);
      });
      mean[row] = middle >= 0 ? at(middle) : sortedQuantile(knots, 0.5);
    }
  }
  return { quantiles, mean };
}
