import { describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import { principalPlane } from './principal-plane.ts';

const WIDTH = 16;

/** Points spread 3 along one direction, 1 along another and 0.05 along all. */
function cloud(n: number, seed: number): { rows: Float32Array; a: number[]; b: number[] } {
  const rng = pcg32(seed);
  const rows = new Float32Array(n * WIDTH);
  const [a, b]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) {
    const [u, w] = [3 * rng.normal(), rng.normal()];
    a.push(u);
    b.push(w);
    for (let k = 0; k < WIDTH; k++) {
      const first = k === 2 ? 0.8 : k === 7 ? -0.6 : 0;
      const second = k === 2 ? 0.6 : k === 7 ? 0.8 : 0;
      rows[i * WIDTH + k] = 5 + u * first + w * second + 0.05 * rng.normal();
    }
  }
  return { rows, a, b };
}
const axisOf = (points: Float64Array, axis: number) =>
  Array.from({ length: points.length / 2 }, (_, i) => points[2 * i + axis] as number);
function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((s, e) => s + e, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number) => x.reduce((s, _, i) => s + f(i), 0);
  const [dx, dy] = [(i: number) => (x[i] as number) - mx, (i: number) => (y[i] as number) - my];
  return sum((i) => dx(i) * dy(i)) / Math.sqrt(sum((i) => dx(i) ** 2) * sum((i) => dy(i) ** 2));
}

describe('principalPlane', () => {
  it('finds the two directions of largest spread, centred, with their shares', () => {
    const { rows, a, b } = cloud(300, 1);
    const { points, explained } = principalPlane(rows, WIDTH);
    expect(correlation(axisOf(points, 0), a)).toBeGreaterThan(0.99);
    expect(correlation(axisOf(points, 1), b)).toBeGreaterThan(0.99);
    expect(axisOf(points, 0).reduce((s, x) => s + x, 0)).toBeCloseTo(0, 3);
    expect(explained[0]).toBeGreaterThan(0.8);
    expect(explained[0] + explained[1]).toBeGreaterThan(0.99);
    expect(explained[0] + explained[1]).toBeLessThanOrEqual(1);
  });

  it('points its axes the same way whatever the order or the mirror image of the points', () => {
    const { rows } = cloud(40, 2);
    const straight = principalPlane(rows, WIDTH);
    const order = Array.from({ length: 40 }, (_, i) => 39 - i);
    const turned = principalPlane(
      Float32Array.from(order.flatMap((i) => Array.from(rows.subarray(i * WIDTH, (i + 1) * WIDTH)))),
      WIDTH,
    );
    order.forEach((from, to) => {
      for (const axis of [0, 1])
        expect(turned.points[2 * to + axis]).toBeCloseTo(straight.points[2 * from + axis] as number, 6);
    });
    const mirrored = principalPlane(
      rows.map((x) => -x),
      WIDTH,
    );
    // The directions are the same, so a mirrored cloud is a mirrored map.
    straight.points.forEach((x, i) => expect(mirrored.points[i]).toBeCloseTo(-x, 4));
  });

  it('keeps the distances of points that lie in a plane', () => {
    const rows = new Float32Array([0, 0, 0, 3, 0, 0, 0, 4, 0, 3, 4, 0]);
    const { points } = principalPlane(rows, 3);
    const distance = (i: number, j: number) =>
      Math.hypot(
        (points[2 * i] as number) - (points[2 * j] as number),
        (points[2 * i + 1] as number) - (points[2 * j + 1] as number),
      );
    expect(distance(0, 1)).toBeCloseTo(3, 9);
    expect(distance(0, 2)).toBeCloseTo(4, 9);
    expect(distance(0, 3)).toBeCloseTo(5, 9);
  });

  it('puts one point, or equal points, at the origin', () => {
    expect(principalPlane(new Float32Array([1, 2, 3]), 3)).toEqual({
      points: new Float64Array(2),
      explained: [0, 0],
    });
    const same = principalPlane(new Float32Array([0.1, 0.2, 0.1, 0.2, 0.1, 0.2]), 2);
    expect(Array.from(same.points)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(same.explained).toEqual([0, 0]);
  });
});
