import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';

/** Named weights of a network. Names follow the safetensors file they are shipped in. */
export type Params = Record<string, tf.Tensor>;

/** Plain-array form of a weight, as it travels through files and checkpoints. Row-major. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export type RawTensors = Record<string, RawTensor>;

/** @throws Error naming the missing weight: a name typo must not surface as an undefined deep inside an op. */
export function weight(params: Params, name: string): tf.Tensor {
  const t = params[name];
  if (t === undefined) throw new Error(`weight "${name}" is not there`);
  return t;
}

/** Uploads plain arrays to the current backend. The caller owns (and disposes of) the tensors. */
export function toParams(raw: RawTensors): Params {
  return Object.fromEntries(
    Object.entries(raw).map(([name, t]) => [name, tf.keep(tf.tensor(t.data, [...t.shape], 'float32'))]),
  );
}

/** Reads every weight back to plain arrays (copies). */
export async function fromParams(params: Params): Promise<RawTensors> {
  const out: RawTensors = {};
  for (const [name, t] of Object.entries(params)) {
    out[name] = { shape: [...t.shape], data: Float32Array.from(await t.data()) };
  }
  return out;
}

export function disposeParams(params: Params): void {
  for (const t of Object.values(params)) t.dispose();
}

export function countParams(params: Params): number {
  return Object.values(params).reduce((n, t) => n + t.size, 0);
}

/** Normal values with the given standard deviation, shape as asked. */
export function initNormal(rng: Rng, shape: readonly number[], std: number): tf.Tensor {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) data[i] = std * rng.normal();
  return tf.keep(tf.tensor(data, [...shape], 'float32'));
}

/** Weight of a dense layer, (I, O), std 1/sqrt(I) times `gain` (use sqrt(2) before a ReLU, less for a residual branch). */
export function initLinear(rng: Rng, inputs: number, outputs: number, gain = 1): tf.Tensor {
  return initNormal(rng, [inputs, outputs], gain / Math.sqrt(inputs));
}

export function initZeros(shape: readonly number[]): tf.Tensor {
  return tf.keep(tf.zeros([...shape]));
}

export function initOnes(shape: readonly number[]): tf.Tensor {
  return tf.keep(tf.ones([...shape]));
}
