import type { QuantileForecast } from './bolt-predict.ts';

/**
 * Correction of forecasts of one kind of series, fitted on validation windows and stored in our config.json under
 * `keepfolio_calibration`; other readers ignore the key, and official checkpoints have none.
 */
export interface BandCalibration {
  /** Move every path so that the first median equals the last value: prices have no knowable next-day jump. */
  readonly anchor: boolean;
  /** Ascending horizons, and the factor on the distance from the median at each; linear in log h between them. */
  readonly horizons: readonly number[];
  readonly widths: readonly number[];
}

export type SeriesKind = 'logPrice' | 'logVol';

/** The calibration a config.json carries for a kind of series; null when none. */
export function readCalibration(
  config: Readonly<Record<string, unknown>>,
  kind: SeriesKind,
): BandCalibration | null {
  const all = config['keepfolio_calibration'] as Partial<Record<SeriesKind, BandCalibration>> | undefined;
  const c = all?.[kind];
  const isNumbers = (x: unknown): x is number[] =>
    Array.isArray(x) && x.every((v) => typeof v === 'number' && v > 0);
  if (!c || !isNumbers(c.horizons) || !isNumbers(c.widths) || c.horizons.length !== c.widths.length)
    return null;
  return c.horizons.length > 0 ? c : null;
}

/** Width factor at horizon h >= 1. */
export function widthAt(c: BandCalibration, h: number): number {
  const after = c.horizons.findIndex((x) => x >= h);
  const at = (i: number) => c.widths[i] ?? 1;
  if (after === 0) return at(0);
  if (after < 0) return at(c.widths.length - 1);
  const [a, b] = [c.horizons[after - 1] ?? 1, c.horizons[after] ?? 1];
  const f = Math.log(h / a) / Math.log(b / a);
  return at(after - 1) * (1 - f) + at(after) * f;
}

/**
 * Applies a calibration.
 * @param f quantiles that do not cross, with the level 0.5. @param last last value of each series, (B)
 */
export function calibrate(
  f: QuantileForecast,
  last: ArrayLike<number>,
  c: BandCalibration,
): QuantileForecast {
  const q = f.levels.length;
  const middle = f.levels.indexOf(0.5);
  if (middle < 0) return f;
  const values = new Float32Array(f.values.length);
  for (let b = 0; b < f.batch; b++) {
    const at = (i: number, h: number) => (b * q + i) * f.horizon + h;
    const shift = c.anchor ? (last[b] ?? NaN) - (f.values[at(middle, 0)] ?? NaN) : 0;
    for (let h = 0; h < f.horizon; h++) {
      const median = f.values[at(middle, h)] ?? NaN;
      const width = widthAt(c, h + 1);
      for (let i = 0; i < q; i++) {
        values[at(i, h)] = median + shift + width * ((f.values[at(i, h)] ?? NaN) - median);
      }
    }
  }
  return { ...f, values };
}

/** How often bands drawn for a kind of series held what came, on held-out assets and days, per horizon. */
export interface TestedCoverage {
  readonly horizons: readonly number[];
  /** Shares in [0, 1] for the 50 % and the 80 % band. */
  readonly cover50: readonly number[];
  readonly cover80: readonly number[];
}

/** The coverage a config.json reports (`keepfolio_coverage`); null when none: an official checkpoint was not tested here. */
export function readCoverage(
  config: Readonly<Record<string, unknown>>,
  kind: SeriesKind,
): TestedCoverage | null {
  const all = config['keepfolio_coverage'] as Partial<Record<SeriesKind, TestedCoverage>> | undefined;
  const c = all?.[kind];
  const lists = [c?.horizons, c?.cover50, c?.cover80];
  const whole = lists.every((x) => Array.isArray(x) && x.length > 0 && x.length === c?.horizons.length);
  return c && whole ? c : null;
}
