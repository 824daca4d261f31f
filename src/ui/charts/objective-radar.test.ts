import { describe, expect, it } from 'vitest';
import { axisAt, placeOf } from './objective-radar.tsx';

describe('the axes of the radar', () => {
  it('begin at the top and go round clockwise', () => {
    const [top, right] = [placeOf(0, 4, 10), placeOf(1, 4, 10)];
    expect(top[0]).toBeCloseTo(0);
    expect(top[1]).toBeCloseTo(-10);
    expect(right[0]).toBeCloseTo(10);
    expect(right[1]).toBeCloseTo(0);
  });

  it('are found again from a place on them', () => {
    for (let k = 0; k < 6; k++) {
      const [x, y] = placeOf(k, 6, 50);
      expect(axisAt(x + 3, y - 2, 6)).toBe(k);
    }
  });
});
