/**
 * `npm run train:policy -- [--steps 2000000] [--seeds 5] [--shard i/n] [--fold k/K] [--head single] [--merge]`
 * Trains the policy per seed (a shard takes every n-th), resumes from `.checkpoints/`, and, when all seeds are there,
 * evaluates them on held-out tickers and dates and ships the first (never the best: seeds are not picked).
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { OBJECTIVES } from '../src/domain/portfolio/types.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { currentPolicyConfig } from '../src/engine/policy-model.ts';
import { adamW } from '../src/models/nn/adamw.ts';
import { countParams, disposeParams, fromParams, toParams, type Params } from '../src/models/nn/params.ts';
import { singleHead } from '../src/models/policy/config.ts';
import { initPolicy } from '../src/models/policy/init.ts';
import type { RawTensors } from '../src/models/nn/params.ts';
import { vectorEnv, type VectorEnv } from '../src/sim/env/vector-env.ts';
import { lossPlot } from './lib/loss-plot.ts';
import { ROOT, fetchModelFile } from './lib/paths.ts';
import { policyCard } from './lib/policy-card.ts';
import {
  addTo,
  checkpointName,
  finalWeights,
  loadPolicyState,
  savePolicy,
  trainedSeeds,
  type Curve,
  type TrainingId,
} from './lib/policy-checkpoint.ts';
import { foldWeeks } from './lib/policy-folds.ts';
import { policyData, type Encoders, type PolicyData } from './lib/policy-data.ts';
import { simulatedTables, trainingSource } from './lib/policy-episodes.ts';
import { casesOf } from './lib/policy-play.ts';
import { policyReport, TRAINING_SIZE } from './lib/policy-report.ts';
import { searchRouter } from './lib/router-search.ts';
import { ship } from './lib/ship.ts';
import { ppoIteration, PPO_OPTIONS, type PpoStats } from './ppo.ts';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '2000000' },
    seeds: { type: 'string', default: '5' },
    /** i/n: this process trains seeds i, i+n, … (counted from 0). */
    shard: { type: 'string', default: '0/1' },
    /** k/K: train on the years before the k-th of K test stretches only (from 0). Never shipped. */
    fold: { type: 'string' },
    /** 'single': one head for all goals, the mixture's comparison. Never shipped. */
    head: { type: 'string' },
    'asset-limit': { type: 'string', default: '320' },
    'no-encoder': { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    /** Evaluate and ship from the checkpoints there are, without training. */
    merge: { type: 'boolean', default: false },
    'no-ship': { type: 'boolean', default: false },
    backend: { type: 'string', default: 'wasm' },
  },
});

/** Universe sizes trained on, in turn: small ones are cheap, large ones are what an adviser has. */
const SLOTS = [6, 12, 20] as const;
/** Seeds take turns: were a run cut short near its end, all of them would have had the same number of steps. */
const ROUNDS = [0.7, 0.8, 0.9, 1] as const;
const steps = Number(options.steps);
const seeds = Array.from({ length: Number(options.seeds) }, (_, k) => k + 1);
const [shard = 0, shards = 1] = options.shard.split('/').map(Number);
const isSingle = options.head === 'single';
const config = isSingle ? singleHead(currentPolicyConfig()) : currentPolicyConfig();
const [foldIndex, foldCount] = (options.fold ?? '').split('/').map(Number);
const fold = options.fold ? { index: foldIndex ?? 0, count: foldCount ?? 1 } : null;

/** Trains one seed to a share of its `steps`, from its checkpoint if there is one. */
async function trainSeed(id: TrainingId, data: PolicyData, share: number): Promise<void> {
  const saved = options.fresh && share === ROUNDS[0] ? null : await loadPolicyState(id);
  const params: Params = saved ? toParams(saved.checkpoint.params) : initPolicy(config, pcg32(id.seed));
  const optimiser = adamW(
    params,
    { clipNorm: PPO_OPTIONS.clipNorm },
    saved?.checkpoint.optimiser ?? undefined,
  );
  const perIteration = PPO_OPTIONS.episodes * PPO_OPTIONS.horizon;
  const total = Math.ceil(steps / perIteration);
  const averagedFrom = Math.floor(total * (1 - PPO_OPTIONS.averagedShare));
  const curve = saved?.curve ?? OBJECTIVES.map(() => []);
  let sum: RawTensors = saved?.sum ?? {};
  let summed = saved?.summed ?? 0;
  const first = saved?.checkpoint.step ?? 0;
  const save = async (step: number): Promise<void> => {
    const checkpoint = {
      step,
      params: await fromParams(params),
      optimiser: await optimiser.exportState(),
      extra: {},
    };
    await savePolicy(id, { checkpoint, curve, sum, summed });
  };
  const until = Math.round(total * share);
  if (first < until) {
    const envs = environments(id, data, first);
    const began = performance.now();
    for (let iteration = first; iteration < until; iteration++) {
      const progress = iteration / total;
      const learningRate =
        PPO_OPTIONS.learningRate + (PPO_OPTIONS.finalLearningRate - PPO_OPTIONS.learningRate) * progress;
      const env = envs[iteration % envs.length] as VectorEnv;
      const s = await ppoIteration(params, config, optimiser, env, data.embeddings, {
        seed: id.seed,
        iteration,
        learningRate,
      });
      if (iteration >= averagedFrom) {
        sum = addTo(sum, await fromParams(params));
        summed++;
      }
      s.tradeValue.forEach(
        (r, k) =>
          Number.isFinite(r) && (curve[k] as [number, number][]).push([(iteration + 1) * perIteration, r]),
      );
      if (iteration % 5 === 4)
        report(checkpointName(id), iteration + 1, total, s, (performance.now() - began) / 60_000);
      if (iteration % 20 === 19) await save(iteration + 1);
    }
    await save(until);
  }
  optimiser.dispose();
  disposeParams(params);
}

