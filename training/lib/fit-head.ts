import * as tf from '@tensorflow/tfjs-core';
import { adamW } from '../../src/models/nn/adamw.ts';
import { valueAndGrads } from '../../src/models/nn/gradients.ts';
import { disposeParams, fromParams, initZeros } from '../../src/models/nn/params.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { headLogits } from '../../src/models/objective-head/head.ts';

/** What a head is fitted to: rows of behaviour, the true points, a weight per row. */
export interface HeadRows {
  readonly x: readonly Float32Array[];
  readonly y: readonly (readonly number[])[];
  readonly weight: readonly number[];
}

export interface HeadFit {
  readonly steps: number;
  readonly learningRate: number;
  /** Penalty on the squared weights. Chosen by what it does for kinds of people left out of training. */
  readonly decay: number;
}

export const HEAD_FIT: HeadFit = { steps: 400, learningRate: 0.05, decay: 4e-3 };

const flat = (rows: readonly ArrayLike<number>[], width: number): Float32Array => {
  const out = new Float32Array(rows.length * width);
  rows.forEach((r, i) => out.set(r, i * width));
  return out;
};

/**
 * Multinomial logistic regression with soft targets, full batch, on the app's own head code. Convex: the seed of
 * the start does not matter, it starts at zero.
 */
export async function fitHead(rows: HeadRows, fit: HeadFit = HEAD_FIT): Promise<RawTensors> {
  const n = rows.x.length;
  const x = tf.tensor2d(flat(rows.x, 32), [n, 32]);
  const y = tf.tensor2d(flat(rows.y, 6), [n, 6]);
  const mass = rows.weight.reduce((a, b) => a + b, 0);
  const weight = tf.tensor2d(
    Float32Array.from(rows.weight, (w) => w / mass),
    [n, 1],
  );
  const params = { 'head.W0': initZeros([6, 32]), 'head.bias': initZeros([6]) };
  const optimiser = adamW(params);
  for (let step = 0; step < fit.steps; step++) {
    const { value, grads } = valueAndGrads((p) => {
      const logits = headLogits(p, x);
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const log = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
      const loss = tf.neg(tf.sum(tf.mul(weight, tf.mul(y, log))));
      return tf.add(loss, tf.mul(tf.sum(tf.square(p['head.W0'] as tf.Tensor)), fit.decay / 2)) as tf.Scalar;
    }, params);
    // The rate falls to a tenth, so that full batches settle.
    optimiser.step(grads, fit.learningRate * 0.1 ** (step / fit.steps));
    value.dispose();
    disposeParams(grads);
  }
  const out = await fromParams(params);
  optimiser.dispose();
  disposeParams(params);
  tf.dispose([x, y, weight]);
  return out;
}

/** Plain forward pass for evaluation: softmax(W0 x + bias). */
export function headPoint(head: RawTensors, x: ArrayLike<number>): number[] {
  const W = (head['head.W0'] as RawTensors[string]).data;
  const b = (head['head.bias'] as RawTensors[string]).data;
  const logits = Array.from(b, (v, k) => {
    let sum = v;
    for (let i = 0; i < 32; i++) sum += (W[k * 32 + i] as number) * (x[i] as number);
    return sum;
  });
  const top = Math.max(...logits);
  const exps = logits.map((l) => Math.exp(l - top));
  const total = exps.reduce((a, c) => a + c, 0);
  return exps.map((e) => e / total);
}
