import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { frozenBranch, loadFrozenBranch, type FrozenBranch } from '../src/engine/encoder-model.ts';
import { loadChronosBranch } from '../src/models/chronos/branch.ts';
import { parseSafetensors } from '../src/models/safetensors.ts';
import { encoderConfig, type EncoderConfig } from '../src/models/encoder/config.ts';
import { initEncoder } from '../src/models/encoder/encoder.ts';
import {
  HEAD_PREFIX,
  initHeads,
  LOSS_WEIGHTS,
  pretrainLoss,
  type LossWeights,
  type PretrainBatch,
} from '../src/models/encoder/objectives.ts';
import { loadArtefact, sha256Hex } from '../src/models/manifest.ts';
import { adamW, type AdamW } from '../src/models/nn/adamw.ts';
import { valueAndGrads } from '../src/models/nn/gradients.ts';
import { countParams, disposeParams, fromParams, toParams, type Params } from '../src/models/nn/params.ts';
import { warmupCosine } from '../src/models/nn/schedule.ts';
import { loadCheckpoint, saveCheckpoint } from './lib/checkpoint.ts';
import { encoderCard } from './lib/encoder-card.ts';
import { constantsOf, disposeBatch, pretrainBatch } from './lib/encoder-batch.ts';
import { encoderSamples, type DateSample } from './lib/encoder-samples.ts';
import { assertTrainingOnly, loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile } from './lib/paths.ts';
import { ship } from './lib/ship.ts';

/*
 * Phase 1, self-supervised: `npm run train:encoder [-- --steps 4000 --seed 1 --until 2020-12-31 --ship]`.
 * The training panel holds no held-out ticker and no day after the cut, asserted before anything is fitted.
 * Metadata, windows and the frozen branch's embeddings are computed once per sampled (asset, date) into .cache/.
 */
const PEAK_RATE = 1.5e-3;
const WARM_UP = 150;
/** Assets in a batch, over all its universes. */
const BATCH_ASSETS = 192;
/** Universe sizes a batch may have, drawn per batch. */
const UNIVERSES = [8, 12, 24, 48, 96] as const;
const EVERY_DAYS = 5;
const ASSETS_PER_DATE = 96;
const SAMPLE_SEED = 20260630;

type Curve = { step: number; total: number } & Record<keyof LossWeights, number>;

interface Run {
  readonly config: EncoderConfig;
  readonly params: Params;
  readonly train: readonly DateSample[];
  readonly validation: readonly DateSample[];
  readonly seed: number;
  readonly steps: number;
}

/** The batch of a step depends on (seed, step) alone, so that a resumed run goes on as if never stopped. */
function batchOf(run: Run, step: number): PretrainBatch {
  const rng = pcg32(run.seed, step + 1000);
  const n = UNIVERSES[rng.int(UNIVERSES.length)] as number;
  const dates = Array.from(
    { length: BATCH_ASSETS / n },
    () => run.train[rng.int(run.train.length)] as DateSample,
  );
  return pretrainBatch(dates, n, run.config, rng, {
    volume: rng.uniform() < 0.3,
    lookUp: rng.uniform() < 0.1,
  });
}

async function readLoss(total: tf.Scalar, parts: Record<string, tf.Scalar>): Promise<Record<string, number>> {
  const names = Object.keys(parts);
  const stacked = tf.stack([total, ...names.map((k) => parts[k] as tf.Scalar)]);
  const values = await stacked.data();
  stacked.dispose();
  return Object.fromEntries(['total', ...names].map((k, i) => [k, values[i] as number]));
}

/** Mean losses over the same universes of the validation dates each time. */
async function validate(run: Run): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const dates = run.validation.filter((_, i) => i % 8 === 0);
  for (let i = 0; i < dates.length; i += 4) {
    const batch = pretrainBatch(dates.slice(i, i + 4), 48, run.config, pcg32(7, i));
    const loss = pretrainLoss(run.params, run.config, batch);
    const values = await readLoss(loss.total, loss.parts);
    for (const [k, v] of Object.entries(values)) sums[k] = (sums[k] ?? 0) + v / Math.ceil(dates.length / 4);
    tf.dispose([loss.total, ...Object.values(loss.parts)]);
    disposeBatch(batch);
  }
  return sums;
}

/** One update. @returns the losses when asked for. */
async function trainStep(run: Run, optimiser: AdamW, step: number, report: boolean) {
  const batch = batchOf(run, step);
  let parts: Record<string, tf.Scalar> = {};
  const { value, grads } = valueAndGrads((p) => {
    const loss = pretrainLoss(p, run.config, batch);
    parts = Object.fromEntries(Object.entries(loss.parts).map(([k, t]) => [k, tf.keep(t)]));
    return loss.total;
  }, run.params);
  optimiser.step(grads, warmupCosine(step, run.steps, PEAK_RATE, WARM_UP));
  const values = report ? await readLoss(value, parts) : null;
  tf.dispose([value, ...Object.values(grads), ...Object.values(parts)]);
  disposeBatch(batch);
  return values;
}

