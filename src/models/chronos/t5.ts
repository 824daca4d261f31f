import * as tf from '@tensorflow/tfjs-core';
import { geluNew } from '../nn/activations.ts';
import { attention } from '../nn/attention.ts';
import { recording } from '../nn/direct.ts';
import { embeddingLookup } from '../nn/embedding.ts';
import { linear, linearRelu } from '../nn/linear.ts';
import { rmsNorm } from '../nn/norm.ts';
import { type Params, weight } from '../nn/params.ts';
import type { T5Config } from './config.ts';

/** Bucket of a relative position (key − query), as in the T5 paper: exact near, logarithmic far. */
export function positionBucket(
  relative: number,
  bidirectional: boolean,
  buckets: number,
  maxDistance: number,
): number {
  const n = bidirectional ? Math.floor(buckets / 2) : buckets;
  const offset = bidirectional && relative > 0 ? n : 0;
  const distance = bidirectional ? Math.abs(relative) : Math.max(-relative, 0);
  const exact = Math.floor(n / 2);
  if (distance < exact) return offset + distance;
  const log = Math.floor((Math.log(distance / exact) / Math.log(maxDistance / exact)) * (n - exact));
  return offset + Math.min(n - 1, exact + log);
}

/**
 * Learned position bias of a stack, (heads, queries, keys).
 * @param firstQuery position of the first query (incremental decoding asks for one late row).
 */
export function positionBias(
  p: Params,
  stack: 'encoder' | 'decoder',
  c: T5Config,
  queries: number,
  keys: number,
  firstQuery = 0,
): tf.Tensor {
  const far = firstQuery + queries;
  // One bucket per distance, not per pair: a long context has a quarter of a million pairs.
  const buckets = Int32Array.from({ length: far + keys }, (_, d) =>
    positionBucket(d - far, stack === 'encoder', c.buckets, c.maxDistance),
  );
  const ids = new Int32Array(queries * keys);
  for (let i = 0; i < queries; i++) {
    for (let j = 0; j < keys; j++) ids[i * keys + j] = buckets[j - i - firstQuery + far] ?? 0;
  }
  const table = weight(p, `${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`);
  if (!recording()) {
    // Columns of the small table in place of a transpose of all pairs.
    return tf.tidy(() =>
      tf.reshape(tf.gather(tf.transpose(table), tf.tensor1d(ids, 'int32'), 1), [c.heads, queries, keys]),
    );
  }
  const rows = embeddingLookup(table, tf.tensor1d(ids, 'int32'));
  return tf.reshape(tf.transpose(rows), [c.heads, queries, keys]);
}

/** T5's RMS norm with the gain of that name. */
export function norm(p: Params, name: string, x: tf.Tensor, c: T5Config): tf.Tensor {
  return rmsNorm(x, weight(p, `${name}.weight`), c.eps);
}

/** Projects, attends (scores unscaled: T5), projects back. `memory` gives keys and values. Shapes (B, T, dModel). */
export function attend(
  p: Params,
  prefix: string,
  x: tf.Tensor,
  memory: tf.Tensor,
  c: T5Config,
  options: { bias?: tf.Tensor; mask?: tf.Tensor } = {},
): tf.Tensor {
  const q = linear(x, weight(p, `${prefix}.q.weight`));
  const k = linear(memory, weight(p, `${prefix}.k.weight`));
  const v = linear(memory, weight(p, `${prefix}.v.weight`));
  return linear(
    attention({ q, k, v, heads: c.heads, scale: 1, ...options }),
    weight(p, `${prefix}.o.weight`),
  );
}

/** ReLU or gated tanh-GELU feed-forward, (B, T, dModel) to the same. */
export function feedForward(p: Params, prefix: string, x: tf.Tensor, c: T5Config): tf.Tensor {
  const w = (n: string) => weight(p, `${prefix}.DenseReluDense.${n}.weight`);
  const hidden = c.gated
    ? tf.mul(geluNew(linear(x, w('wi_0'))), linear(x, w('wi_1')))
    : linearRelu(x, w('wi'));
  return linear(hidden, w('wo'));
}

/**
 * h + f(h), with everything in between freed at once: otherwise all layers' intermediates live until the caller's scope
 * ends, twenty times the weights for a batch. (What gradients need is kept by the tape.)
 */
export function addResidual(h: tf.Tensor, f: (h: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(h, f(h)));
}

/**
 * The encoder stack, final norm included.
 * @param x (B, T, dModel) embeddings. @param mask (B, T), 1 = visible; leave out when everything is.
 * @param trace receives the output of every block, before the final norm (for checking against a reference).
 */
export function encode(
  p: Params,
  c: T5Config,
  x: tf.Tensor,
  mask?: tf.Tensor,
  trace?: tf.Tensor[],
): tf.Tensor {
  const tokens = x.shape[1] ?? 1;
  const bias = positionBias(p, 'encoder', c, tokens, tokens);
  const options = mask ? { bias, mask } : { bias };
  let h = x;
  for (let i = 0; i < c.encoderLayers; i++) {
    const block = `encoder.block.${i}`;
    h = addResidual(h, (y) => {
      const n = norm(p, `${block}.layer.0.layer_norm`, y, c);
      return attend(p, `${block}.layer.0.SelfAttention`, n, n, c, options);
    });
    h = addResidual(h, (y) =>
      feedForward(p, `${block}.layer.1`, norm(p, `${block}.layer.1.layer_norm`, y, c), c),
    );
    trace?.push(h);
  }
  return norm(p, 'encoder.final_layer_norm', h, c);
}
