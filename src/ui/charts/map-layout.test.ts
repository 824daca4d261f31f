import { describe, expect, it } from 'vitest';
import { crowd, neighbour, placeAll, placeNames, pointAt, type Direction } from './map-layout.ts';

const box = { width: 400, height: 300, margin: 20 };
/** A cross: centre, right, left, up, down (screen y grows downwards). */
const cross = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: -10, y: -1 },
  { x: 1, y: -10 },
  { x: -1, y: 10 },
];

describe('the market map on the screen', () => {
  it('keeps every point inside, distances in proportion, and up is up', () => {
    const placed = placeAll(
      [
        { x: -1, y: 0 },
        { x: 3, y: 0 },
        { x: 1, y: 2 },
      ],
      box,
    );
    for (const p of placed) {
      expect(p.x).toBeGreaterThanOrEqual(box.margin);
      expect(p.x).toBeLessThanOrEqual(box.width - box.margin);
      expect(p.y).toBeGreaterThanOrEqual(box.margin);
      expect(p.y).toBeLessThanOrEqual(box.height - box.margin);
    }
    const [a, b, c] = placed as [(typeof placed)[0], (typeof placed)[0], (typeof placed)[0]];
    expect(b.x - a.x).toBeCloseTo(2 * (a.y - c.y), 9);
    expect(c.y).toBeLessThan(a.y);
  });

  it('puts a single point in the middle', () => {
    expect(placeAll([{ x: 7, y: 7 }], box)).toEqual([{ x: 200, y: 150 }]);
    expect(placeAll([], box)).toEqual([]);
  });

  it('leads each arrow to the point that lies there, and nowhere at the edge', () => {
    const to = (d: Direction) => neighbour(cross, 0, d);
    expect([to('right'), to('left'), to('up'), to('down')]).toEqual([1, 2, 3, 4]);
    expect(neighbour(cross, 1, 'right')).toBeNull();
    expect(neighbour(cross, 9, 'right')).toBeNull();
  });

  it('prefers straight ahead to near but aside', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 2, y: 5 },
      { x: 8, y: 0 },
    ];
    expect(neighbour(points, 0, 'right')).toBe(2);
  });

  it('reaches every point of a random cloud from any other by arrows alone, twins included', () => {
    const points = Array.from({ length: 60 }, (_, i) => ({ x: (i * 37) % 101, y: (i * 53) % 89 }));
    points.push({ ...(points[0] as (typeof points)[0]) });
    const reached = new Set([0]);
    const queue = [0];
    while (queue.length > 0) {
      const from = queue.pop() as number;
      for (const d of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(points, from, d);
        if (next !== null && !reached.has(next)) {
          reached.add(next);
          queue.push(next);
        }
      }
    }
    expect(reached.size).toBe(points.length);
  });

  it('looks closer at the crowd and leaves far outliers out', () => {
    const points = Array.from({ length: 40 }, (_, i) => ({ x: i % 7, y: i % 5 }));
    points.push({ x: 500, y: 2 }, { x: 3, y: -300 });
    expect(crowd(points)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(crowd([{ x: 1, y: 1 }])).toEqual([0]);
    expect(crowd([])).toEqual([]);
  });

  it('takes the nearest point within reach of a tap', () => {
    expect(pointAt(cross, { x: 8, y: 0 }, 24)).toBe(1);
    expect(pointAt(cross, { x: 100, y: 0 }, 24)).toBeNull();
  });

  it('leaves out a name that would cover another, and turns one that would leave the frame', () => {
    const names = placeNames(
      [
        { at: { x: 50, y: 50 }, text: 'AAAA', key: 0 },
        { at: { x: 52, y: 52 }, text: 'BBBB', key: 1 },
        { at: { x: 55, y: 51 }, text: 'CCCC', key: 2 },
        { at: { x: 395, y: 200 }, text: 'DDDD', key: 3 },
      ],
      box,
    );
    expect(names.map((n) => [n.key, n.anchor])).toEqual([
      [0, 'start'],
      [1, 'end'],
      [3, 'end'],
    ]);
  });
});
