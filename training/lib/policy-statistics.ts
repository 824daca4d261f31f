import { pcg32 } from '../../src/core/rng.ts';

export interface Interval {
  readonly mean: number;
  /** 95 %, block bootstrap. */
  readonly ci: readonly [number, number];
}

export const meanOf = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / Math.max(1, x.length);

/** Sample standard deviation; 0 for fewer than two. */
export function sdOf(x: readonly number[]): number {
  const m = meanOf(x);
  return x.length > 1 ? Math.sqrt(x.reduce((a, b) => a + (b - m) ** 2, 0) / (x.length - 1)) : 0;
}

const DRAWS = 2000;

/** Mean with a 95 % interval by moving-block bootstrap: neighbours in `x` (overlapping start dates) stay together. */
export function blockInterval(x: readonly number[], block: number, seed = 1): Interval {
  const rng = pcg32(seed, 5);
  const n = x.length;
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let k = 0; k < n;) {
      const from = rng.int(n);
      for (let j = 0; j < block && k < n; j++, k++) sum += x[(from + j) % n] as number;
    }
    return sum / n;
  }).toSorted((a, b) => a - b);
  return {
    mean: meanOf(x),
    ci: [means[Math.floor(DRAWS * 0.025)] as number, means[Math.floor(DRAWS * 0.975)] as number],
  };
}

/** Normal distribution function (Abramowitz & Stegun 7.1.26, error below 1.5e-7). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(z) / Math.SQRT2));
  const erf =
    1 -
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
      t *
      Math.exp((-z * z) / 2);
  return z >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

/** Inverse of the normal distribution function, by bisection. */
export function normalQuantile(p: number): number {
  let lo = -10;
  let hi = 10;
  for (let i = 0; i < 80; i++) {
    const mid = (lo + hi) / 2;
    if (normalCdf(mid) < p) lo = mid;
    else hi = mid;
  }
  return (lo + hi) / 2;
}

const EULER = 0.5772156649015329;

/**
 * Probabilistic and deflated Sharpe ratio of returns (Bailey & Lopez de Prado 2012, 2014).
 * @param trials how many strategies were tried; their Sharpe ratios are taken to vary as much as one estimate does.
 */
export function sharpeProbability(returns: readonly number[], trials: number): { psr: number; dsr: number } {
  const n = returns.length;
  const m = meanOf(returns);
  const s = sdOf(returns);
  const sr = m / s;
  const z = returns.map((r) => (r - m) / s);
  const skew = meanOf(z.map((x) => x ** 3));
  const kurtosis = meanOf(z.map((x) => x ** 4));
  const error = Math.sqrt(Math.max(1e-9, 1 - skew * sr + ((kurtosis - 1) / 4) * sr * sr) / (n - 1));
  const psr = normalCdf(sr / error);
  return { psr, dsr: deflated(psr, trials) };
}

/** Deflates a probabilistic Sharpe ratio by the best of `trials` skill-less ones (Bailey & Lopez de Prado 2014). */
export function deflated(psr: number, trials: number): number {
  if (trials <= 1) return psr;
  const luck =
    (1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * normalQuantile(1 - 1 / (trials * Math.E));
  return normalCdf(normalQuantile(psr) - luck);
}
