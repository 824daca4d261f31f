import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { valueAndGrads } from '../models/nn/gradients.ts';
import { fromParams, weight } from '../models/nn/params.ts';
import type { Params } from '../models/nn/params.ts';
import { headLogits } from '../models/objective-head/head.ts';
import { shareLogLikelihood } from '../models/objective-head/choice-net.ts';
import { adaptedLogits, adapterSize, initAdapter } from './adapter.ts';
import { blendObjectives } from './blend-objectives.ts';
import { choiceInputs, choiceWidth } from './choice-inputs.ts';
import type { ChoiceSource } from './choice-inputs.ts';
import { credibleSpread, hasEnough, inverse, pointOf, spreadOf } from './evidence.ts';
import { fineTune, lossUnder, type FineTuneState } from './fine-tune.ts';
import { lossOf, partOf } from './adapter-math.ts';
import { followerOf, madeUpHead } from './lora-fixture.ts';
import { rows } from './split-decisions.ts';

async function hash(params: Params): Promise<string> {
  const h = createHash('sha256');
  for (const t of Object.values(await fromParams(params))) h.update(new Uint8Array(t.data.buffer));
  return h.digest('hex');
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
});

describe('the adapter', () => {
  it('has exactly 76 trainable numbers and changes nothing before training', async () => {
    const head = madeUpHead(1);
    const adapter = initAdapter(9);
    expect(adapterSize(adapter)).toBe(76);
    const x = rows(followerOf(0, 40, 2).x, 32);
    const plain = await headLogits(head.params, x).data();
    expect([...(await adaptedLogits(head.params, adapter, x).data())]).toEqual([...plain]);
  });
});

/** Two assets, one decision: 60 % of the dollars bought asset 0, 40 % sold asset 1. */
const source: ChoiceSource = {
  count: 1,
  assets: 2,
  scores: Float32Array.from([1, 0, 0, 0, 0, 0, 0, 0]),
  before: Float32Array.from([0.4, 0.4, 0.2]),
  change: Float32Array.from([0.06, -0.04, -0.02]),
  mask: Float32Array.from([1, 1]),
  asset: Float32Array.from([0.4, 0.1, 0.4, -0.1]),
  global: Float32Array.from([0.1, 0, 0, 0, 0, 0, 0, 0, 0.2]),
};

describe('what the choice network reads', () => {
  it('are shares of the dollars, what was open, and a history without the day itself', () => {
    const c = choiceInputs(source, new Float32Array(24).fill(0.25));
    expect([...c.shares].map((x) => Number(x.toFixed(6)))).toEqual([0.6, 0, 0, 0.4]);
    expect([...c.open]).toEqual([1, 1, 1, 1]);
    expect(c.assetWidth + c.contextWidth).toBe(choiceWidth(2, 9));
    const history = [...c.asset.slice(8, 12), ...c.context.slice(9)];
    expect(history.every((x) => x === 0)).toBe(true);
  });

  it('remember earlier days, and nothing but earlier days', () => {
    const twice = (x: Float32Array): Float32Array => Float32Array.from([...x, ...x]);
    const two = {
      ...source,
      count: 2,
      scores: twice(source.scores),
      before: twice(source.before),
      change: twice(source.change),
      mask: twice(source.mask),
      asset: twice(source.asset),
      global: twice(source.global),
    };
    const router = new Float32Array(48).fill(0.25);
    const c = choiceInputs(two, router);
    const first = choiceInputs(source, new Float32Array(24).fill(0.25));
    expect(c.asset.slice(0, first.asset.length)).toEqual(first.asset);
    expect(c.asset[first.asset.length + 8]).toBeCloseTo(Math.log(2), 6);
  });
});

