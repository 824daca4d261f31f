import * as tf from '@tensorflow/tfjs-core';
import { KeepfolioError } from '../../core/errors.ts';
import { geluNew } from '../nn/activations.ts';
import { matMulDirect, recording, transposeDirect } from '../nn/direct.ts';
import { linear, linearRelu } from '../nn/linear.ts';
import { disposeParams, type Params, type RawTensors, weight } from '../nn/params.ts';
import type { BoltInput } from './bolt-input.ts';
import { type BoltConfig, parseChronosConfig } from './config.ts';
import { addResidual, attend, encode, feedForward, norm } from './t5.ts';
import { uploadWeights } from './weights.ts';

/** A Chronos-Bolt network with its weights on the current backend. */
export interface BoltModel {
  readonly config: BoltConfig;
  readonly params: Params;
  dispose(): void;
}

/** @throws KeepfolioError when the checkpoint is not a whole Chronos-Bolt */
export function loadBolt(config: Readonly<Record<string, unknown>>, tensors: RawTensors): BoltModel {
  const parsed = parseChronosConfig(config);
  if (parsed.family !== 'bolt') {
    throw new KeepfolioError(
      'chronos-config',
      'this is a Chronos-T5 checkpoint',
      'A Chronos-Bolt one is needed here.',
    );
  }
  const params = uploadWeights(parsed, tensors);
  return { config: parsed, params, dispose: () => disposeParams(params) };
}

/** W_out·act(W_hid·x + b) + b + W_res·x + b, any leading dimensions. */
function residualBlock(p: Params, prefix: string, x: tf.Tensor, c: BoltConfig): tf.Tensor {
  return tf.tidy(() => {
    const w = (name: string) => weight(p, `${prefix}.${name}.weight`);
    const b = (name: string) => weight(p, `${prefix}.${name}.bias`);
    const hidden = c.gated
      ? geluNew(linear(x, w('hidden_layer'), b('hidden_layer')))
      : linearRelu(x, w('hidden_layer'), b('hidden_layer'));
    const out = linear(hidden, w('output_layer'), b('output_layer'));
    return tf.add(out, linear(x, w('residual_layer'), b('residual_layer')));
  });
}

export interface BoltTensors {
  /** (B, patches, 2·patch) */
  readonly features: tf.Tensor;
  /** (B, patches (+1 with REG)); undefined when every patch is observed. */
  readonly mask: tf.Tensor | undefined;
}

/** Uploads a prepared batch; the REG position is always visible. */
export function uploadInput(c: BoltConfig, input: BoltInput): BoltTensors {
  const features = tf.tensor3d(input.features, [input.batch, input.patches, 2 * c.patch]);
  if (input.mask.every((m) => m === 1)) return { features, mask: undefined };
  const patchMask = tf.tensor2d(input.mask, [input.batch, input.patches]);
  return { features, mask: c.regToken ? tf.concat([patchMask, tf.ones([input.batch, 1])], 1) : patchMask };
}

/** Patch embeddings with REG last, (B, patches (+1), dModel). */
export function boltEmbeddings(p: Params, c: BoltConfig, features: tf.Tensor): tf.Tensor {
  const embedded = residualBlock(p, 'input_patch_embedding', features, c);
  if (!c.regToken) return embedded;
  const batch = features.shape[0] ?? 1;
  const reg = tf.slice(weight(p, 'shared.weight'), [1, 0], [1, c.dModel]);
  const rows = tf.mul(tf.ones([batch, 1, 1]), tf.reshape(reg, [1, 1, c.dModel]));
  return tf.concat([embedded, rows], 1);
}

/** Encoder states after the final norm, (B, patches (+1), dModel). */
export function boltEncode(p: Params, c: BoltConfig, input: BoltTensors, trace?: tf.Tensor[]): tf.Tensor {
  return encode(p, c, boltEmbeddings(p, c, input.features), input.mask, trace);
}

/** Encoder states as both factors of a single query's attention. */
interface Memory {
  /** (B, T, dModel) and (B, dModel, T). */
  readonly states: tf.Tensor;
  readonly swapped: tf.Tensor;
  /** (B, T), or undefined when everything is visible. */
  readonly mask: tf.Tensor | undefined;
}

/**
 * Cross-attention of one query per series without projecting the encoder's T states: the query goes through the key
 * matrix once and the attended state through the value matrix once. Equal to `attend` but for rounding; no gradients.
 * @param x (B, 1, dModel)
 */
