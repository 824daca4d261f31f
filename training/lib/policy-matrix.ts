import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { plainGain, SHORT_GAIN, type EpisodeReport } from './policy-runner.ts';
import { metricValues, SPAN_OF, tableOf, type Runs, type Span } from './policy-play.ts';
import { blockInterval, meanOf, sdOf, type Interval } from './policy-statistics.ts';

/** The 6 x 6 table. Row = goal the policy was asked for, column = metric of a goal; percent a year. */
export interface Matrix {
  readonly objectives: readonly string[];
  readonly metric: readonly string[];
  readonly mean: readonly (readonly number[])[];
  /** Over seeds. */
  readonly sd: readonly (readonly number[])[];
  /** Per metric: asking for its own goal gives the highest mean. */
  readonly diagonalBest: readonly boolean[];
  /** Per metric: own goal less the best other row, in percent a year, over cases, mean of the seeds. */
  readonly diagonalMargin: readonly Interval[];
  /** Per metric: the best other row. */
  readonly bestOther: readonly string[];
  /** The margin of `diagonalMargin` seed by seed: its mean, its standard deviation, and whether it is beyond one. */
  readonly seedMargin: readonly {
    readonly mean: number;
    readonly sd: number;
    readonly isBeyondOneSd: boolean;
  }[];
  /**
   * After-tax gain of the quarter alone, without short-term gain's premium on gains taken: by goal asked for, percent a year,
   * and short-term gain's less the best other goal's.
   */
  readonly plainGain: {
    readonly mean: readonly number[];
    readonly bestOther: string;
    readonly margin: Interval;
  };
  /** Correlation of the metrics over (goal, case), each case's own mean taken out: near 1 = two names for one thing. */
  readonly correlation: readonly (readonly number[])[];
}

/** Neighbouring start dates kept together by the block bootstrap. */
export const BLOCK: Readonly<Record<(typeof SPAN_OF)[number], number>> = { month: 8, quarter: 8, plan: 6 };

/** Interval of paired differences of one metric, in the blocks of its span. */
export const pairedInterval = (x: readonly number[], metric: number): Interval =>
  blockInterval(x, BLOCK[SPAN_OF[metric] ?? 'plan']);

const across = (arrays: readonly (readonly number[])[]): number[] =>
  (arrays[0] ?? []).map((_, c) => meanOf(arrays.map((a) => a[c] as number)));

/** The goal whose value is highest, one left out. */
const bestOther = (values: readonly number[], without: number): number =>
  OBJECTIVES.map((_, i) => i)
    .filter((i) => i !== without)
    .reduce((b, i) => ((values[i] as number) > (values[b] as number) ? i : b));

/** The table of several seeds' runs over the same cases. */
export function matrixOf(perSeed: readonly Runs[]): Matrix {
  const tables = perSeed.map(tableOf);
  const cells = (f: (values: number[]) => number): number[][] =>
    OBJECTIVES.map((_, i) => OBJECTIVES.map((_, j) => f(tables.map((t) => t[i]?.[j] as number))));
  const mean = cells(meanOf);
  const at = (i: number, j: number): number => mean[i]?.[j] as number;
  const others = OBJECTIVES.map((_, j) =>
    bestOther(
      mean.map((row) => row[j] as number),
      j,
    ),
  );
  const margins = OBJECTIVES.map((_, j) =>
    perSeed.map((runs) => {
      const other = metricValues(runs, others[j] as number, j);
      return metricValues(runs, j, j).map((x, c) => x - (other[c] as number));
    }),
  );
  return {
    objectives: OBJECTIVES,
    metric: OBJECTIVES,
    mean,
    sd: cells(sdOf),
    diagonalBest: OBJECTIVES.map((_, j) => at(j, j) > at(others[j] as number, j)),
    diagonalMargin: margins.map((seeds, j) => pairedInterval(across(seeds), j)),
    bestOther: others.map((i) => OBJECTIVES[i] as string),
    seedMargin: margins.map((seeds) => {
      const means = seeds.map(meanOf);
      const [m, s] = [meanOf(means), sdOf(means)];
      return { mean: m, sd: s, isBeyondOneSd: m > s };
    }),
    plainGain: plainGains(perSeed),
    correlation: metricCorrelation(perSeed),
  };
}

function plainGains(perSeed: readonly Runs[]): Matrix['plainGain'] {
  const ofGoal = (runs: Runs, goal: number): number[] =>
    (runs[SPAN_OF[SHORT_GAIN] as Span][goal] as readonly EpisodeReport[]).map(plainGain);
  const byGoal = OBJECTIVES.map((_, goal) => across(perSeed.map((runs) => ofGoal(runs, goal))));
  const mean = byGoal.map(meanOf);
  const best = bestOther(mean, SHORT_GAIN);
  const less = (byGoal[SHORT_GAIN] as number[]).map((x, c) => x - (byGoal[best]?.[c] as number));
  return { mean, bestOther: OBJECTIVES[best] as string, margin: pairedInterval(less, SHORT_GAIN) };
}

/** Correlation of the six metrics on the plan-long cases, differences between goals on one case only. */
function metricCorrelation(perSeed: readonly Runs[]): number[][] {
  const columns: number[][] = OBJECTIVES.map(() => []);
  for (const { plan } of perSeed) {
    const cases = plan[0]?.length ?? 0;
    for (let c = 0; c < cases; c++) {
      OBJECTIVES.forEach((_, j) => {
        const values = plan.map((goal) => (goal[c] as EpisodeReport).metrics[j] as number);
        const m = meanOf(values);
        columns[j]?.push(...values.map((x) => x - m));
      });
    }
  }
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((s, x, k) => s + x * (b[k] as number), 0);
  return columns.map((a) =>
    columns.map((b) => dot(a, b) / Math.sqrt(Math.max(1e-12, dot(a, a) * dot(b, b)))),
  );
}
