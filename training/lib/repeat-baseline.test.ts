import { describe, expect, it } from 'vitest';
import { repeatLoss } from './repeat-baseline.ts';

describe('a baseline that repeats the last trades', () => {
  it('is the worked example: one option of four traded twice in a row, then again, then another', () => {
    const open = new Float32Array(16).fill(1);
    const shares = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
    const again = Math.log((2 + 0.25) / 3);
    const other = Math.log(0.25 / 3);
    expect(repeatLoss({ count: 4, shares, open }, 2, 10)).toBeCloseTo(-(again + other) / 2, 9);
    expect(repeatLoss({ count: 3, shares: shares.slice(0, 12), open: open.slice(0, 12) }, 2, 10)).toBeCloseTo(
      -again,
      9,
    );
  });
});
