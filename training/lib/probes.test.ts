import { describe, expect, it } from 'vitest';
import { pcg32 } from '../../src/core/rng.ts';
import { blockBootstrap, rSquared, signCoefficient } from './probe-metrics.ts';
import { fitRidge } from './ridge.ts';

describe('linear probes and their intervals', () => {
  it('recover a line, and shrink it under a penalty', () => {
    const rng = pcg32(1);
    const rows = Array.from({ length: 400 }, () => [rng.normal(), 5 + 3 * rng.normal(), 7]);
    const y = rows.map(([a = 0, b = 0]) => 2 + 1.5 * a - 0.4 * b);
    const exact = fitRidge(rows, y, 1e-9);
    expect(exact.predict([1, 2, 7])).toBeCloseTo(2 + 1.5 - 0.8, 4);
    const shrunk = fitRidge(rows, y, 10);
    expect(Math.abs(shrunk.predict([3, 5, 7]) - shrunk.predict([-3, 5, 7]))).toBeLessThan(1.5 * 6 * 0.2);
  });

  it('score a perfect guess 1, the mean 0, and the sign by rank', () => {
    const truth = Array.from({ length: 20 }, (_, i) => i - 9.5);
    expect(rSquared([{ truth, guess: truth }])).toBe(1);
    expect(rSquared([{ truth, guess: truth.map(() => 0) }])).toBeCloseTo(0, 12);
    expect(signCoefficient([{ truth, guess: truth }])).toBeGreaterThan(0.8);
    expect(signCoefficient([{ truth, guess: truth.map((v) => -v) }])).toBeLessThan(-0.8);
  });

  it('cover the mean of noise about 95 times in 100', () => {
    const rng = pcg32(3);
    let covered = 0;
    for (let k = 0; k < 200; k++) {
      const x = Array.from({ length: 60 }, () => rng.normal());
      const mean = (picked: readonly number[]) =>
        picked.reduce((a, i) => a + (x[i] as number), 0) / picked.length;
      const { low, high } = blockBootstrap(60, mean, 3, 200, rng);
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered).toBeGreaterThan(170);
  });
});
