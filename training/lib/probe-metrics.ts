import type { Rng } from '../../src/core/rng.ts';

/** Truths and predictions of one date. */
export interface DatePairs {
  readonly truth: readonly number[];
  readonly guess: readonly number[];
}

/** 1 - squared error / squared deviation from the pooled mean of the truths. */
export function rSquared(days: readonly DatePairs[]): number {
  let n = 0;
  let sum = 0;
  for (const d of days) for (const y of d.truth) [n, sum] = [n + 1, sum + y];
  const mean = sum / n;
  let error = 0;
  let total = 0;
  for (const d of days) {
    d.truth.forEach((y, i) => {
      error += (y - (d.guess[i] as number)) ** 2;
      total += (y - mean) ** 2;
    });
  }
  return 1 - error / total;
}

/** Ranks 0..n-1, ties broken by position. */
function ranks(x: readonly number[]): number[] {
  const order = x.map((v, i) => ({ v, i })).toSorted((a, b) => a.v - b.v);
  const out = x.map(() => 0);
  order.forEach((o, rank) => (out[o.i] = rank));
  return out;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const ma = a.reduce((s, v) => s + v, 0) / n;
  const mb = b.reduce((s, v) => s + v, 0) / n;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((v, i) => {
    ab += (v - ma) * ((b[i] as number) - mb);
    aa += (v - ma) ** 2;
    bb += ((b[i] as number) - mb) ** 2;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Mean over dates of the correlation between the rank of the prediction and the sign of the return. */
export function signCoefficient(days: readonly DatePairs[]): number {
  const used = days.filter((d) => d.truth.length >= 10);
  const each = used.map((d) => correlation(ranks(d.guess), d.truth.map(Math.sign)));
  return each.reduce((a, b) => a + b, 0) / Math.max(1, each.length);
}

/** Point estimate with the 2.5 % and 97.5 % quantiles of a circular block bootstrap over dates. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param dates number of dates, in time order. @param statistic of a list of date numbers (with repeats).
 * @param block consecutive dates kept together: dates whose targets overlap are not independent.
 */
export function blockBootstrap(
  dates: number,
  statistic: (picked: readonly number[]) => number,
  block: number,
  repeats: number,
  rng: Rng,
): Interval {
  const all = Array.from({ length: dates }, (_, i) => i);
  const draws: number[] = [];
  for (let r = 0; r < repeats; r++) {
    const picked: number[] = [];
    while (picked.length < dates) {
      const start = rng.int(dates);
      for (let k = 0; k < block && picked.length < dates; k++) picked.push((start + k) % dates);
    }
    draws.push(statistic(picked));
  }
  const sorted = draws.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] as number;
  return { value: statistic(all), low: at(0.025), high: at(0.975) };
}
