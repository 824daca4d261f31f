import * as tf from '@tensorflow/tfjs-core';
import type { Params, RawTensors } from './params.ts';
import { fromParams, toParams } from './params.ts';

export interface AdamWOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly eps?: number;
  /** Decoupled weight decay, on weights of rank >= 2 only (norm gains and biases are left alone). */
  readonly weightDecay?: number;
  /** Gradients are scaled down to this global L2 norm; no clipping when absent. */
  readonly clipNorm?: number;
}

/** Everything needed to go on as if never stopped. */
export interface AdamWState {
  readonly step: number;
  readonly m: RawTensors;
  readonly v: RawTensors;
}

export interface AdamW {
  /**
   * One update. Replaces every tensor in the `params` record it was made with (the old ones are disposed of)
   * and leaves `grads` to the caller.
   */
  step(grads: Params, learningRate: number): void;
  exportState(): Promise<AdamWState>;
  dispose(): void;
}

/** L2 norm over all gradients together, a scalar tensor. */
export function globalNorm(grads: Params): tf.Scalar {
  return tf.tidy(() => {
    const squares = Object.values(grads).map((g) => tf.sum(tf.square(tf.reshape(g, [-1]))));
    return tf.sqrt(tf.addN(squares)) as tf.Scalar;
  });
}

function zerosFor(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([n, t]) => [n, tf.keep(tf.zeros(t.shape))]));
}

function replace(record: Params, name: string, next: tf.Tensor): void {
  record[name]?.dispose();
  record[name] = tf.keep(next);
}

/**
 * AdamW (Loshchilov & Hutter 2019) over the weights of `params`, which it updates in place in the record.
 * Pass `state` to resume. Weights absent from a step's `grads` stay as they are.
 */
export function adamW(params: Params, options: AdamWOptions = {}, state?: AdamWState): AdamW {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weightDecay = 0, clipNorm } = options;
  const m = state ? toParams(state.m) : zerosFor(params);
  const v = state ? toParams(state.v) : zerosFor(params);
  let t = state?.step ?? 0;

  const updateOne = (name: string, grad: tf.Tensor, lr: number): [tf.Tensor, tf.Tensor, tf.Tensor] => {
    const w = params[name] as tf.Tensor;
    const m1 = tf.add(tf.mul(m[name] as tf.Tensor, beta1), tf.mul(grad, 1 - beta1));
    const v1 = tf.add(tf.mul(v[name] as tf.Tensor, beta2), tf.mul(tf.square(grad), 1 - beta2));
    const denominator = tf.add(tf.sqrt(tf.mul(v1, 1 / (1 - beta2 ** t))), eps);
    const delta = tf.mul(tf.div(m1, denominator), lr / (1 - beta1 ** t));
    const shrunk = weightDecay > 0 && w.rank >= 2 ? tf.mul(w, 1 - lr * weightDecay) : w;
    return [tf.sub(shrunk, delta), m1, v1];
  };

  return {
    step(grads, learningRate) {
      t += 1;
      const clip =
        clipNorm === undefined
          ? null
          : tf.tidy(() => tf.minimum(1, tf.div(clipNorm, tf.add(globalNorm(grads), 1e-6))));
      for (const [name, grad] of Object.entries(grads)) {
        if (params[name] === undefined) throw new Error(`gradient for an unknown weight "${name}"`);
        const [w1, m1, v1] = tf.tidy(() => updateOne(name, clip ? tf.mul(grad, clip) : grad, learningRate));
        replace(params, name, w1);
        replace(m, name, m1);
        replace(v, name, v1);
      }
      clip?.dispose();
    },
    async exportState() {
      return { step: t, m: await fromParams(m), v: await fromParams(v) };
    },
    dispose() {
      for (const x of [...Object.values(m), ...Object.values(v)]) x.dispose();
    },
  };
}
