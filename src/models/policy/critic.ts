import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../nn/activations.ts';
import { linear } from '../nn/linear.ts';
import { weight, type Params } from '../nn/params.ts';
import { sumAxis } from '../nn/reduce.ts';

/** Passes values on and stops the gradient. */
const stopGradient = tf.customGrad((x: tf.Tensor | tf.GradSaveFunc) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => [tf.zerosLike(dy)],
}));

/**
 * Value of the state under an objective, in the reward's units.
 * The value loss does not reach the trunk: its scale would drown the policy's gradient there.
 * @param pooled (B, H). @param global (B, G). @param objective (B, 6). @returns (B)
 */
export function critic(
  params: Params,
  pooled: tf.Tensor,
  global: tf.Tensor,
  objective: tf.Tensor,
): tf.Tensor {
  const inputs = tf.concat([stopGradient(pooled), global, objective], 1);
  const first = relu(linear(inputs, weight(params, 'critic.hidden'), weight(params, 'critic.hiddenBias')));
  const second = relu(linear(first, weight(params, 'critic.mix'), weight(params, 'critic.mixBias')));
  const values = linear(second, weight(params, 'critic.out'), weight(params, 'critic.outBias')); // (B, 6)
  return sumAxis(tf.mul(values, objective), 1);
}
