import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { OBJECTIVES } from '../domain/portfolio/types.ts';
import { behaviourMarket } from '../features/behaviour-market.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../features/state.ts';
import { choiceWidth } from '../lora/choice-inputs.ts';
import { madeUpHead } from '../lora/lora-fixture.ts';
import { initChoiceNet } from '../models/objective-head/choice-net.ts';
import type { ObjectiveHead } from '../models/objective-head/head.ts';
import { initPolicy } from '../models/policy/init.ts';
import { INVESTOR_KINDS } from '../sim/investors/kinds.ts';
import { drawInvestor } from '../sim/investors/population.ts';
import { toyMarket } from '../sim/investors/toy-market.ts';
import type { LearningState } from './learn-goals.ts';
import { personalize } from './personalize.ts';
import type { PersonModels, PersonProgress } from './personalize.ts';
import { currentPolicyConfig } from './policy-model.ts';

const panel = toyMarket(8, { years: 8, shares: 20, funds: 4, bonds: 3 });
let models: PersonModels;
let rows: readonly Transaction[];

/** Someone busy: the first harvester drawn with 40 trades or more on 30 days or more. */
function aHarvester(): readonly Transaction[] {
  const kinds = INVESTOR_KINDS.filter((k) => k.name === 'yearRoundHarvester');
  for (let seed = 1; seed < 60; seed++) {
    const p = drawInvestor(behaviourMarket(panel), seed, { kinds, mixtures: 0, changes: 0, policyDriven: 0 });
    const days = new Set(
      p?.transactions.filter((t) => t.type === 'buy' || t.type === 'sell').map((t) => t.date),
    );
    if (p && p.trades >= 40 && p.trades <= 160 && days.size >= 30) return p.transactions;
  }
  throw new Error('no such person was drawn');
}

/** A made-up head with a made-up choice network of the right width. */
function withChoiceNet(head: ObjectiveHead): ObjectiveHead {
  const width = choiceWidth(ASSET_WIDTH, GLOBAL_WIDTH);
  return { ...head, params: { ...head.params, ...initChoiceNet(pcg32(4), width, 4) } };
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  await tf.ready();
  const config = currentPolicyConfig();
  models = {
    head: withChoiceNet(madeUpHead(1, { epochs: 8 })),
    policy: { config, params: initPolicy(config, pcg32(3)) },
    encoder: null,
  };
  rows = aHarvester();
});

const sum = (o: Readonly<Record<string, number>>): number =>
  OBJECTIVES.reduce((a, k) => a + (o[k] as number), 0);

describe('personalize', () => {
  it('trains 76 numbers, lowers the training loss, and repeats with the seed', async () => {
    const ticks: PersonProgress[] = [];
    const request = { transactions: rows, panel, models, seed: 5 };
    const p = await personalize({ ...request, onProgress: (t) => void ticks.push(t) });
    expect(p.parameters).toBe(76);
    expect(p.adapter.A.length + p.adapter.B.length).toBe(76);
    expect(p.enough).toBe(true);
    expect(p.loss.train.at(-1)).toBeLessThan(p.loss.train[0] as number);
    expect(p.loss.heldOut).toHaveLength(p.loss.train.length);
    expect(sum(p.objectives)).toBeCloseTo(1, 6);
    expect(sum(p.prior)).toBeCloseTo(1, 6);
    expect(p.behaviour).toHaveLength(32);
    for (const k of OBJECTIVES) expect(p.spread[k]).toBeGreaterThanOrEqual(0);
    expect(new Set(ticks.map((t) => t.stage))).toEqual(new Set(['behaviour', 'experts', 'fine-tuning']));
    expect(p.trajectory.length).toBeGreaterThan(2);
    expect(await personalize(request)).toEqual(p);
  });

  it('says "not enough" after a few trades and stays at the prior', async () => {
    let trades = 0;
    const few = rows.filter((t) => (t.type === 'buy' || t.type === 'sell' ? (trades += 1) <= 8 : trades < 8));
    const p = await personalize({ transactions: few, panel, models, seed: 5 });
    expect(p.enough).toBe(false);
    expect(p.objectives).toEqual(p.prior);
    expect(p.loss.train).toEqual([]);
    expect(p.adapter.B).toEqual(Array<number>(12).fill(0));
  });

  it('reads what the ledger alone tells when there is no market', async () => {
    const p = await personalize({ transactions: rows, panel: null, models, seed: 5 });
    expect(p.enough).toBe(false);
    expect(p.decisions).toBe(0);
    const known = (name: string) => p.behaviour.find((b) => b.name === name)?.known;
    expect(known('lossDepth')).toBe(true);
    expect(known('turnover')).toBe(true);
    expect(known('buyMomentum')).toBe(false);
    expect(p.behaviour.find((b) => b.name === 'buyMomentum')?.words).toBe('Not known from this file.');
  });

  it('goes on from a stored state to the same answer, and ignores a state of another head', async () => {
    const request = { transactions: rows, panel, models, seed: 5 };
    const states: LearningState[] = [];
    const whole = await personalize({ ...request, onState: (s) => void states.push(s) });
    const early = states.find((s) => s.experts !== null);
    expect(early?.experts?.done).toBeGreaterThan(0);
    if (early) expect(await personalize({ ...request, resume: early })).toEqual(whole);
    const stored = JSON.parse(JSON.stringify(states.at(-1))) as LearningState;
    expect(stored.tuning?.epoch).toBe(5);
    const stages = new Set<string>();
    const resumed = await personalize({
      ...request,
      resume: stored,
      onProgress: (t) => void stages.add(t.stage),
    });
    expect(resumed).toEqual(whole);
    expect(stages.has('experts'), 'the experts are not asked again').toBe(false);
    const other = await personalize({
      ...request,
      resume: { ...stored, head: 'another', goals: stored.goals.map(() => 0) },
    });
    expect(other).toEqual(whole);
  });

  it('reads given numbers without learning', async () => {
    const request = { transactions: rows, panel, models, seed: 5 };
    const whole = await personalize(request);
    const read = await personalize({ ...request, given: whole.adapter });
    expect(read.objectives).toEqual(whole.objectives);
    expect(read.trajectory).toEqual(whole.trajectory);
    expect(read.loss.train).toEqual([]);
  });

  it('works where the market knows only some of the symbols', async () => {
    const half = new Set(panel.assets.filter((_, i) => i % 2 === 0).map((a) => a.symbol));
    const kept = panel.assets.flatMap((a, i) => (half.has(a.symbol) ? [i] : []));
    const T = panel.dates.length;
    const close = new Float32Array(kept.length * T);
    kept.forEach((i, k) => close.set(panel.close.subarray(i * T, (i + 1) * T), k * T));
    const part = {
      ...panel,
      assets: kept.map((i) => panel.assets[i] as (typeof panel.assets)[number]),
      close,
    };
    const p = await personalize({ transactions: rows, panel: part, models, seed: 5 });
    expect(p.decisions).toBeGreaterThan(0);
    expect(sum(p.objectives)).toBeCloseTo(1, 6);
  });

  it('refuses an empty ledger and stops when told to', async () => {
    await expect(personalize({ transactions: [], panel, models, seed: 1 })).rejects.toMatchObject({
      code: 'ledger-empty',
    });
    let calls = 0;
    const stopped = personalize({
      transactions: rows,
      panel,
      models,
      seed: 1,
      isCancelled: () => (calls += 1) > 3,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await personalize({ transactions: rows, panel, models, seed: 2 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