async function train(run: Run, name: string): Promise<Curve[]> {
  const saved = await loadCheckpoint(name);
  if (saved) {
    disposeParams(run.params);
    Object.assign(run.params, toParams(saved.params));
    console.error(`resuming at step ${saved.step}`);
  }
  const optimiser = adamW(run.params, { weightDecay: 0.02, clipNorm: 1 }, saved?.optimiser ?? undefined);
  const curve = (saved?.extra['curve'] ?? []) as Curve[];
  const started = performance.now();
  const first = saved?.step ?? 0;
  for (let step = first; step < run.steps; step++) {
    const report = (step + 1) % 50 === 0;
    const values = await trainStep(run, optimiser, step, report);
    if (values) {
      curve.push({ step: step + 1, ...values } as Curve);
      const words = Object.entries(values).map(([k, v]) => `${k} ${v.toFixed(3)}`);
      const each = (performance.now() - started) / (step + 1 - first);
      console.error(`${step + 1}/${run.steps} ${each.toFixed(0)} ms/step ${words.join(' ')}`);
    }
    if ((step + 1) % 500 === 0 || step + 1 === run.steps) {
      const state = { params: await fromParams(run.params), optimiser: await optimiser.exportState() };
      await saveCheckpoint(name, { step: step + 1, ...state, extra: { curve, seed: run.seed } });
      console.error('validation', JSON.stringify(await validate(run)));
    }
  }
  optimiser.dispose();
  return curve;
}

/** The shipped frozen branch, or the Chronos-Bolt checkpoint in a folder. `id` names its weights. */
async function branchOf(folder: string | undefined): Promise<{ branch: FrozenBranch; id: string }> {
  if (folder === undefined) {
    const { sha256 } = await loadArtefact('chronos-bolt-keepfolio', fetchModelFile);
    return { branch: await loadFrozenBranch(fetchModelFile), id: sha256 };
  }
  const bytes = new Uint8Array(await readFile(join(folder, 'model.safetensors')));
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  const tensors = parseSafetensors(bytes, folder);
  return { branch: frozenBranch(loadChronosBranch({ config, tensors })), id: await sha256Hex(bytes) };
}

interface Settings {
  readonly seed: number;
  readonly steps: number;
  readonly until: string;
  readonly every: number;
  readonly folder: string | undefined;
}

async function prepare({ seed, steps, until, every, folder }: Settings): Promise<Run> {
  const data = loadTrainingPanel();
  assertTrainingOnly(data.panel, data);
  const { branch, id } = await branchOf(folder);
  const options = { seed: SAMPLE_SEED, everyDays: every, assets: ASSETS_PER_DATE, branchId: id };
  const started = performance.now();
  const samples = await encoderSamples(data.panel, branch, options, (done, total) => {
    if (done % 25 === 0)
      console.error(`samples ${done}/${total} ${((performance.now() - started) / 1000).toFixed(0)} s`);
  });
  const held = samples.find(
    (s) => s.date > data.dates.trainEnd || s.symbols.some((x) => data.heldoutTickers.has(x)),
  );
  if (held) throw new Error(`a sample of ${held.date} touches what is held out`);
  // Targets look a month ahead: a month before the cut is left out too.
  const train = samples.filter((s) => s.date <= until);
  const config = encoderConfig(branch.width, constantsOf(train));
  const rng = pcg32(seed);
  const params = { ...initEncoder(config, rng), ...initHeads(config, rng) };
  const validation = samples.filter((s) => s.date >= data.dates.validationFrom);
  return { config, params, train, validation, seed, steps };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '4000' },
      seed: { type: 'string', default: '1' },
      until: { type: 'string', default: '2020-12-31' },
      every: { type: 'string', default: String(EVERY_DAYS) },
      branch: { type: 'string' },
      ship: { type: 'boolean', default: false },
    },
  });
  await useBackend('wasm');
  const run = await prepare({
    seed: Number(values.seed),
    steps: Number(values.steps),
    until: values.until,
    every: Number(values.every),
    folder: values.branch,
  });
  const shipped = Object.keys(run.params).filter((k) => !k.startsWith(HEAD_PREFIX));
  const size = countParams(Object.fromEntries(shipped.map((k) => [k, run.params[k] as tf.Tensor])));
  console.error(
    `${run.train.length} training dates, ${size} encoder weights, losses ${JSON.stringify(LOSS_WEIGHTS)}`,
  );
  const curve = await train(run, `encoder-${values.seed}-${values.steps}-${values.until}`);
  if (!values.ship) return;
  const raw = await fromParams(run.params);
  await ship({
    name: 'encoder',
    config: { ...run.config },
    tensors: Object.fromEntries(shipped.map((k) => [k, raw[k] as (typeof raw)[string]])),
    card: encoderCard({ seed: run.seed, steps: run.steps, dates: run.train.length, weights: size, curve }),
  });
  console.error('shipped public/models/encoder');
}

await main();
