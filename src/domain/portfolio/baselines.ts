import { shrunkCovariance } from './shrinkage.ts';

/**
 * The common-sense portfolios every model must be seen beside. Each takes what is known at a decision and
 * gives N target weights that sum to 1 (fully invested).
 */
export interface BaselineInput {
  readonly assets: number;
  /** Today's weights, N (cash left out; they need not sum to 1). */
  readonly current: Float64Array;
  /** Weekly simple returns up to the decision, `weeks` rows of N, oldest first. */
  readonly returns: Float64Array;
  readonly weeks: number;
  readonly isBond: readonly boolean[];
}

export const BASELINES = ['hold', 'equal', 'inverseVol', 'minVariance', 'momentum', 'sixtyForty'] as const;
export type BaselineName = (typeof BASELINES)[number];

const normalised = (w: Float64Array): Float64Array => {
  const sum = w.reduce((a, x) => a + x, 0);
  return sum > 0 ? w.map((x) => x / sum) : w.map(() => 1 / w.length);
};

function volOf(input: BaselineInput, i: number): number {
  const { returns, weeks, assets } = input;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < weeks; t++) {
    const r = returns[t * assets + i] as number;
    sum += r;
    squares += r * r;
  }
  return weeks > 1 ? Math.sqrt(Math.max(1e-10, (squares - (sum * sum) / weeks) / (weeks - 1))) : 1;
}

/** 1/N. */
export const equalWeight = (input: BaselineInput): Float64Array =>
  new Float64Array(input.assets).fill(1 / input.assets);

/** Weights in proportion to one over volatility. */
export const inverseVol = (input: BaselineInput): Float64Array =>
  normalised(Float64Array.from({ length: input.assets }, (_, i) => 1 / volOf(input, i)));

/** Equal weights on the best third by return from 52 to 4 weeks ago (12-1 momentum); 1/N without a year of history. */
export function momentum12(input: BaselineInput): Float64Array {
  const { assets, returns, weeks } = input;
  if (weeks < 52) return equalWeight(input);
  const score = Float64Array.from({ length: assets }, (_, i) => {
    let log = 0;
    for (let t = weeks - 52; t < weeks - 4; t++)
      log += Math.log1p(Math.max(-0.999, returns[t * assets + i] as number));
    return log;
  });
  const best = Array.from(score.keys())
    .toSorted((a, b) => (score[b] as number) - (score[a] as number) || a - b)
    .slice(0, Math.max(1, Math.round(assets / 3)));
  const w = new Float64Array(assets);
  for (const i of best) w[i] = 1 / best.length;
  return w;
}

/** 60 % spread over everything that is not a bond, 40 % over bonds; 1/N where one side is empty. */
export function sixtyForty(input: BaselineInput): Float64Array {
  const bonds = input.isBond.filter(Boolean).length;
  const others = input.assets - bonds;
  if (bonds === 0 || others === 0) return equalWeight(input);
  return Float64Array.from(input.isBond, (b) => (b ? 0.4 / bonds : 0.6 / others));
}

const SOLVER_STEPS = 300;

/**
 * Long-only minimum variance with shrunk covariance, by exponentiated gradient (weights stay positive and sum to 1).
 * 1/N with fewer than 26 weeks.
 */
export function minVariance(input: BaselineInput): Float64Array {
  const { assets, weeks, returns } = input;
  if (weeks < 26) return equalWeight(input);
  const { covariance } = shrunkCovariance(returns, weeks, assets);
  let w = new Float64Array(assets).fill(1 / assets);
  for (let step = 0; step < SOLVER_STEPS; step++) {
    const g = Float64Array.from({ length: assets }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < assets; j++) sum += (covariance[i * assets + j] as number) * (w[j] as number);
      return sum;
    });
    const variance = g.reduce((a, x, i) => a + x * (w[i] as number), 0);
    if (variance <= 0) break;
    const rate = 0.5 / variance;
    w = normalised(w.map((x, i) => x * Math.exp(-rate * ((g[i] as number) - variance)))) as typeof w;
  }
  return w;
}

/** Target weights of a named baseline. */
export function baselineWeights(name: BaselineName, input: BaselineInput): Float64Array {
  switch (name) {
    case 'hold':
      return normalised(Float64Array.from(input.current));
    case 'equal':
      return equalWeight(input);
    case 'inverseVol':
      return inverseVol(input);
    case 'minVariance':
      return minVariance(input);
    case 'momentum':
      return momentum12(input);
    case 'sixtyForty':
      return sixtyForty(input);
  }
}

/**
 * Rule-based tax-loss harvesting over any target: whatever stands at a harvestable loss goes to zero, and its weight is
 * spread over the rest in proportion.
 * @param harvestable per asset: loss beyond the threshold and no purchase within 30 days.
 */
export function withHarvester(target: Float64Array, harvestable: readonly boolean[]): Float64Array {
  if (harvestable.every(Boolean)) return target;
  return normalised(target.map((x, i) => (harvestable[i] ? 0 : x)));
}
