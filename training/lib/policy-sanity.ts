/**
 * Three questions before any market result: does the training find a known optimum, does it exploit a planted leak of the
 * future, and does it find nothing where there is nothing?
 */
import { cents } from '../../src/core/money.ts';
import { pcg32 } from '../../src/core/rng.ts';
import type { TaxProfile } from '../../src/domain/portfolio/types.ts';
import { adamW } from '../../src/models/nn/adamw.ts';
import { disposeParams, type Params } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { initPolicy } from '../../src/models/policy/init.ts';
import { runPolicy } from '../../src/models/policy/run-policy.ts';
import { addLot, emptyAccount, positionValue, totalValue } from '../../src/sim/env/account.ts';
import type { EpisodeSetup } from '../../src/sim/env/episode.ts';
import { vectorEnv, type EpisodeSource } from '../../src/sim/env/vector-env.ts';
import { factorMarket } from '../../src/sim/markets/factor-simulator.ts';
import { withLeakedFuture, withShuffledReturns } from '../../src/sim/markets/sanity-tapes.ts';
import { sliceTape } from '../../src/sim/markets/sampler.ts';
import { universeGross, type MarketTape } from '../../src/sim/markets/tape.ts';
import { weeklyTable, type WeeklyTable } from '../../src/sim/markets/weekly-table.ts';
import { act, observedBatch, ppoIteration, PPO_OPTIONS, type EmbeddingRows } from '../ppo.ts';
import { pureGoal } from './policy-episodes.ts';

const BLANK: EmbeddingRows = { data: new Float32Array(64), width: 64 };
const UNTAXED: TaxProfile = {
  year: 2026,
  status: 'single',
  ordinaryIncome: cents(0),
  stateRate: 0,
  carryoverShort: cents(0),
  carryoverLong: cents(0),
};
/** Small questions need fewer episodes; all else is the training's own. */
const SMALL = { ...PPO_OPTIONS, episodes: 128, minibatch: 1024 };
const WEEKS = 104;
const ALPHA = 0;
const GROWTH = 2;

/** A small untaxed account over a tape, half invested, no costs: nothing but the market matters. */
function plainSetup(tape: MarketTape, goal: number): EpisodeSetup {
  const today = tape.decisionDay[0] as number;
  const dollars = 5000;
  const account = emptyAccount(tape.assets, dollars / 2);
  for (let i = 0; i < tape.assets; i++)
    addLot(account, i, dollars / 2 / tape.assets, dollars / 2 / tape.assets, today - 400, today);
  return { tape, account, profile: UNTAXED, objective: pureGoal(goal), costBps: 0, isTaxFree: true };
}

async function train(
  config: PolicyConfig,
  source: EpisodeSource,
  slots: number,
  iterations: number,
  seed: number,
  learningRate: number,
): Promise<Params> {
  const params = initPolicy(config, pcg32(seed));
  const optimiser = adamW(params, { clipNorm: PPO_OPTIONS.clipNorm });
  const env = vectorEnv(source, SMALL.episodes, slots, seed);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const rate = learningRate * (1 - (0.9 * iteration) / iterations);
    const run = { seed, iteration, learningRate: rate };
    await ppoIteration(params, config, optimiser, env, BLANK, run, SMALL);
  }
  optimiser.dispose();
  return params;
}

/**
 * Mean weekly figures of the mean action over fresh episodes: share invested after `skip` weeks, plain log excess over 1/N
 * in percent (the goal's reward has a price on risk, which is not the question here).
 */
