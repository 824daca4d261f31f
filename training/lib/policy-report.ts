import { OBJECTIVES, type Objective } from '../../src/domain/portfolio/types.ts';
import { sha256Hex } from '../../src/models/manifest.ts';
import { disposeParams, toParams, type RawTensors } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { writeSafetensors } from '../../src/models/safetensors.ts';
import { policyData, type Encoders, type PolicyData } from './policy-data.ts';
import { evaluationCases, pureGoal, type EvaluationCase } from './policy-episodes.ts';
import { runComparator, runPolicyOn, type EpisodeReport } from './policy-runner.ts';
import { COMPARATORS, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import { blockInterval, meanOf, sdOf, sharpeProbability, type Interval } from './policy-statistics.ts';

/** A trained policy as its checkpoint holds it. */
export interface SeedWeights {
  readonly seed: number;
  readonly steps: number;
  readonly params: RawTensors;
}

export interface EvaluationSize {
  readonly startDates: number;
  readonly weeks: number;
  readonly assetLimit: number;
  readonly costBps: number;
}

export const QUICK: EvaluationSize = { startDates: 32, weeks: 78, assetLimit: 403, costBps: 10 };

interface Matrix {
  readonly objectives: readonly string[];
  readonly metric: readonly string[];
  /** Row = goal the policy was asked for, column = metric of a goal; percent a year. */
  readonly mean: readonly (readonly number[])[];
  /** Over seeds. */
  readonly sd: readonly (readonly number[])[];
  /** Per metric: asking for its own goal gives the highest mean. */
  readonly diagonalBest: readonly boolean[];
  /** Per metric: own goal less the best other row, in percent a year, over cases of the first seed. */
  readonly diagonalMargin: readonly Interval[];
}

interface RiskLine {
  readonly afterTax: number;
  readonly maxDrawdown: number;
  readonly cvar: number;
  readonly turnover: number;
  readonly trackingError: number;
  readonly harvested: number;
  readonly longTermShare: number;
}

export interface PolicyReport {
  readonly commit: string | null;
  readonly weights: string;
  readonly data: {
    readonly from: string;
    readonly to: string;
    readonly cell: string;
    readonly tickers: number;
  };
  readonly size: EvaluationSize;
  readonly seeds: readonly { readonly seed: number; readonly steps: number }[];
  readonly trials: number;
  readonly hasEmbeddings: boolean;
  readonly matrix: Matrix;
  /** The same table for the weights before training. */
  readonly untrained: { readonly mean: readonly (readonly number[])[] };
  /** Per rule and goal: after-tax liquidation growth of the policy less the rule's, percent a year, paired by case. */
  readonly comparators: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly afterTaxLiquidation: Interval; readonly ownMetric: Interval }>>
    >
  >;
  readonly policyLines: Readonly<Record<string, RiskLine>>;
  readonly ruleLines: Readonly<Record<string, RiskLine>>;
  readonly longTermShareOfGains: number;
  readonly harvest: Readonly<
    Record<string, { readonly harvestedPerYear: number; readonly trackingError: number }>
  >;
  readonly drawdown: Readonly<Record<string, { readonly maxDrawdown: number; readonly cvar: number }>>;
  readonly seenTickers: { readonly diagonal: readonly number[] } | null;
  readonly expertUse: Readonly<Record<string, readonly number[]>>;
  readonly psr: number;
  readonly dsr: number;
  readonly pbo: null;
  readonly sanity: Readonly<Record<string, unknown>> | null;
  readonly gradientCosine: Readonly<Record<string, unknown>> | null;
}

const BLOCK = 4;
/** Seen tickers are many; a seeded draw of them is enough for the comparison. */
const SEEN_LIMIT = 250;
/** Configurations of reward or prior tried on validation data before this run; each is a trial for the deflated ratio. */
export const TRIALS_BEFORE = 6;
const pick = (r: readonly EpisodeReport[], f: (x: EpisodeReport) => number): number => meanOf(r.map(f));

function lineOf(r: readonly EpisodeReport[]): RiskLine {
  const short = pick(r, (x) => x.shortGains);
  const long = pick(r, (x) => x.longGains);
  return {
    afterTax: 100 * pick(r, (x) => x.afterTax),
    maxDrawdown: 100 * pick(r, (x) => x.maxDrawdown),
    cvar: 100 * pick(r, (x) => x.cvar),
    turnover: pick(r, (x) => x.turnover),
    trackingError: 100 * pick(r, (x) => x.trackingError),
    harvested: 100 * pick(r, (x) => x.harvested),
    longTermShare: short + long > 0 ? long / (short + long) : 1,
  };
}

/** reports[goal] of one policy on the cases. */
async function playGoals(
  config: PolicyConfig,
  w: RawTensors,
  cases: readonly EvaluationCase[],
  data: PolicyData,
): Promise<EpisodeReport[][]> {
  const params = toParams(w);
  const out: EpisodeReport[][] = [];
  for (let k = 0; k < OBJECTIVES.length; k++)
    out.push(await runPolicyOn(params, config, cases, pureGoal(k), data.embeddings));
  disposeParams(params);
  return out;
}

const tableOf = (runs: readonly EpisodeReport[][]): number[][] =>
  runs.map((r) => OBJECTIVES.map((_, k) => pick(r, (x) => x.metrics[k] as number)));

