import type { ChronosConfig } from './config.ts';
import { parameterCount } from './weights.ts';

const MOST = 32;

/** Numbers alive at once for one series: a layer's intermediates (three of the widest) and two sets of scores. */
function alive(c: ChronosConfig, positions: number): number {
  const widest = Math.max(c.dFf * (c.gated ? 2 : 1), c.dModel, 2 * c.heads * c.dKv);
  return positions * widest * 3 + 2 * c.heads * positions * positions;
}

/**
 * Series per forward pass: as many as keep the working memory within about twice the weights, at most 32 (beyond that a
 * pass gains no speed). Every batch is cut alike, which also gives a GPU few shapes to compile for.
 * @param positions tokens or patches of a series in the encoder
 */
export function rowsPerPass(c: ChronosConfig, positions: number): number {
  return Math.max(1, Math.min(MOST, Math.floor((2 * parameterCount(c)) / alive(c, positions))));
}
