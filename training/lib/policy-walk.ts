import { dateOfDayNumber } from '../../src/core/iso-date.ts';
import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { fromParams } from '../../src/models/nn/params.ts';
import { disposeParams } from '../../src/models/nn/params.ts';
import { initPolicy } from '../../src/models/policy/init.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { pcg32 } from '../../src/core/rng.ts';
import { trainedSeeds } from './policy-checkpoint.ts';
import { policyData, type Encoders, type PolicyData } from './policy-data.ts';
import { EMBARGO_WEEKS, foldWeeks } from './policy-folds.ts';
import { matrixOf, pairedInterval, type Matrix } from './policy-matrix.ts';
import { casesOf, metricValues, playGoals, playRule, SPAN_OF, type EvaluationSize } from './policy-play.ts';
import { meanOf, type Interval } from './policy-statistics.ts';

/** One fold: retrained on the weeks before its test stretch. */
export interface FoldReport {
  readonly index: number;
  readonly count: number;
  readonly trainTo: string;
  readonly testFrom: string;
  readonly testTo: string;
  readonly seeds: readonly { readonly seed: number; readonly steps: number }[];
  readonly matrix: Pick<Matrix, 'mean' | 'sd' | 'diagonalBest' | 'diagonalMargin'>;
  /** The untrained rules' own-goal metrics on the same cases. */
  readonly untrainedDiagonal: readonly number[];
  /** Own goal's metric less holding on and less 1/N, percent a year. */
  readonly against: Readonly<Record<string, readonly Interval[]>>;
}

export interface WalkForward {
  readonly embargoWeeks: number;
  readonly folds: readonly FoldReport[];
}

const RULES = ['hold', 'equal', 'equal+harvest'] as const;

async function foldReport(
  config: PolicyConfig,
  data: PolicyData,
  size: EvaluationSize,
  fold: { readonly index: number; readonly count: number },
  seeds: readonly number[],
): Promise<FoldReport | null> {
  const trained = await trainedSeeds(seeds, fold);
  if (trained.length === 0) return null;
  const weeks = foldWeeks(data.table, fold);
  const day = (week: number): string =>
    dateOfDayNumber(data.table.decisionDay[Math.min(week, data.table.weeks - 1)] as number);
  const cases = casesOf({ ...data, firstWeek: weeks.testFrom }, size, 'none', weeks.testTo);
  const runs = [];
  for (const s of trained) runs.push(await playGoals(config, s.params, cases, data));
  const start = initPolicy(config, pcg32(1));
  const prior = await playGoals(config, await fromParams(start), cases, data);
  disposeParams(start);
  const first = runs[0] as (typeof runs)[number];
  const against = RULES.map((name) => {
    const rule = playRule(name, cases);
    const intervals = OBJECTIVES.map((_, k) => {
      const theirs = rule[SPAN_OF[k] ?? 'plan'];
      return pairedInterval(
        metricValues(first, k, k).map((x, c) => x - (theirs[c]?.metrics[k] as number)),
        k,
      );
    });
    return [name, intervals] as const;
  });
  const { mean, sd, diagonalBest, diagonalMargin } = matrixOf(runs);
  return {
    ...fold,
    trainTo: day(weeks.trainTo),
    testFrom: day(weeks.testFrom),
    testTo: day(weeks.testTo),
    seeds: trained.map(({ seed, steps }) => ({ seed, steps })),
    matrix: { mean, sd, diagonalBest, diagonalMargin },
    untrainedDiagonal: OBJECTIVES.map((_, k) => meanOf(metricValues(prior, k, k))),
    against: Object.fromEntries(against),
  };
}

/** The walk-forward from the fold trainings there are; null when there is none. */
export async function walkForward(
  config: PolicyConfig,
  encoders: Encoders,
  size: EvaluationSize,
  count: number,
  seeds: readonly number[],
  assetLimit: number,
): Promise<WalkForward | null> {
  const indexes = Array.from({ length: count }, (_, k) => k);
  const found = await Promise.all(
    indexes.map(async (index) => (await trainedSeeds(seeds, { index, count })).length),
  );
  if (found.every((n) => n === 0)) return null;
  const data = await policyData('W', encoders, assetLimit);
  const folds = [];
  for (const index of indexes) {
    const r = await foldReport(config, data, size, { index, count }, seeds);
    if (r) folds.push(r);
  }
  return { embargoWeeks: EMBARGO_WEEKS, folds };
}
