import * as tf from '@tensorflow/tfjs-core';
import { softmaxLast } from '../models/nn/activations.ts';
import { adamW } from '../models/nn/adamw.ts';
import { valueAndGrads } from '../models/nn/gradients.ts';
import { disposeParams, fromParams, toParams } from '../models/nn/params.ts';
import type { Params, RawTensors } from '../models/nn/params.ts';
import { headLogits } from '../models/objective-head/head.ts';
import type { HeadConfig, ObjectiveHead } from '../models/objective-head/head.ts';
import { router } from '../models/policy/router.ts';
import { adaptedLogits, adapterNumbers, adapterSize, initAdapter } from './adapter.ts';
import type { AdapterNumbers } from './adapter.ts';
import { choiceLogLikelihood, choiceTensors, disposeChoices } from './choice-likelihood.ts';
import type { ChoiceTensors } from './choice-likelihood.ts';
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

export interface FineTuneRequest {
  readonly head: ObjectiveHead;
  /** Weights of the frozen policy's router. */
  readonly policy: Params;
  readonly decisions: DecisionData;
  readonly seed: number;
  /** Called between epochs; a promise is waited for, so a worker can hear a cancel. */
  readonly onEpoch?: (tick: EpochTick) => void | Promise<void>;
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

/** One part of the decisions on the backend. */
interface Part {
  readonly x: tf.Tensor;
  readonly regime: tf.Tensor;
  /** (D, 6) log of the untouched head's point. */
  readonly logPrior: tf.Tensor;
  readonly choices: ChoiceTensors;
}

const logSoftmax = (logits: tf.Tensor): tf.Tensor => {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
};

function upload(head: ObjectiveHead, d: DecisionData): Part {
  return {
    ...tf.tidy(() => {
      const x = rows(d.x, 32);
      return {
        x: tf.keep(x),
        regime: tf.keep(rows(d.regime, 8)),
        logPrior: tf.keep(logSoftmax(headLogits(head.params, x))),
      };
    }),
    choices: choiceTensors(d, head.config.choice),
  };
}

function release(p: Part): void {
  for (const t of [p.x, p.regime, p.logPrior]) t.dispose();
  disposeChoices(p.choices);
}

/** Mean negative log-likelihood of the decisions under points (D, 6) given as logits. */
function choiceLoss(policy: Params, part: Part, logits: tf.Tensor): tf.Scalar {
  const g = router(policy, softmaxLast(logits), part.regime);
  return tf.neg(tf.mean(choiceLogLikelihood(part.choices, g)));
}

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

/**
 * Fine-tunes the 76 numbers on what a person did: maximises the likelihood of the change of weights at each
 * decision under the frozen policy, conditioned on the person's point through the frozen router, with a KL pull
 * to the untouched head, and keeps the epoch that does best on the most recent 20 % of decisions, held back.
 * Deterministic for a seed; frozen weights are only read. Needs at least two decisions.
 */
export async function fineTune(r: FineTuneRequest): Promise<FineTuned> {
  const { fit } = r.head.config;
  const cut = trainingCount(r.decisions.count);
  const train = upload(r.head, sliceDecisions(r.decisions, 0, cut));
  const heldOut = upload(r.head, sliceDecisions(r.decisions, cut, r.decisions.count));
  const adapter = initAdapter(r.seed);
  const optimiser = adamW(adapter, { clipNorm: 1 });
  const loss = { train: [] as number[], heldOut: [] as number[] };
  const state = { best: Infinity, bestEpoch: 0, kept: await fromParams(adapter), cancelled: false };
  const heldOutLoss = (): Promise<number> =>
    read(tf.tidy(() => choiceLoss(r.policy, heldOut, adaptedLogits(r.head.params, adapter, heldOut.x))));
  try {
    for (let epoch = 0; epoch <= fit.epochs; epoch++) {
      const step = gradientStep(r, train, adapter, cut);
      loss.train.push(await read(step.nll));
      loss.heldOut.push(await heldOutLoss());
      const last = loss.heldOut[epoch] as number;
      if (last < state.best - 1e-7)
        Object.assign(state, { best: last, bestEpoch: epoch, kept: await fromParams(adapter) });
      const tick = { epoch, epochs: fit.epochs, trainLoss: loss.train[epoch] as number, heldOutLoss: last };
      await r.onEpoch?.(tick);
      state.cancelled = r.isCancelled?.() ?? false;
      const stop = state.cancelled || epoch === fit.epochs || epoch - state.bestEpoch >= fit.patience;
      if (!stop) optimiser.step(step.grads, fit.learningRate);
      disposeParams(step.grads);
      if (stop) break;
    }
    return {
      ...(await result(state.kept, adapter)),
      loss,
      bestEpoch: state.bestEpoch,
      cancelled: state.cancelled,
    };
  } finally {
    optimiser.dispose();
    disposeParams(adapter);
    release(train);
    release(heldOut);
  }
}

/** Loss for the curve, and gradients of the penalised loss in the 76 numbers. */
function gradientStep(
  r: FineTuneRequest,
  train: Part,
  adapter: Params,
  count: number,
): { nll: tf.Tensor; grads: Params } {
  const { fit } = r.head.config;
  let nll: tf.Tensor | null = null;
  const { value, grads } = valueAndGrads((a) => {
    const logits = adaptedLogits(r.head.params, a, train.x);
    const fitLoss = choiceLoss(r.policy, train, logits);
    nll = tf.keep(tf.clone(fitLoss));
    const total = tf.add(fitLoss, tf.mul(pull(train, logits), pullWeight(fit, count)));
    return total as tf.Scalar;
  }, adapter);
  value.dispose();
  return { nll: nll as unknown as tf.Tensor, grads };
}

async function result(kept: RawTensors, adapter: Params): Promise<Pick<FineTuned, 'adapter' | 'parameters'>> {
  const best = toParams(kept);
  const out = { adapter: await adapterNumbers(best), parameters: adapterSize(adapter) };
  disposeParams(best);
  return out;
}

/** Mean negative log-likelihood per decision under fixed points, (D, 6) flat: for baselines and reports. */
export async function lossUnder(
  head: ObjectiveHead,
  policy: Params,
  d: DecisionData,
  points: Float32Array,
): Promise<number> {
  const part = upload(head, d);
  const value = await read(
    tf.tidy(() =>
      tf.neg(tf.mean(choiceLogLikelihood(part.choices, router(policy, rows(points, 6), part.regime)))),
    ),
  );
  release(part);
  return value;
}
