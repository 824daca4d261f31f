import * as tf from '@tensorflow/tfjs-core';
import { adamW } from '../models/nn/adamw.ts';
import type { AdamW, AdamWState } from '../models/nn/adamw.ts';
import { valueAndGrads } from '../models/nn/gradients.ts';
import { disposeParams } from '../models/nn/params.ts';
import type { Params, RawTensors } from '../models/nn/params.ts';
import { headLogits } from '../models/objective-head/head.ts';
import type { HeadConfig, ObjectiveHead } from '../models/objective-head/head.ts';
import { adaptedLogits, adapterFrom, adapterNumbers, adapterSize, initAdapter } from './adapter.ts';
import type { AdapterNumbers } from './adapter.ts';
import { logMixture, logSoftmax } from './goal-evidence.ts';
import { rows, sliceDecisions, trainingCount } from './split-decisions.ts';
import type { DecisionData } from './split-decisions.ts';

export interface EpochTick {
  /** 0 = before training. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean negative log-likelihood per decision, nats. */
  readonly trainLoss: number;
  readonly heldOutLoss: number;
}

/** Where a fine-tuning stands: plain numbers, so that it can be stored and taken up again, with the same result. */
export interface FineTuneState {
  readonly seed: number;
  /** The next epoch to run. */
  readonly epoch: number;
  readonly adapter: AdapterNumbers;
  /** The adapter of the best epoch so far. */
  readonly kept: AdapterNumbers;
  readonly best: number;
  readonly bestEpoch: number;
  readonly optimiser: { readonly step: number; readonly m: AdapterNumbers; readonly v: AdapterNumbers };
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
}

export interface FineTuneRequest {
  readonly head: ObjectiveHead;
  readonly decisions: DecisionData;
  readonly seed: number;
  /** A state of the same decisions, head and seed; the caller knows that they are the same. */
  readonly from?: FineTuneState | null;
  /** Called between epochs; a promise is waited for, so a worker can hear a cancel. */
  readonly onEpoch?: (tick: EpochTick) => void | Promise<void>;
  /** Awaited between the last epochs, of which nothing is to be told. */
  readonly breathe?: () => void | Promise<void>;
  /** Called every few epochs with what is needed to go on after a reload. */
  readonly onState?: (state: FineTuneState) => void;
  readonly isCancelled?: () => boolean;
}

export interface FineTuned {
  readonly adapter: AdapterNumbers;
  /** Trainable numbers, counted from the tensors: 76. */
  readonly parameters: number;
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
  /** The epoch whose adapter was kept; 0 = nothing learned helped on the trades held back. */
  readonly bestEpoch: number;
  readonly cancelled: boolean;
}

/** Epochs between two states handed out. */
const STATE_EVERY = 5;

/** One part of the decisions on the backend. */
interface Part {
  readonly count: number;
  readonly x: tf.Tensor;
  readonly goals: tf.Tensor;
  /** (D, 6) log of the untouched head's point. */
  readonly logPrior: tf.Tensor;
}

function upload(head: ObjectiveHead, d: DecisionData): Part {
  return tf.tidy(() => {
    const x = rows(d.x, 32);
    return {
      count: d.count,
      x: tf.keep(x),
      goals: tf.keep(rows(d.goals, 6)),
      logPrior: tf.keep(logSoftmax(headLogits(head.params, x))),
    };
  });
}

const release = (p: Part): void => tf.dispose([p.x, p.goals, p.logPrior]);

/** Mean negative log-likelihood of the decisions under points (D, 6) given as logits. */
const mixtureLoss = (part: Part, logits: tf.Tensor): tf.Scalar =>
  tf.neg(tf.mean(logMixture(logits, part.goals)));

/**
 * Weight of the pull against the mean loss of `count` decisions. Decisions of one person repeat each other, so the
 * evidence is taken to grow with their square root, not their number.
 */
export const pullWeight = (fit: HeadConfig['fit'], count: number): number =>
  fit.priorStrength / Math.sqrt(count);

/** Mean KL(point || prior) over decisions. */
function pull(part: Part, logits: tf.Tensor): tf.Scalar {
  const log = logSoftmax(logits);
  return tf.mean(tf.sum(tf.mul(tf.exp(log), tf.sub(log, part.logPrior)), 1));
}

async function read(t: tf.Tensor): Promise<number> {
  const [value] = await t.data();
  t.dispose();
  return value as number;
}

/** One run: the adapter, its optimiser and the best so far. */
interface Run {
  readonly adapter: Params;
  readonly optimiser: AdamW;
  readonly loss: { readonly train: number[]; readonly heldOut: number[] };
  kept: AdapterNumbers;
  best: number;
  bestEpoch: number;
}

const OPTIMISER = { clipNorm: 1 };

const asRaw = (n: AdapterNumbers): RawTensors => ({
  A: { shape: [2, 32], data: Float32Array.from(n.A) },
  B: { shape: [6, 2], data: Float32Array.from(n.B) },
});
const asNumbers = (raw: RawTensors): AdapterNumbers => ({
  A: [...(raw['A'] as RawTensors[string]).data],
  B: [...(raw['B'] as RawTensors[string]).data],
});

async function begin(r: FineTuneRequest): Promise<Run> {
  const s = r.from;
  const adapter = s ? adapterFrom(s.adapter) : initAdapter(r.seed);
  const moments: AdamWState | undefined = s
    ? { step: s.optimiser.step, m: asRaw(s.optimiser.m), v: asRaw(s.optimiser.v) }
    : undefined;
  return {
    adapter,
    optimiser: adamW(adapter, OPTIMISER, moments),
    loss: { train: [...(s?.loss.train ?? [])], heldOut: [...(s?.loss.heldOut ?? [])] },
    kept: s?.kept ?? (await adapterNumbers(adapter)),
    best: s?.best ?? Infinity,
    bestEpoch: s?.bestEpoch ?? 0,
  };
}

