import * as tf from '@tensorflow/tfjs-core';
import type { Params } from './nn/params.ts';
import type { PolicyConfig } from './policy/config.ts';
import { EXPERT_COUNT, OBJECTIVE_COUNT } from './policy/config.ts';
import { expertHeads } from './policy/experts.ts';
import { blend, router } from './policy/router.ts';
import type { PolicyBatch } from './policy/run-policy.ts';
import { trunk } from './policy/trunk.ts';

/*
 * `runPolicy` in two steps for one decision that is asked again under other goals: the goal enters through the router
 * only, so what the experts want is computed once and each goal costs the router and the blend. The same operations in
 * the same order: the answers are those of `runPolicy`, bit for bit.
 */

/** What the experts want in one decision over N assets, with what the blend needs beside it. */
export interface ExpertsWishes {
  readonly assets: number;
  /** 4·N logits of the target weights. */
  readonly scores: Float32Array;
  /** 4 logits of cash, before log N. */
  readonly cash: Float32Array;
  /** 4 urgencies before the sigmoid. */
  readonly urgency: Float32Array;
  /** The first columns of the account, which the router reads. */
  readonly regime: Float32Array;
  /** N, 1 = an asset. */
  readonly mask: Float32Array;
}

/** What the policy does for one goal. */
export interface GoalAction {
  /** N + 1 target weights, cash last; sum to 1. */
  readonly target: Float32Array;
  /** 0..1 */
  readonly urgency: number;
  /** 4 router weights in the order of EXPERTS. */
  readonly experts: Float32Array;
}

async function read(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const values = await Promise.all(tensors.map(async (t) => Float32Array.from(await t.data())));
  for (const t of tensors) t.dispose();
  return values;
}

/** Asks the four experts about one decision, without a goal. Leaves no tensor behind. */
export async function askExperts(
  params: Params,
  config: PolicyConfig,
  d: Omit<PolicyBatch, 'batch' | 'objective'>,
): Promise<ExpertsWishes> {
  const outputs = tf.tidy(() => {
    const input = {
      embeddings: tf.tensor3d(d.embeddings, [1, d.assets, config.embedding]),
      asset: tf.tensor3d(d.asset, [1, d.assets, config.assetColumns.length]),
      global: tf.tensor2d(d.global, [1, config.globalColumns.length]),
      mask: tf.tensor2d(d.mask, [1, d.assets]),
    };
    const { scores, cash, urgency } = expertHeads(params, input, trunk(params, input));
    return [scores, cash, urgency];
  });
  const [scores, cash, urgency] = (await read(outputs)) as [Float32Array, Float32Array, Float32Array];
  const regime = d.global.slice(0, config.regime);
  return { assets: d.assets, scores, cash, urgency, regime, mask: d.mask.slice() };
}

/**
 * Blends the experts for a goal. Leaves no tensor behind.
 * @param objective 6 numbers on the simplex
 */
export async function actFor(
  params: Params,
  wishes: ExpertsWishes,
  objective: Float32Array,
): Promise<GoalAction> {
  const { assets } = wishes;
  const outputs = tf.tidy(() => {
    const weights = router(
      params,
      tf.tensor2d(objective, [1, OBJECTIVE_COUNT]),
      tf.tensor2d(wishes.regime, [1, wishes.regime.length]),
    );
    const experts = {
      scores: tf.tensor3d(wishes.scores, [1, EXPERT_COUNT, assets]),
      cash: tf.tensor2d(wishes.cash, [1, EXPERT_COUNT]),
      urgency: tf.tensor2d(wishes.urgency, [1, EXPERT_COUNT]),
    };
    const mean = blend(experts, weights, tf.tensor2d(wishes.mask, [1, assets]));
    return [tf.softmax(mean.logits), mean.urgency, weights];
  });
  const [target, urgency, experts] = (await read(outputs)) as [Float32Array, Float32Array, Float32Array];
  return { target, urgency: urgency[0] as number, experts };
}
