import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import { ASSET_COLUMNS, GLOBAL_COLUMNS } from '../features/state.ts';
import { actFor, askExperts } from './goal-free-policy.ts';
import { policyConfig } from './policy/config.ts';
import { initPolicy } from './policy/init.ts';
import { runPolicy, type PolicyBatch } from './policy/run-policy.ts';

const config = policyConfig(ASSET_COLUMNS, GLOBAL_COLUMNS, 8);
const params = () => initPolicy(config, pcg32(7));

/** A decision over `assets` slots, the last of them padding. */
function decision(assets: number, objective: readonly number[]): PolicyBatch {
  const rng = pcg32(11);
  const noise = (n: number): Float32Array => Float32Array.from({ length: n }, () => rng.normal());
  return {
    batch: 1,
    assets,
    embeddings: noise(assets * 64),
    asset: noise(assets * ASSET_COLUMNS.length),
    global: noise(GLOBAL_COLUMNS.length),
    mask: Float32Array.from({ length: assets }, (_, i) => (assets > 1 && i === assets - 1 ? 0 : 1)),
    objective: Float32Array.from(objective),
  };
}

const GOALS = [
  [1, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0],
  [0.1, 0.2, 0.3, 0.2, 0.1, 0.1],
] as const;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the policy in two steps', () => {
  it('answers bit for bit what one pass answers, for every goal over the same wishes', async () => {
    const p = params();
    for (const n of [1, 5, 27]) {
      const wishes = await askExperts(p, config, decision(n, GOALS[0]));
      for (const goal of GOALS) {
        const whole = await runPolicy(p, config, decision(n, goal));
        const action = await actFor(p, wishes, Float32Array.from(goal));
        expect([...action.target]).toEqual([...whole.target]);
        expect([...action.experts]).toEqual([...whole.experts]);
        expect(action.urgency).toBe(whole.urgency[0]);
      }
    }
  });

  it('does not change its wishes when the caller reuses its arrays', async () => {
    const p = params();
    const d = decision(4, GOALS[1]);
    const wishes = await askExperts(p, config, d);
    const before = await actFor(p, wishes, d.objective);
    d.global.fill(9);
    d.mask.fill(0);
    expect(await actFor(p, wishes, d.objective)).toEqual(before);
  });

  it('leaves no tensor behind', async () => {
    const p = params();
    const d = decision(3, GOALS[2]);
    const before = tf.memory().numTensors;
    await actFor(p, await askExperts(p, config, d), d.objective);
    expect(tf.memory().numTensors).toBe(before);
  });
});
