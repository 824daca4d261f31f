import * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../nn/params.ts';
import type { EncoderConfig } from './config.ts';
import { assetStates, type GateOptions } from './encoder.ts';
import { assetStatesFast, crossAssetsFast } from './inference.ts';

/** Inputs of n assets as plain numbers, row-major. */
export interface PlainAssets {
  readonly count: number;
  /** n*T*C */
  readonly windows: Float32Array;
  /** n*chronosWidth */
  readonly chronos: Float32Array;
  /** n*50, scaled. */
  readonly metadata: Float32Array;
}

/** Reads a tensor back and disposes of it. */
async function take(t: tf.Tensor): Promise<Float32Array> {
  const data = (await t.data()) as Float32Array;
  t.dispose();
  return data;
}

/**
 * The per-asset part of the encoder on plain numbers.
 * @returns n*(D+1): per asset its mixed state, then its gate.
 */
export function assetRows(
  params: Params,
  config: EncoderConfig,
  assets: PlainAssets,
  options: GateOptions = {},
): Promise<Float32Array> {
  const n = assets.count;
  const packed = tf.tidy(() => {
    const inputs = {
      windows: tf.tensor2d(assets.windows, [n, config.windowDays * config.channels]),
      chronos: tf.tensor2d(assets.chronos, [n, config.chronosWidth]),
      metadata: tf.tensor2d(assets.metadata, [n, config.metadataCount]),
    };
    const { mixed, gate } =
      options.gate === undefined
        ? assetStatesFast(params, config, inputs)
        : assetStates(params, config, inputs, options);
    return tf.concat([mixed, tf.reshape(gate, [n, 1])], 1); // (n, D+1)
  });
  return take(packed);
}

/**
 * Attention of one universe of n assets and the market token on plain numbers.
 * @param mixed n*D states. @param regime 8. @returns (n+1)*D: the asset embeddings, then the market's.
 */
export function universeRows(
  params: Params,
  config: EncoderConfig,
  mixed: Float32Array,
  regime: Float32Array,
): Promise<Float32Array> {
  const n = mixed.length / config.width;
  const packed = tf.tidy(() =>
    crossAssetsFast(
      params,
      config,
      tf.tensor2d(mixed, [n, config.width]),
      tf.tensor2d(regime, [1, config.regimeCount]),
    ),
  );
  return take(packed);
}
