import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { disposeParams, toParams, type RawTensors } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import type { Comparator } from '../../src/sim/env/rule-strategies.ts';
import type { PolicyData } from './policy-data.ts';
import { evaluationCases, pureGoal, type EvaluationCase, type Offset } from './policy-episodes.ts';
import { runComparator, runPolicyOn, type EpisodeReport } from './policy-runner.ts';
import { meanOf } from './policy-statistics.ts';

/** How long each goal's metric looks from a start date on: a month, a quarter, or the whole plan. */
export const SPANS = ['month', 'quarter', 'plan'] as const;
export type Span = (typeof SPANS)[number];
export const SPAN_OF: readonly Span[] = ['month', 'quarter', 'plan', 'plan', 'plan', 'plan'];

export interface EvaluationSize {
  /** Start dates of the plan-long cases; the shorter spans have more of them, being cheap and noisy. */
  readonly startDates: number;
  readonly monthStarts: number;
  readonly quarterStarts: number;
  /** Length of a plan. */
  readonly weeks: number;
  readonly assetLimit: number;
  readonly costBps: number;
}

/** Cases by span. */
export type Cases = Readonly<Record<Span, readonly EvaluationCase[]>>;
/** Reports by span, goal and case. */
export type Runs = Readonly<Record<Span, readonly (readonly EpisodeReport[])[]>>;

export const MONTH_WEEKS = 4;
export const QUARTER_WEEKS = 13;

/**
 * The cases of a cell, the same for every goal and competitor, all ending before `toWeek`.
 * @param drawing which of many drawings of people and markets; reports use the first.
 */
export function casesOf(
  data: Pick<PolicyData, 'table' | 'firstWeek'>,
  size: EvaluationSize,
  offset: Offset = 'none',
  toWeek = data.table.weeks,
  drawing = 0,
): Cases {
  const draw = (count: number, weeks: number, seed: number): EvaluationCase[] =>
    evaluationCases({ ...data, toWeek }, count, weeks, seed + 10 * drawing, size.costBps, offset);
  return {
    month: draw(size.monthStarts, MONTH_WEEKS, 3),
    quarter: draw(size.quarterStarts, QUARTER_WEEKS, 2),
    plan: draw(size.startDates, size.weeks, 1),
  };
}

/** Plays all goals on all spans with one set of weights. */
export async function playGoals(
  config: PolicyConfig,
  weights: RawTensors,
  cases: Cases,
  data: PolicyData,
  isReplayed = false,
): Promise<Runs> {
  const params = toParams(weights);
  const out: Record<Span, EpisodeReport[][]> = { month: [], quarter: [], plan: [] };
  for (const span of SPANS) {
    for (let k = 0; k < OBJECTIVES.length; k++)
      out[span].push(
        await runPolicyOn(params, config, cases[span], pureGoal(k), data.embeddings, isReplayed),
      );
  }
  disposeParams(params);
  return out;
}

/** Plays a rule on all spans; a rule has no goal, so the goal only scores. */
export function playRule(name: Comparator, cases: Cases): Readonly<Record<Span, readonly EpisodeReport[]>> {
  const run = (span: Span): EpisodeReport[] => runComparator(name, cases[span], pureGoal(2));
  return { month: run('month'), quarter: run('quarter'), plan: run('plan') };
}

export const pick = (r: readonly EpisodeReport[], f: (x: EpisodeReport) => number): number =>
  meanOf(r.map(f));

/** Cases' values of one metric when `goal` was asked for, percent a year. */
export const metricValues = (runs: Runs, goal: number, metric: number): number[] =>
  (runs[SPAN_OF[metric] as Span][goal] as readonly EpisodeReport[]).map((x) => x.metrics[metric] as number);

/** [goal asked for][metric], percent a year. */
export const tableOf = (runs: Runs): number[][] =>
  OBJECTIVES.map((_, goal) => OBJECTIVES.map((_, metric) => meanOf(metricValues(runs, goal, metric))));