function crossOne(p: Params, prefix: string, x: tf.Tensor, memory: Memory, c: BoltConfig): tf.Tensor {
  const [b = 1] = x.shape;
  const { heads: h, dKv, dModel: d } = c;
  const { states, swapped, mask } = memory;
  const w = (n: string) => weight(p, `${prefix}.${n}.weight`);
  const q = transposeDirect(linear(x, w('q')), [b, h, dKv], [1, 0, 2]);
  const toKeys = matMulDirect(q, transposeDirect(w('k'), [d, h, dKv], [1, 2, 0]));
  let scores = matMulDirect(transposeDirect(toKeys, [h, b, d], [1, 0, 2]), swapped);
  if (mask) scores = tf.add(scores, tf.expandDims(tf.mul(tf.sub(mask, 1), HIDDEN), 1));
  const seen = transposeDirect(matMulDirect(tf.softmax(scores, -1), states), [b, h, d], [1, 0, 2]);
  const values = matMulDirect(seen, transposeDirect(w('v'), [d, h, dKv], [1, 0, 2]));
  const merged = transposeDirect(values, [h, b, dKv], [1, 0, 2]);
  return linear(tf.reshape(merged, [b, 1, h * dKv]), w('o'));
}

/** Hidden keys: far below any score, finite in float32. */
const HIDDEN = 1e9;

/** The single decoder position after its final norm, (B, 1, dModel). */
export function boltDecode(p: Params, c: BoltConfig, encoded: tf.Tensor, mask?: tf.Tensor): tf.Tensor {
  const batch = encoded.shape[0] ?? 1;
  const start = tf.slice(weight(p, 'shared.weight'), [c.startToken, 0], [1, c.dModel]);
  let h: tf.Tensor = tf.mul(tf.ones([batch, 1, 1]), tf.reshape(start, [1, 1, c.dModel]));
  const memory = recording() ? null : { states: encoded, swapped: tf.transpose(encoded, [0, 2, 1]), mask };
  for (let i = 0; i < c.decoderLayers; i++) {
    const block = `decoder.block.${i}`;
    // Attention over one key is that key's value, whatever the scores and the bias.
    h = addResidual(h, (y) => {
      const n = norm(p, `${block}.layer.0.layer_norm`, y, c);
      const v = linear(n, weight(p, `${block}.layer.0.SelfAttention.v.weight`));
      return linear(v, weight(p, `${block}.layer.0.SelfAttention.o.weight`));
    });
    h = addResidual(h, (y) => {
      const n = norm(p, `${block}.layer.1.layer_norm`, y, c);
      const prefix = `${block}.layer.1.EncDecAttention`;
      if (memory) return crossOne(p, prefix, n, memory, c);
      return attend(p, prefix, n, encoded, c, mask ? { mask } : {});
    });
    h = addResidual(h, (y) =>
      feedForward(p, `${block}.layer.2`, norm(p, `${block}.layer.2.layer_norm`, y, c), c),
    );
  }
  return norm(p, 'decoder.final_layer_norm', h, c);
}

/** Normalised quantile paths from the decoder state, (B, Q, predictionLength). */
export function boltHead(p: Params, c: BoltConfig, decoded: tf.Tensor): tf.Tensor {
  const flat = residualBlock(p, 'output_patch_embedding', decoded, c);
  return tf.reshape(flat, [-1, c.quantiles.length, c.predictionLength]);
}

/** One forward pass, normalised units, (B, Q, predictionLength). */
export function boltForward(p: Params, c: BoltConfig, input: BoltTensors): tf.Tensor {
  return boltHead(p, c, boltDecode(p, c, boltEncode(p, c, input), input.mask));
}

/**
 * Pinball loss of Chronos-Bolt: mean over levels, sum over steps, mean over the batch.
 * @param predicted (B, Q, N) normalised. @param target (B, N) normalised, 0 where missing. @param observed (B, N) 1/0.
 */
export function boltLoss(
  c: BoltConfig,
  predicted: tf.Tensor,
  target: tf.Tensor,
  observed: tf.Tensor,
): tf.Scalar {
  const [b = 1, q = 1, n = 1] = predicted.shape;
  const levels = tf.tensor3d([...c.quantiles], [1, q, 1]);
  const error = tf.sub(tf.reshape(target, [b, 1, n]), predicted);
  const pinball = tf.maximum(tf.mul(error, levels), tf.mul(error, tf.sub(levels, 1)));
  return tf.mul(tf.sum(tf.mul(pinball, tf.reshape(observed, [b, 1, n]))), 2 / (q * b)) as tf.Scalar;
}
