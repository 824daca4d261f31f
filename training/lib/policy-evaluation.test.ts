import { describe, expect, it } from 'vitest';
import { pcg32 } from '../../src/core/rng.ts';
import { factorMarket, USUAL_REGIMES } from '../../src/sim/markets/factor-simulator.ts';
import { weeklyTable } from '../../src/sim/markets/weekly-table.ts';
import { addTo, checkpointName, finalWeights } from './policy-checkpoint.ts';
import { evaluationCases } from './policy-episodes.ts';
import { EMBARGO_WEEKS, foldWeeks } from './policy-folds.ts';
import { overfitting } from './policy-pbo.ts';

describe('probability of backtest overfitting', () => {
  const rng = pcg32(3);
  const noise = (mean: number): number[] => Array.from({ length: 200 }, () => mean + rng.normal());
  it('is small when one strategy is truly better, and about a half when none is', () => {
    const better = [noise(1), ...Array.from({ length: 9 }, () => noise(0))];
    expect(overfitting(better).pbo).toBe(0);
    const same = Array.from({ length: 12 }, () => noise(0));
    expect(overfitting(same).pbo).toBeGreaterThan(0.2);
    expect(overfitting(same)).toMatchObject({ strategies: 12, blocks: 10, splits: 252 });
  });
});

describe('walk-forward', () => {
  const table = weeklyTable(factorMarket({ days: 2200, assets: 20, regimes: USUAL_REGIMES }, pcg32(1)));
  it('every fold trains before its test stretch, with an embargo, and tests end inside it', () => {
    let last = 0;
    for (let index = 1; index < 3; index++) {
      const f = foldWeeks(table, { index, count: 3 });
      expect(f.trainTo + EMBARGO_WEEKS).toBe(f.testFrom);
      expect(f.testFrom).toBeGreaterThanOrEqual(last);
      last = f.testTo;
      const cases = evaluationCases({ table, firstWeek: f.testFrom, toWeek: f.testTo }, 8, 26, 1);
      for (const { slice } of cases) {
        expect(slice.start).toBeGreaterThanOrEqual(f.testFrom);
        expect(slice.start + slice.weeks).toBeLessThanOrEqual(f.testTo + 2);
      }
    }
    expect(last).toBe(table.weeks);
  });
  it('folds and seeds keep their own checkpoints', () => {
    const names = [null, { index: 0, count: 3 }, { index: 1, count: 3 }].map((fold) =>
      checkpointName({ seed: 1, fold }),
    );
    expect(new Set(names).size).toBe(3);
  });
});

describe('averaged weights', () => {
  it('are the mean of the summed iterations, the present ones before any is summed', () => {
    const w = (x: number) => ({ a: { shape: [2], data: Float32Array.of(x, 2 * x) } });
    const sum = addTo(addTo({}, w(1)), w(3));
    const checkpoint = { step: 2, params: w(9), optimiser: null, extra: {} };
    expect([...(finalWeights({ checkpoint, curve: [], sum, summed: 2 })['a']?.data ?? [])]).toEqual([2, 4]);
    expect(finalWeights({ checkpoint, curve: [], sum: {}, summed: 0 })).toBe(checkpoint.params);
  });
});
