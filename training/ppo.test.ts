import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../src/core/rng.ts';
import { currentPolicyConfig } from '../src/engine/policy-model.ts';
import { adamW } from '../src/models/nn/adamw.ts';
import { fromParams } from '../src/models/nn/params.ts';
import { initPolicy } from '../src/models/policy/init.ts';
import { runPolicy } from '../src/models/policy/run-policy.ts';
import { vectorEnv } from '../src/sim/env/vector-env.ts';
import { factorMarket, USUAL_REGIMES } from '../src/sim/markets/factor-simulator.ts';
import { weeklyTable } from '../src/sim/markets/weekly-table.ts';
import { trainingSource } from './lib/policy-episodes.ts';
import { blockInterval, normalCdf, normalQuantile, sharpeProbability } from './lib/policy-statistics.ts';
import { act, advantagesOf, logProb, observedBatch, ppoIteration, PPO_OPTIONS, type Rollout } from './ppo.ts';

const config = { ...currentPolicyConfig(), hidden: 8, expertHidden: 4 };
const table = weeklyTable(factorMarket({ days: 700, assets: 8, regimes: USUAL_REGIMES }, pcg32(1)));
const options = { ...PPO_OPTIONS, episodes: 8, horizon: 6, minibatch: 24, epochs: 2 };
const blank = { data: new Float32Array(64), width: 64 };
const makeEnv = () => vectorEnv(trainingSource(null, [table], 6), options.episodes, 6, 3);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Two episodes of three weeks, all of the first goal. */
function tinyRollout(isEnd: readonly number[]): Rollout {
  const size = 6;
  const empty = new Float32Array(0);
  return {
    size,
    slots: 1,
    asset: empty,
    global: empty,
    mask: empty,
    embeddingRow: new Int32Array(0),
    objective: Float32Array.from({ length: size * 6 }, (_, k) => (k % 6 === 0 ? 1 : 0)),
    action: empty,
    logProb: new Float32Array(size),
    reward: Float32Array.of(1, 0, 2, 0, 3, 0),
    rawReward: new Float32Array(size),
    value: new Float32Array(size).fill(0.5),
    nextValue: new Float32Array(size).fill(0.5),
    isEnd: Uint8Array.from(isEnd),
  };
}

describe('generalised advantage estimation', () => {
  const g = PPO_OPTIONS.discount;
  const delta = (r: number): number => (1 - g) * r + g * 0.5 - 0.5;
  it('sums discounted surprises within an episode and gives value targets in the same unit', () => {
    const { target } = advantagesOf(tinyRollout([0, 0, 0, 0, 0, 0]), 2, PPO_OPTIONS);
    const gl = g * PPO_OPTIONS.lambda;
    expect(target[4]).toBeCloseTo(0.5 + delta(3), 6);
    expect(target[0]).toBeCloseTo(0.5 + delta(1) + gl * delta(2) + gl * gl * delta(3), 6);
  });
  it('stops at the end of an episode', () => {
    const { target } = advantagesOf(tinyRollout([1, 0, 0, 0, 0, 0]), 2, PPO_OPTIONS);
    expect(target[0]).toBeCloseTo(0.5 + delta(1), 6);
  });
  it('standardises within the goal', () => {
    const { advantage } = advantagesOf(tinyRollout([0, 0, 0, 0, 0, 0]), 2, PPO_OPTIONS);
    const mean = advantage.reduce((a, x) => a + x, 0) / 6;
    expect(mean).toBeCloseTo(0, 5);
    expect(advantage.reduce((a, x) => a + x * x, 0) / 6).toBeCloseTo(1, 3);
  });
});

describe('ppo', () => {
  it('without noise acts at the mean: softmax of the logits, sigmoid of the urgency', () => {
    const env = makeEnv();
    const width = 7;
    const logits = new Float32Array(env.size * width).fill(0.3);
    const out = act(logits, new Float32Array(env.size), env, [0, 0, 0], null);
    const shown = env.observation.mask.subarray(0, 6).reduce((a, x) => a + x, 0) + 1;
    expect(out.target[6]).toBeCloseTo(1 / shown, 6);
    expect(out.urgency[0]).toBe(0.5);
  });

  it('knows the density of the action it drew as the loss counts it', async () => {
    const params = initPolicy(config, pcg32(1));
    const env = makeEnv();
    const batch = observedBatch(env, blank);
    const out = await runPolicy(params, config, batch);
    const std = [0.5, 0.5, 0.5];
    const a = act(out.logits, out.urgencyLogit, env, std, pcg32(2));
    const mean = {
      logits: tf.tensor2d(out.logits, [env.size, 7]),
      urgencyLogit: tf.tensor1d(out.urgencyLogit),
    };
    const mask = tf.tensor2d(batch.mask, [env.size, 6]);
    const expected = logProb(params, mean, mask, tf.tensor2d(a.action, [env.size, 8]));
    (await expected.data()).forEach((x, b) => expect(a.logProb[b]).toBeCloseTo(x, 3));
  });

  it('one iteration moves the weights, is repeatable and leaves no tensor behind', async () => {
    const run = async () => {
      const params = initPolicy(config, pcg32(1));
      const optimiser = adamW(params, { clipNorm: options.clipNorm });
      const env = makeEnv();
      await ppoIteration(
        params,
        config,
        optimiser,
        env,
        blank,
        { seed: 1, iteration: 0, learningRate: 1e-3 },
        options,
      );
      const before = tf.memory().numTensors;
      const stats = await ppoIteration(
        params,
        config,
        optimiser,
        env,
        blank,
        { seed: 1, iteration: 1, learningRate: 1e-3 },
        options,
      );
      expect(tf.memory().numTensors).toBe(before);
      expect(stats.steps).toBe(48);
      return fromParams(params);
    };
    const start = await fromParams(initPolicy(config, pcg32(1)));
    const a = await run();
    const b = await run();
    expect(a).toEqual(b);
    expect([...a['trunk.mix']!.data]).not.toEqual([...start['trunk.mix']!.data]);
    for (const t of Object.values(a)) expect(t.data.every(Number.isFinite)).toBe(true);
  });
});

describe('statistics', () => {
  it('normal distribution', () => {
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 5);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 3);
  });
  it('a strong series is probable, deflation by trials only lowers it', () => {
    const rng = pcg32(4);
    const x = Array.from({ length: 200 }, () => 0.1 + rng.normal());
    const one = sharpeProbability(x, 1);
    const many = sharpeProbability(x, 50);
    expect(one.psr).toBeGreaterThan(0.7);
    expect(one.dsr).toBeCloseTo(one.psr, 9);
    expect(many.dsr).toBeLessThan(many.psr);
  });
  it('block interval covers the mean and widens with dependence', () => {
    const rng = pcg32(5);
    const steps = Array.from({ length: 10 }, () => rng.normal()).flatMap((v) => [v, v, v, v]);
    const narrow = blockInterval(steps, 1);
    const wide = blockInterval(steps, 8);
    expect(wide.ci[1] - wide.ci[0]).toBeGreaterThan(narrow.ci[1] - narrow.ci[0]);
    expect(wide.ci[0]).toBeLessThan(wide.mean);
    expect(wide.ci[1]).toBeGreaterThan(wide.mean);
  });
});
