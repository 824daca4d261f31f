import * as tf from '@tensorflow/tfjs-core';
import { pcg32 } from '../../core/rng.ts';
import type { RawTensors } from '../nn/params.ts';
import { boltEncode, type BoltModel, loadBolt, uploadInput } from './bolt.ts';
import { patchCount, prepareBolt } from './bolt-input.ts';
import {
  type BandCalibration,
  readCalibration,
  readCoverage,
  type SeriesKind,
  type TestedCoverage,
} from './calibration.ts';
import { type BoltConfig, parseChronosConfig } from './config.ts';
import { predictBolt, type QuantileForecast } from './bolt-predict.ts';
import { rowsPerPass } from './rows-per-pass.ts';
import {
  type AfterStep,
  type ChronosT5Model,
  defaultSettings,
  embedT5,
  loadChronosT5,
  predictT5,
  sampleStatistics,
} from './t5-predict.ts';

type Series = ArrayLike<number>;

/** The frozen time-series branch of the encoder: embeds series and forecasts their quantiles. */
export interface ChronosBranch {
  readonly model: BoltModel | ChronosT5Model;
  /**
   * What to feed: Bolt centres a series, so log prices keep their detail; T5 only divides by the mean size, which on
   * log prices would leave a handful of its bins.
   */
  readonly feeds: 'logPrice' | 'price';
  /** Width D of an embedding. */
  readonly width: number;
  /** Values of a series that are read at most; more are cut on the left. */
  readonly contextLength: number;
  /** Corrections our own checkpoint carries; official ones have none. */
  readonly calibration: Readonly<Record<SeriesKind, BandCalibration | null>>;
  /**
   * Told the share done after each decoding step of a sampled forecast, which takes many times as long as Bolt's one
   * pass; it may throw to stop it.
   */
  readonly onStep?: (fraction: number) => void | Promise<void>;
  /** What the bands held in tests; null for checkpoints that were not tested. */
  readonly coverage: Readonly<Record<SeriesKind, TestedCoverage | null>>;
}

const isBolt = (model: BoltModel | ChronosT5Model): model is BoltModel => model.config.family === 'bolt';

/**
 * @param artefact config.json and tensors of a Chronos-Bolt or Chronos-T5 (ours, or an official one).
 * @throws KeepfolioError "chronos-config", "chronos-weights"
 */
export function loadChronosBranch(artefact: {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: RawTensors;
}): ChronosBranch {
  const { family } = parseChronosConfig(artefact.config);
  const load = family === 'bolt' ? loadBolt : loadChronosT5;
  const model = load(artefact.config, artefact.tensors);
  const calibration = {
    logPrice: readCalibration(artefact.config, 'logPrice'),
    logVol: readCalibration(artefact.config, 'logVol'),
  };
  const coverage = {
    logPrice: readCoverage(artefact.config, 'logPrice'),
    logVol: readCoverage(artefact.config, 'logVol'),
  };
  const { dModel: width, contextLength } = model.config;
  const feeds = family === 'bolt' ? 'logPrice' : 'price';
  return { model, feeds, width, contextLength, calibration, coverage };
}

/** Shortest of patch, 2·patch, 4·patch, … that holds the longest series, at most the context. */
function bucketLength(c: BoltConfig, series: readonly Series[]): number {
  const longest = series.reduce((n, s) => Math.max(n, s.length), 1);
  let length = c.patch;
  while (length < longest) length *= 2;
  return Math.min(length, c.contextLength);
}

/** Positions the encoder sees for the longest of these series. */
function positionsOf(model: BoltModel | ChronosT5Model, series: readonly Series[]): number {
  if (isBolt(model)) return patchCount(model.config, bucketLength(model.config, series)) + 1;
  const longest = series.reduce((n, s) => Math.max(n, s.length), 1);
  return Math.min(longest, model.config.contextLength) + 1;
}

