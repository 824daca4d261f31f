import { pcg32 } from '../../src/core/rng.ts';
import { sortedQuantile } from '../../src/models/chronos/quantile.ts';

/** The levels every forecast is given at. */
export const LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;

/** Standard normal quantiles of LEVELS. */
const Z = [-1.2815516, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, 1.2815516];

/** Quantiles of a normal distribution at LEVELS. */
export function gaussian(mean: number, sd: number): number[] {
  return Z.map((z) => mean + sd * z);
}

interface Cell {
  loss: number;
  size: number;
  n: number;
  in50: number;
  in80: number;
}

export interface Score {
  readonly wql: number;
  readonly cover50: number;
  readonly cover80: number;
  readonly n: number;
}

/** Weighted quantile loss and coverage of one model at one horizon, kept by origin date for the bootstrap. */
export class ScoreBook {
  private readonly byDate = new Map<number, Cell>();

  /** @param quantiles at LEVELS, in the units of y. */
  add(date: number, quantiles: readonly number[], y: number): void {
    let cell = this.byDate.get(date);
    if (!cell) this.byDate.set(date, (cell = { loss: 0, size: 0, n: 0, in50: 0, in80: 0 }));
    const sorted = quantiles.toSorted((a, b) => a - b);
    LEVELS.forEach((level, i) => {
      const error = y - (sorted[i] ?? NaN);
      cell.loss += (2 * Math.max(level * error, (level - 1) * error)) / LEVELS.length;
    });
    const knots = [sorted[0] ?? NaN, ...sorted, sorted.at(-1) ?? NaN];
    const inside = (low: number, high: number) =>
      y >= sortedQuantile(knots, low) && y <= sortedQuantile(knots, high) ? 1 : 0;
    cell.size += Math.abs(y);
    cell.n += 1;
    cell.in50 += inside(0.25, 0.75);
    cell.in80 += inside(0.1, 0.9);
  }

  get dates(): number[] {
    return [...this.byDate.keys()];
  }

  score(dates: readonly number[] = this.dates): Score {
    const t: Cell = { loss: 0, size: 0, n: 0, in50: 0, in80: 0 };
    for (const d of dates) {
      const c = this.byDate.get(d);
      if (!c) continue;
      t.loss += c.loss;
      t.size += c.size;
      t.n += c.n;
      t.in50 += c.in50;
      t.in80 += c.in80;
    }
    return { wql: t.loss / t.size, cover50: t.in50 / t.n, cover80: t.in80 / t.n, n: t.n };
  }
}

/**
 * Ratio of two models' losses with a 90 % interval: whole origin dates are resampled, in runs of three neighbours,
 * since the windows of one date and of neighbouring dates move together.
 */
export function ratioInterval(
  a: ScoreBook,
  b: ScoreBook,
  draws = 400,
): { ratio: number; low: number; high: number } {
  const dates = a.dates.toSorted((x, y) => x - y);
  const rng = pcg32(2024);
  const run = Math.min(3, dates.length);
  const ratios = Array.from({ length: draws }, () => {
    const sample: number[] = [];
    while (sample.length < dates.length) {
      const from = rng.int(dates.length);
      for (let k = 0; k < run; k++) sample.push(dates[(from + k) % dates.length] ?? 0);
    }
    return a.score(sample).wql / b.score(sample).wql;
  }).toSorted((x, y) => x - y);
  return {
    ratio: a.score().wql / b.score().wql,
    low: sortedQuantile(ratios, 0.05),
    high: sortedQuantile(ratios, 0.95),
  };
}
