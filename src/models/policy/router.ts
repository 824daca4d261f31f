import * as tf from '@tensorflow/tfjs-core';
import { softmaxLast } from '../nn/activations.ts';
import { linear } from '../nn/linear.ts';
import { weight, type Params } from '../nn/params.ts';
import { sumAxis } from '../nn/reduce.ts';
import { EXPERT_COUNT, type PolicyConfig } from './config.ts';
import type { ExpertOutput } from './experts.ts';

/** Least weight of every expert: none can be routed away, under no goal and in no regime. */
export const LEAST_USE = 0.05;

/** Padding and forbidden assets: far below any score, finite in float32. */
const HIDDEN = 1e9;

/**
 * Intent router: how much each expert counts. Starts at the prior of MODELS.md (objective -> expert) and learns
 * a correction from objective and regime; every expert keeps at least LEAST_USE. Differentiable in the objective (fine-tuning needs that).
 * @param objective (B, 6), rows on the simplex. @param regime (B, 8).
 * @returns (B, 4), rows sum to 1.
 */
export function router(params: Params, objective: tf.Tensor, regime: tf.Tensor): tf.Tensor {
  const inputs = tf.concat([objective, regime], 1);
  const hidden = tf.tanh(
    linear(inputs, weight(params, 'router.hidden'), weight(params, 'router.hiddenBias')),
  );
  const learned = linear(hidden, weight(params, 'router.out'));
  const free = softmaxLast(tf.add(linear(objective, weight(params, 'router.prior')), learned));
  return tf.add(tf.mul(free, 1 - EXPERT_COUNT * LEAST_USE), LEAST_USE);
}

/** The router's weights, or an even share of each part where there is one head for all goals. (B, 4) */
export const headWeights = (
  params: Params,
  config: PolicyConfig,
  objective: tf.Tensor,
  regime: tf.Tensor,
): tf.Tensor =>
  config.head === 'single'
    ? tf.fill([objective.shape[0] as number, EXPERT_COUNT], 1 / EXPERT_COUNT)
    : router(params, objective, regime);

/** Mean action of the policy. */
export interface BlendOutput {
  /** (B, N+1) logits of the target weights, cash last; padding at -1e9. */
  readonly logits: tf.Tensor;
  /** (B) urgency before the sigmoid. */
  readonly urgencyLogit: tf.Tensor;
  /** (B) how far to move this week, 0..1. */
  readonly urgency: tf.Tensor;
}

/**
 * Blends the experts: a weighted mean of their logits. log N is added to cash so that its share of the
 * account does not depend on how many assets there are.
 * @param weights (B, 4) of `router`. @param mask (B, N).
 */
export function blend(experts: ExpertOutput, weights: tf.Tensor, mask: tf.Tensor): BlendOutput {
  const spread = tf.expandDims(weights, 2); // (B, 4, 1)
  const scores = sumAxis(tf.mul(experts.scores, spread), 1); // (B, N)
  const shown = tf.add(tf.mul(scores, mask), tf.mul(tf.sub(mask, 1), HIDDEN));
  const logCount = tf.log(tf.maximum(tf.sum(mask, 1, true), 1)); // (B, 1)
  const cash = tf.add(sumAxis(tf.mul(experts.cash, weights), 1, true), logCount);
  const urgencyLogit = sumAxis(tf.mul(experts.urgency, weights), 1);
  return { logits: tf.concat([shown, cash], 1), urgencyLogit, urgency: tf.sigmoid(urgencyLogit) };
}
