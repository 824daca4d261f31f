import * as tf from '@tensorflow/tfjs-core';
import { KeepfolioError } from '../../core/errors.ts';
import type { Rng } from '../../core/rng.ts';
import { disposeParams, type Params, type RawTensors } from '../nn/params.ts';
import { type ChronosT5Config, parseChronosConfig } from './config.ts';
import { lowerMedian, sortedQuantile } from './quantile.ts';
import { drawToken, type SamplingSettings, warp } from './sampling.ts';
import { encodeTokens, T5Decoder } from './t5-decoder.ts';
import { type Bins, makeBins, tokenize, type Tokens, valueOf } from './tokenizer.ts';
import { uploadWeights } from './weights.ts';

type Series = ArrayLike<number>;

/** A Chronos-T5 network with its weights on the current backend. */
export interface ChronosT5Model {
  readonly config: ChronosT5Config;
  readonly bins: Bins;
  readonly params: Params;
  dispose(): void;
}

/** @throws KeepfolioError when the checkpoint is not a whole Chronos-T5 */
export function loadChronosT5(
  config: Readonly<Record<string, unknown>>,
  tensors: RawTensors,
): ChronosT5Model {
  const parsed = parseChronosConfig(config);
  if (parsed.family !== 't5') {
    throw new KeepfolioError(
      'chronos-config',
      'this is a Chronos-Bolt checkpoint',
      'A Chronos-T5 one is needed here.',
    );
  }
  const params = uploadWeights(parsed, tensors);
  return { config: parsed, bins: makeBins(parsed), params, dispose: () => disposeParams(params) };
}

export interface T5Settings extends SamplingSettings {
  readonly samples: number;
}

export function defaultSettings(c: ChronosT5Config): T5Settings {
  return { samples: c.samples, temperature: c.temperature, topK: c.topK, topP: c.topP };
}

/** What one block of at most `predictionLength` steps did; ids are (B, samples, steps). */
export interface T5Block {
  readonly tokens: Tokens;
  readonly sampledIds: Int32Array;
  readonly steps: number;
}

export interface SampleForecast {
  readonly batch: number;
  readonly samples: number;
  readonly horizon: number;
  /** Row-major (B, samples, horizon), in the units of the series. */
  readonly values: Float32Array;
  readonly blocks: readonly T5Block[];
}

/** Uploads tokens as (ids, mask), both (B, T). */
export function uploadTokens(t: Tokens): { ids: tf.Tensor; mask: tf.Tensor } {
  return {
    ids: tf.tensor2d(t.ids, [t.batch, t.length], 'int32'),
    mask: tf.tensor2d(t.mask, [t.batch, t.length]),
  };
}

/** Encoder states (B, T, dModel) of a batch, EOS included, and the scales: upstream's `embed`. */
export function embedT5(
  model: ChronosT5Model,
  series: readonly Series[],
): { states: tf.Tensor; tokens: Tokens } {
  const tokens = tokenize(model.config, model.bins, series);
  const states = tf.tidy(() => {
    const { ids, mask } = uploadTokens(tokens);
    return encodeTokens(model.params, model.config, ids, mask);
  });
  return { states, tokens };
}

/** Told how many steps are done, after each; it may throw to stop, and nothing is left behind then. */
export type AfterStep = (steps: number) => void | Promise<void>;

async function sampleBlock(
  model: ChronosT5Model,
  tokens: Tokens,
  steps: number,
  s: T5Settings,
  rng: Rng,
  afterStep: AfterStep = () => {},
): Promise<T5Block> {
  const { config: c, params } = model;
  const rows = tokens.batch * s.samples;
  const { encoded, mask } = tf.tidy(() => {
    const input = uploadTokens(tokens);
    return { encoded: encodeTokens(params, c, input.ids, input.mask), mask: input.mask };
  });
  const decoder = new T5Decoder(params, c, encoded, mask, s.samples);
  tf.dispose([encoded, mask]);
  const sampledIds = new Int32Array(rows * steps);
  let current = new Int32Array(rows).fill(c.startToken);
  try {
    for (let t = 0; t < steps; t++) {
      const logits = decoder.step(current);
      const values = await logits.data();
      logits.dispose();
      current = Int32Array.from(current, (_, r) => {
        const row = values.subarray(r * c.vocabulary, (r + 1) * c.vocabulary);
        return drawToken(warp(row, c.eosToken, s), rng.uniform());
      });
      current.forEach((id, r) => (sampledIds[r * steps + t] = id));
      await afterStep(t + 1);
    }
  } finally {
    decoder.dispose();
  }
  return { tokens, sampledIds, steps };
}

