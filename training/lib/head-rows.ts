import { BEHAVIOUR } from '../../src/features/behaviour.ts';
import type { HeadRows } from './fit-head.ts';
import type { Example } from './investor-examples.ts';

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

/** Share of all weight on people of whom nothing is known: for them every goal is as likely. */
const NOTHING = 0.03;

/** Rows for fitting: every example, every sixth again as it looks without market data, and an empty ledger. */
export function headRows(examples: readonly Example[]): HeadRows {
  const blind = examples.filter((_, i) => i % 6 === 0);
  const weight = [...examples, ...blind].map((e) => weightOf(e.trades));
  return {
    x: [...examples.map((e) => e.x), ...blind.map((e) => withoutMarket(e.x)), new Float32Array(32)],
    y: [...[...examples, ...blind].map((e) => e.y), Array<number>(6).fill(1 / 6)],
    weight: [...weight, NOTHING * weight.reduce((a, b) => a + b, 0)],
  };
}
