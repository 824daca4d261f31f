/**
 * `npm run train:policy -- [--steps 800000] [--seeds 3] [--shard i/n] [--minutes M] [--merge]`
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
import { initPolicy } from '../src/models/policy/init.ts';
import { vectorEnv } from '../src/sim/env/vector-env.ts';
import { loadCheckpoint, saveCheckpoint } from './lib/checkpoint.ts';
import { lossPlot } from './lib/loss-plot.ts';
import { ROOT, fetchModelFile } from './lib/paths.ts';
import { policyCard } from './lib/policy-card.ts';
import { policyData, type Encoders, type PolicyData } from './lib/policy-data.ts';
import { simulatedTables, trainingSource } from './lib/policy-episodes.ts';
import { quickReport } from './lib/policy-report.ts';
import { ship } from './lib/ship.ts';
import { ppoIteration, PPO_OPTIONS } from './ppo.ts';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '800000' },
    seeds: { type: 'string', default: '3' },
    /** i/n: this process trains seeds i, i+n, … (counted from 0). */
    shard: { type: 'string', default: '0/1' },
    /** Wall-clock limit over all seeds of the shard; each gets an equal part. */
    minutes: { type: 'string', default: '600' },
    'asset-limit': { type: 'string', default: '260' },
    'no-encoder': { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    /** Evaluate and ship from the checkpoints there are, without training. */
    merge: { type: 'boolean', default: false },
    backend: { type: 'string', default: 'wasm' },
  },
});

/** Universe sizes trained on, in turn: small ones are cheap, large ones are what an adviser has. */
const SLOTS = [8, 14, 24] as const;
const steps = Number(options.steps);
const seeds = Array.from({ length: Number(options.seeds) }, (_, k) => k + 1);
const [shard = 0, shards = 1] = options.shard.split('/').map(Number);
const config = currentPolicyConfig();
const nameOf = (seed: number): string => `policy-seed-${seed}`;

type Curve = [number, number][][];

/** Trains one seed for `steps` steps or `minutes`, from its checkpoint if there is one. */
async function trainSeed(seed: number, minutes: number, data: PolicyData): Promise<void> {
  const saved = options.fresh ? null : await loadCheckpoint(nameOf(seed));
  const params: Params = saved ? toParams(saved.params) : initPolicy(config, pcg32(seed));
  const optimiser = adamW(params, { clipNorm: PPO_OPTIONS.clipNorm }, saved?.optimiser ?? undefined);
  const perIteration = PPO_OPTIONS.episodes * PPO_OPTIONS.horizon;
  const total = Math.ceil(steps / perIteration);
  const curve = (saved?.extra['curve'] as Curve | undefined) ?? OBJECTIVES.map(() => []);
  let iteration = saved?.step ?? 0;
  if (iteration < total) {
    const simulated = simulatedTables(seed);
    const envs = SLOTS.map((slots, g) =>
      vectorEnv(
        trainingSource(data.table, simulated, slots),
        PPO_OPTIONS.episodes,
        slots,
        seed * 10_000 + iteration * 10 + g,
      ),
    );
    const began = performance.now();
    const elapsed = (): number => (performance.now() - began) / 60_000;
    for (; iteration < total && elapsed() < minutes; iteration++) {
      // Progress counts time too, so that a run cut by the clock still ends with a small step size.
      const progress = Math.max(iteration / total, elapsed() / minutes);
      const learningRate =
        PPO_OPTIONS.learningRate + (PPO_OPTIONS.finalLearningRate - PPO_OPTIONS.learningRate) * progress;
      const env = envs[iteration % envs.length] as (typeof envs)[number];
      const s = await ppoIteration(params, config, optimiser, env, data.embeddings, {
        seed,
        iteration,
        learningRate,
      });
      s.reward.forEach(
        (r, k) =>
          Number.isFinite(r) && (curve[k] as [number, number][]).push([(iteration + 1) * perIteration, r]),
      );
      if (iteration % 10 === 9) {
        const f = (x: readonly number[]): string => x.map((v) => v.toFixed(2)).join(' ');
        process.stderr.write(
          `seed ${seed} step ${(iteration + 1) * perIteration} reward ${f(s.reward)} kl ${s.kl.toFixed(4)} value ${s.valueLoss.toFixed(4)} use ${f(s.expertUse)} std ${f(s.std)} ${elapsed().toFixed(1)} min\n`,
        );
      }
      if (iteration % 25 === 24) await save(seed, iteration + 1, params, optimiser, curve);
    }
    await save(seed, iteration, params, optimiser, curve);
  }
  optimiser.dispose();
  disposeParams(params);
}

async function save(
  seed: number,
  step: number,
  params: Params,
  optimiser: ReturnType<typeof adamW>,
  curve: Curve,
): Promise<void> {
  await saveCheckpoint(nameOf(seed), {
    step,
    params: await fromParams(params),
    optimiser: await optimiser.exportState(),
    extra: { curve },
  });
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
  const found = [];
  for (const seed of seeds) {
    const c = await loadCheckpoint(nameOf(seed));
    if (c)
      found.push({
        seed,
        steps: c.step * PPO_OPTIONS.episodes * PPO_OPTIONS.horizon,
        params: c.params,
        curve: c.extra['curve'] as Curve,
      });
  }
  const untrained = initPolicy(config, pcg32(1));
  const first = found[0] ?? { seed: 1, steps: 0, params: await fromParams(untrained), curve: [] as Curve };
  const prior = { seed: 0, steps: 0, params: await fromParams(untrained), curve: [] as Curve };
  const measured = await quickReport(config, found.length > 0 ? found : [first], prior, encoders);
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
      lossPlot(`Policy training, seed ${first.seed}: reward, % a week`, curves),
    );
  }
  const card = policyCard(config, countParams(untrained), report);
  await ship({ name: 'policy', config: { ...config }, tensors: first.params, card });
  await writeFile(join(ROOT, 'docs/models/policy.md'), card);
  disposeParams(untrained);
}

await useBackend(backendName(options.backend));
const encoders: Encoders = options['no-encoder']
  ? null
  : { encoder: await loadEncoder(fetchModelFile), chronos: await loadFrozenBranch(fetchModelFile) };
const mine = seeds.filter((_, k) => k % shards === shard);
if (!options.merge && steps > 0) {
  const data = await policyData('A', encoders, Number(options['asset-limit']));
  for (const seed of mine) await trainSeed(seed, Number(options.minutes) / mine.length, data);
}
if (options.merge || shards === 1) await mergeAndShip(encoders);
