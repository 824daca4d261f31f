import { describe, expect, it } from 'vitest';
import { meanAndDeviation, verdict } from './encoder-report.ts';
import { bestSeed, checkpointName, type ValidationLoss } from './encoder-seeds.ts';

const validation = (total: number) => ({ total, volatility: -total }) as unknown as ValidationLoss;

describe('seeds of the encoder', () => {
  it('ships the lowest total validation loss, whatever its parts', () => {
    const seeds = [3, 1, 2].map((seed) => ({ seed, validation: validation(seed === 1 ? 2.1 : 2.2) }));
    expect(bestSeed(seeds)).toBe(1);
    // A tie goes to the first that was trained.
    expect(bestSeed(seeds.filter((s) => s.seed !== 1))).toBe(3);
    expect(() => bestSeed([])).toThrow('no seed');
  });

  it('finds a run again by what decides it', () => {
    const name = checkpointName({ steps: 3000, until: '2020-12-31', branch: '22b7da1e' }, 2);
    expect(name).toBe('encoder-2-3000-2020-12-31-22b7da1e');
  });

  it('calls an interval that holds 0 a tie, and spreads seeds by their sample deviation', () => {
    expect(verdict({ value: 0.01, low: -0.01, high: 0.03 })).toBe('tie');
    expect(verdict({ value: 0.01, low: 0.001, high: 0.03 })).toBe('better');
    expect(verdict({ value: -0.01, low: -0.03, high: -0.001 })).toBe('worse');
    expect(meanAndDeviation([1, 2, 3])).toEqual([2, 1]);
    expect(meanAndDeviation([5])).toEqual([5, 0]);
  });
});
