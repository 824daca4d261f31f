import * as tf from '@tensorflow/tfjs-core';
import { embeddingLookup } from '../nn/embedding.ts';
import { linear } from '../nn/linear.ts';
import { type Params, weight } from '../nn/params.ts';
import type { ChronosT5Config, T5Config } from './config.ts';
import { addResidual, attend, encode, feedForward, norm, positionBias } from './t5.ts';

/** Far below any score, finite in float32. */
const HIDDEN = -1e9;

/** Encoder states of tokens, after the final norm. ids (B, T) int32, mask (B, T). */
export function encodeTokens(
  p: Params,
  c: T5Config,
  ids: tf.Tensor,
  mask: tf.Tensor,
  trace?: tf.Tensor[],
): tf.Tensor {
  return encode(p, c, embeddingLookup(weight(p, 'shared.weight'), ids), mask, trace);
}

/** The output matrix, (dModel, vocabulary); the tied one is turned round anew at each call. */
function outputMatrix(p: Params, c: ChronosT5Config): tf.Tensor {
  return c.tied ? tf.transpose(weight(p, 'shared.weight')) : weight(p, 'lm_head.weight');
}

/** Logits from decoder states after their final norm, (…, dModel) to (…, vocabulary). */
export function toLogits(
  p: Params,
  c: ChronosT5Config,
  h: tf.Tensor,
  output: tf.Tensor = outputMatrix(p, c),
): tf.Tensor {
  return linear(c.tied ? tf.mul(h, c.dModel ** -0.5) : h, output);
}

/** Teacher-forced decoder: logits (B, S, vocabulary) for decoder ids (B, S). */
export function decodeAll(
  p: Params,
  c: ChronosT5Config,
  ids: tf.Tensor,
  encoded: tf.Tensor,
  mask: tf.Tensor,
): tf.Tensor {
  const steps = ids.shape[1] ?? 1;
  const future = Float32Array.from({ length: steps * steps }, (_, k) =>
    k % steps > Math.floor(k / steps) ? HIDDEN : 0,
  );
  const bias = tf.add(positionBias(p, 'decoder', c, steps, steps), tf.tensor3d(future, [1, steps, steps]));
  let h = embeddingLookup(weight(p, 'shared.weight'), ids);
  for (let i = 0; i < c.decoderLayers; i++) {
    const block = `decoder.block.${i}`;
    h = addResidual(h, (y) => {
      const n = norm(p, `${block}.layer.0.layer_norm`, y, c);
      return attend(p, `${block}.layer.0.SelfAttention`, n, n, c, { bias });
    });
    h = addResidual(h, (y) => {
      const n = norm(p, `${block}.layer.1.layer_norm`, y, c);
      return attend(p, `${block}.layer.1.EncDecAttention`, n, encoded, c, { mask });
    });
    h = addResidual(h, (y) =>
      feedForward(p, `${block}.layer.2`, norm(p, `${block}.layer.2.layer_norm`, y, c), c),
    );
  }
  return toLogits(p, c, norm(p, 'decoder.final_layer_norm', h, c));
}

/** (B, T, heads·dKv) to (B, heads, T, dKv). */
function split(x: tf.Tensor, c: T5Config): tf.Tensor {
  const [b = 1, t = 1] = x.shape;
  return tf.transpose(tf.reshape(x, [b, t, c.heads, c.dKv]), [0, 2, 1, 3]);
}

function merge(x: tf.Tensor): tf.Tensor {
  const [b = 1, h = 1, t = 1, d = 1] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [b, t, h * d]);
}

interface LayerCache {
  /** Cross-attention, fixed: (B, heads, dKv, T) and (B, heads, T, dKv). */
  readonly crossK: tf.Tensor;
  readonly crossV: tf.Tensor;
  /** Self-attention so far: (B·S, heads, dKv, t) and (B·S, heads, t, dKv). */
  selfK: tf.Tensor | null;
  selfV: tf.Tensor | null;
}

/**
 * Incremental decoder: `samples` continuations of each of B series. Keys and values are kept; the samples of a series
 * are queries of one cross-attention, so the encoder output is never repeated.
 */
export class T5Decoder {
  private readonly layers: LayerCache[];
  private readonly hidden: tf.Tensor;
  /** The tied output matrix turned round once for all steps; null where the checkpoint has its own. */
  private readonly output: tf.Tensor | null;
  private position = 0;

