import type { Rng } from '../../core/rng.ts';
import { MARKET_COLUMNS, MARKET_WIDTH, rankColumns } from '../../features/market-numbers.ts';
import type { MarketTape } from './tape.ts';

const REVERSAL = MARKET_COLUMNS.indexOf('reversal');
const MOMENTUM = MARKET_COLUMNS.indexOf('momentum1');

/** The tape with next week's return written into a column that the policy reads: a planted leak an agent must exploit. */
export function withLeakedFuture(tape: MarketTape): MarketTape {
  const market = tape.market.slice();
  for (let k = 0; k < tape.weeks; k++) {
    for (let j = 0; j < tape.assets; j++) {
      const at = k * tape.assets + j;
      const next = Math.log((tape.gap[at] as number) * (tape.rest[at] as number));
      market[at * MARKET_WIDTH + MOMENTUM] = Math.max(-3, Math.min(3, next * 30));
      market[at * MARKET_WIDTH + REVERSAL] = 0;
    }
    rankColumns(
      market.subarray(k * tape.assets * MARKET_WIDTH, (k + 1) * tape.assets * MARKET_WIDTH),
      tape.assets,
    );
  }
  return { ...tape, market };
}

/**
 * The tape with its weeks' returns in random order and, week by week, dealt to other assets: whatever the columns knew
 * about the future is gone, the distribution is not. No policy can show alpha here.
 */
export function withShuffledReturns(tape: MarketTape, rng: Rng): MarketTape {
  const { weeks, assets } = tape;
  const order = Array.from({ length: weeks }, (_, k) => k);
  for (let k = weeks - 1; k > 0; k--) swap(order, k, rng.int(k + 1));
  const gap = tape.gap.slice();
  const rest = tape.rest.slice();
  for (let k = 0; k < weeks; k++) {
    const deal = Array.from({ length: assets }, (_, j) => j);
    for (let j = assets - 1; j > 0; j--) swap(deal, j, rng.int(j + 1));
    for (let j = 0; j < assets; j++) {
      const from = (order[k] as number) * assets + (deal[j] as number);
      gap[k * assets + j] = tape.gap[from] as number;
      rest[k * assets + j] = tape.rest[from] as number;
    }
  }
  return { ...tape, gap, rest };
}

function swap(a: number[], i: number, j: number): void {
  const x = a[i] as number;
  a[i] = a[j] as number;
  a[j] = x;
}