/** Token ids (B, samples, steps) to values, each series with its scale. */
export function decodeIds(model: ChronosT5Model, ids: Int32Array, scale: Float32Array): Float32Array {
  const perSeries = ids.length / scale.length;
  return Float32Array.from(
    ids,
    (id, i) => valueOf(id, model.bins, model.config) * (scale[Math.floor(i / perSeries)] ?? 1),
  );
}

/** Lower median over the samples, per step: (B, samples, steps) to B rows. */
export function medianPath(
  values: Float32Array,
  batch: number,
  samples: number,
  steps: number,
): Float32Array[] {
  return Array.from({ length: batch }, (_, b) =>
    Float32Array.from({ length: steps }, (_unused, t) =>
      lowerMedian(
        Float32Array.from({ length: samples }, (_s, k) => values[(b * samples + k) * steps + t] ?? NaN),
      ),
    ),
  );
}

/** Context with a path appended. */
export function appendPath(context: Series, path: Float32Array): Float32Array {
  const out = new Float32Array(context.length + path.length);
  for (let i = 0; i < context.length; i++) out[i] = context[i] ?? NaN;
  out.set(path, context.length);
  return out;
}

/**
 * Samples continuations, block by block; beyond one block the context is extended with the lower median.
 * @param rng only seeded generators: same seed, same samples
 */
export async function predictT5(
  model: ChronosT5Model,
  series: readonly Series[],
  rng: Rng,
  horizon = model.config.predictionLength,
  settings: T5Settings = defaultSettings(model.config),
  afterStep: AfterStep = () => {},
): Promise<SampleForecast> {
  const { config: c, bins } = model;
  const { samples } = settings;
  const batch = series.length;
  const values = new Float32Array(batch * samples * horizon);
  const blocks: T5Block[] = [];
  if (batch === 0) return { batch, samples, horizon, values, blocks };
  let contexts: readonly Series[] = series;
  for (let done = 0; done < horizon;) {
    const steps = Math.min(c.predictionLength, horizon - done);
    const before = done;
    const block = await sampleBlock(model, tokenize(c, bins, contexts), steps, settings, rng, (n) =>
      afterStep(before + n),
    );
    blocks.push(block);
    const decoded = decodeIds(model, block.sampledIds, block.tokens.scale);
    for (let r = 0; r < batch * samples; r++) {
      values.set(decoded.subarray(r * steps, (r + 1) * steps), r * horizon + done);
    }
    const median = medianPath(decoded, batch, samples, steps);
    contexts = contexts.map((s, b) => appendPath(s, median[b] as Float32Array));
    done += steps;
  }
  return { batch, samples, horizon, values, blocks };
}

/** Quantiles (B, T, levels) and arithmetic mean (B, T) of samples (B, S, T). */
export function sampleStatistics(
  f: Pick<SampleForecast, 'batch' | 'samples' | 'horizon' | 'values'>,
  levels: readonly number[],
): { quantiles: Float32Array; mean: Float32Array } {
  const quantiles = new Float32Array(f.batch * f.horizon * levels.length);
  const mean = new Float32Array(f.batch * f.horizon);
  const column = new Float32Array(f.samples);
  for (let b = 0; b < f.batch; b++) {
    for (let t = 0; t < f.horizon; t++) {
      for (let s = 0; s < f.samples; s++) column[s] = f.values[(b * f.samples + s) * f.horizon + t] ?? NaN;
      const row = b * f.horizon + t;
      mean[row] = column.reduce((a, x) => a + x, 0) / f.samples;
      column.sort();
      levels.forEach((level, i) => (quantiles[row * levels.length + i] = sortedQuantile(column, level)));
    }
  }
  return { quantiles, mean };
}
