import { describe, expect, it } from 'vitest';
import { nearest, pathOf, type PlotAxis, type PlotPoint } from './line-plot.tsx';

const x: PlotAxis = { low: 0, high: 10, ticks: [] };
const y: PlotAxis = { low: 1, high: 3, ticks: [] };
const points: readonly PlotPoint[] = [
  { x: 0, values: [1, null] },
  { x: 5, values: [2, 3] },
  { x: 10, values: [3, null] },
];

describe('a plot of lines', () => {
  it('goes from the lowest value at the bottom to the highest at the top, left to right', () => {
    expect(pathOf(points, 0, x, y)).toBe('M0.0000 1.0000L0.5000 0.5000L1.0000 0.0000');
  });

  it('leaves out what has no value', () => {
    expect(pathOf(points, 1, x, y)).toBe('M0.5000 0.0000');
    expect(pathOf([], 0, x, y)).toBe('');
  });

  it('finds the point nearest to the pointer', () => {
    expect([-3, 2, 3, 99].map((at) => nearest(points, at))).toEqual([0, 0, 1, 2]);
    expect(nearest([], 1)).toBeNull();
  });
});
