import * as tf from '@tensorflow/tfjs-core';
import type { RawTensors } from '../nn/params.ts';
import { boltEncode, type BoltModel, loadBolt, uploadInput } from './bolt.ts';
import { prepareBolt } from './bolt-input.ts';
import {
  type BandCalibration,
  readCalibration,
  readCoverage,
  type SeriesKind,
  type TestedCoverage,
} from './calibration.ts';
import type { BoltConfig } from './config.ts';
import { predictBolt, type QuantileForecast } from './bolt-predict.ts';

type Series = ArrayLike<number>;

/** The frozen time-series branch of the encoder: embeds series and forecasts their quantiles. */
export interface ChronosBranch {
  readonly model: BoltModel;
  /** Width D of an embedding. */
  readonly width: number;
  /** Values of a series that are read at most; more are cut on the left. */
  readonly contextLength: number;
  /** Corrections our own checkpoint carries; official ones have none. */
  readonly calibration: Readonly<Record<SeriesKind, BandCalibration | null>>;
  /** What the bands held in tests; null for checkpoints that were not tested. */
  readonly coverage: Readonly<Record<SeriesKind, TestedCoverage | null>>;
}

/** @param artefact config.json and tensors of a Chronos-Bolt (ours, or an official one). */
export function loadChronosBranch(artefact: {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: RawTensors;
}): ChronosBranch {
  const model = loadBolt(artefact.config, artefact.tensors);
  const calibration = {
    logPrice: readCalibration(artefact.config, 'logPrice'),
    logVol: readCalibration(artefact.config, 'logVol'),
  };
  const coverage = {
    logPrice: readCoverage(artefact.config, 'logPrice'),
    logVol: readCoverage(artefact.config, 'logVol'),
  };
  const { dModel: width, contextLength } = model.config;
  return { model, width, contextLength, calibration, coverage };
}

/** Shortest of patch, 2·patch, 4·patch, … that holds the longest series, at most the context. */
function bucketLength(c: BoltConfig, series: readonly Series[]): number {
  const longest = series.reduce((n, s) => Math.max(n, s.length), 1);
  let length = c.patch;
  while (length < longest) length *= 2;
  return Math.min(length, c.contextLength);
}

/** Number of series per forward pass. */
const CHUNK = 256;

/**
 * Embeddings (B, D) as a tensor the caller disposes of: the encoder state of the REG token, which sees the whole
 * context (without REG: that of the last patch). Batches are padded to a few fixed lengths, so a GPU's compiled shaders are
 * used again. The instance norm makes them blind to level and scale of the series;
 * feed log prices (not returns) so that trend and roughness are what is left.
 */
export function embedTensor(branch: ChronosBranch, series: readonly Series[]): tf.Tensor2D {
  const { config: c, params } = branch.model;
  return tf.tidy(() => {
    const length = bucketLength(c, series);
    const parts: tf.Tensor2D[] = [];
    for (let from = 0; from < series.length; from += CHUNK) {
      const input = prepareBolt(c, series.slice(from, from + CHUNK), length);
      const part = tf.tidy(() => {
        const states = boltEncode(params, c, uploadInput(c, input));
        const last = (states.shape[1] ?? 1) - 1;
        return tf.reshape(tf.slice(states, [0, last, 0], [-1, 1, -1]), [input.batch, c.dModel]);
      });
      parts.push(part as tf.Tensor2D);
    }
    return parts.length === 0 ? tf.zeros([0, c.dModel]) : tf.concat(parts, 0);
  });
}

/** Embeddings as plain numbers, row-major (B, D); see `embedTensor`. */
export async function embedSeries(branch: ChronosBranch, series: readonly Series[]): Promise<Float32Array> {
  const out = new Float32Array(series.length * branch.width);
  for (let from = 0; from < series.length; from += CHUNK) {
    const t = embedTensor(branch, series.slice(from, from + CHUNK));
    out.set(await t.data(), from * branch.width);
    t.dispose();
  }
  return out;
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
  const f = await predictBolt(branch.model, series, horizon);
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
