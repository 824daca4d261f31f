import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceTicks } from './nice-ticks.ts';

describe('round values of an axis', () => {
  it('are what a person would write', () => {
    expect(niceTicks(0, 60, 5)).toEqual([0, 20, 40, 60]);
    expect(niceTicks(3.1, 4.4, 5)).toEqual([3, 3.5, 4, 4.5]);
    expect(niceTicks(7, 7, 5).length).toBeGreaterThan(1);
  });

  it('enclose every value, evenly and not too many', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high === low || high - low > 1e-6);
        const ticks = niceTicks(low, high, 5);
        const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
        expect(ticks[0]).toBeLessThanOrEqual(low + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - slack);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(8);
      }),
    );
  });
});
