import * as tf from '@tensorflow/tfjs-core';
import { pcg32 } from '../../src/core/rng.ts';
import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { valueAndGrads } from '../../src/models/nn/gradients.ts';
import { disposeParams, type Params } from '../../src/models/nn/params.ts';
import { meanAll } from '../../src/models/nn/reduce.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { expertHeads } from '../../src/models/policy/experts.ts';
import { blend, headWeights } from '../../src/models/policy/router.ts';
import { policyInput } from '../../src/models/policy/run-policy.ts';
import { trunk } from '../../src/models/policy/trunk.ts';
import { vectorEnv, type EpisodeSource } from '../../src/sim/env/vector-env.ts';
import { advantagesOf, logProb, minibatchOf, playRollout, PPO_OPTIONS, type EmbeddingRows } from '../ppo.ts';
import { pureGoal } from './policy-episodes.ts';

/** Mean pairwise cosine of the six goals' policy gradients; 1 = they agree, below 0 = they fight. */
export interface GradientConflict {
  readonly trunk: number;
  readonly experts: number;
}

const ROUNDS = 3;
const SMALL = { ...PPO_OPTIONS, episodes: 128 };

/** Policy gradient of one goal, flattened by group. */
async function goalGradient(
  params: Params,
  config: PolicyConfig,
  source: EpisodeSource,
  slots: number,
  embeddings: EmbeddingRows,
  goal: number,
): Promise<{ trunk: Float64Array; experts: Float64Array }> {
  const objective = pureGoal(goal);
  // Every goal meets the same markets and people.
  const env = vectorEnv((rng) => ({ ...source(rng), objective }), SMALL.episodes, slots, 4242);
  const sums = new Map<string, Float64Array>();
  for (let round = 0; round < ROUNDS; round++) {
    const r = await playRollout(params, config, env, embeddings, SMALL, pcg32(round, 31));
    const { advantage, target } = advantagesOf(r, env.size, SMALL);
    const m = minibatchOf(
      r,
      embeddings,
      Array.from({ length: r.size }, (_, k) => k),
      advantage,
      target,
      null,
    );
    const loss = (p: Params): tf.Scalar => {
      const input = policyInput(config, m.input);
      const weights = headWeights(p, config, input.objective, input.regime);
      const mean = blend(expertHeads(p, input, trunk(p, input)), weights, input.mask);
      const now = logProb(p, mean, input.mask, tf.tensor2d(m.action, [r.size, r.slots + 2]));
      return tf.neg(meanAll(tf.mul(now, tf.tensor1d(m.advantage)))) as tf.Scalar;
    };
    const { value, grads } = valueAndGrads(loss, params);
    value.dispose();
    for (const [name, g] of Object.entries(grads)) {
      const data = await g.data();
      const sum = sums.get(name) ?? new Float64Array(data.length);
      data.forEach((x, i) => (sum[i] = (sum[i] as number) + x));
      sums.set(name, sum);
    }
    disposeParams(grads);
  }
  const group = (prefix: string): Float64Array =>
    Float64Array.from([...sums].filter(([n]) => n.startsWith(prefix)).flatMap(([, x]) => [...x]));
  return { trunk: group('trunk.'), experts: group('expert.') };
}

function cosine(a: Float64Array, b: Float64Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  a.forEach((x, i) => {
    const y = b[i] as number;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function meanPairwise(g: readonly Float64Array[]): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < g.length; i++) {
    for (let j = 0; j < i; j++) {
      sum += cosine(g[i] as Float64Array, g[j] as Float64Array);
      n++;
    }
  }
  return sum / n;
}

/** How much the six goals' gradients agree under the given weights. */
export async function gradientConflict(
  params: Params,
  config: PolicyConfig,
  source: EpisodeSource,
  slots: number,
  embeddings: EmbeddingRows,
): Promise<GradientConflict> {
  const all = [];
  for (let k = 0; k < OBJECTIVES.length; k++)
    all.push(await goalGradient(params, config, source, slots, embeddings, k));
  return { trunk: meanPairwise(all.map((g) => g.trunk)), experts: meanPairwise(all.map((g) => g.experts)) };
}
