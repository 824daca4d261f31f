import * as tf from '@tensorflow/tfjs-core';
import { pcg32 } from '../core/rng.ts';
import { linear } from '../models/nn/linear.ts';
import { countParams, weight } from '../models/nn/params.ts';
import type { Params } from '../models/nn/params.ts';
import { HEAD_INPUT, HEAD_OUTPUT, headLogits } from '../models/objective-head/head.ts';

/**
 * Low-rank adaptation (Hu et al. 2021) of the objective head: logits = (W0 + B·A) x + bias, with A (2, 32) and
 * B (6, 2) the only trainable numbers, 76 in all. B starts at zero, so the untouched adapter changes nothing.
 */
export const ADAPTER_RANK = 2;

/** The 76 numbers as they are stored, shown and exported; row-major. They describe a person. */
export interface AdapterNumbers {
  readonly A: readonly number[];
  readonly B: readonly number[];
}

/** The numbers of a fresh adapter: A normal, B zero. */
export function initialNumbers(seed: number): AdapterNumbers {
  const rng = pcg32(seed, 76);
  const scale = 1 / Math.sqrt(HEAD_INPUT);
  return {
    A: Array.from({ length: ADAPTER_RANK * HEAD_INPUT }, () => scale * rng.normal()),
    B: Array<number>(HEAD_OUTPUT * ADAPTER_RANK).fill(0),
  };
}

/** A fresh adapter on the current backend; the caller disposes of it. */
export const initAdapter = (seed: number): Params => adapterFrom(initialNumbers(seed));

/** Trainable numbers, counted from the tensors. */
export const adapterSize = (adapter: Params): number => countParams(adapter);

/** @throws RangeError when the lists are not 64 and 12 finite numbers (a file from elsewhere) */
export function adapterFrom(numbers: AdapterNumbers): Params {
  const fits = (xs: readonly number[], n: number) => xs.length === n && xs.every((x) => Number.isFinite(x));
  if (!fits(numbers.A, ADAPTER_RANK * HEAD_INPUT) || !fits(numbers.B, HEAD_OUTPUT * ADAPTER_RANK)) {
    throw new RangeError('an adapter is 64 + 12 finite numbers');
  }
  return {
    A: tf.keep(tf.tensor2d([...numbers.A], [ADAPTER_RANK, HEAD_INPUT])),
    B: tf.keep(tf.tensor2d([...numbers.B], [HEAD_OUTPUT, ADAPTER_RANK])),
  };
}

export async function adapterNumbers(adapter: Params): Promise<AdapterNumbers> {
  return { A: [...(await weight(adapter, 'A').data())], B: [...(await weight(adapter, 'B').data())] };
}

/** Logits with the adapter: frozen (B, 6) logits plus the low-rank correction. x is (B, 32). */
export function adaptedLogits(head: Params, adapter: Params, x: tf.Tensor): tf.Tensor {
  const narrow = linear(x, tf.transpose(weight(adapter, 'A'))); // (B, 2)
  return tf.add(headLogits(head, x), linear(narrow, tf.transpose(weight(adapter, 'B'))));
}
