import * as tf from '@tensorflow/tfjs-core';
import { softmaxGradient } from './activations.ts';
import { matMulDirect, recording, transposeDirect } from './direct.ts';
import { columnSum } from './reduce.ts';

type Input = tf.Tensor | tf.GradSaveFunc;

export interface AttentionInput {
  /** (B, Tq, heads·dk), after their projections; k and v (B, Tk, heads·dk). */
  readonly q: tf.Tensor;
  readonly k: tf.Tensor;
  readonly v: tf.Tensor;
  readonly heads: number;
  /** Added to the scores: (heads, Tq, Tk), learnable (its gradient is summed over the batch). */
  readonly bias?: tf.Tensor;
  /** (B, Tk), 1 = visible, 0 = hidden. No gradient. A row with nothing visible attends evenly, never NaN. */
  readonly mask?: tf.Tensor;
  /** Factor on the scores; 1/sqrt(dk) unless given (T5 uses 1). */
  readonly scale?: number;
}

/** Hidden keys: far below any score, finite in float32, so that an all-hidden row stays a number. */
const HIDDEN = 1e9;

const split = (x: tf.Tensor, heads: number) => {
  const [b = 1, t = 1, i = 1] = x.shape;
  return tf.transpose(tf.reshape(x, [b, t, heads, i / heads]), [0, 2, 1, 3]);
};
const merge = (x: tf.Tensor) => {
  const [b = 1, h = 1, t = 1, d = 1] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [b, t, h * d]);
};
const swap = (x: tf.Tensor) => tf.transpose(x, [0, 1, 3, 2]);

function scores(q: tf.Tensor, k: tf.Tensor, scale: number, bias?: tf.Tensor, mask?: tf.Tensor): tf.Tensor {
  let s = tf.matMul(scale === 1 ? q : tf.mul(q, scale), swap(k));
  if (bias) s = tf.add(s, tf.expandDims(bias, 0));
  if (mask) {
    const [b = 1, t = 1] = mask.shape;
    s = tf.add(s, tf.reshape(tf.mul(tf.sub(mask, 1), HIDDEN), [b, 1, 1, t]));
  }
  return s;
}

/** The same without gradients: keys go straight into the layout of the product, nothing is kept. */
function attentionDirect({ q, k, v, heads, bias, mask }: AttentionInput, scale: number): tf.Tensor {
  return tf.tidy(() => {
    const [b = 1, tq = 1, width = 1] = q.shape;
    const tk = k.shape[1] ?? 1;
    const keys = [b, tk, heads, width / heads];
    const qh = transposeDirect(
      scale === 1 ? q : tf.mul(q, scale),
      [b, tq, heads, width / heads],
      [0, 2, 1, 3],
    );
    let s = matMulDirect(qh, transposeDirect(k, keys, [0, 2, 3, 1]));
    if (bias) s = tf.add(s, tf.expandDims(bias, 0));
    if (mask) s = tf.add(s, tf.reshape(tf.mul(tf.sub(mask, 1), HIDDEN), [b, 1, 1, tk]));
    const out = matMulDirect(tf.softmax(s, -1), transposeDirect(v, keys, [0, 2, 1, 3]));
    return tf.reshape(transposeDirect(out, out.shape, [0, 2, 1, 3]), [b, tq, width]);
  });
}

/** The three gradients of softmax(q·kᵀ·scale)·v, and that of the scores, all laid out (B, H, T, dk). */
function backward(dy: tf.Tensor, saved: readonly tf.Tensor[], heads: number, scale: number) {
  const [q, k, v, p] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const dOut = split(dy, heads);
  const dScores = softmaxGradient(p, tf.matMul(dOut, swap(v)));
  const dScaled = scale === 1 ? dScores : tf.mul(dScores, scale);
  return {
    dq: merge(tf.matMul(dScaled, k)),
    dk: merge(tf.matMul(swap(dScaled), q)),
    dv: merge(tf.matMul(swap(p), dOut)),
    dScores,
  };
}

/** Gradient of a bias shared by the batch: (B, H, Tq, Tk) summed over B. */
function biasGradient(dScores: tf.Tensor): tf.Tensor {
  const [b = 1, h = 1, i = 1, j = 1] = dScores.shape;
  return tf.reshape(columnSum(tf.reshape(dScores, [b, h * i * j])), [h, i, j]);
}

/**
 * Multi-head attention, heads batched, with one custom gradient (no transpose flags: slow on WASM).
 * @returns (B, Tq, heads·dk), before the output projection.
 */
export function attention(input: AttentionInput): tf.Tensor {
  const { q, k, v, heads, bias, mask, scale } = input;
  const factor = scale ?? 1 / Math.sqrt((q.shape[2] ?? heads) / heads);
  if (!recording()) return attentionDirect(input, factor);
  const run = (qi: tf.Tensor, ki: tf.Tensor, vi: tf.Tensor, save: tf.GradSaveFunc, bi?: tf.Tensor) => {
    const [qh, kh, vh] = [split(qi, heads), split(ki, heads), split(vi, heads)];
    const p = tf.softmax(scores(qh, kh, factor, bi, mask), -1);
    save([qh, kh, vh, p]);
    return merge(tf.matMul(p, vh));
  };
  if (bias) {
    const op = tf.customGrad((a: Input, b: Input, c: Input, d: Input, save: Input) => ({
      value: run(a as tf.Tensor, b as tf.Tensor, c as tf.Tensor, save as tf.GradSaveFunc, d as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const g = backward(dy, saved, heads, factor);
        return [g.dq, g.dk, g.dv, biasGradient(g.dScores)];
      },
    }));
    return op(q, k, v, bias);
  }
  const op = tf.customGrad((a: Input, b: Input, c: Input, save: Input) => ({
    value: run(a as tf.Tensor, b as tf.Tensor, c as tf.Tensor, save as tf.GradSaveFunc),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const g = backward(dy, saved, heads, factor);
      return [g.dq, g.dk, g.dv];
    },
  }));
  return op(q, k, v);
}
