import * as tf from '@tensorflow/tfjs-core';

/** Sum over the rows of (N, D), giving (D). One product with ones: reducing axis 0 on WASM would transpose first. */
export function columnSum(x: tf.Tensor): tf.Tensor {
  const [n = 1, d = 1] = x.shape;
  return tf.reshape(tf.matMul(tf.ones([1, n]), x as tf.Tensor2D), [d]);
}

/** Axes as ascending non-negative integers. */
function normalise(axis: number | readonly number[], rank: number): number[] {
  const axes = typeof axis === 'number' ? [axis] : [...axis];
  return axes.map((a) => (a < 0 ? a + rank : a)).toSorted((a, b) => a - b);
}

function reduceWithBroadcastGradient(
  x: tf.Tensor,
  axis: number | readonly number[],
  keepDims: boolean,
  mean: boolean,
) {
  const axes = normalise(axis, x.rank);
  const count = axes.reduce((n, a) => n * (x.shape[a] ?? 1), 1);
  const shape = x.shape;
  const kept = shape.map((s, i) => (axes.includes(i) ? 1 : s));
  const op = tf.customGrad((input: tf.Tensor | tf.GradSaveFunc) => {
    const value = mean
      ? tf.mean(input as tf.Tensor, axes, keepDims)
      : tf.sum(input as tf.Tensor, axes, keepDims);
    // The stock gradient tiles dy, which WASM does 100x slower than a broadcast product.
    const spread = (dy: tf.Tensor) => tf.mul(tf.reshape(dy, kept), tf.fill(shape, mean ? 1 / count : 1));
    return { value, gradFunc: (dy: tf.Tensor) => [spread(dy)] };
  });
  return op(x);
}

/** Sum over axes; gradient by broadcasting. */
export function sumAxis(x: tf.Tensor, axis: number | readonly number[], keepDims = false): tf.Tensor {
  return reduceWithBroadcastGradient(x, axis, keepDims, false);
}

/** Mean over axes; gradient by broadcasting. */
export function meanAxis(x: tf.Tensor, axis: number | readonly number[], keepDims = false): tf.Tensor {
  return reduceWithBroadcastGradient(x, axis, keepDims, true);
}

/** Sum of everything, a scalar. */
export function sumAll(x: tf.Tensor): tf.Scalar {
  return tf.reshape(sumAxis(tf.reshape(x, [-1]), 0), []);
}

/** Mean of everything, a scalar. */
export function meanAll(x: tf.Tensor): tf.Scalar {
  return tf.reshape(meanAxis(tf.reshape(x, [-1]), 0), []);
}
