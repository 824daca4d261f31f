import * as tf from '@tensorflow/tfjs-core';

type Input = tf.Tensor | tf.GradSaveFunc;

/** A pointwise function with a given derivative of its input. */
function pointwise(f: (x: tf.Tensor) => tf.Tensor, derivative: (x: tf.Tensor) => tf.Tensor) {
  return tf.customGrad((x: Input, save: Input) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: f(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [tf.mul(dy, derivative(saved[0] as tf.Tensor))],
    };
  });
}

const reluOp = pointwise(
  (x) => tf.relu(x),
  (x) => tf.step(x),
);

const geluOp = pointwise(
  (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  (x) => {
    const cdf = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
    const pdf = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return tf.add(cdf, tf.mul(x, pdf));
  },
);

const C = Math.sqrt(2 / Math.PI);
const K = 0.044715;
const tanhArgument = (x: tf.Tensor) => tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), K), 1)), C);

const geluNewOp = pointwise(
  (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tanhArgument(x)), 1)),
  (x) => {
    const t = tf.tanh(tanhArgument(x));
    const slope = tf.mul(tf.add(tf.mul(tf.square(x), 3 * K), 1), C);
    const inner = tf.mul(tf.mul(x, 0.5), tf.mul(tf.sub(1, tf.square(t)), slope));
    return tf.add(tf.mul(tf.add(t, 1), 0.5), inner);
  },
);

/** max(x, 0), any shape. */
export function relu(x: tf.Tensor): tf.Tensor {
  return reluOp(x);
}

/** GELU with the error function, any shape. */
export function gelu(x: tf.Tensor): tf.Tensor {
  return geluOp(x);
}

/** GELU in its tanh form (`gelu_new` of T5's gated variant), any shape. */
export function geluNew(x: tf.Tensor): tf.Tensor {
  return geluNewOp(x);
}

/** Gradient of a softmax: p ⊙ (dp − Σ p ⊙ dp). */
export function softmaxGradient(p: tf.Tensor, dp: tf.Tensor): tf.Tensor {
  return tf.mul(p, tf.sub(dp, tf.sum(tf.mul(p, dp), -1, true)));
}

const softmaxOp = tf.customGrad((x: Input, save: Input) => {
  const p = tf.softmax(x as tf.Tensor, -1);
  (save as tf.GradSaveFunc)([p]);
  return {
    value: p,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [softmaxGradient(saved[0] as tf.Tensor, dy)],
  };
});

/** Softmax over the last axis, any shape. */
export function softmaxLast(x: tf.Tensor): tf.Tensor {
  return softmaxOp(x);
}