async function play(
  params: Params,
  config: PolicyConfig,
  source: EpisodeSource,
  slots: number,
  seed: number,
  skip: number,
  embeddings: EmbeddingRows = BLANK,
): Promise<{ invested: number; excess: number; spread: number }> {
  const env = vectorEnv(source, 64, slots, seed);
  let invested = 0;
  let n = 0;
  const perEpisode = new Float64Array(env.size);
  for (let week = 0; week < WEEKS; week++) {
    const out = await runPolicy(params, config, observedBatch(env, embeddings));
    const a = act(out.logits, out.urgencyLogit, env, [0, 0, 0], null);
    const before = Array.from({ length: env.size }, (_, b) => {
      const e = env.episode(b);
      return { net: e.net, week: e.week, price: e.account.price.slice() };
    });
    env.step(a.target, a.urgency);
    for (let b = 0; b < env.size; b++) {
      const e = env.episode(b);
      const { account } = e;
      const was = before[b] as (typeof before)[number];
      const excess =
        Math.log(e.net / was.net) - Math.log(universeGross(e.setup.tape, was.week, was.price, account.price));
      perEpisode[b] = (perEpisode[b] as number) + (100 * excess) / WEEKS;
      if (week < skip) continue;
      let value = 0;
      for (let i = 0; i < account.assets; i++) value += positionValue(account, i);
      invested += value / totalValue(account);
      n++;
    }
    if (env.truncated.some((x) => x === 1)) break;
  }
  const mean = perEpisode.reduce((x, y) => x + y, 0) / env.size;
  const spread = Math.sqrt(perEpisode.reduce((x, y) => x + (y - mean) ** 2, 0) / env.size / (env.size - 1));
  return { invested: invested / n, excess: mean, spread };
}

const fixedRange = (t: WeeklyTable, assets: number, weeks = WEEKS) => ({
  from: 0,
  to: t.weeks,
  minAssets: assets,
  maxAssets: assets,
  minWeeks: weeks,
  maxWeeks: weeks,
});

export interface MertonResult {
  readonly optimum: number;
  readonly learned: number;
  readonly untrained: number;
}

/** One asset of known drift and volatility beside cash at 0 %: log utility wants weight drift/variance (Merton 1969, Kelly 1956). */
export async function mertonSanity(
  config: PolicyConfig,
  iterations = 240,
  seed = 1,
  drift = 0.1,
  vol = 0.4,
): Promise<MertonResult> {
  const tables = Array.from({ length: 40 }, (_, k) =>
    weeklyTable(
      factorMarket(
        { days: 1800, assets: 1, regimes: [{ drift, vol, stayDays: 1 }], alpha: [0], beta: [1], ownVol: [0] },
        pcg32(seed, 500 + k),
      ),
    ),
  );
  const source: EpisodeSource = (rng) => {
    const t = tables[rng.int(tables.length)] as WeeklyTable;
    return plainSetup(sliceTape(t, fixedRange(t, 1), rng), GROWTH);
  };
  const start = initPolicy(config, pcg32(seed));
  const untrained = (await play(start, config, source, 1, 99, 26)).invested;
  disposeParams(start);
  const params = await train(config, source, 1, iterations, seed, 1e-2);
  const learned = (await play(params, config, source, 1, 99, 26)).invested;
  disposeParams(params);
  return { optimum: drift / vol ** 2, learned, untrained };
}

export interface AlphaResult {
  /** Mean weekly excess over 1/N, percent, and its standard error over episodes. */
  readonly alpha: number;
  readonly standardError: number;
}

/** Trained where next week's return is written into a column: must earn far more than the market. */
export async function leakedFutureSanity(
  config: PolicyConfig,
  table: WeeklyTable,
  iterations = 60,
  seed = 1,
): Promise<AlphaResult> {
  const source: EpisodeSource = (rng) =>
    plainSetup(withLeakedFuture(sliceTape(table, fixedRange(table, 8), rng)), ALPHA);
  const params = await train(config, source, 8, iterations, seed, 4e-3);
  const { excess, spread } = await play(params, config, source, 8, 99, 0);
  disposeParams(params);
  return { alpha: excess, standardError: spread };
}

/** A trained policy on returns shuffled in time and over assets, at no cost and no tax: must earn nothing. */
export async function shuffledSanity(
  config: PolicyConfig,
  params: Params,
  table: WeeklyTable,
  embeddings: EmbeddingRows,
): Promise<AlphaResult> {
  const source: EpisodeSource = (rng) => {
    const tape = withShuffledReturns(sliceTape(table, fixedRange(table, 12), rng), rng);
    // Everything is dead or alive by the calendar no more: all assets trade throughout.
    return plainSetup({ ...tape, alive: tape.alive.slice().fill(1) }, ALPHA);
  };
  const { excess, spread } = await play(params, config, source, 12, 7, 0, embeddings);
  return { alpha: excess, standardError: spread };
}