  constructor(
    private readonly p: Params,
    private readonly c: ChronosT5Config,
    encoded: tf.Tensor,
    mask: tf.Tensor,
    private readonly samples: number,
  ) {
    const [b = 1, t = 1] = mask.shape;
    this.hidden = tf.keep(tf.tidy(() => tf.reshape(tf.mul(tf.sub(1, mask), HIDDEN), [b, 1, 1, t])));
    this.output = c.tied ? tf.keep(outputMatrix(p, c)) : null;
    this.layers = Array.from({ length: c.decoderLayers }, (_, i) => {
      const prefix = `decoder.block.${i}.layer.1.EncDecAttention`;
      const project = (n: string) => split(linear(encoded, weight(p, `${prefix}.${n}.weight`)), c);
      return {
        crossK: tf.keep(tf.tidy(() => tf.transpose(project('k'), [0, 1, 3, 2]))),
        crossV: tf.keep(tf.tidy(() => project('v'))),
        selfK: null,
        selfV: null,
      };
    });
  }

  /** Feeds one token per series and sample, (B·S); returns the next logits (B·S, vocabulary), owned by the caller. */
  step(tokens: Int32Array): tf.Tensor {
    return tf.tidy(() => {
      const { p, c } = this;
      const rows = tokens.length;
      const row = positionBias(p, 'decoder', c, 1, this.position + 1, this.position);
      const bias = tf.reshape(row, [1, c.heads, 1, this.position + 1]);
      let h = tf.reshape(embeddingLookup(weight(p, 'shared.weight'), tf.tensor1d(tokens, 'int32')), [
        rows,
        1,
        c.dModel,
      ]);
      for (let i = 0; i < c.decoderLayers; i++) {
        const block = `decoder.block.${i}`;
        h = tf.add(h, this.selfAttention(i, norm(p, `${block}.layer.0.layer_norm`, h, c), bias));
        h = tf.add(h, this.crossAttention(i, norm(p, `${block}.layer.1.layer_norm`, h, c)));
        h = tf.add(h, feedForward(p, `${block}.layer.2`, norm(p, `${block}.layer.2.layer_norm`, h, c), c));
      }
      this.position += 1;
      const output = this.output ?? outputMatrix(p, c);
      const logits = toLogits(p, c, norm(p, 'decoder.final_layer_norm', h, c), output);
      return tf.reshape(logits, [rows, c.vocabulary]);
    });
  }

  private selfAttention(i: number, x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
    const { p, c } = this;
    const cache = this.layers[i] as LayerCache;
    const prefix = `decoder.block.${i}.layer.0.SelfAttention`;
    const project = (n: string) => split(linear(x, weight(p, `${prefix}.${n}.weight`)), c);
    const k = tf.transpose(project('k'), [0, 1, 3, 2]);
    const v = project('v');
    const keys = cache.selfK ? tf.concat([cache.selfK, k], 3) : tf.clone(k);
    const values = cache.selfV ? tf.concat([cache.selfV, v], 2) : tf.clone(v);
    cache.selfK?.dispose();
    cache.selfV?.dispose();
    cache.selfK = tf.keep(keys);
    cache.selfV = tf.keep(values);
    const weights = tf.softmax(tf.add(tf.matMul(project('q'), keys), bias), -1);
    return linear(merge(tf.matMul(weights, values)), weight(p, `${prefix}.o.weight`));
  }

  private crossAttention(i: number, x: tf.Tensor): tf.Tensor {
    const { p, c, samples } = this;
    const { crossK, crossV } = this.layers[i] as LayerCache;
    const prefix = `decoder.block.${i}.layer.1.EncDecAttention`;
    const perSeries = tf.reshape(linear(x, weight(p, `${prefix}.q.weight`)), [-1, samples, c.heads * c.dKv]);
    const weights = tf.softmax(tf.add(tf.matMul(split(perSeries, c), crossK), this.hidden), -1);
    const seen = tf.reshape(merge(tf.matMul(weights, crossV)), [-1, 1, c.heads * c.dKv]);
    return linear(seen, weight(p, `${prefix}.o.weight`));
  }

  dispose(): void {
    this.hidden.dispose();
    this.output?.dispose();
    for (const l of this.layers) {
      for (const t of [l.crossK, l.crossV, l.selfK, l.selfV]) t?.dispose();
    }
  }
}

/**
 * Mean cross-entropy over labels that are not -100.
 * @param logits (B, S, vocabulary). @param labels B·S ids.
 */
export function tokenLoss(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const vocabulary = logits.shape[2] ?? 1;
  const flat = tf.reshape(logits, [-1, vocabulary]);
  const seen = Float32Array.from(labels, (x) => (x >= 0 ? 1 : 0));
  const hot = tf.oneHot(
    tf.tensor1d(
      labels.map((x) => Math.max(0, x)),
      'int32',
    ),
    vocabulary,
  );
  const picked = tf.sum(tf.mul(flat, tf.cast(hot, 'float32')), -1);
  const each = tf.mul(tf.sub(tf.logSumExp(flat, -1), picked), tf.tensor1d(seen));
  return tf.mul(
    tf.sum(each),
    1 /
      Math.max(
        1,
        seen.reduce((a, b) => a + b, 0),
      ),
  ) as tf.Scalar;
}
