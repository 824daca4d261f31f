import * as tf from '@tensorflow/tfjs-core';
import { columnSum } from './reduce.ts';

export type Grad = tf.GradConfig;
type Attributes = tf.NamedAttrMap;

/** Sums a gradient back to the shape of an operand that was broadcast. */
export function reduceTo(g: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const lead = g.rank - shape.length;
  const sizes = g.shape.slice(lead);
  if (sizes.every((s, i) => s === shape[i])) {
    if (lead === 0) return tf.clone(g);
    const width = shape.reduce((a, b) => a * b, 1);
    return tf.reshape(columnSum(tf.reshape(g, [-1, width])), [...shape]);
  }
  const axes = g.shape
    .map((_, i) => i)
    .filter((i) => i < lead || (shape[i - lead] === 1 && g.shape[i] !== 1));
  return tf.reshape(tf.sum(g, axes), [...shape]);
}
/** Shape with the reduced axes kept as 1. */
export function keptShape(shape: readonly number[], axis: unknown): number[] {
  const rank = shape.length;
  const list =
    axis === undefined || axis === null ? shape.map((_, i) => i) : Array.isArray(axis) ? axis : [axis];
  const axes = list.map((a) => (Number(a) < 0 ? Number(a) + rank : Number(a)));
  return shape.map((s, i) => (axes.includes(i) ? 1 : s));
}

/** A pointwise op of input x; `useOutput` hands the derivative the output instead of the input. */
export function unary(
  kernelName: string,
  dx: (dy: tf.Tensor, saved: tf.Tensor, attrs: Attributes) => tf.Tensor,
  useOutput = false,
): Grad {
  return {
    kernelName,
    ...(useOutput ? { outputsToSave: [true] } : { inputsToSave: ['x'] }),
    gradFunc: (dy, saved, attrs) => ({ x: () => dx(dy as tf.Tensor, saved[0] as tf.Tensor, attrs) }),
  };
}

/** Ops whose inputs are a list name their gradients by position. */
export function indexed(thunks: (() => tf.Tensor)[]): Record<string, () => tf.Tensor> {
  return Object.fromEntries(thunks.map((f, i) => [String(i), f]));
}

export const flag = (t: tf.Tensor) => tf.cast(t, 'float32');
