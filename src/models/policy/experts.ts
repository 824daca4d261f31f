import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../nn/activations.ts';
import { linear } from '../nn/linear.ts';
import { weight, type Params } from '../nn/params.ts';
import { sumAxis } from '../nn/reduce.ts';
import { EXPERT_COUNT } from './config.ts';
import type { PolicyInput, TrunkOutput } from './trunk.ts';

/** What each of the four experts would do; independent of the objective. */
export interface ExpertOutput {
  /** (B, 4, N) logits of the target weights. */
  readonly scores: tf.Tensor;
  /** (B, 4) logit of cash, before log N. */
  readonly cash: tf.Tensor;
  /** (B, 4) urgency before the sigmoid. */
  readonly urgency: tf.Tensor;
}

/** Per-expert dot product of (…, 4·K) with (4, K): (…, 4). Each expert reads its own K units only. */
function perExpert(x: tf.Tensor, w: tf.Tensor): tf.Tensor {
  const rows = x.shape.slice(0, -1);
  const grouped = tf.reshape(x, [-1, EXPERT_COUNT, w.shape[1] ?? 1]);
  return tf.reshape(sumAxis(tf.mul(grouped, tf.expandDims(w, 0)), 2), [...rows, EXPERT_COUNT]);
}

/** The four heads: a small own layer each over the shared tokens, plus a linear rule over the named columns. */
export function expertHeads(
  params: Params,
  input: PolicyInput,
  { tokens, pooled }: TrunkOutput,
): ExpertOutput {
  const hidden = relu(linear(tokens, weight(params, 'expert.hidden'), weight(params, 'expert.hiddenBias')));
  const learned = perExpert(hidden, weight(params, 'expert.score')); // (B, N, 4)
  const scores = tf.add(learned, linear(input.asset, weight(params, 'expert.rule')));
  const accountIn = tf.concat([pooled, input.global], 1);
  const account = relu(
    linear(accountIn, weight(params, 'expert.account'), weight(params, 'expert.accountBias')),
  );
  const cashRule = linear(input.global, weight(params, 'expert.cashRule'), weight(params, 'expert.cashBias'));
  return {
    scores: tf.transpose(scores, [0, 2, 1]),
    cash: tf.add(perExpert(account, weight(params, 'expert.cash')), cashRule),
    urgency: tf.add(
      perExpert(account, weight(params, 'expert.urgency')),
      weight(params, 'expert.urgencyBias'),
    ),
  };
}
