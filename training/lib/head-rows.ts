import { BEHAVIOUR } from '../../src/features/behaviour.ts';
import type { HeadRows } from './fit-head.ts';
import { top } from './objective-scores.ts';

/** Numbers that need prices: unknown, so 0, for a person whose symbols no market covers. */
const NEEDS_MARKET = new Set([
  'disposition',
  'buyMomentum',
  'sellMomentum',
  'buyTrend',
  'buyVolatility',
  'volatilityShift',
  'buyDrawdown',
  'sellDrawdown',
  'marketAtSales',
  'defensiveShare',
]);

/** The columns of a person without market data. */
export const withoutMarket = (x: Float32Array): Float32Array =>
  x.map((v, i) => (NEEDS_MARKET.has(BEHAVIOUR[i]?.name ?? '') ? 0 : v));

/** More trades say more; the first few are mostly noise and there are many of them. */
const weightOf = (trades: number): number => (trades <= 10 ? 1 : trades <= 25 ? 1.5 : 2);

/** At most so many times the weight for people of a goal that is rare among those with as many trades. */
const RAREST = 5;

/**
 * Weights that make every goal count the same at every number of trades: those who trade for the short term would
 * otherwise own the busy end, and a busy person of any other goal would be taken for one of them.
 */
/** What a row is made of. */
export interface RowSource {
  readonly x: Float32Array;
  readonly y: readonly number[];
  readonly trades: number;
}

function balance(examples: readonly RowSource[]): number[] {
  const counts = new Map<string, number>();
  const keyOf = (e: RowSource): string => `${e.trades} ${top(e.y)}`;
  const totals = new Map<number, number>();
  for (const e of examples) {
    counts.set(keyOf(e), (counts.get(keyOf(e)) ?? 0) + 1);
    totals.set(e.trades, (totals.get(e.trades) ?? 0) + 1);
  }
  return examples.map((e) => {
    const even = (totals.get(e.trades) as number) / 6 / (counts.get(keyOf(e)) as number);
    return weightOf(e.trades) * Math.min(RAREST, even);
  });
}

/** Share of all weight on people of whom nothing is known: for them every goal is as likely. */
const NOTHING = 0.03;

/** Rows for fitting: every example, every sixth again as it looks without market data, and an empty ledger. */
export function headRows(examples: readonly RowSource[]): HeadRows {
  const blind = examples.filter((_, i) => i % 6 === 0);
  const weight = [...balance(examples), ...balance(blind)];
  return {
    x: [...examples.map((e) => e.x), ...blind.map((e) => withoutMarket(e.x)), new Float32Array(32)],
    y: [...[...examples, ...blind].map((e) => e.y), Array<number>(6).fill(1 / 6)],
    weight: [...weight, NOTHING * weight.reduce((a, b) => a + b, 0)],
  };
}
