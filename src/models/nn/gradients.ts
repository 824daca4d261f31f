import * as tf from '@tensorflow/tfjs-core';
import { registerOpGradients } from './op-gradients.ts';
import type { Params } from './params.ts';

/**
 * Value and gradients of a scalar loss with respect to every weight in `params`.
 * `f` must read the weights from the record it is given. Weights the loss does not depend on get zeros.
 * The caller disposes of both (or wraps the call in `tf.tidy`).
 */
export function valueAndGrads(
  f: (params: Params) => tf.Scalar,
  params: Params,
): { value: tf.Scalar; grads: Params } {
  registerOpGradients();
  const names = Object.keys(params);
  const weights = names.map((n) => params[n] as tf.Tensor);
  return tf.tidy(() => {
    const { value, grads } = tf.engine().gradients(() => f(params), weights, undefined, true);
    const byName = names.map((n, i): [string, tf.Tensor] => {
      const w = weights[i] as tf.Tensor;
      return [n, grads[i] ?? tf.zeros(w.shape)];
    });
    return { value: value as tf.Scalar, grads: Object.fromEntries(byName) };
  });
}
