import * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../nn/params.ts';
import { OBJECTIVE_COUNT, type PolicyConfig } from './config.ts';
import { critic } from './critic.ts';
import { expertHeads } from './experts.ts';
import { blend, headWeights } from './router.ts';
import { trunk, type PolicyInput } from './trunk.ts';

/** Plain arrays of `batch` decisions over `assets` slots each. */
export interface PolicyBatch {
  readonly batch: number;
  readonly assets: number;
  /** batch·assets·64 */
  readonly embeddings: Float32Array;
  /** batch·assets·A */
  readonly asset: Float32Array;
  /** batch·G, regime first */
  readonly global: Float32Array;
  /** batch·assets, 1 = an asset */
  readonly mask: Float32Array;
  /** batch·6, rows on the simplex */
  readonly objective: Float32Array;
}

export interface PolicyResult {
  /** batch·(assets+1) logits, cash last. */
  readonly logits: Float32Array;
  /** batch·(assets+1) target weights, cash last; each row sums to 1. */
  readonly target: Float32Array;
  readonly urgencyLogit: Float32Array;
  /** batch, 0..1 */
  readonly urgency: Float32Array;
  /** batch·4 router weights in the order of EXPERTS. */
  readonly experts: Float32Array;
  /** batch·4·assets, each expert's own logits. */
  readonly scores: Float32Array;
  /** batch, the critic's value. */
  readonly value: Float32Array;
}

/** The batch as tensors; the caller disposes (or tidies). */
export function policyInput(
  config: PolicyConfig,
  b: PolicyBatch,
): PolicyInput & { objective: tf.Tensor; regime: tf.Tensor } {
  const account = tf.tensor2d(b.global, [b.batch, b.global.length / b.batch]);
  const objective = tf.tensor2d(b.objective, [b.batch, OBJECTIVE_COUNT]);
  return {
    embeddings: tf.tensor3d(b.embeddings, [b.batch, b.assets, config.embedding]),
    asset: tf.tensor3d(b.asset, [b.batch, b.assets, config.assetColumns.length]),
    global: config.head === 'single' ? tf.concat([account, objective], 1) : account,
    mask: tf.tensor2d(b.mask, [b.batch, b.assets]),
    objective,
    regime: tf.slice(account, [0, 0], [b.batch, config.regime]),
  };
}

/** One forward pass, arrays in, arrays out; leaves no tensor behind. */
export async function runPolicy(params: Params, config: PolicyConfig, b: PolicyBatch): Promise<PolicyResult> {
  const outputs = tf.tidy(() => {
    const input = policyInput(config, b);
    const shared = trunk(params, input);
    const experts = expertHeads(params, input, shared);
    const weights = headWeights(params, config, input.objective, input.regime);
    const mean = blend(experts, weights, input.mask);
    const value = critic(params, shared.pooled, input.global, input.objective);
    return [
      mean.logits,
      tf.softmax(mean.logits),
      mean.urgencyLogit,
      mean.urgency,
      weights,
      experts.scores,
      value,
    ];
  });
  const read = await Promise.all(outputs.map(async (t) => Float32Array.from(await t.data())));
  for (const t of outputs) t.dispose();
  const [logits, target, urgencyLogit, urgency, experts, scores, value] = read as Required<typeof read>;
  return {
    logits: logits as Float32Array,
    target: target as Float32Array,
    urgencyLogit: urgencyLogit as Float32Array,
    urgency: urgency as Float32Array,
    experts: experts as Float32Array,
    scores: scores as Float32Array,
    value: value as Float32Array,
  };
}
