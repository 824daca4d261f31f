import type { EpisodeReport } from './policy-runner.ts';
import type { EvaluationCase } from './policy-episodes.ts';
import { meanOf, sdOf } from './policy-statistics.ts';

/** Probability of backtest overfitting, by combinatorially symmetric cross-validation. */
export interface Overfitting {
  /** Share of the splits in which the best strategy of one half ranks below the median in the other. */
  readonly pbo: number;
  readonly strategies: number;
  readonly blocks: number;
  readonly splits: number;
}

/**
 * One return series by calendar week: the mean weekly excess over 1/N of the cases that are running. Overlapping cases
 * become one series, so that no week counts more than once.
 */
export function calendarSeries(
  reports: readonly EpisodeReport[],
  cases: readonly EvaluationCase[],
): number[] {
  const weeks = new Map<number, number[]>();
  reports.forEach((r, c) => {
    const from = (cases[c] as EvaluationCase).slice.start;
    r.weeklyExcess.forEach((x, k) => {
      const list = weeks.get(from + k) ?? [];
      list.push(x);
      weeks.set(from + k, list);
    });
  });
  return [...weeks].toSorted((a, b) => a[0] - b[0]).map(([, x]) => meanOf(x));
}

const BLOCKS = 10;
const sharpe = (x: readonly number[]): number => meanOf(x) / Math.max(1e-12, sdOf(x));

/** Every way to choose half of the blocks. */
function halves(n: number): number[][] {
  const out: number[][] = [];
  const choose = (from: number, taken: number[]): void => {
    if (taken.length === n / 2) return void out.push(taken);
    for (let k = from; k < n; k++) choose(k + 1, [...taken, k]);
  };
  choose(0, []);
  return out;
}

/**
 * Bailey, Borwein, López de Prado & Zhu (2015): were the best strategy chosen on half of the weeks, how often would it
 * be a below-average one on the other half?
 * @param series one per strategy tried, all over the same weeks.
 */
export function overfitting(series: readonly (readonly number[])[]): Overfitting {
  const weeks = Math.min(...series.map((s) => s.length));
  const block = (k: number): [number, number] => [
    Math.floor((weeks * k) / BLOCKS),
    Math.floor((weeks * (k + 1)) / BLOCKS),
  ];
  const over = (s: readonly number[], blocks: readonly number[]): number =>
    sharpe(blocks.flatMap((k) => s.slice(...block(k))));
  const splits = halves(BLOCKS);
  let below = 0;
  for (const inside of splits) {
    const outside = Array.from({ length: BLOCKS }, (_, k) => k).filter((k) => !inside.includes(k));
    const seen = series.map((s) => over(s, inside));
    const best = seen.indexOf(Math.max(...seen));
    const later = series.map((s) => over(s, outside));
    const rank = later.filter((x) => x < (later[best] as number)).length + 1;
    if (rank / (series.length + 1) <= 0.5) below++;
  }
  return { pbo: below / splits.length, strategies: series.length, blocks: BLOCKS, splits: splits.length };
}
