/**
 * `npm run evaluate -- [--quick] [--seeds N] [--out DIR] [--data DIR]`
 * The evaluation of the policy on held-out tickers and dates as report.json, report.md and plots. `--quick`: fewer start
 * dates, no trainings. `--sanity`: only the trainings that ask whether the method works at all (known optimum, planted
 * leak), into sanity.json, which later reports quote instead of repeating them. `--card` also renews the shipped model card;
 * `--rewrite` makes texts and plots anew from report.json.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { OBJECTIVES } from '../src/domain/portfolio/types.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { currentPolicyConfig } from '../src/engine/policy-model.ts';
import { countParams, disposeParams, fromParams, toParams, type Params } from '../src/models/nn/params.ts';
import { singleHead, type PolicyConfig } from '../src/models/policy/config.ts';
import { initPolicy } from '../src/models/policy/init.ts';
import { barPlot } from './lib/bar-plot.ts';
import { gradientConflict, type GradientConflict } from './lib/gradient-cosine.ts';
import { MODELS_DIR, ROOT, fetchModelFile } from './lib/paths.ts';
import { policyCard } from './lib/policy-card.ts';
import { trainedSeeds } from './lib/policy-checkpoint.ts';
import { policyData, type Encoders } from './lib/policy-data.ts';
import { simulatedTables, trainingSource } from './lib/policy-episodes.ts';
import {
  FULL,
  policyReport,
  QUICK,
  TRAINING_SIZE,
  TRIALS_BEFORE,
  type PolicyReport,
  type SeedWeights,
} from './lib/policy-report.ts';
import { deflated } from './lib/policy-statistics.ts';
import { leakedFutureSanity, mertonSanity, shuffledSanity } from './lib/policy-sanity.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { refreshManifest } from './lib/ship.ts';
import { matrixOf } from './lib/policy-matrix.ts';
import { casesOf, playGoals } from './lib/policy-play.ts';
import { walkForward } from './lib/policy-walk.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sanity: { type: 'boolean', default: false },
    card: { type: 'boolean', default: false },
    /** Only rewrite the texts (and, with --card, the shipped card) from report.json and sanity.json. */
    rewrite: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '5' },
    /** Only the shipped weights, whatever trainings there are. */
    shipped: { type: 'boolean', default: false },
    /** K of the walk-forward; its folds are reported where `train:policy --fold k/K` has run. */
    folds: { type: 'string', default: '3' },
    'asset-limit': { type: 'string', default: '320' },
    out: { type: 'string', default: join(ROOT, 'docs/evaluation') },
    data: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    'start-dates': { type: 'string' },
  },
});

/** Trained weights of the seeds there are; the shipped weights alone where there are none. */
async function weightsOfSeeds(): Promise<SeedWeights[]> {
  const all = Array.from({ length: Number(options.seeds) }, (_, k) => k + 1);
  const found = options.shipped ? [] : await trainedSeeds(all);
  if (found.length > 0) return found;
  const shipped = await loadArtefact('policy', fetchModelFile);
  return [{ seed: 1, steps: Number(shipped.config['steps'] ?? 0), params: shipped.tensors }];
}

function commitOf(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return null; // not a checkout
  }
}

async function plots(dir: string, r: PolicyReport): Promise<void> {
  const lines = { ...r.policyLines, ...r.ruleLines };
  const bars = (title: string, f: (l: (typeof lines)[string]) => number): string =>
    barPlot(
      title,
      Object.entries(lines).map(([label, l]) => ({ label, value: f(l), isOurs: label in r.policyLines })),
    );
  await writeFile(
    join(dir, 'after-tax.svg'),
    bars('Growth of after-tax liquidation value, % a year', (l) => l.afterTax),
  );
  await writeFile(
    join(dir, 'drawdown.svg'),
    bars('Largest fall, %', (l) => l.maxDrawdown),
  );
  await writeFile(
    join(dir, 'harvested.svg'),
    bars('Losses harvested, % of the account a year', (l) => l.harvested),
  );
}

/** Does the training find a known optimum and exploit a planted leak? Independent of the shipped weights. */
async function measureSanity(dir: string): Promise<void> {
  const data = await policyData('A', null, 200);
  const leakedFuture = await leakedFutureSanity(config, data.table);
  const merton = await mertonSanity(config);
  await writeFile(join(dir, 'sanity.json'), `${JSON.stringify({ merton, leakedFuture }, null, 1)}\n`);
}

