import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import { valueAndGrads } from '../models/nn/gradients.ts';
import { fromParams, weight } from '../models/nn/params.ts';
import type { Params } from '../models/nn/params.ts';
import { headLogits } from '../models/objective-head/head.ts';
import { policyConfig } from '../models/policy/config.ts';
import { initPolicy } from '../models/policy/init.ts';
import { adaptedLogits, adapterSize, initAdapter } from './adapter.ts';
import { blendObjectives } from './blend-objectives.ts';
import { choiceLogLikelihood, choiceTensors } from './choice-likelihood.ts';
import { credibleSpread, hasEnough, inverse, pointOf, spreadOf } from './evidence.ts';
import { fineTune } from './fine-tune.ts';
import { followerOf, madeUpHead } from './lora-fixture.ts';
import { rows } from './split-decisions.ts';

const COLUMNS = ['logWeight', 'momentumRank', 'momentum1', 'logVol', 'isBond', 'saleTax', 'harvestFlag'];
const GLOBALS = [...Array.from({ length: 8 }, (_, i) => `regime${i}`), 'logCash'];
let policy: Params;

async function hash(params: Params): Promise<string> {
  const h = createHash('sha256');
  for (const t of Object.values(await fromParams(params))) h.update(new Uint8Array(t.data.buffer));
  return h.digest('hex');
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
  policy = initPolicy(policyConfig(COLUMNS, GLOBALS, 8), pcg32(5));
});

describe('the adapter', () => {
  it('has exactly 76 trainable numbers and changes nothing before training', async () => {
    const head = madeUpHead(1);
    const adapter = initAdapter(9);
    expect(adapterSize(adapter)).toBe(76);
    const x = rows(followerOf(0, 40, 6, 2).x, 32);
    const plain = await headLogits(head.params, x).data();
    expect([...(await adaptedLogits(head.params, adapter, x).data())]).toEqual([...plain]);
  });
});

describe('the likelihood of a change of weights', () => {
  it('is the worked example: two assets, logits (1, 0)', async () => {
    const choice = {
      buySharpness: [1, 1, 1, 1],
      buyCommon: [0, 0, 0, 0],
      buyAnchor: 0.5,
      sellSharpness: [1, 1, 1, 1],
      sellCommon: [0, 0, 0, 0],
      sellAnchor: 0.5,
    };
    const data = (first: number) => ({
      count: 1,
      assets: 2,
      scores: Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0]),
      before: Float32Array.from([0.4, 0.4, 0.2]),
      change: Float32Array.from([first === 0 ? 0.1 : 0, first === 1 ? 0.1 : 0, -0.1]),
      mask: Float32Array.from([1, 1]),
    });
    const g = tf.tensor2d([[1, 0, 0, 0]]);
    const [liked] = await choiceLogLikelihood(choiceTensors(data(0), choice), g).data();
    const [other] = await choiceLogLikelihood(choiceTensors(data(1), choice), g).data();
    expect(liked).toBeCloseTo(Math.log(Math.E / (Math.E + 1)), 5);
    expect(other).toBeCloseTo(-Math.log(Math.E + 1), 5);
  });

  it('has the slope that finite differences find', async () => {
    const choice = {
      buySharpness: [1, 0.5, 0, 2],
      buyCommon: [0, 0, 0, 0],
      buyAnchor: 0.3,
      sellSharpness: [0.2, 1, 1.5, 0.7],
      sellCommon: [0, 0, 0, 0],
      sellAnchor: 0.8,
    };
    const c = choiceTensors(followerOf(2, 5, 7, 4), choice);
    const at = [0.4, 0.3, 0.2, 0.1];
    const total = async (g: number[]): Promise<number> => {
      const values = await choiceLogLikelihood(c, tf.tensor2d(Array.from({ length: 5 }, () => g))).data();
      return Array.from(values).reduce((a: number, b: number) => a + b, 0);
    };
    const at5 = tf.tensor2d(Array.from({ length: 5 }, () => at));
    const { grads } = valueAndGrads((p) => tf.sum(choiceLogLikelihood(c, weight(p, 'g'))) as tf.Scalar, {
      g: at5,
    });
    const slope = weight(grads, 'g');
    const found = await slope.data();
    for (let e = 0; e < 4; e++) {
      const nudged = (h: number) => at.map((v, i) => (i === e ? v + h : v));
      const numeric = ((await total(nudged(0.01))) - (await total(nudged(-0.01)))) / 0.02;
      const analytic = Array.from({ length: 5 }, (_, d) => found[d * 4 + e] as number).reduce(
        (a, b) => a + b,
        0,
      );
      expect(analytic).toBeCloseTo(numeric, 2);
    }
  });
});

