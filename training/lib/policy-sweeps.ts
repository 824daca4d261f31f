import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { disposeParams, toParams, type RawTensors } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { COMPARATORS, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import type { PolicyData } from './policy-data.ts';
import { evaluationCases, pureGoal, type EvaluationCase, type Offset } from './policy-episodes.ts';
import { lineOf, taxAlpha, taxAlphaKept, type RiskLine } from './policy-lines.ts';
import type { EvaluationSize } from './policy-play.ts';
import { runComparator, runPolicyOn, type EpisodeReport } from './policy-runner.ts';
import type { Interval } from './policy-statistics.ts';

/** Everything at one trading cost. */
export interface CostLine {
  readonly costBps: number;
  readonly lines: Readonly<Record<string, RiskLine>>;
}

/** Everything with, or without, gains realised earlier in the year that losses can offset. */
export interface OffsetLine {
  readonly offset: Offset;
  readonly lines: Readonly<
    Record<string, RiskLine & { readonly taxAlpha: Interval; readonly taxAlphaKept: Interval }>
  >;
}

export const COST_SWEEP = [0, 5, 10, 25] as const;
/** Start dates of a sweep: enough for a mean, a quarter of the time. */
const SWEEP_STARTS = 24;

async function runAll(
  config: PolicyConfig,
  weights: RawTensors,
  cases: readonly EvaluationCase[],
  data: PolicyData,
  rules: readonly Comparator[],
): Promise<Map<string, EpisodeReport[]>> {
  const params = toParams(weights);
  const out = new Map<string, EpisodeReport[]>();
  for (const [k, name] of OBJECTIVES.entries())
    out.set(name, await runPolicyOn(params, config, cases, pureGoal(k), data.embeddings));
  disposeParams(params);
  for (const name of rules) out.set(name, runComparator(name, cases, pureGoal(2)));
  return out;
}

const startsOf = (size: EvaluationSize): number => Math.min(SWEEP_STARTS, size.startDates);

/** The same cases at 0, 5, 10 and 25 basis points. */
export async function costSweep(
  config: PolicyConfig,
  weights: RawTensors,
  data: PolicyData,
  size: EvaluationSize,
): Promise<CostLine[]> {
  const out: CostLine[] = [];
  for (const costBps of COST_SWEEP) {
    const cases = evaluationCases(data, startsOf(size), size.weeks, 1, costBps);
    const runs = await runAll(config, weights, cases, data, COMPARATORS);
    out.push({ costBps, lines: Object.fromEntries([...runs].map(([n, r]) => [n, lineOf(r)])) });
  }
  return out;
}

/** The same cases with and without gains to offset. */
export async function offsetSweep(
  config: PolicyConfig,
  weights: RawTensors,
  data: PolicyData,
  size: EvaluationSize,
): Promise<OffsetLine[]> {
  const out: OffsetLine[] = [];
  for (const offset of ['none', 'gains'] as const) {
    const cases = evaluationCases(data, startsOf(size), size.weeks, 1, size.costBps, offset);
    const runs = await runAll(config, weights, cases, data, COMPARATORS);
    const hold = runs.get('hold') as EpisodeReport[];
    const line = (r: readonly EpisodeReport[]) => ({
      ...lineOf(r),
      taxAlpha: taxAlpha(r, hold),
      taxAlphaKept: taxAlphaKept(r, hold),
    });
    out.push({ offset, lines: Object.fromEntries([...runs].map(([n, r]) => [n, line(r)])) });
  }
  return out;
}
