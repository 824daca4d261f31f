import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../src/core/rng.ts';
import { CHANNEL_COUNT, WINDOW_DAYS, writeDailyWindow } from '../../src/features/daily-window.ts';
import { METADATA_COUNT, metadataIndex } from '../../src/features/metadata.ts';
import {
  fitMetadataConstants,
  scaleMetadata,
  type MetadataConstants,
} from '../../src/features/metadata-scale.ts';
import { REGIME_COUNT } from '../../src/features/regime.ts';
import { patchCount, type EncoderConfig } from '../../src/models/encoder/config.ts';
import type { PretrainBatch } from '../../src/models/encoder/objectives.ts';
import { draw, MAX_SHIFT, SAMPLE_DAYS, type DateSample } from './encoder-samples.ts';
import { TARGET_COUNT } from './forward-targets.ts';

/** Centre and spread over all sampled training dates and assets. */
export function constantsOf(samples: readonly DateSample[]): MetadataConstants {
  return fitMetadataConstants(
    samples.map((s) => ({
      raw: s.metadata.map((v) => (Number.isNaN(v) ? 0 : v)),
      known: Uint8Array.from(s.metadata, (v) => (Number.isNaN(v) ? 0 : 1)),
    })),
  );
}

/** What a batch forgets on purpose: bundles without volume and assets nobody looked up exist too. */
export interface Forget {
  readonly volume: boolean;
  readonly lookUp: boolean;
}

const WINDOW_SIZE = WINDOW_DAYS * CHANNEL_COUNT;
const VOLUME_FROM = metadataIndex('log_dollar_volume');
const SECTOR_FROM = 7;
const LOOK_UP_TO = metadataIndex('log_vol_21');

/** Windows of the drawn assets of one sample, ending `back(k)` days before its date, appended at `at`. */
function writeWindows(
  out: Float32Array,
  at: number,
  sample: DateSample,
  picked: readonly number[],
  forget: Forget,
  back: (k: number) => number,
): void {
  const tr = {
    t: SAMPLE_DAYS - 1,
    length: SAMPLE_DAYS,
    r: Float64Array.from(sample.r),
    universe: Float64Array.from(sample.universe),
  };
  const dates = Array.from({ length: SAMPLE_DAYS }, () => sample.date);
  const panel = { dates, dollarVolume: forget.volume ? null : sample.volume };
  picked.forEach((asset, k) => writeDailyWindow(out, at + k * WINDOW_SIZE, panel, tr, asset, back(k)));
}

function scaledMetadata(
  sample: DateSample,
  picked: readonly number[],
  constants: MetadataConstants,
  forget: Forget,
): Float32Array {
  const known = new Uint8Array(picked.length * METADATA_COUNT);
  const raw = new Float32Array(known.length);
  picked.forEach((asset, k) => {
    for (let m = 0; m < METADATA_COUNT; m++) {
      const v = sample.metadata[asset * METADATA_COUNT + m] as number;
      const dropped =
        (forget.volume && m >= VOLUME_FROM && m < VOLUME_FROM + 4) ||
        (forget.lookUp && m >= SECTOR_FROM && m < LOOK_UP_TO);
      if (dropped || Number.isNaN(v)) continue;
      raw[k * METADATA_COUNT + m] = v;
      known[k * METADATA_COUNT + m] = 1;
    }
  });
  return scaleMetadata({ raw, known }, constants);
}

/** Standardised target columns: volatility by the constants of log_vol_21, scaled return and correlation as they are. */
function writeTargets(
  targets: Float32Array,
  mask: Float32Array,
  at: number,
  row: Float32Array,
  constants: MetadataConstants,
): void {
  const k = metadataIndex('log_vol_21');
  const [vol = NaN, ret = NaN, corr = NaN] = row;
  const z = [(vol - (constants.center[k] ?? 0)) / (constants.spread[k] ?? 1), ret, corr];
  z.forEach((v, i) => {
    if (Number.isNaN(v)) return;
    targets[at + i] = v;
    mask[at + i] = 1;
  });
}

const HIDDEN_SHARE = 0.3;

/**
 * One universe of n assets from each of the given dates, n resampled by the caller per batch.
 * Dates with fewer assets are padded and masked.
 */
export function pretrainBatch(
  samples: readonly DateSample[],
  n: number,
  config: EncoderConfig,
  rng: Rng,
  forget: Forget = { volume: false, lookUp: false },
): PretrainBatch {
  const b = samples.length;
  const patches = patchCount(config);
  const rows = b * n;
  const windows = new Float32Array(rows * WINDOW_SIZE);
  const earlier = new Float32Array(rows * WINDOW_SIZE);
  const chronos = new Float32Array(rows * config.chronosWidth);
  const metadata = new Float32Array(rows * METADATA_COUNT);
  const mask = new Float32Array(rows);
  const targets = new Float32Array(rows * 3);
  const targetMask = new Float32Array(rows * 3);
  const regime = new Float32Array(b * REGIME_COUNT);
  const market = new Float32Array(b * 2);
  const vol = metadataIndex('log_vol_21');
  samples.forEach((s, i) => {
    const picked = draw(
      s.symbols.map((_, k) => k),
      n,
      rng,
    );
    const at = i * n;
    writeWindows(windows, at * WINDOW_SIZE, s, picked, forget, () => 0);
    writeWindows(earlier, at * WINDOW_SIZE, s, picked, forget, () => 1 + rng.int(MAX_SHIFT));
    metadata.set(scaledMetadata(s, picked, config.metadata, forget), at * METADATA_COUNT);
    regime.set(s.regime, i * REGIME_COUNT);
    const [marketVol = 0, marketCorrelation = 0] = s.market;
    market.set(
      [
        (marketVol - (config.metadata.center[vol] ?? 0)) / (config.metadata.spread[vol] ?? 1),
        marketCorrelation,
      ],
      i * 2,
    );
    picked.forEach((asset, k) => {
      mask[at + k] = 1;
      const w = config.chronosWidth;
      chronos.set(s.chronos.subarray(asset * w, (asset + 1) * w), (at + k) * w);
      const row = s.targets.subarray(asset * TARGET_COUNT, (asset + 1) * TARGET_COUNT);
      writeTargets(targets, targetMask, (at + k) * 3, row, config.metadata);
    });
  });
  const hidden = Float32Array.from({ length: rows * patches }, () => (rng.uniform() < HIDDEN_SHARE ? 1 : 0));
  return {
    windows: tf.tensor3d(windows, [b, n, WINDOW_SIZE]),
    chronos: tf.tensor3d(chronos, [b, n, config.chronosWidth]),
    metadata: tf.tensor3d(metadata, [b, n, METADATA_COUNT]),
    regime: tf.tensor2d(regime, [b, REGIME_COUNT]),
    mask: tf.tensor2d(mask, [b, n]),
    earlier: tf.tensor2d(earlier, [rows, WINDOW_SIZE]),
    hidden: tf.tensor3d(hidden, [rows, patches, 1]),
    targets: tf.tensor2d(targets, [rows, 3]),
    targetMask: tf.tensor2d(targetMask, [rows, 3]),
    marketTargets: tf.tensor2d(market, [b, 2]),
  };
}

export function disposeBatch(batch: PretrainBatch): void {
  for (const t of Object.values(batch) as tf.Tensor[]) t.dispose();
}
