import { describe, expect, it } from 'vitest';
import { bestRow } from './router-search.ts';

/** Highest at [1.5, -0.5, 0, 2], falling with the distance. */
const PEAK = [1.5, -0.5, 0, 2];
const value = (row: readonly number[]): Promise<number> =>
  Promise.resolve(-row.reduce((s, x, k) => s + (x - (PEAK[k] as number)) ** 2, 0));

describe('search of a router row', () => {
  it('climbs from the best candidate to the top it can reach by its steps', async () => {
    const found = await bestRow(
      [
        [0, 0, 0, 0],
        [1, 0, 0, 1],
      ],
      value,
    );
    expect(found).toEqual([1.5, -0.5, 0, 2]);
  });

  it('keeps the first row where nothing is better', async () => {
    const first = [1, 2, 3, 4];
    expect(await bestRow([first, [4, 3, 2, 1]], () => Promise.resolve(0))).toBe(first);
  });
});
