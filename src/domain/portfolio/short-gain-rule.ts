import { OBJECTIVES } from './types.ts';

const FROM = 0.5;
const SPARING: ReadonlySet<string> = new Set(['longTermGainsOnly', 'taxLossHarvesting']);

/**
 * Whether a goal forbids selling a lot at a short-term gain by choice: long-term gains only by its name, and harvesting,
 * because a loss that pays for a short-term gain of one's own making saves nothing.
 * @param objective six weights in the order of OBJECTIVES, summing to 1; together the two goals must be half or more.
 */
export function sparesShortGains(objective: ArrayLike<number>): boolean {
  let sum = 0;
  OBJECTIVES.forEach((o, k) => {
    if (SPARING.has(o)) sum += objective[k] ?? 0;
  });
  return sum >= FROM;
}
