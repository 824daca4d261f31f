import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../nn/activations.ts';
import { linear } from '../nn/linear.ts';
import { layerNorm } from '../nn/norm.ts';
import { weight, type Params } from '../nn/params.ts';
import { sumAxis } from '../nn/reduce.ts';

/** One decision per batch row; no objective in it: the goal enters through router and critic only. */
export interface PolicyInput {
  /** (B, N, 64) frozen asset embeddings. */
  readonly embeddings: tf.Tensor;
  /** (B, N, A) */
  readonly asset: tf.Tensor;
  /** (B, G) */
  readonly global: tf.Tensor;
  /** (B, N), 1 = an asset, 0 = padding. */
  readonly mask: tf.Tensor;
}

export interface TrunkOutput {
  /** (B, N, H) one token per asset. */
  readonly tokens: tf.Tensor;
  /** (B, H) mean over the assets there are. */
  readonly pooled: tf.Tensor;
}

/** Mean over the visible assets: (B, N, H), (B, N) -> (B, H). */
function maskedMean(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const count = tf.maximum(tf.sum(mask, 1, true), 1); // (B, 1)
  return tf.div(sumAxis(tf.mul(x, tf.expandDims(mask, 2)), 1), count);
}

/**
 * Shared trunk. Each asset sees itself, the account and the mean of all assets, so permuting the assets
 * permutes the tokens, padding changes nothing and any N works.
 */
export function trunk(params: Params, { embeddings, asset, global, mask }: PolicyInput): TrunkOutput {
  const account = tf.expandDims(linear(global, weight(params, 'trunk.global')), 1); // (B, 1, H)
  const own = tf.add(
    linear(embeddings, weight(params, 'trunk.embedding')),
    linear(asset, weight(params, 'trunk.asset'), weight(params, 'trunk.bias')),
  );
  const first = relu(tf.add(own, account)); // (B, N, H)
  const context = linear(maskedMean(first, mask), weight(params, 'trunk.pool')); // (B, H)
  const mixed = linear(first, weight(params, 'trunk.mix'), weight(params, 'trunk.mixBias'));
  const second = relu(tf.add(mixed, tf.expandDims(context, 1)));
  const tokens = layerNorm(
    tf.add(first, second),
    weight(params, 'trunk.gain'),
    weight(params, 'trunk.shift'),
  );
  return { tokens, pooled: maskedMean(tokens, mask) };
}