describe('the likelihood of a decision', () => {
  it('is a softmax over what was open: the worked example', async () => {
    const z = tf.tensor3d(
      [1, 0, 0, 0].flatMap((v) => Array<number>(6).fill(v)),
      [1, 4, 6],
    );
    const open = tf.tensor2d([[1, 1, 0, 0]]);
    const got = await shareLogLikelihood(z, tf.tensor2d([[1, 0, 0, 0]]), open).data();
    for (const v of got) expect(v).toBeCloseTo(Math.log(Math.E / (Math.E + 1)), 5);
  });

  it('mixes goals by the point, with the slope that finite differences find', async () => {
    const head = madeUpHead(3);
    const d = followerOf(2, 7, 4);
    const W0 = (await weight(head.params, 'head.W0').data()) as Float32Array;
    const bias = (await weight(head.params, 'head.bias').data()) as Float32Array;
    const part = partOf(W0, bias, d);
    const theta = Float64Array.from({ length: 76 }, (_, i) => 0.2 * Math.sin(i));
    const points = await Promise.all(
      Array.from({ length: 7 }, (_, t) =>
        pointOf(
          head,
          { A: Array.from(theta.slice(0, 64)), B: Array.from(theta.slice(64)) },
          d.x.slice(t * 32, t * 32 + 32),
        ),
      ),
    );
    const slope = new Float64Array(76);
    expect(lossOf(part, theta, 0, slope)).toBeCloseTo(lossUnder(d, points), 4);
    for (const i of [0, 33, 63, 64, 70, 75]) {
      const at = (h: number) =>
        lossOf(
          part,
          Float64Array.from(theta, (v, j) => (j === i ? v + h : v)),
        );
      expect(slope[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
  });

  it('is pulled back to the untouched head: far away the pull alone points home', () => {
    const d = followerOf(2, 1, 4);
    const flat = { ...d, goals: new Float32Array(6) };
    const part = partOf(new Float32Array(192), new Float32Array(6), flat);
    const theta = Float64Array.from({ length: 76 }, (_, i) => (i < 64 ? 0.3 : i % 2));
    const slope = new Float64Array(76);
    lossOf(part, theta, 0, slope);
    // Goals that explain a decision equally well say nothing.
    for (const s of slope) expect(s).toBeCloseTo(0, 9);
    theta[64] = 3;
    lossOf(part, theta, 1, slope);
    expect(slope.some((s) => Math.abs(s) > 1e-3)).toBe(true);
  });

  it('comes with a slope in the scores that finite differences find', async () => {
    const flat = Array.from({ length: 24 }, (_, i) => Math.sin(i));
    const shares = tf.tensor2d([[0.5, 0, 0.5, 0]]);
    const open = tf.tensor2d([[1, 1, 1, 0]]);
    const at = (xs: number[]) => tf.sum(shareLogLikelihood(tf.tensor3d(xs, [1, 4, 6]), shares, open));
    const { grads } = valueAndGrads(
      (p) => tf.sum(shareLogLikelihood(weight(p, 'z'), shares, open)) as tf.Scalar,
      { z: tf.tensor3d(flat, [1, 4, 6]) },
    );
    const slope = await weight(grads, 'z').data();
    for (const i of [0, 7, 13, 20]) {
      const nudged = (h: number) => flat.map((v, j) => (j === i ? v + h : v));
      const [up, down] = [await at(nudged(0.01)).data(), await at(nudged(-0.01)).data()];
      expect(slope[i]).toBeCloseTo(((up[0] as number) - (down[0] as number)) / 0.02, 2);
    }
  });
});

describe('fine-tuning', () => {
  it('moves toward the goal the person acts on, and lowers both losses', async () => {
    for (const goal of [2, 3, 4]) {
      const head = madeUpHead(7);
      const d = followerOf(goal, 120, 11);
      const r = await fineTune({ head, decisions: d, seed: 1 });
      expect(r.parameters).toBe(76);
      expect(r.loss.train.at(-1)).toBeLessThan((r.loss.train[0] as number) - 0.05);
      expect(Math.min(...r.loss.heldOut)).toBeLessThan((r.loss.heldOut[0] as number) - 0.03);
      const now = d.x.slice(-32);
      const before = await pointOf(head, null, now);
      const after = await pointOf(head, r.adapter, now);
      expect(after[goal]).toBeGreaterThan(before[goal] as number);
    }
  });

  it('repeats exactly with the seed and leaves every frozen weight bit-identical, and no tensor behind', async () => {
    const head = madeUpHead(7, { epochs: 12 });
    const before = await hash(head.params);
    const d = followerOf(1, 60, 12);
    const first = await fineTune({ head, decisions: d, seed: 3 });
    const tensors = tf.memory().numTensors;
    const again = await fineTune({ head, decisions: d, seed: 3 });
    expect(again).toEqual(first);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await hash(head.params)).toEqual(before);
  });

  it('goes on after a reload as if nothing had happened: the state survives JSON, the result is the same to the bit', async () => {
    const head = madeUpHead(7, { epochs: 23 });
    const d = followerOf(5, 80, 21);
    const whole = await fineTune({ head, decisions: d, seed: 4 });
    const states: FineTuneState[] = [];
    const cut = await fineTune({
      head,
      decisions: d,
      seed: 4,
      onState: (s) => void states.push(JSON.parse(JSON.stringify(s)) as FineTuneState),
      isCancelled: () => states.length >= 2,
    });
    expect(cut.cancelled).toBe(true);
    const from = states.at(-1);
    expect(from?.epoch).toBe(10);
    const ticks: number[] = [];
    const resumed = await fineTune({
      head,
      decisions: d,
      seed: 4,
      from: from ?? null,
      onEpoch: (t) => void ticks.push(t.epoch),
    });
    expect(ticks[0]).toBe(10);
    expect(resumed).toEqual(whole);
  });

  it('stops between two epochs when cancelled', async () => {
    const ticks: number[] = [];
    const r = await fineTune({
      head: madeUpHead(7),
      decisions: followerOf(0, 60, 13),
      seed: 1,
      onEpoch: (t) => void ticks.push(t.epoch),
      isCancelled: () => ticks.length >= 3,
    });
    expect(r.cancelled).toBe(true);
    expect(ticks).toEqual([0, 1, 2]);
  });

  it('judges fixed points by the same mixture', () => {
    const d = {
      count: 2,
      x: new Float32Array(64),
      goals: Float32Array.from([-1, -2, -3, -4, -5, -6, -6, -5, -4, -3, -2, -1]),
    };
    expect(
      lossUnder(d, [
        [1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1],
      ]),
    ).toBeCloseTo(1, 6);
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
    const few = await credibleSpread(head, numbers, point, followerOf(2, 10, 5));
    const many = await credibleSpread(head, numbers, point, followerOf(2, 300, 5));
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
