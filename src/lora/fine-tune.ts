import type { HeadConfig, ObjectiveHead } from '../models/objective-head/head.ts';
import { weight } from '../models/nn/params.ts';
import { initialNumbers } from './adapter.ts';
import type { AdapterNumbers } from './adapter.ts';
import { A_SIZE, adam, lossOf, partOf, type Moments, type Part } from './adapter-math.ts';
import { sliceDecisions, trainingCount } from './split-decisions.ts';
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
  readonly best: number | null;
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
  /** Trainable numbers, counted: 76. */
  readonly parameters: number;
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
  /** The epoch whose adapter was kept; 0 = nothing learned helped on the trades held back. */
  readonly bestEpoch: number;
  readonly cancelled: boolean;
}

/** Epochs between two states handed out. */
const STATE_EVERY = 5;

/**
 * Weight of the pull against the mean loss of `count` decisions. With power 1 the prior is worth a fixed number of decisions,
 * as in Bayes' rule when only one in so many says something new; with 0.5 the evidence grows with their square root.
 */
export const pullWeight = (fit: HeadConfig['fit'], count: number): number =>
  fit.priorStrength / count ** (fit.pullPower ?? 0.5);

const flat = (n: AdapterNumbers): Float64Array => Float64Array.from([...n.A, ...n.B]);
const split = (theta: Float64Array): AdapterNumbers => ({
  A: [...theta.subarray(0, A_SIZE)],
  B: [...theta.subarray(A_SIZE)],
});

/** One run: the adapter, its optimiser and the best so far. */
interface Run {
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly moments: Moments;
  readonly loss: { readonly train: number[]; readonly heldOut: number[] };
  kept: Float64Array;
  best: number;
  bestEpoch: number;
}

function fresh(seed: number): Run {
  const theta = flat(initialNumbers(seed));
  return {
    theta,
    gradient: new Float64Array(theta.length),
    moments: { step: 0, m: new Float64Array(theta.length), v: new Float64Array(theta.length) },
    loss: { train: [], heldOut: [] },
    kept: Float64Array.from(theta),
    best: Infinity,
    bestEpoch: 0,
  };
}

function begin({ seed, from: s }: FineTuneRequest): Run {
  if (!s) return fresh(seed);
  const theta = flat(s.adapter);
  return {
    theta,
    gradient: new Float64Array(theta.length),
    moments: { step: s.optimiser.step, m: flat(s.optimiser.m), v: flat(s.optimiser.v) },
    loss: { train: [...s.loss.train], heldOut: [...s.loss.heldOut] },
    kept: flat(s.kept),
    // JSON knows no infinity: a state before the first epoch has null here.
    best: s.best ?? Infinity,
    bestEpoch: s.bestEpoch,
  };
}

const stateOf = (run: Run, seed: number, epoch: number): FineTuneState => ({
  seed,
  epoch,
  adapter: split(run.theta),
  kept: split(run.kept),
  best: run.best,
  bestEpoch: run.bestEpoch,
  optimiser: { step: run.moments.step, m: split(run.moments.m), v: split(run.moments.v) },
  loss: { train: [...run.loss.train], heldOut: [...run.loss.heldOut] },
});

/** One epoch: losses, then a step unless it was the last. @returns true when it was the last */
async function oneEpoch(
  r: FineTuneRequest,
  run: Run,
  [train, heldOut]: readonly [Part, Part],
  epoch: number,
): Promise<boolean> {
  const { fit } = r.head.config;
  const trainLoss = lossOf(train, run.theta, pullWeight(fit, train.count), run.gradient);
  const heldOutLoss = lossOf(heldOut, run.theta);
  run.loss.train.push(trainLoss);
  run.loss.heldOut.push(heldOutLoss);
  if (heldOutLoss < run.best - 1e-7) {
    run.best = heldOutLoss;
    run.bestEpoch = epoch;
    run.kept = Float64Array.from(run.theta);
  }
  const isLast = epoch === fit.epochs || epoch - run.bestEpoch >= fit.patience;
  if (!isLast) adam(run.theta, run.gradient, run.moments, fit.learningRate);
  await r.onEpoch?.({ epoch, epochs: fit.epochs, trainLoss, heldOutLoss });
  return isLast;
}

/**
 * Once the number of epochs is known, all decisions may teach, the most recent ones too: a fresh adapter from the same seed
 * learns for as many epochs from everything. Null when cancelled.
 */
async function learnFromAll(r: FineTuneRequest, all: Part, epochs: number): Promise<Float64Array | null> {
  const { fit } = r.head.config;
  const run = fresh(r.seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    lossOf(all, run.theta, pullWeight(fit, all.count), run.gradient);
    adam(run.theta, run.gradient, run.moments, fit.learningRate);
    await r.breathe?.();
    if (r.isCancelled?.() ?? false) return null;
  }
  return run.theta;
}

/**
 * Fine-tunes the 76 numbers on what a person did: maximises the likelihood of each decision under the frozen policy and
 * choice network, conditioned on the person's point (see goal-evidence.ts), with a KL pull to the untouched head; the most
 * recent 20 % of decisions, held back, say after how many epochs to stop. The same for a seed on every device, also when
 * taken up again from a stored state; frozen weights are only read. Needs at least two decisions.
 */
export async function fineTune(r: FineTuneRequest): Promise<FineTuned> {
  const cut = trainingCount(r.decisions.count);
  const W0 = (await weight(r.head.params, 'head.W0').data()) as Float32Array;
  const bias = (await weight(r.head.params, 'head.bias').data()) as Float32Array;
  const train = partOf(W0, bias, sliceDecisions(r.decisions, 0, cut));
  const heldOut = partOf(W0, bias, sliceDecisions(r.decisions, cut, r.decisions.count));
  const run = begin(r);
  let isCancelled = false;
  for (let epoch = r.from?.epoch ?? 0; ; epoch++) {
    const isLast = await oneEpoch(r, run, [train, heldOut], epoch);
    isCancelled = r.isCancelled?.() ?? false;
    if (isLast || isCancelled) break;
    if (r.onState && (epoch + 1) % STATE_EVERY === 0) r.onState(stateOf(run, r.seed, epoch + 1));
  }
  const learned =
    isCancelled || run.bestEpoch === 0
      ? run.kept
      : await learnFromAll(r, partOf(W0, bias, r.decisions), run.bestEpoch);
  return {
    adapter: split(learned ?? run.kept),
    parameters: run.theta.length,
    loss: run.loss,
    bestEpoch: run.bestEpoch,
    cancelled: isCancelled || learned === null,
  };
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