describe('fine-tuning', () => {
  const HARVESTING = 4;
  const PRESERVATION = 3;

  it('moves toward the goal whose expert the person follows, and lowers both losses', async () => {
    for (const [expert, objective] of [
      [2, PRESERVATION],
      [3, HARVESTING],
    ] as const) {
      const head = madeUpHead(7);
      const d = followerOf(expert, 120, 8, 11);
      const r = await fineTune({ head, policy, decisions: d, seed: 1 });
      expect(r.parameters).toBe(76);
      expect(r.loss.train.at(-1)).toBeLessThan((r.loss.train[0] as number) - 0.05);
      expect(Math.min(...r.loss.heldOut)).toBeLessThan((r.loss.heldOut[0] as number) - 0.03);
      const now = d.x.slice(-32);
      const before = await pointOf(head, null, now);
      const after = await pointOf(head, r.adapter, now);
      // Harvesting and long-term gains only share the tax-aware expert.
      const gain =
        expert === 3
          ? (p: number[]) => (p[4] as number) + (p[5] as number)
          : (p: number[]) => p[objective] as number;
      expect(gain(after)).toBeGreaterThan(gain(before));
    }
  });

  it('repeats exactly with the seed and leaves every frozen weight bit-identical, and no tensor behind', async () => {
    const head = madeUpHead(7, { epochs: 12 });
    const before = [await hash(head.params), await hash(policy)];
    const d = followerOf(1, 60, 8, 12);
    const first = await fineTune({ head, policy, decisions: d, seed: 3 });
    const tensors = tf.memory().numTensors;
    const again = await fineTune({ head, policy, decisions: d, seed: 3 });
    expect(again).toEqual(first);
    expect(tf.memory().numTensors).toBe(tensors);
    expect([await hash(head.params), await hash(policy)]).toEqual(before);
  });

  it('stops between two epochs when cancelled', async () => {
    const ticks: number[] = [];
    const r = await fineTune({
      head: madeUpHead(7),
      policy,
      decisions: followerOf(0, 60, 8, 13),
      seed: 1,
      onEpoch: (t) => void ticks.push(t.epoch),
      isCancelled: () => ticks.length >= 3,
    });
    expect(r.cancelled).toBe(true);
    expect(ticks).toEqual([0, 1, 2]);
  });
});

describe('evidence', () => {
  it('inverts what it is given', () => {
    const m = [
      [4, 1, 0],
      [1, 3, 0.5],
      [0, 0.5, 2],
    ];
    const inv = inverse(m);
    m.forEach((row, i) =>
      row.forEach((_, k) => {
        const cell = row.reduce((a, v, j) => a + v * ((inv[j] as number[])[k] as number), 0);
        expect(cell).toBeCloseTo(i === k ? 1 : 0, 9);
      }),
    );
  });

  it('spreads less with more decisions and not at all at a corner', async () => {
    const head = madeUpHead(7);
    const numbers = { A: Array<number>(64).fill(0.01), B: Array<number>(12).fill(0.01) };
    const point = [0.3, 0.2, 0.2, 0.1, 0.1, 0.1];
    const few = await credibleSpread(head, policy, numbers, point, followerOf(2, 10, 8, 5));
    const many = await credibleSpread(head, policy, numbers, point, followerOf(2, 300, 8, 5));
    few.forEach((s, i) => expect(many[i]).toBeLessThan(s));
    const identity = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (_x, k) => (i === k ? 1 : 0)),
    );
    expect(spreadOf([1, 0, 0, 0, 0, 0], identity)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is not enough below either minimum', () => {
    const minimum = { decisions: 20, trades: 20 };
    expect(hasEnough({ decisions: 20, trades: 20 }, minimum)).toBe(true);
    expect(hasEnough({ decisions: 19, trades: 400 }, minimum)).toBe(false);
    expect(hasEnough({ decisions: 30, trades: 19 }, minimum)).toBe(false);
  });
});

describe('words and behaviour', () => {
  it('blend along the slider and stay in the simplex', () => {
    const said = [1, 0, 0, 0, 0, 0];
    const done = [0, 0, 0, 0, 1, 0];
    expect(blendObjectives(said, done, 0)).toEqual(said);
    expect(blendObjectives(said, done, 1)).toEqual(done);
    expect(blendObjectives(said, done, 0.25)).toEqual([0.75, 0, 0, 0, 0.25, 0]);
    expect(blendObjectives(said, done, 7)).toEqual(done);
    expect(blendObjectives(null, done, 0.1)).toEqual(done);
  });
});
