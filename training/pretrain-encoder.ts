import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { encoderConfig, type EncoderConfig } from '../src/models/encoder/config.ts';
import { initEncoder } from '../src/models/encoder/encoder.ts';
import {
  HEAD_PREFIX,
  initHeads,
  LOSS_WEIGHTS,
  pretrainLoss,
  type PretrainBatch,
} from '../src/models/encoder/objectives.ts';
import { adamW, type AdamW } from '../src/models/nn/adamw.ts';
import { valueAndGrads } from '../src/models/nn/gradients.ts';
import {
  countParams,
  disposeParams,
  fromParams,
  toParams,
  type Params,
  type RawTensors,
} from '../src/models/nn/params.ts';
import { warmupCosine } from '../src/models/nn/schedule.ts';
import { loadCheckpoint, saveCheckpoint } from './lib/checkpoint.ts';
import { encoderCard } from './lib/encoder-card.ts';
import { constantsOf, disposeBatch, pretrainBatch } from './lib/encoder-batch.ts';
import { encoderCorpus, type EncoderCorpus } from './lib/encoder-corpus.ts';
import type { DateSample } from './lib/encoder-samples.ts';
import {
  bestSeed,
  checkpointName,
  writeLossPlots,
  type EncoderTraining,
  type LossPoint,
  type ValidationLoss,
} from './lib/encoder-seeds.ts';
import { ship } from './lib/ship.ts';

/*
 * Phase 1, self-supervised: `npm run train:encoder -- --seeds 3 --steps 3000 --ship` trains (or resumes) three seeds
 * one after the other, says the validation loss of each and ships the one whose is lowest. `--seed 2` trains that one
 * alone. The training panel holds no held-out ticker and no day after the cut, asserted before anything is fitted.
 * Metadata, windows and the frozen branch's embeddings are computed once per sampled (asset, date) into .cache/.
 */
const PEAK_RATE = 1.2e-3;
const WARM_UP = 150;
/** Assets in a batch, over all its universes. */
const BATCH_ASSETS = 96;
/** Universe sizes a batch may have, drawn per batch. */
const UNIVERSES = [8, 12, 24, 48, 96] as const;
const EVERY_DAYS = 10;
/** Share of simulated dates in a batch. */
const SIMULATED_SHARE = 0.12;

interface Run {
  readonly config: EncoderConfig;
  readonly params: Params;
  readonly train: readonly DateSample[];
  readonly simulated: readonly DateSample[];
  readonly validation: readonly DateSample[];
  readonly seed: number;
  readonly steps: number;
}

/** The batch of a step depends on (seed, step) alone, so that a resumed run goes on as if never stopped. */
function batchOf(run: Run, step: number): PretrainBatch {
  const rng = pcg32(run.seed, step + 1000);
  const n = UNIVERSES[rng.int(UNIVERSES.length)] as number;
  const dates = Array.from({ length: BATCH_ASSETS / n }, () => {
    const isSimulated = run.simulated.length > 0 && rng.uniform() < SIMULATED_SHARE;
    const from = isSimulated ? run.simulated : run.train;
    return from[rng.int(from.length)] as DateSample;
  });
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
async function validate(run: Run): Promise<ValidationLoss> {
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
  return sums as ValidationLoss;
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

async function train(run: Run, name: string): Promise<LossPoint[]> {
  const saved = await loadCheckpoint(name);
  if (saved) {
    disposeParams(run.params);
    Object.assign(run.params, toParams(saved.params));
    console.error(`resuming at step ${saved.step}`);
  }
  const optimiser = adamW(run.params, { weightDecay: 0.02, clipNorm: 1 }, saved?.optimiser ?? undefined);
  const curve = (saved?.extra['curve'] ?? []) as LossPoint[];
  const started = performance.now();
  const first = saved?.step ?? 0;
  for (let step = first; step < run.steps; step++) {
    const report = (step + 1) % 50 === 0;
    const values = await trainStep(run, optimiser, step, report);
    if (values) {
      curve.push({ step: step + 1, ...values } as LossPoint);
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

function prepare(corpus: EncoderCorpus, config: EncoderConfig, seed: number, steps: number): Run {
  const rng = pcg32(seed);
  const params = { ...initEncoder(config, rng), ...initHeads(config, rng) };
  const { train: dates, simulated, validation } = corpus;
  return { config, params, train: dates, simulated, validation, seed, steps };
}

const encoderNames = (params: Params): string[] =>
  Object.keys(params).filter((k) => !k.startsWith(HEAD_PREFIX));

/** A finished run: what is left when its weights are off the backend. */
interface Finished {
  readonly seed: number;
  readonly curve: readonly LossPoint[];
  readonly validation: ValidationLoss;
  readonly tensors: RawTensors;
}

async function trainSeed(run: Run, name: string): Promise<Finished> {
  const names = encoderNames(run.params);
  const size = countParams(Object.fromEntries(names.map((k) => [k, run.params[k] as tf.Tensor])));
  console.error(
    `seed ${run.seed}: ${run.train.length} training dates, ${run.simulated.length} simulated, ${size} encoder weights, losses ${JSON.stringify(LOSS_WEIGHTS)}`,
  );
  const curve = await train(run, name);
  const validation = await validate(run);
  const raw = await fromParams(run.params);
  disposeParams(run.params);
  const tensors = Object.fromEntries(names.map((k) => [k, raw[k] as (typeof raw)[string]]));
  return { seed: run.seed, curve, validation, tensors };
}

async function shipBest(
  runs: readonly Finished[],
  config: EncoderConfig,
  corpus: EncoderCorpus,
  asked: Pick<EncoderTraining, 'steps' | 'until' | 'branch'>,
): Promise<void> {
  const seeds = runs.map(({ seed, validation }) => ({ seed, validation }));
  const training: EncoderTraining = { ...asked, seed: bestSeed(seeds), seeds };
  const best = runs.find((r) => r.seed === training.seed) as Finished;
  const weights = Object.values(best.tensors).reduce((sum, t) => sum + t.data.length, 0);
  await ship({
    name: 'encoder',
    config: { ...config, training },
    tensors: best.tensors,
    card: encoderCard({
      training,
      dates: corpus.train.length,
      simulated: corpus.simulated.length,
      weights,
    }),
  });
  await writeLossPlots(runs);
  console.error(`shipped public/models/encoder, seed ${training.seed}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      steps: { type: 'string', default: '3000' },
      seeds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      until: { type: 'string', default: '2020-12-31' },
      every: { type: 'string', default: String(EVERY_DAYS) },
      branch: { type: 'string' },
      ship: { type: 'boolean', default: false },
    },
  });
  await useBackend('wasm');
  const corpus = await encoderCorpus({
    until: values.until,
    everyDays: Number(values.every),
    folder: values.branch,
  });
  const config = encoderConfig(corpus.branchWidth, constantsOf(corpus.train));
  const asked = { steps: Number(values.steps), until: values.until, branch: corpus.branchId.slice(0, 8) };
  const seeds =
    values.seeds === undefined
      ? [Number(values.seed)]
      : Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const runs: Finished[] = [];
  for (const seed of seeds) {
    runs.push(await trainSeed(prepare(corpus, config, seed, asked.steps), checkpointName(asked, seed)));
  }
  for (const r of runs) console.error(`seed ${r.seed} validation ${JSON.stringify(r.validation)}`);
  if (values.ship) await shipBest(runs, config, corpus, asked);
}

await main();