/** One environment per universe size; a fold sees only the weeks before its test years. */
function environments(id: TrainingId, data: PolicyData, iteration: number): VectorEnv[] {
  const simulated = simulatedTables(id.seed);
  const weeks = id.fold ? { from: 0, to: foldWeeks(data.table, id.fold).trainTo } : undefined;
  return SLOTS.map((slots, g) =>
    vectorEnv(
      trainingSource(data.table, simulated, slots, weeks),
      PPO_OPTIONS.episodes,
      slots,
      id.seed * 10_000 + iteration * 10 + g,
    ),
  );
}

function report(name: string, iteration: number, total: number, s: PpoStats, minutes: number): void {
  const f = (x: readonly number[]): string => x.map((v) => v.toFixed(2)).join(' ');
  process.stderr.write(
    `${name} iteration ${iteration}/${total} value of trades ${f(s.tradeValue)} kl ${s.kl.toFixed(4)} value loss ${s.valueLoss.toFixed(4)} use ${f(s.expertUse)} std ${f(s.std)} ${minutes.toFixed(1)} min\n`,
  );
}

/** The search after a training has other start dates and people than any report. */
const SEARCH_DRAWING = 1;

/** Ends a training: sets the router's rows by their goals' own metrics on the markets it was trained on, once. */
async function settleRouter(id: TrainingId, data: PolicyData): Promise<void> {
  const saved = await loadPolicyState(id);
  if (!saved || saved.route || saved.summed === 0) return;
  const toWeek = id.fold ? foldWeeks(data.table, id.fold).trainTo : data.table.weeks;
  const cases = casesOf(data, TRAINING_SIZE, 'none', toWeek, SEARCH_DRAWING);
  const route = await searchRouter(config, finalWeights(saved), cases, data.embeddings);
  await savePolicy(id, { ...saved, route });
  process.stderr.write(`${checkpointName(id)} router ${Array.from(route, (x) => x.toFixed(1)).join(' ')}\n`);
}

const SMOOTH = 15;
const smoothed = (points: readonly (readonly [number, number])[]): [number, number][] =>
  points.flatMap(([x], i) => {
    if (i % 3 !== 0) return [];
    const near = points.slice(Math.max(0, i - SMOOTH), i + SMOOTH + 1);
    return [[x, near.reduce((a, p) => a + p[1], 0) / near.length] as [number, number]];
  });

/** What `npm run evaluate -- --sanity` found, if it ran. */
async function savedSanity(): Promise<Record<string, unknown> | null> {
  const path = join(ROOT, 'docs/evaluation/sanity.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>) : null;
}

/** Evaluates every seed's checkpoint and ships the first. */
async function mergeAndShip(encoders: Encoders): Promise<void> {
  const found = await trainedSeeds(seeds);
  const untrained = initPolicy(config, pcg32(1));
  const first = found[0] ?? { seed: 1, steps: 0, params: await fromParams(untrained), curve: [] as Curve };
  const prior = { seed: 0, steps: 0, params: await fromParams(untrained), curve: [] as Curve };
  const measured = await policyReport(config, found.length > 0 ? found : [first], prior, encoders);
  const report = { ...measured, sanity: await savedSanity() };
  await mkdir(join(ROOT, 'docs/evaluation'), { recursive: true });
  await writeFile(join(ROOT, 'docs/evaluation/policy-quick.json'), `${JSON.stringify(report, null, 1)}\n`);
  if (first.curve.some((c) => c.length > 2)) {
    const curves = first.curve.map((points, k) => ({
      label: OBJECTIVES[k] as string,
      points: smoothed(points),
    }));
    await writeFile(
      join(ROOT, 'docs/models/policy-training.svg'),
      lossPlot(`Policy training, seed ${first.seed}: value of a week's trades, %`, curves),
    );
  }
  const card = policyCard(config, countParams(untrained), report);
  await ship({ name: 'policy', config: { ...config, steps: first.steps }, tensors: first.params, card });
  await writeFile(join(ROOT, 'docs/models/policy.md'), card);
  disposeParams(untrained);
}

await useBackend(backendName(options.backend));
const encoders: Encoders = options['no-encoder']
  ? null
  : { encoder: await loadEncoder(fetchModelFile), chronos: await loadFrozenBranch(fetchModelFile) };
const mine = seeds.filter((_, k) => k % shards === shard);
if (!options.merge && steps > 0) {
  const data = await policyData(fold ? 'W' : 'A', encoders, Number(options['asset-limit']));
  for (const share of ROUNDS)
    for (const seed of mine)
      await trainSeed({ seed, fold, ...(isSingle ? { head: 'single' } : {}) }, data, share);
  if (!isSingle) for (const seed of mine) await settleRouter({ seed, fold }, data);
}
if (!fold && !isSingle && (options.merge || shards === 1) && !options['no-ship'])
  await mergeAndShip(encoders);
