import { OBJECTIVES, type Objective } from '../../src/domain/portfolio/types.ts';
import { sha256Hex } from '../../src/models/manifest.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { writeSafetensors } from '../../src/models/safetensors.ts';
import { COMPARATORS, type Comparator } from '../../src/sim/env/rule-strategies.ts';
import { policyData, type Encoders, type PolicyData } from './policy-data.ts';
import { expertUseOf, type ExpertUse } from './policy-expert-use.ts';
import { lineOf, taxAlpha, taxAlphaKept, type RiskLine } from './policy-lines.ts';
import { BLOCK, matrixOf, pairedInterval, type Matrix } from './policy-matrix.ts';
import { calendarSeries, overfitting, type Overfitting } from './policy-pbo.ts';
import {
  casesOf,
  metricValues,
  playGoals,
  playRule,
  SPAN_OF,
  tableOf,
  type Cases,
  type EvaluationSize,
  type Runs,
} from './policy-play.ts';
import type { WashCount } from './policy-replay.ts';
import type { EpisodeReport } from './policy-runner.ts';
import { seenAgainstUnseen, type SeenTickers } from './policy-seen.ts';
import { singleHeadReport, type SingleHeadReport } from './policy-single.ts';
import { blockInterval, meanOf, sharpeProbability, type Interval } from './policy-statistics.ts';
import { costSweep, offsetSweep, type CostLine, type OffsetLine } from './policy-sweeps.ts';
import type { WalkForward } from './policy-walk.ts';

/** A trained policy as its checkpoint holds it. */
export interface SeedWeights {
  readonly seed: number;
  readonly steps: number;
  readonly params: RawTensors;
}

export const QUICK: EvaluationSize = {
  startDates: 32,
  monthStarts: 128,
  quarterStarts: 72,
  weeks: 78,
  assetLimit: 403,
  costBps: 10,
};
export const FULL: EvaluationSize = { ...QUICK, startDates: 48, monthStarts: 256, quarterStarts: 144 };

/** Start dates on the training markets: the past is longer than the test. */
export const TRAINING_SIZE: EvaluationSize = {
  ...FULL,
  startDates: 2 * FULL.startDates,
  monthStarts: 2 * FULL.monthStarts,
  quarterStarts: 2 * FULL.quarterStarts,
};

type Intervals = Readonly<Record<string, Interval>>;

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
  /** Per metric: how far it looks from a start date on, and from how many start dates. */
  readonly spans: Readonly<Record<string, { readonly weeks: number; readonly startDates: number }>>;
  readonly matrix: Matrix;
  /** The same table for the weights before training. */
  readonly untrained: {
    readonly mean: readonly (readonly number[])[];
    /** Per metric: trained less untrained, own goal, percent a year, paired by case. */
    readonly gain: readonly Interval[];
  };
  /** Per rule and goal: after-tax liquidation growth of the policy less the rule's, percent a year, paired by case. */
  readonly comparators: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly afterTaxLiquidation: Interval; readonly ownMetric: Interval }>>
    >
  >;
  readonly policyLines: Readonly<Record<string, RiskLine>>;
  readonly ruleLines: Readonly<Record<string, RiskLine>>;
  /** Percent a year over leaving the start portfolio alone; `liquidated` sells everything at the end, `kept` does not. */
  readonly taxAlpha: { readonly liquidated: Intervals; readonly kept: Intervals };
  readonly costs: readonly CostLine[];
  readonly offsets: readonly OffsetLine[];
  readonly longTermShareOfGains: number;
  readonly harvest: Readonly<
    Record<string, { readonly harvestedPerYear: number; readonly trackingError: number }>
  >;
  readonly washSales: WashCount;
  readonly drawdown: Readonly<Record<string, { readonly maxDrawdown: number; readonly cvar: number }>>;
  readonly seenTickers: SeenTickers | null;
  readonly expertUse: Readonly<Record<string, readonly number[]>>;
  readonly expertUseByRegime: ExpertUse['byRegime'];
  readonly leastExpertUse: number;
  readonly psr: number;
  readonly dsr: number;
  readonly pbo: number | null;
  readonly overfitting: Overfitting | null;
  readonly walkForward: WalkForward | null;
  readonly sanity: Readonly<Record<string, unknown>> | null;
  readonly gradientCosine: Readonly<Record<string, unknown>> | null;
  /** The 6 x 6 table on training tickers and dates, from many more start dates; null where not run. */
  readonly trainingMarkets: Matrix | null;
  /** Null where none was trained. */
  readonly singleHead: SingleHeadReport | null;
}