async function savedSanity(dir: string): Promise<Record<string, unknown>> {
  const path = join(dir, 'sanity.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>) : {};
}

/** The parts that belong to the weights: nothing to find on shuffled returns, and how much the goals' gradients fight. */
async function measureWeights(
  first: Params,
  seeds: readonly SeedWeights[],
  single: SeedWeights | undefined,
  encoders: Encoders,
): Promise<Pick<PolicyReport, 'gradientCosine' | 'trainingMarkets'> & { shuffled: unknown }> {
  const data = await policyData('A', encoders, Number(options['asset-limit']));
  const shuffled = await shuffledSanity(config, first, data.table, data.embeddings);
  const source = trainingSource(data.table, simulatedTables(1), CONFLICT_SLOTS);
  const conflict = (p: Params, c: PolicyConfig): Promise<GradientConflict> =>
    gradientConflict(p, c, source, CONFLICT_SLOTS, data.embeddings);
  const alone = single ? toParams(single.params) : null;
  const gradientCosine = {
    moe: await conflict(first, config),
    single: alone ? await conflict(alone, singleHead(config)) : null,
  };
  if (alone) disposeParams(alone);
  const cases = casesOf(data, TRAINING_SIZE);
  const runs = [];
  for (const s of seeds) runs.push(await playGoals(config, s.params, cases, data));
  return { shuffled, gradientCosine, trainingMarkets: matrixOf(runs) };
}

async function renewCard(card: string): Promise<void> {
  await writeFile(join(ROOT, 'docs/models/policy.md'), card);
  await writeFile(join(MODELS_DIR, 'policy/README.md'), card);
  await refreshManifest();
}

async function writeReport(encoders: Encoders): Promise<PolicyReport> {
  const seeds = await weightsOfSeeds();
  const untrained = initPolicy(config, pcg32(1));
  const prior: SeedWeights = { seed: 0, steps: 0, params: await fromParams(untrained) };
  const usual = options.quick ? QUICK : FULL;
  const startDates = options['start-dates'] ? Number(options['start-dates']) : usual.startDates;
  const size = { ...usual, startDates };
  const single = options.shipped ? undefined : (await trainedSeeds([SINGLE_SEED], null, 'single'))[0];
  const base = await policyReport(config, seeds, prior, encoders, {
    size,
    hasSweeps: !options.quick,
    single,
  });
  const walk = options.quick
    ? null
    : await walkForward(
        config,
        encoders,
        QUICK,
        Number(options.folds),
        seeds.map((s) => s.seed),
        Number(options['asset-limit']),
      );
  const first = toParams((seeds[0] as SeedWeights).params);
  const { shuffled, ...more } = options.quick
    ? { shuffled: null }
    : await measureWeights(first, seeds, single, encoders);
  const sanity = { ...(await savedSanity(options.out)), shuffled };
  const report: PolicyReport = { ...base, commit: commitOf(), walkForward: walk, sanity, ...more };
  await writeFile(join(options.out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(options.out, 'report.md'), policyCard(config, countParams(untrained), report));
  await plots(options.out, report);
  if (options.card) await renewCard(policyCard(config, countParams(untrained), report));
  disposeParams(first);
  disposeParams(untrained);
  return report;
}

/** Texts and plots anew from the figures there are, with the latest sanity.json and walk-forward quoted. */
async function rewrite(dir: string, encoders: Encoders): Promise<void> {
  const old = JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as PolicyReport;
  const seeds = old.seeds.map((s) => s.seed);
  const limit = Number(options['asset-limit']);
  const walk =
    (await walkForward(config, encoders, QUICK, Number(options.folds), seeds, limit)) ?? old.walkForward;
  const sanity = { ...old.sanity, ...(await savedSanity(dir)) };
  const trials = seeds.length + TRIALS_BEFORE;
  const dsr = deflated(old.psr, trials);
  const report: PolicyReport = { ...old, sanity, walkForward: walk, trials, dsr };
  const untrained = initPolicy(config, pcg32(1));
  const card = policyCard(config, countParams(untrained), report);
  disposeParams(untrained);
  await writeFile(join(dir, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(dir, 'report.md'), card);
  await plots(dir, report);
  if (options.card) await renewCard(card);
}

const CONFLICT_SLOTS = 14;
/** The comparison with one head is trained with the shipped seed. */
const SINGLE_SEED = 1;
if (options.data !== undefined) process.env['KEEPFOLIO_MARKET'] = resolve(options.data);
await useBackend(backendName(options.backend));
const config = currentPolicyConfig();
await mkdir(options.out, { recursive: true });
const isFull = !options.quick && !options.rewrite;
if (options.sanity || (isFull && !existsSync(join(options.out, 'sanity.json'))))
  await measureSanity(options.out);
if (!options.sanity) {
  const encoders = {
    encoder: await loadEncoder(fetchModelFile),
    chronos: await loadFrozenBranch(fetchModelFile),
  };
  if (options.rewrite) await rewrite(options.out, encoders);
  else {
    const report = await writeReport(encoders);
    const best = OBJECTIVES.map(
      (o, k) => `${o}: ${report.matrix.diagonalBest[k] ? 'own goal best' : 'own goal not best'}`,
    );
    process.stdout.write(`${best.join('\n')}\n`);
  }
}