function matrixOf(perSeed: readonly EpisodeReport[][][]): Matrix {
  const tables = perSeed.map(tableOf);
  const cell = (f: (values: number[]) => number): number[][] =>
    OBJECTIVES.map((_, i) => OBJECTIVES.map((_, j) => f(tables.map((t) => t[i]?.[j] as number))));
  const mean = cell(meanOf);
  const first = perSeed[0] as EpisodeReport[][];
  const best = (j: number): number =>
    OBJECTIVES.reduce(
      (b, _, i) => (i !== j && (b === j || (mean[i]?.[j] as number) > (mean[b]?.[j] as number)) ? i : b),
      j,
    );
  return {
    objectives: OBJECTIVES,
    metric: OBJECTIVES,
    mean,
    sd: cell(sdOf),
    diagonalBest: OBJECTIVES.map((_, j) =>
      mean.every((row, i) => i === j || (row[j] as number) < (mean[j]?.[j] as number)),
    ),
    diagonalMargin: OBJECTIVES.map((_, j) => {
      const other = first[best(j)] as EpisodeReport[];
      return blockInterval(
        (first[j] as EpisodeReport[]).map(
          (x, c) => (x.metrics[j] as number) - (other[c]?.metrics[j] as number),
        ),
        BLOCK,
      );
    }),
  };
}

function compare(
  policy: readonly EpisodeReport[][],
  rules: ReadonlyMap<Comparator, EpisodeReport[]>,
): PolicyReport['comparators'] {
  const entry = (name: Comparator, goal: Objective, g: number) => {
    const mine = policy[g] as EpisodeReport[];
    const theirs = rules.get(name) as EpisodeReport[];
    const paired = (f: (x: EpisodeReport) => number): Interval =>
      blockInterval(
        mine.map((x, c) => f(x) - f(theirs[c] as EpisodeReport)),
        BLOCK,
      );
    return [
      goal,
      {
        afterTaxLiquidation: paired((x) => 100 * x.afterTax),
        ownMetric: paired((x) => x.metrics[g] as number),
      },
    ] as const;
  };
  return Object.fromEntries(
    [...rules.keys()].map((name) => [
      name,
      Object.fromEntries(OBJECTIVES.map((goal, g) => entry(name, goal, g))),
    ]),
  );
}

/**
 * The quick evaluation on held-out tickers and dates: 6 x 6 table over seeds, rules beside it with paired intervals, risk
 * lines, expert use. Costs 10 bp; the same markets, accounts and people for everyone.
 */
export async function quickReport(
  config: PolicyConfig,
  seeds: readonly SeedWeights[],
  untrained: SeedWeights,
  encoders: Encoders,
  size: EvaluationSize = QUICK,
): Promise<PolicyReport> {
  const data = await policyData('D', encoders, size.assetLimit);
  const cases = evaluationCases(data, size.startDates, size.weeks, 1, size.costBps);
  const perSeed: EpisodeReport[][][] = [];
  for (const s of seeds) perSeed.push(await playGoals(config, s.params, cases, data));
  const first = perSeed[0] as EpisodeReport[][];
  const prior = await playGoals(config, untrained.params, cases, data);
  const rules = new Map(COMPARATORS.map((name) => [name, runComparator(name, cases, pureGoal(2))] as const));
  const seen = await policyData('B', encoders, SEEN_LIMIT);
  const seenRuns = await playGoals(
    config,
    (seeds[0] as SeedWeights).params,
    evaluationCases(seen, size.startDates, size.weeks, 1, size.costBps),
    seen,
  );
  const policyLines = Object.fromEntries(OBJECTIVES.map((o, k) => [o, lineOf(first[k] as EpisodeReport[])]));
  const ruleLines = Object.fromEntries([...rules].map(([name, r]) => [name, lineOf(r)]));
  const excess = (first[2] as EpisodeReport[]).flatMap((x) => [...x.weeklyExcess]);
  const trials = seeds.length + TRIALS_BEFORE;
  const lines = {
    ...ruleLines,
    taxLossHarvesting: policyLines['taxLossHarvesting'] as RiskLine,
    capitalPreservation: policyLines['capitalPreservation'] as RiskLine,
  };
  return {
    commit: null,
    weights: await sha256Hex(writeSafetensors((seeds[0] as SeedWeights).params, 'F16')),
    data: { from: data.from, to: data.to, cell: data.cell, tickers: data.tickers },
    size,
    seeds: seeds.map(({ seed, steps }) => ({ seed, steps })),
    trials,
    hasEmbeddings: encoders !== null,
    matrix: matrixOf(perSeed),
    untrained: { mean: tableOf(prior) },
    comparators: compare(first, rules),
    policyLines,
    ruleLines,
    longTermShareOfGains: policyLines['longTermGainsOnly']?.longTermShare ?? 0,
    harvest: Object.fromEntries(
      Object.entries(lines).map(([n, l]) => [
        n,
        { harvestedPerYear: l.harvested, trackingError: l.trackingError },
      ]),
    ),
    drawdown: Object.fromEntries(
      Object.entries(lines).map(([n, l]) => [n, { maxDrawdown: l.maxDrawdown, cvar: l.cvar }]),
    ),
    seenTickers: {
      diagonal: OBJECTIVES.map((_, k) => pick(seenRuns[k] as EpisodeReport[], (x) => x.metrics[k] as number)),
    },
    expertUse: Object.fromEntries(
      OBJECTIVES.map((o, k) => [
        o,
        [0, 1, 2, 3].map((e) => pick(first[k] as EpisodeReport[], (x) => x.experts[e] as number)),
      ]),
    ),
    ...sharpeProbability(excess, trials),
    pbo: null,
    sanity: null,
    gradientCosine: null,
  };
}
