import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32, type Rng } from '../../core/rng.ts';
import { valueAndGrads } from '../nn/gradients.ts';
import type { Params } from '../nn/params.ts';
import { meanAll } from '../nn/reduce.ts';
import { policyConfig, singleHead } from './config.ts';
import { expertHeads } from './experts.ts';
import { initPolicy } from './init.ts';
import { blend, LEAST_USE, router } from './router.ts';
import { policyInput, runPolicy, type PolicyBatch } from './run-policy.ts';
import { trunk } from './trunk.ts';

const ASSET = [
  'weight',
  'logWeight',
  'harvestLoss',
  'harvestFlag',
  'noBuy',
  'saleTax',
  'unrealisedGain',
  'logStart',
  'momentumRank',
  'momentum1',
  'logVol',
  'isBond',
];
const GLOBAL = [...Array.from({ length: 8 }, (_, i) => `regime${i}`), 'cash', 'logCash'];
const config = policyConfig(ASSET, GLOBAL, 8);
let params: Params;

beforeAll(async () => {
  await tf.setBackend('cpu');
  params = initPolicy(config, pcg32(7));
});

const noise = (rng: Rng, n: number): Float32Array => Float32Array.from({ length: n }, () => rng.normal());

function batch(assets: number, batchSize = 2, objective = 0): PolicyBatch {
  const rng = pcg32(11);
  const goals = new Float32Array(batchSize * 6);
  for (let b = 0; b < batchSize; b++) goals[b * 6 + objective] = 1;
  return {
    batch: batchSize,
    assets,
    embeddings: noise(rng, batchSize * assets * 64),
    asset: noise(rng, batchSize * assets * ASSET.length),
    global: noise(rng, batchSize * GLOBAL.length),
    mask: new Float32Array(batchSize * assets).fill(1),
    objective: goals,
  };
}

const pickRows = (a: Float32Array, width: number, order: readonly number[]): Float32Array =>
  Float32Array.from(order.flatMap((i) => [...a.subarray(i * width, (i + 1) * width)]));

describe('policy', () => {
  it('permuting the assets permutes the target weights', async () => {
    const b = batch(5, 1);
    const order = [3, 0, 4, 1, 2];
    const straight = await runPolicy(params, config, b);
    const moved = await runPolicy(params, config, {
      ...b,
      embeddings: pickRows(b.embeddings, 64, order),
      asset: pickRows(b.asset, ASSET.length, order),
    });
    order.forEach((from, to) => expect(moved.target[to]).toBeCloseTo(straight.target[from] as number, 5));
    expect(moved.target[5]).toBeCloseTo(straight.target[5] as number, 5);
    expect(moved.value[0]).toBeCloseTo(straight.value[0] as number, 5);
  });

  it('padding gets no weight and changes nothing, whatever it holds', async () => {
    const b = batch(4, 1);
    const straight = await runPolicy(params, config, b);
    const rng = pcg32(5);
    const wide = await runPolicy(params, config, {
      ...b,
      assets: 7,
      embeddings: Float32Array.from([...b.embeddings, ...noise(rng, 3 * 64)]),
      asset: Float32Array.from([...b.asset, ...noise(rng, 3 * ASSET.length)]),
      mask: Float32Array.from([1, 1, 1, 1, 0, 0, 0]),
    });
    for (let i = 0; i < 4; i++) expect(wide.target[i]).toBeCloseTo(straight.target[i] as number, 5);
    expect([...wide.target.subarray(4, 7)]).toEqual([0, 0, 0]);
    expect(wide.target[7]).toBeCloseTo(straight.target[4] as number, 5);
    expect(wide.urgency[0]).toBeCloseTo(straight.urgency[0] as number, 5);
  });

  it('target weights and router weights sum to one, for one asset and for 500', async () => {
    for (const n of [1, 500]) {
      const out = await runPolicy(params, config, batch(n, 1, 4));
      expect(out.target.reduce((a, x) => a + x, 0)).toBeCloseTo(1, 4);
      expect(out.experts.reduce((a, x) => a + x, 0)).toBeCloseTo(1, 5);
      expect(out.urgency[0]).toBeGreaterThan(0);
      expect(out.urgency[0]).toBeLessThan(1);
    }
  });

  it('the goal moves the router, and never what an expert says', async () => {
    const alpha = await runPolicy(params, config, batch(4, 1, 0));
    const harvest = await runPolicy(params, config, batch(4, 1, 4));
    expect([...alpha.scores]).toEqual([...harvest.scores]);
    expect(alpha.experts[0]).toBeGreaterThan(0.35);
    expect(harvest.experts[3]).toBeGreaterThan(0.6);
    for (const x of [...alpha.experts, ...harvest.experts]) expect(x).toBeGreaterThanOrEqual(LEAST_USE);
  });

  it('one head for all goals hears the goal itself and has no router', async () => {
    const single = singleHead(config);
    const own = initPolicy(single, pcg32(7));
    expect(Object.keys(own).filter((n) => n.startsWith('router'))).toEqual([]);
    const alpha = await runPolicy(own, single, batch(4, 1, 0));
    const harvest = await runPolicy(own, single, batch(4, 1, 4));
    expect([...alpha.scores]).not.toEqual([...harvest.scores]);
    expect([...harvest.experts]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('leaves no tensor behind', async () => {
    await runPolicy(params, config, batch(3));
    const before = tf.memory().numTensors;
    await runPolicy(params, config, batch(3));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has gradients through every actor weight and through the objective', () => {
    const actor = Object.fromEntries(
      Object.entries(params).filter(([n]) => !n.startsWith('critic') && !n.startsWith('action')),
    );
    const b = batch(4);
    const input = policyInput(config, b);
    const loss = (p: Params): tf.Scalar => {
      const experts = expertHeads(p, input, trunk(p, input));
      const out = blend(experts, router(p, p.objective as tf.Tensor, input.regime), input.mask);
      return tf.add(meanAll(tf.square(out.logits)), meanAll(tf.square(out.urgency))) as tf.Scalar;
    };
    const { grads } = valueAndGrads(loss, { ...actor, objective: input.objective });
    for (const [name, g] of Object.entries(grads)) {
      const size = tf.tidy(() => tf.sum(tf.abs(g)).dataSync()[0] as number);
      expect(size, name).toBeGreaterThan(0);
      expect(Number.isFinite(size), name).toBe(true);
    }
  });
});
