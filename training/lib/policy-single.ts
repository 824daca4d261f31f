import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { singleHead, type PolicyConfig } from '../../src/models/policy/config.ts';
import type { PolicyData } from './policy-data.ts';
import { pairedInterval } from './policy-matrix.ts';
import { metricValues, playGoals, type Cases, type Runs } from './policy-play.ts';
import { meanOf, type Interval } from './policy-statistics.ts';
import type { SeedWeights } from './policy-report.ts';

/** One head of equal size for all six goals, trained in the same way, on the cases of the mixture of experts. */
export interface SingleHeadReport {
  readonly seed: number;
  readonly steps: number;
  /** Own goal's metric, percent a year. */
  readonly diagonal: readonly number[];
  /** The mixture of experts of the same seed less the one head, own metric, paired by case. */
  readonly moeLess: readonly Interval[];
}

/** @param moe runs of the mixture of experts of the same seed on `cases`. */
export async function singleHeadReport(
  config: PolicyConfig,
  single: SeedWeights,
  moe: Runs,
  cases: Cases,
  data: PolicyData,
): Promise<SingleHeadReport> {
  const runs = await playGoals(singleHead(config), single.params, cases, data);
  return {
    seed: single.seed,
    steps: single.steps,
    diagonal: OBJECTIVES.map((_, k) => meanOf(metricValues(runs, k, k))),
    moeLess: OBJECTIVES.map((_, k) => {
      const theirs = metricValues(runs, k, k);
      return pairedInterval(
        metricValues(moe, k, k).map((x, c) => x - (theirs[c] as number)),
        k,
      );
    }),
  };
}
