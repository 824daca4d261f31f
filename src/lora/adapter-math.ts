import { HEAD_INPUT, HEAD_OUTPUT } from '../models/objective-head/head.ts';
import { ADAPTER_RANK } from './adapter.ts';
import type { DecisionData } from './split-decisions.ts';

/*
 * The loss of the 76 numbers, its slope and a step, in plain float64: they are too few for any device to be worth the way there
 * (ten times faster than tensors on WASM), and the answer is the same on every one of them.
 */

/** Some decisions beside the untouched head. */
export interface Part {
  readonly count: number;
  readonly x: Float32Array;
  readonly goals: Float32Array;
  /** (D, 6) logits and log-probabilities of the untouched head. */
  readonly base: Float64Array;
  readonly logPrior: Float64Array;
}

export const A_SIZE = ADAPTER_RANK * HEAD_INPUT;

/** Log-probabilities of one row of logits, into `out`. */
function logSoftmaxRow(logits: Float64Array, at: number, out: Float64Array, to: number): void {
  let top = -Infinity;
  for (let k = 0; k < HEAD_OUTPUT; k++) top = Math.max(top, logits[at + k] as number);
  let sum = 0;
  for (let k = 0; k < HEAD_OUTPUT; k++) sum += Math.exp((logits[at + k] as number) - top);
  const log = top + Math.log(sum);
  for (let k = 0; k < HEAD_OUTPUT; k++) out[to + k] = (logits[at + k] as number) - log;
}

/** What an epoch needs of some decisions, computed once. W0 is (6, 32). */
export function partOf(W0: Float32Array, bias: Float32Array, d: DecisionData): Part {
  const base = new Float64Array(d.count * HEAD_OUTPUT);
  const logPrior = new Float64Array(base.length);
  for (let t = 0; t < d.count; t++) {
    for (let k = 0; k < HEAD_OUTPUT; k++) {
      let sum = bias[k] as number;
      for (let i = 0; i < HEAD_INPUT; i++)
        sum += (W0[k * HEAD_INPUT + i] as number) * (d.x[t * HEAD_INPUT + i] as number);
      base[t * HEAD_OUTPUT + k] = sum;
    }
    logSoftmaxRow(base, t * HEAD_OUTPUT, logPrior, t * HEAD_OUTPUT);
  }
  return { count: d.count, x: d.x, goals: d.goals, base, logPrior };
}

/** What `lossOf` works in, so that an epoch makes no garbage. */
const scratch = {
  logits: new Float64Array(HEAD_OUTPUT),
  log: new Float64Array(HEAD_OUTPUT),
  share: new Float64Array(HEAD_OUTPUT),
  narrow: new Float64Array(ADAPTER_RANK),
};

/** Narrow activations and log-probabilities of decision t under the adapter, left in `scratch`. */
function forward(part: Part, theta: Float64Array, t: number): void {
  const { logits, log, narrow } = scratch;
  for (let r = 0; r < ADAPTER_RANK; r++) {
    let sum = 0;
    for (let i = 0; i < HEAD_INPUT; i++)
      sum += (theta[r * HEAD_INPUT + i] as number) * (part.x[t * HEAD_INPUT + i] as number);
    narrow[r] = sum;
  }
  for (let k = 0; k < HEAD_OUTPUT; k++) {
    let sum = part.base[t * HEAD_OUTPUT + k] as number;
    for (let r = 0; r < ADAPTER_RANK; r++)
      sum += (theta[A_SIZE + k * ADAPTER_RANK + r] as number) * (narrow[r] as number);
    logits[k] = sum;
  }
  logSoftmaxRow(logits, 0, log, 0);
}

/** Log-likelihood of decision t under the point in `scratch.log`; leaves the goals' shares in it in `scratch.share`. */
function likelihood(part: Part, t: number): number {
  const { log, share } = scratch;
  let top = -Infinity;
  for (let k = 0; k < HEAD_OUTPUT; k++)
    top = Math.max(top, (log[k] as number) + (part.goals[t * HEAD_OUTPUT + k] as number));
  let sum = 0;
  for (let k = 0; k < HEAD_OUTPUT; k++) {
    const e = Math.exp((log[k] as number) + (part.goals[t * HEAD_OUTPUT + k] as number) - top);
    share[k] = e;
    sum += e;
  }
  for (let k = 0; k < HEAD_OUTPUT; k++) share[k] = (share[k] as number) / sum;
  return top + Math.log(sum);
}

/** Adds decision t's part of the gradient: slope of the loss and of the pull in the logits, carried back to A and B. */
function backward(part: Part, theta: Float64Array, t: number, pull: number, gradient: Float64Array): void {
  const { log, share, narrow } = scratch;
  let mean = 0;
  for (let k = 0; k < HEAD_OUTPUT; k++)
    mean +=
      Math.exp(log[k] as number) * ((log[k] as number) - (part.logPrior[t * HEAD_OUTPUT + k] as number));
  for (let k = 0; k < HEAD_OUTPUT; k++) {
    const o = Math.exp(log[k] as number);
    const kl = (log[k] as number) - (part.logPrior[t * HEAD_OUTPUT + k] as number);
    const slope = (o - (share[k] as number) + pull * o * (kl - mean)) / part.count;
    for (let r = 0; r < ADAPTER_RANK; r++) {
      const at = A_SIZE + k * ADAPTER_RANK + r;
      gradient[at] = (gradient[at] as number) + slope * (narrow[r] as number);
      const back = slope * (theta[at] as number);
      if (back === 0) continue;
      for (let i = 0; i < HEAD_INPUT; i++) {
        const a = r * HEAD_INPUT + i;
        gradient[a] = (gradient[a] as number) + back * (part.x[t * HEAD_INPUT + i] as number);
      }
    }
  }
}

/** Mean negative log-likelihood of the decisions; with `gradient`, also its slope and the pull's in the 76 numbers. */
export function lossOf(part: Part, theta: Float64Array, pull = 0, gradient?: Float64Array): number {
  gradient?.fill(0);
  let sum = 0;
  for (let t = 0; t < part.count; t++) {
    forward(part, theta, t);
    sum -= likelihood(part, t);
    if (gradient) backward(part, theta, t, pull, gradient);
  }
  return sum / part.count;
}

/** Moments of Adam (Kingma & Ba 2015). */
export interface Moments {
  step: number;
  readonly m: Float64Array;
  readonly v: Float64Array;
}

/** One step of Adam, in place, with the gradient held to norm 1. */
export function adam(theta: Float64Array, gradient: Float64Array, s: Moments, rate: number): void {
  const norm = Math.sqrt(gradient.reduce((a, g) => a + g * g, 0));
  const scale = norm > 1 ? 1 / norm : 1;
  s.step += 1;
  const [c1, c2] = [1 - 0.9 ** s.step, 1 - 0.999 ** s.step];
  for (let i = 0; i < theta.length; i++) {
    const g = scale * (gradient[i] as number);
    const m = 0.9 * (s.m[i] as number) + 0.1 * g;
    const v = 0.999 * (s.v[i] as number) + 0.001 * g * g;
    s.m[i] = m;
    s.v[i] = v;
    theta[i] = (theta[i] as number) - (rate * (m / c1)) / (Math.sqrt(v / c2) + 1e-8);
  }
}
