import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { gelu } from '../nn/activations.ts';
import { attention } from '../nn/attention.ts';
import { linear } from '../nn/linear.ts';
import { layerNorm } from '../nn/norm.ts';
import { initLinear, initOnes, initZeros, weight, type Params } from '../nn/params.ts';

/** Adds a dense layer's weights, `name.weight` (I, O) and `name.bias` (O). */
export function addDense(p: Params, rng: Rng, name: string, inputs: number, outputs: number, gain = 1): void {
  p[`${name}.weight`] = initLinear(rng, inputs, outputs, gain);
  p[`${name}.bias`] = initZeros([outputs]);
}

/** Applies a dense layer by name. x (…, I) -> (…, O). */
export const dense = (p: Params, name: string, x: tf.Tensor): tf.Tensor =>
  linear(x, weight(p, `${name}.weight`), weight(p, `${name}.bias`));

/** Adds a layer norm's weights. */
export function addNorm(p: Params, name: string, width: number): void {
  p[`${name}.gain`] = initOnes([width]);
  p[`${name}.bias`] = initZeros([width]);
}

/** Applies a layer norm by name. */
export const norm = (p: Params, name: string, x: tf.Tensor): tf.Tensor =>
  layerNorm(x, weight(p, `${name}.gain`), weight(p, `${name}.bias`));

/** Adds one pre-norm transformer layer's weights. */
export function addLayer(p: Params, rng: Rng, name: string, width: number, hidden: number): void {
  addNorm(p, `${name}.norm1`, width);
  for (const part of ['q', 'k', 'v']) addDense(p, rng, `${name}.${part}`, width, width);
  // The branches that write into the residual stream start small, so that a fresh layer is close to the identity.
  addDense(p, rng, `${name}.out`, width, width, 0.5);
  addNorm(p, `${name}.norm2`, width);
  addDense(p, rng, `${name}.up`, width, hidden, Math.SQRT2);
  addDense(p, rng, `${name}.down`, hidden, width, 0.5);
}

/**
 * One pre-norm transformer layer: x + attention, then x + feed-forward (GELU).
 * @param x (B, T, D). @param mask (B, T), 1 = may be attended to. @returns (B, T, D)
 */
export function layer(p: Params, name: string, x: tf.Tensor, heads: number, mask?: tf.Tensor): tf.Tensor {
  const normed = norm(p, `${name}.norm1`, x);
  // Three products rather than one that is split: splitting costs more than it saves on WASM.
  const [q, k, v] = [
    dense(p, `${name}.q`, normed),
    dense(p, `${name}.k`, normed),
    dense(p, `${name}.v`, normed),
  ];
  const mixed = attention({ q, k, v, heads, ...(mask ? { mask } : {}) });
  const x1 = tf.add(x, dense(p, `${name}.out`, mixed)); // (B, T, D)
  return tf.add(x1, dense(p, `${name}.down`, gelu(dense(p, `${name}.up`, norm(p, `${name}.norm2`, x1)))));
}