async function stateOf(run: Run, seed: number, epoch: number): Promise<FineTuneState> {
  const o = await run.optimiser.exportState();
  return {
    seed,
    epoch,
    adapter: await adapterNumbers(run.adapter),
    kept: run.kept,
    best: run.best,
    bestEpoch: run.bestEpoch,
    optimiser: { step: o.step, m: asNumbers(o.m), v: asNumbers(o.v) },
    loss: { train: [...run.loss.train], heldOut: [...run.loss.heldOut] },
  };
}

/** One epoch: losses, then a step unless it was the last. @returns true when it was the last */
async function oneEpoch(
  r: FineTuneRequest,
  run: Run,
  parts: readonly [Part, Part],
  epoch: number,
): Promise<boolean> {
  const { fit } = r.head.config;
  const [train, heldOut] = parts;
  const step = gradientStep(r.head, train, run.adapter);
  const trainLoss = await read(step.nll);
  const last = await read(
    tf.tidy(() => mixtureLoss(heldOut, adaptedLogits(r.head.params, run.adapter, heldOut.x))),
  );
  run.loss.train.push(trainLoss);
  run.loss.heldOut.push(last);
  if (last < run.best - 1e-7) {
    run.best = last;
    run.bestEpoch = epoch;
    run.kept = await adapterNumbers(run.adapter);
  }
  const isLast = epoch === fit.epochs || epoch - run.bestEpoch >= fit.patience;
  if (!isLast) run.optimiser.step(step.grads, fit.learningRate);
  disposeParams(step.grads);
  await r.onEpoch?.({ epoch, epochs: fit.epochs, trainLoss, heldOutLoss: last });
  return isLast;
}

/**
 * Once the number of epochs is known, all decisions may teach, the most recent ones too: a fresh adapter from the same seed
 * learns for as many epochs from everything. Null when cancelled.
 */
async function learnFromAll(r: FineTuneRequest, epochs: number): Promise<AdapterNumbers | null> {
  const all = upload(r.head, r.decisions);
  const adapter = initAdapter(r.seed);
  const optimiser = adamW(adapter, OPTIMISER);
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const step = gradientStep(r.head, all, adapter);
      optimiser.step(step.grads, r.head.config.fit.learningRate);
      step.nll.dispose();
      disposeParams(step.grads);
      await r.breathe?.();
      if (r.isCancelled?.() ?? false) return null;
    }
    return await adapterNumbers(adapter);
  } finally {
    optimiser.dispose();
    disposeParams(adapter);
    release(all);
  }
}

/**
 * Fine-tunes the 76 numbers on what a person did: maximises the likelihood of each decision under the frozen policy and
 * choice network, conditioned on the person's point (see goal-evidence.ts), with a KL pull to the untouched head; the most
 * recent 20 % of decisions, held back, say after how many epochs to stop. Deterministic for a seed, also when taken up
 * again from a stored state; frozen weights are only read. Needs at least two decisions.
 */
export async function fineTune(r: FineTuneRequest): Promise<FineTuned> {
  const cut = trainingCount(r.decisions.count);
  const train = upload(r.head, sliceDecisions(r.decisions, 0, cut));
  const heldOut = upload(r.head, sliceDecisions(r.decisions, cut, r.decisions.count));
  const run = await begin(r);
  let isCancelled = false;
  try {
    for (let epoch = r.from?.epoch ?? 0; ; epoch++) {
      const isLast = await oneEpoch(r, run, [train, heldOut], epoch);
      isCancelled = r.isCancelled?.() ?? false;
      if (isLast || isCancelled) break;
      if (r.onState && (epoch + 1) % STATE_EVERY === 0) r.onState(await stateOf(run, r.seed, epoch + 1));
    }
    const parameters = adapterSize(run.adapter);
    const { loss, bestEpoch } = run;
    const adapter = isCancelled || bestEpoch === 0 ? run.kept : await learnFromAll(r, bestEpoch);
    return {
      adapter: adapter ?? run.kept,
      parameters,
      loss,
      bestEpoch,
      cancelled: isCancelled || adapter === null,
    };
  } finally {
    run.optimiser.dispose();
    disposeParams(run.adapter);
    release(train);
    release(heldOut);
  }
}

/** Loss for the curve, and gradients of the penalised loss in the 76 numbers. */
function gradientStep(head: ObjectiveHead, part: Part, adapter: Params): { nll: tf.Tensor; grads: Params } {
  let nll: tf.Tensor | null = null;
  const { value, grads } = valueAndGrads((a) => {
    const logits = adaptedLogits(head.params, a, part.x);
    const fitLoss = mixtureLoss(part, logits);
    nll = tf.keep(tf.clone(fitLoss));
    return tf.add(fitLoss, tf.mul(pull(part, logits), pullWeight(head.config.fit, part.count))) as tf.Scalar;
  }, adapter);
  value.dispose();
  return { nll: nll as unknown as tf.Tensor, grads };
}

/** Mean negative log-likelihood per decision under fixed points, one per decision: for baselines and reports. */
export function lossUnder(d: DecisionData, points: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let t = 0; t < d.count; t++) {
    const logs = Array.from(d.goals.subarray(t * 6, t * 6 + 6));
    const top = Math.max(...logs);
    const mix = logs.reduce((a, l, k) => a + (points[t]?.[k] as number) * Math.exp(l - top), 0);
    sum -= top + Math.log(Math.max(1e-30, mix));
  }
  return sum / Math.max(1, d.count);
}
