import { describe, expect, it } from 'vitest';
import { accuracy, calibrationError, confusedPairs, confusion, interval } from './objective-scores.ts';

const A = [1, 0];
const B = [0, 1];

describe('scores of predicted goals', () => {
  it('count hits', () => {
    expect(
      accuracy([
        { truth: A, point: [0.6, 0.4] },
        { truth: B, point: [0.6, 0.4] },
      ]),
    ).toBe(0.5);
  });
  it('call a forecaster who is right as often as they say calibrated', () => {
    const xs = Array.from({ length: 10 }, (_, i) => ({ truth: i < 7 ? A : B, point: [0.7, 0.3] }));
    expect(calibrationError(xs)).toBeCloseTo(0, 9);
    expect(calibrationError(xs.map((x) => ({ ...x, point: [0.95, 0.05] })))).toBeCloseTo(0.25, 9);
  });
  it('name the pairs that are taken for each other', () => {
    const xs = [
      { truth: A, point: [0.4, 0.6] },
      { truth: A, point: [0.6, 0.4] },
      { truth: B, point: [0.1, 0.9] },
    ];
    const counts = confusion(xs, 2);
    expect(counts).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(confusedPairs(counts, ['a', 'b'], 0.2)).toEqual([{ pair: 'a taken for b', share: 0.5 }]);
  });
  it('know how sure a share is', () => {
    const [lo, hi] = interval(85, 100);
    expect(lo).toBeCloseTo(0.767, 2);
    expect(hi).toBeCloseTo(0.907, 2);
  });
});
