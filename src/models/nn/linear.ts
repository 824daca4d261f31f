import * as tf from '@tensorflow/tfjs-core';
import { denseDirect, recording } from './direct.ts';
import { columnSum } from './reduce.ts';

function forward(
  x2: tf.Tensor,
  w: tf.Tensor,
  b?: tf.Tensor,
  activation: 'linear' | 'relu' = 'linear',
): tf.Tensor {
  return tf.fused.matMul({
    a: x2 as tf.Tensor2D,
    b: w as tf.Tensor2D,
    ...(b ? { bias: b } : {}),
    activation,
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

/** As above with a ReLU on the result; the output tells where the gradient passes. */
function reluOp(withBias: boolean) {
  const run = (x: tf.Tensor, w: tf.Tensor, save: tf.GradSaveFunc, b?: tf.Tensor) => {
    const value = forward(x, w, b, 'relu');
    save([x, w, value]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [xs, ws, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const dz = tf.mul(dy, tf.step(y));
      return withBias ? [...gradients(dz, xs, ws), columnSum(dz)] : gradients(dz, xs, ws);
    };
    return { value, gradFunc };
  };
  type Input = tf.Tensor | tf.GradSaveFunc;
  if (withBias) {
    return tf.customGrad((x: Input, w: Input, b: Input, save: Input) =>
      run(x as tf.Tensor, w as tf.Tensor, save as tf.GradSaveFunc, b as tf.Tensor),
    );
  }
  return tf.customGrad((x: Input, w: Input, save: Input) =>
    run(x as tf.Tensor, w as tf.Tensor, save as tf.GradSaveFunc),
  );
}

const reluPlain = reluOp(false);
const reluBiased = reluOp(true);

/** `relu(linear(x, w, b))` in one kernel where the backend can (outside of gradients). Shapes as `linear`. */
export function linearRelu(x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor): tf.Tensor {
  if (!recording()) return denseDirect(x, w, b, 'relu');
  const [inputs = 1, outputs = 1] = w.shape;
  const x2 = x.rank === 2 ? x : tf.reshape(x, [-1, inputs]);
  const y = b ? reluBiased(x2, w, b) : reluPlain(x2, w);
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
}

/**
 * Dense layer y = x·w (+ b).
 * @param x (…, I). @param w (I, O); PyTorch stores (O, I): transpose once at load with `transposeWeight`. @param b (O).
 * @returns (…, O)
 */
export function linear(x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor): tf.Tensor {
  if (!recording()) return denseDirect(x, w, b, 'linear');
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
