import type { IsoDate } from '../core/iso-date.ts';

/** The six goals, in the order of the weights. */
export const GOALS = [
  'shortTermAlpha',
  'shortTermGain',
  'longTermGain',
  'capitalPreservation',
  'taxLossHarvesting',
  'longTermGainsOnly',
] as const;
export type Goal = (typeof GOALS)[number];

/** Half-open range of UTF-16 code units of the text. */
export type Span = readonly [start: number, end: number];

export interface ThingLists {
  /** GICS sectors by their full names. */
  readonly sectors: readonly string[];
  /** Upper-case tickers, share classes with a dot. */
  readonly symbols: readonly string[];
  readonly assetClasses: readonly string[];
}

export type Contradiction =
  | 'shortTermAlpha-vs-avoidShortTermGains'
  | 'shortTermGain-vs-avoidShortTermGains'
  | 'preservation-vs-highReturn'
  | 'lowRisk-vs-highRisk'
  | 'keep-vs-exclude'
  | 'prefer-vs-exclude'
  | 'harvest-vs-noLossSales'
  | 'shortHorizon-vs-longHorizon'
  | 'activeTrading-vs-fewTrades';

/** What a person's words say, and nothing they do not say: null and [] mean "not mentioned". */
export interface Intent {
  /** Sum to 1; null when the words name no goal. */
  readonly objectives: Readonly<Record<Goal, number>> | null;
  readonly horizonYears: number | null;
  /** Fraction: 0.2 = 20 %. */
  readonly maxDrawdown: number | null;
  readonly riskTolerance: 'low' | 'medium' | 'high' | null;
  readonly taxes: { readonly shortTermGains: 'avoid' | 'allow' | null; readonly harvest: boolean | null };
  readonly exclude: ThingLists;
  readonly prefer: ThingLists;
  /** Symbols never to sell. */
  readonly keep: readonly string[];
  readonly cash: {
    readonly min: number | null;
    readonly neededBy: IsoDate | null;
    readonly neededAmount: number | null;
  };
  readonly contribution: {
    readonly amount: number;
    readonly every: 'week' | 'month' | 'quarter' | 'year';
  } | null;
  readonly maxTrades: number | null;
  readonly contradictions: readonly Contradiction[];
  /** Where in the text each filled field was found. */
  readonly spans: Readonly<Record<string, Span>>;
  /** Ranges that look meaningful for investing and set nothing. */
  readonly unparsed: readonly Span[];
}