/** Encoder state of the last position of one chunk, (B, D). */
function lastStates(
  model: BoltModel | ChronosT5Model,
  series: readonly Series[],
  length: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const states = isBolt(model)
      ? boltEncode(
          model.params,
          model.config,
          uploadInput(model.config, prepareBolt(model.config, series, length)),
        )
      : embedT5(model, series).states;
    const [batch = 0, positions = 1, width = 1] = states.shape;
    return tf.reshape(tf.slice(states, [0, positions - 1, 0], [-1, 1, -1]), [batch, width]);
  });
}

/**
 * Embeddings (B, D) as a tensor the caller disposes of: the encoder state of the last position, which sees the whole
 * context (Bolt: the REG token, or without it the last patch; T5: the end token). Batches are padded to a few fixed
 * lengths, so that a GPU's compiled shaders are used again. The instance norm of Bolt makes them blind to level and
 * scale: feed log prices (not returns) so that trend and roughness are what is left.
 */
export function embedTensor(branch: ChronosBranch, series: readonly Series[]): tf.Tensor2D {
  const { model } = branch;
  return tf.tidy(() => {
    const length = isBolt(model) ? bucketLength(model.config, series) : 0;
    const parts: tf.Tensor2D[] = [];
    const rows = rowsPerPass(model.config, positionsOf(model, series));
    for (let from = 0; from < series.length; from += rows) {
      parts.push(lastStates(model, series.slice(from, from + rows), length));
    }
    return parts.length === 0 ? tf.zeros([0, branch.width]) : tf.concat(parts, 0);
  });
}

/** Embeddings as plain numbers, row-major (B, D); see `embedTensor`. */
export async function embedSeries(branch: ChronosBranch, series: readonly Series[]): Promise<Float32Array> {
  const out = new Float32Array(series.length * branch.width);
  const rows = rowsPerPass(branch.model.config, positionsOf(branch.model, series));
  for (let from = 0; from < series.length; from += rows) {
    const t = embedTensor(branch, series.slice(from, from + rows));
    out.set(await t.data(), from * branch.width);
    t.dispose();
  }
  return out;
}

/** Levels a sampled forecast is summarised at. */
const SAMPLED_LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Quantiles of sampled continuations; every series has its own generator, so that its company changes nothing. */
async function sampledQuantiles(
  model: ChronosT5Model,
  series: readonly Series[],
  horizon: number,
  onStep: NonNullable<ChronosBranch['onStep']> = () => {},
): Promise<QuantileForecast> {
  const q = SAMPLED_LEVELS.length;
  const values = new Float32Array(series.length * q * horizon);
  for (const [b, s] of series.entries()) {
    const afterStep: AfterStep = (steps) => onStep((b + steps / horizon) / series.length);
    const samples = await predictT5(model, [s], pcg32(1), horizon, defaultSettings(model.config), afterStep);
    const { quantiles } = sampleStatistics(samples, SAMPLED_LEVELS);
    quantiles.forEach((x, k) => (values[(b * q + (k % q)) * horizon + Math.floor(k / q)] = x));
  }
  return { levels: SAMPLED_LEVELS, batch: series.length, horizon, values };
}

/**
 * Quantile forecast in the units of the series, (B, Q, horizon). Quantiles of the network may cross; here they are
 * sorted per step, so that bands never turn inside out.
 */
export async function forecastQuantiles(
  branch: ChronosBranch,
  series: readonly Series[],
  horizon: number,
): Promise<QuantileForecast> {
  const { model } = branch;
  const f = isBolt(model)
    ? await predictBolt(model, series, horizon)
    : await sampledQuantiles(model, series, horizon, branch.onStep);
  const q = f.levels.length;
  const column = new Float32Array(q);
  for (let b = 0; b < f.batch; b++) {
    for (let t = 0; t < horizon; t++) {
      for (let i = 0; i < q; i++) column[i] = f.values[(b * q + i) * horizon + t] ?? NaN;
      column.sort();
      for (let i = 0; i < q; i++) f.values[(b * q + i) * horizon + t] = column[i] ?? NaN;
    }
  }
  return f;
}

export function disposeBranch(branch: ChronosBranch): void {
  branch.model.dispose();
}