/**
 * Configurations tried on training and validation data before these weights: six of an earlier reward, three broken-off
 * trainings, thirty starting rules of an earlier kind, 310 of the one before this and 121 of the present one. Each is a trial for the
 * deflated ratio.
 */
export const TRIALS_BEFORE = 470;

type RuleRuns = ReadonlyMap<Comparator, ReturnType<typeof playRule>>;

function compare(runs: Runs, rules: RuleRuns): PolicyReport['comparators'] {
  const entry = (name: Comparator, goal: Objective, g: number) => {
    const rule = rules.get(name) as ReturnType<typeof playRule>;
    const theirs = rule[SPAN_OF[g] ?? 'plan'].map((x) => x.metrics[g] as number);
    return [
      goal,
      {
        afterTaxLiquidation: blockInterval(
          (runs.plan[g] as EpisodeReport[]).map(
            (x, c) => 100 * (x.afterTax - (rule.plan[c] as EpisodeReport).afterTax),
          ),
          BLOCK.plan,
        ),
        ownMetric: pairedInterval(
          metricValues(runs, g, g).map((x, c) => x - (theirs[c] as number)),
          g,
        ),
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

function washCount(runs: Runs): WashCount {
  const all = Object.values(runs).flat(2);
  const pieces = all.flatMap((x) => (x.replay ? [x.replay] : []));
  const unforced = all.filter((x) => x.forcedSales === 0);
  return {
    episodes: pieces.length,
    lossSales: pieces.reduce((a, x) => a + x.lossSales, 0),
    washed: pieces.reduce((a, x) => a + x.washed, 0),
    washedByChoice: unforced.reduce((a, x) => a + (x.replay?.washed ?? 0), 0),
  };
}

const spansOf = (cases: Cases): PolicyReport['spans'] =>
  Object.fromEntries(
    OBJECTIVES.map((o, k) => {
      const list = cases[SPAN_OF[k] ?? 'plan'];
      return [o, { weeks: list[0]?.slice.weeks ?? 0, startDates: list.length }];
    }),
  );

/** Selection bias: every goal of every seed and every rule is a strategy that could have been picked. */
function selection(
  perSeed: readonly Runs[],
  rules: RuleRuns,
  cases: Cases,
  trials: number,
): Pick<PolicyReport, 'psr' | 'dsr' | 'pbo' | 'overfitting'> {
  const series = (r: readonly EpisodeReport[]): number[] => calendarSeries(r, cases.plan);
  const all = [
    ...perSeed.flatMap((runs) => runs.plan.map(series)),
    ...[...rules.values()].map((rule) => series(rule.plan)),
  ];
  const found = overfitting(all);
  const growth = series((perSeed[0] as Runs).plan[GROWTH] as readonly EpisodeReport[]);
  return { ...sharpeProbability(growth, trials), pbo: found.pbo, overfitting: found };
}

const GROWTH = 2;

function linesOf(first: Runs, rules: RuleRuns) {
  const plan = OBJECTIVES.map((o, k) => [o, first.plan[k] as readonly EpisodeReport[]] as const);
  const named = [...plan, ...[...rules].map(([name, r]) => [name, r.plan] as const)];
  const hold = (rules.get('hold') as ReturnType<typeof playRule>).plan;
  const alpha = (f: typeof taxAlpha): Intervals => Object.fromEntries(named.map(([n, r]) => [n, f(r, hold)]));
  const policyLines = Object.fromEntries(plan.map(([n, r]) => [n, lineOf(r)]));
  const ruleLines = Object.fromEntries([...rules].map(([n, r]) => [n, lineOf(r.plan)]));
  const lines = {
    ...ruleLines,
    taxLossHarvesting: policyLines['taxLossHarvesting'] as RiskLine,
    capitalPreservation: policyLines['capitalPreservation'] as RiskLine,
  };
  const each = <T>(f: (l: RiskLine) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(lines).map(([n, l]) => [n, f(l)]));
  return {
    policyLines,
    ruleLines,
    taxAlpha: { liquidated: alpha(taxAlpha), kept: alpha(taxAlphaKept) },
    longTermShareOfGains: policyLines['longTermGainsOnly']?.longTermShare ?? 0,
    harvest: each((l) => ({ harvestedPerYear: l.harvested, trackingError: l.trackingError })),
    drawdown: each((l) => ({ maxDrawdown: l.maxDrawdown, cvar: l.cvar })),
  };
}

const gainOf = (trained: Runs, untrained: Runs): Interval[] =>
  OBJECTIVES.map((_, k) => {
    const before = metricValues(untrained, k, k);
    return pairedInterval(
      metricValues(trained, k, k).map((x, c) => x - (before[c] as number)),
      k,
    );
  });

export interface ReportOptions {
  readonly size: EvaluationSize;
  /** Costs in basis points and gains to offset: a few minutes more. */
  readonly hasSweeps: boolean;
  /** One head for all goals, of the first seed, if it was trained. */
  readonly single?: SeedWeights | undefined;
}

/**
 * The evaluation on held-out tickers and dates: the 6 x 6 table over seeds, rules beside it with paired intervals, risk and
 * tax lines, sweeps, selection bias, expert use, seen tickers. The same markets, accounts and people for everyone.
 */
export async function policyReport(
  config: PolicyConfig,
  seeds: readonly SeedWeights[],
  untrained: SeedWeights,
  encoders: Encoders,
  { size, hasSweeps, single }: ReportOptions = { size: QUICK, hasSweeps: false },
): Promise<PolicyReport> {
  const data = await policyData('D', encoders, size.assetLimit);
  const cases = casesOf(data, size);
  const perSeed: Runs[] = [];
  for (const [k, s] of seeds.entries()) perSeed.push(await playGoals(config, s.params, cases, data, k === 0));
  const first = perSeed[0] as Runs;
  const shipped = (seeds[0] as SeedWeights).params;
  const prior = await playGoals(config, untrained.params, cases, data);
  const rules: RuleRuns = new Map(COMPARATORS.map((name) => [name, playRule(name, cases)] as const));
  const trials = seeds.length + TRIALS_BEFORE;
  const use = expertUseOf(first.plan);
  const sweeps = hasSweeps ? await sweep(config, shipped, data, size) : { costs: [], offsets: [] };
  return {
    commit: null,
    weights: await sha256Hex(writeSafetensors(shipped, 'F16')),
    data: { from: data.from, to: data.to, cell: data.cell, tickers: data.tickers },
    size,
    seeds: seeds.map(({ seed, steps }) => ({ seed, steps })),
    trials,
    hasEmbeddings: encoders !== null,
    spans: spansOf(cases),
    matrix: matrixOf(perSeed),
    untrained: { mean: tableOf(prior), gain: gainOf(first, prior) },
    comparators: compare(first, rules),
    ...linesOf(first, rules),
    ...sweeps,
    washSales: washCount(first),
    seenTickers: await seenAgainstUnseen(config, seeds, encoders, size, perSeed),
    expertUse: use.byGoal,
    expertUseByRegime: use.byRegime,
    leastExpertUse: use.least,
    ...selection(perSeed, rules, cases, trials),
    walkForward: null,
    sanity: null,
    gradientCosine: null,
    trainingMarkets: null,
    singleHead: single ? await singleHeadReport(config, single, first, cases, data) : null,
  };
}

async function sweep(
  config: PolicyConfig,
  weights: RawTensors,
  data: PolicyData,
  size: EvaluationSize,
): Promise<Pick<PolicyReport, 'costs' | 'offsets'>> {
  return {
    costs: await costSweep(config, weights, data, size),
    offsets: await offsetSweep(config, weights, data, size),
  };
}

/** Mean of the diagonal, for one line of a log. */
export const diagonalOf = (runs: Runs): number[] =>
  OBJECTIVES.map((_, k) => meanOf(metricValues(runs, k, k)));
