import type { PolicyWeights } from '../../src/engine/expert-scores.ts';
import { inverse } from '../../src/lora/evidence.ts';
import type { DecisionData } from '../../src/lora/split-decisions.ts';
import type { HeadConfig } from '../../src/models/objective-head/head.ts';
import { expertWeights } from './person-cases.ts';
import type { PersonCase } from './person-cases.ts';

/** One side of one decision as a conditional logit sees it: rows of 9 features per option: the four experts as
 * the router weighs them, the four as they are, the anchor. */
interface Observed {
  readonly features: readonly Float64Array[];
  readonly shares: Float64Array;
  readonly weight: number;
}

const SIZE = 9;
const ANCHOR = 8;
/** The first four are held to [0, 3]: below 0 an expert's followers would do the opposite of what it says. */
const isGated = (i: number): boolean => i < 4;
/** Decisions of one person count as at most this many: busy traders must not decide for everyone. */
const MOST_PER_PERSON = 40;
const SHARPEST = 3;

function options(data: DecisionData, d: number, sign: 1 | -1): number[] {
  const { assets: N } = data;
  return Array.from({ length: N }, (_, n) => n).filter((n) => {
    const moved = sign * (data.change[d * (N + 1) + n] as number) > 0;
    const held = (data.before[d * (N + 1) + n] as number) > 1e-6;
    return moved || ((data.mask[d * N + n] as number) > 0 && (sign === 1 || held));
  });
}

function observe(data: DecisionData, weights: Float32Array, sign: 1 | -1): Observed[] {
  const { count: D, assets: N } = data;
  const out: Observed[] = [];
  for (let d = 0; d < D; d++) {
    const open = options(data, d, sign);
    const parts = open.map((n) => Math.max(0, sign * (data.change[d * (N + 1) + n] as number)));
    const total = parts.reduce((a, b) => a + b, 0);
    if (open.length < 2 || total <= 1e-9) continue;
    const features = open.map((n) => {
      const held = Math.max(0, data.before[d * (N + 1) + n] as number) * N;
      const f = new Float64Array(SIZE);
      for (let e = 0; e < 4; e++) {
        const score = sign * (data.scores[(d * 4 + e) * N + n] as number);
        f[e] = (weights[d * 4 + e] as number) * score;
        f[4 + e] = score;
      }
      f[ANCHOR] = Math.log(held + (sign === 1 ? 0.05 : 1e-4));
      return f;
    });
    out.push({
      features,
      shares: Float64Array.from(parts, (p) => p / total),
      weight: Math.min(1, MOST_PER_PERSON / D),
    });
  }
  return out;
}

interface Derivatives {
  readonly value: number;
  readonly gradient: number[];
  readonly information: number[][];
}

/** Weighted mean log-likelihood with gradient and information matrix in the nine constants. */
function derivatives(all: readonly Observed[], theta: readonly number[]): Derivatives {
  const gradient = Array<number>(SIZE).fill(0);
  const information = Array.from({ length: SIZE }, () => Array<number>(SIZE).fill(0));
  const mass = all.reduce((a, o) => a + o.weight, 0);
  let value = 0;
  for (const o of all) {
    const u = o.features.map((f) => f.reduce((a, v, i) => a + v * (theta[i] as number), 0));
    const most = u.reduce((a, b) => Math.max(a, b), -Infinity);
    const exps = u.map((v) => Math.exp(v - most));
    const sum = exps.reduce((a, b) => a + b, 0);
    const w = o.weight / mass;
    const mean = Array<number>(SIZE).fill(0);
    o.features.forEach((f, n) =>
      f.forEach((v, i) => (mean[i] = (mean[i] as number) + ((exps[n] as number) / sum) * v)),
    );
    o.features.forEach((f, n) => {
      const share = o.shares[n] as number;
      const p = (exps[n] as number) / sum;
      value += w * share * ((u[n] as number) - most - Math.log(sum));
      for (let i = 0; i < SIZE; i++) {
        const centred = (f[i] as number) - (mean[i] as number);
        gradient[i] = (gradient[i] as number) + w * share * centred;
        const row = information[i] as number[];
        for (let k = 0; k < SIZE; k++)
          row[k] = (row[k] as number) + w * p * centred * ((f[k] as number) - (mean[k] as number));
      }
    });
  }
  return { value, gradient, information };
}

/**
 * Newton's method on the concave likelihood. `free` limits which constants may move.
 */
function maximise(all: readonly Observed[], free: readonly boolean[]): { theta: number[]; value: number } {
  let theta = Array<number>(SIZE).fill(0);
  let now = derivatives(all, theta);
  for (let step = 0; step < 25; step++) {
    const at = theta;
    const active = at.map(
      (t, i) => free[i] === true && (!isGated(i) || t > 0 || (now.gradient[i] as number) > 0),
    );
    const precision = now.information.map((row, i) =>
      row.map((v, k) => (active[i] && active[k] ? v : 0) + (i === k ? (active[i] ? 1e-4 : 1) : 0)),
    );
    const inv = inverse(precision);
    const move = inv.map((row, i) =>
      active[i] ? row.reduce((a, v, k) => a + v * (active[k] ? (now.gradient[k] as number) : 0), 0) : 0,
    );
    let scale = 1;
    let next = theta;
    let after = now;
    for (let halving = 0; halving < 12; halving++, scale /= 2) {
      next = at.map((t, i) =>
        !isGated(i)
          ? t + scale * (move[i] as number)
          : Math.max(0, Math.min(SHARPEST, t + scale * (move[i] as number))),
      );
      after = derivatives(all, next);
      if (after.value >= now.value) break;
    }
    if (after.value - now.value < 1e-7) break;
    theta = next;
    now = after;
  }
  return { theta, value: now.value };
}

export interface ChoiceFit {
  readonly choice: HeadConfig['choice'];
  /** Mean log-likelihood per side with and without the goal, nats: what knowing the goal explains. */
  readonly explained: { readonly buy: readonly [number, number]; readonly sell: readonly [number, number] };
}

const round = (x: number): number => Math.round(1000 * x) / 1000;

/** Fits the constants of choice-likelihood.ts on people whose goal is known, by maximum likelihood. */
export async function fitChoice(cases: readonly PersonCase[], policy: PolicyWeights): Promise<ChoiceFit> {
  const buys: Observed[] = [];
  const sells: Observed[] = [];
  for (const c of cases) {
    const weights = await expertWeights(policy, c.data, c.truth);
    buys.push(...observe(c.data, weights, 1));
    sells.push(...observe(c.data, weights, -1));
  }
  const everything = Array.from({ length: SIZE }, () => true);
  const commonOnly = everything.map((_, i) => !isGated(i));
  const buy = maximise(buys, everything);
  const sell = maximise(sells, everything);
  return {
    choice: {
      buySharpness: buy.theta.slice(0, 4).map(round),
      buyCommon: buy.theta.slice(4, 8).map(round),
      buyAnchor: round(buy.theta[ANCHOR] as number),
      sellSharpness: sell.theta.slice(0, 4).map(round),
      sellCommon: sell.theta.slice(4, 8).map(round),
      sellAnchor: round(sell.theta[ANCHOR] as number),
    },
    explained: {
      buy: [buy.value, maximise(buys, commonOnly).value],
      sell: [sell.value, maximise(sells, commonOnly).value],
    },
  };
}
