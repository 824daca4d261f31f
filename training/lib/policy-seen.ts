import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { policyData, type Encoders } from './policy-data.ts';
import { pairedInterval } from './policy-matrix.ts';
import { casesOf, metricValues, playGoals, type EvaluationSize, type Runs } from './policy-play.ts';
import type { SeedWeights } from './policy-report.ts';
import { meanOf, type Interval } from './policy-statistics.ts';

/** Tickers the training saw against tickers it did not, on the same start dates, nothing retrained. Percent a year. */
export interface SeenTickers {
  readonly diagonal: readonly number[];
  readonly unseen: readonly number[];
  /** Unseen less seen, paired by start date (other universes and people, so the noise is large). */
  readonly difference: readonly Interval[];
  /** The difference is within 5 % of the seen value. */
  readonly isWithinFivePercent: readonly boolean[];
  /** The interval leaves room for no loss at all. */
  readonly isTie: readonly boolean[];
}

/** Seen tickers are many; a seeded draw of them is enough for the comparison. */
const SEEN_LIMIT = 250;
const TOLERANCE = 0.05;

export async function seenAgainstUnseen(
  config: PolicyConfig,
  seeds: readonly SeedWeights[],
  encoders: Encoders,
  size: EvaluationSize,
  unseen: readonly Runs[],
): Promise<SeenTickers> {
  const data = await policyData('B', encoders, SEEN_LIMIT);
  const seen = await playGoals(config, (seeds[0] as SeedWeights).params, casesOf(data, size), data);
  const first = unseen[0] as Runs;
  const values = (runs: Runs, k: number): number[] => metricValues(runs, k, k);
  const diagonal = OBJECTIVES.map((_, k) => meanOf(values(seen, k)));
  const mine = OBJECTIVES.map((_, k) => meanOf(values(first, k)));
  const difference = OBJECTIVES.map((_, k) => {
    const there = values(seen, k);
    return pairedInterval(
      values(first, k).map((x, c) => x - (there[c] as number)),
      k,
    );
  });
  return {
    diagonal,
    unseen: mine,
    difference,
    isWithinFivePercent: mine.map(
      (x, k) => x >= (diagonal[k] as number) - TOLERANCE * Math.abs(diagonal[k] as number),
    ),
    isTie: difference.map((d) => d.ci[1] >= 0),
  };
}
