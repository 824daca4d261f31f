import * as tf from '@tensorflow/tfjs-core';
import { columnSum } from './reduce.ts';

function forward(x2: tf.Tensor, w: tf.Tensor, b?: tf.Tensor): tf.Tensor {
  return tf.fused.matMul({
    a: x2 as tf.Tensor2D,
    b: w as tf.Tensor2D,
    ...(b ? { bias: b } : {}),
    activation: 'linear',
  });
}

/**
 * Gradients of x·w without transpose flags: on WASM the flagged product is 15-20x slower than
 * transposing first and multiplying plainly.
 */
function gradients(dy: tf.Tensor, x2: tf.Tensor, w: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const dx = tf.matMul(dy as tf.Tensor2D, tf.transpose(w) as tf.Tensor2D);
  const dw = tf.matMul(tf.transpose(x2) as tf.Tensor2D, dy as tf.Tensor2D);
  return [dx, dw];
}

const linearPlain = tf.customGrad((x: tf.Tensor | tf.GradSaveFunc, w: tf.Tensor | tf.GradSaveFunc, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor, w as tf.Tensor]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
    gradients(dy, saved[0] as tf.Tensor, saved[1] as tf.Tensor);
  return { value: forward(x as tf.Tensor, w as tf.Tensor), gradFunc };
});

const linearBiased = tf.customGrad((x: tf.Tensor | tf.GradSaveFunc, w, b, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor, w as tf.Tensor]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => [
    ...gradients(dy, saved[0] as tf.Tensor, saved[1] as tf.Tensor),
    columnSum(dy),
  ];
  return { value: forward(x as tf.Tensor, w as tf.Tensor, b as tf.Tensor), gradFunc };
});

/**
 * Dense layer y = x·w (+ b).
 * @param x (…, I). @param w (I, O); PyTorch stores (O, I): transpose once at load with `transposeWeight`. @param b (O).
 * @returns (…, O)
 */
export function linear(x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor): tf.Tensor {
  const [inputs = 1, outputs = 1] = w.shape;
  const x2 = x.rank === 2 ? x : tf.reshape(x, [-1, inputs]);
  const y = b ? linearBiased(x2, w, b) : linearPlain(x2, w);
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
}

/** (O, I) of PyTorch to the (I, O) that `linear` wants. Kept; the input is disposed of. */
export function transposeWeight(w: tf.Tensor): tf.Tensor {
  const out = tf.keep(tf.tidy(() => tf.transpose(w)));
  w.dispose();
  return out;
}
