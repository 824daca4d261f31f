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

/** Rows for fitting: every example, and every sixth again as it looks without market data. */
export function headRows(examples: readonly Example[]): HeadRows {
  const blind = examples.filter((_, i) => i % 6 === 0);
  return {
    x: [...examples.map((e) => e.x), ...blind.map((e) => withoutMarket(e.x))],
    y: [...examples, ...blind].map((e) => e.y),
    weight: [...examples, ...blind].map((e) => weightOf(e.trades)),
  };
}
