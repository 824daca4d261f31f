import type { QuantileForecast } from './bolt-predict.ts';
import { blendedScale, type OwnScale, ownScale, type ScaleBlend } from './own-scale.ts';

/** Bands from a blend of the network's width and the series' own pace. */
export interface ScaledBands {
  /** Where the offsets start: at the last value (prices have no knowable jump) or at the network's median. */
  readonly centre: 'last' | 'median';
  readonly blend: ScaleBlend;
  readonly levels: readonly number[];
  /** Per horizon, per level: signed distance from the centre in units of the blended scale. */
  readonly offsets: readonly (readonly number[])[];
}

/**
 * Correction of forecasts of one kind of series, fitted on training windows and stored in our config.json under
 * `keepfolio_calibration`; other readers ignore the key, and official checkpoints have none.
 */
export interface BandCalibration {
  /** Move every path so that the first median equals the last value: prices have no knowable next-day jump. */
  readonly anchor: boolean;
  /** Ascending horizons, and the factor on the distance from the median at each; linear in log h between them. */
  readonly horizons: readonly number[];
  readonly widths: readonly number[];
  /** Used for series long enough to have a pace of their own; the widths above serve the others. */
  readonly scaled?: ScaledBands;
}

export type SeriesKind = 'logPrice' | 'logVol';
type Json = Readonly<Record<string, unknown>>;

const isNumbers = (x: unknown): x is number[] => Array.isArray(x) && x.every((v) => Number.isFinite(v));
const object = (x: unknown): Json => (typeof x === 'object' && x !== null ? (x as Json) : {});

function readScaled(raw: unknown, horizons: number): ScaledBands | null {
  const { centre, blend, levels, offsets } = object(raw);
  const { network, recent, longRun } = object(blend);
  if (centre !== 'last' && centre !== 'median') return null;
  if (!isNumbers(levels) || !isNumbers([network, recent, longRun])) return null;
  const whole = (row: unknown): row is number[] => isNumbers(row) && row.length === levels.length;
  if (!Array.isArray(offsets) || offsets.length !== horizons || !offsets.every(whole)) return null;
  return { centre, blend: { network, recent, longRun } as ScaleBlend, levels, offsets };
}

/** The calibration a config.json carries for a kind of series; null when none. */
export function readCalibration(config: Json, kind: SeriesKind): BandCalibration | null {
  const { anchor, horizons, widths, scaled } = object(object(config['keepfolio_calibration'])[kind]);
  if (!isNumbers(horizons) || !isNumbers(widths) || horizons.length === 0) return null;
  if (horizons.length !== widths.length || [...horizons, ...widths].some((v) => v <= 0)) return null;
  const bands = readScaled(scaled, horizons.length);
  return { anchor: anchor === true, horizons, widths, ...(bands ? { scaled: bands } : {}) };
}

/** A fitted list at horizon h >= 1: linear in log h between the fitted horizons, constant outside. */
function interpolate(horizons: readonly number[], at: (i: number) => number, h: number): number {
  const after = horizons.findIndex((x) => x >= h);
  if (after === 0) return at(0);
  if (after < 0) return at(horizons.length - 1);
  const [a, b] = [horizons[after - 1] ?? 1, horizons[after] ?? 1];
  const f = Math.log(h / a) / Math.log(b / a);
  return at(after - 1) * (1 - f) + at(after) * f;
}

/** Width factor at horizon h >= 1. */
export function widthAt(c: BandCalibration, h: number): number {
  return interpolate(c.horizons, (i) => c.widths[i] ?? 1, h);
}

/** One row of a forecast: quantile i at step t (0 = the first day ahead). */
type Row = (i: number, t: number) => number;

function widened(row: Row, middle: number, last: number, c: BandCalibration): Row {
  const shift = c.anchor ? last - row(middle, 0) : 0;
  return (i, t) => {
    const median = row(middle, t);
    return median + shift + widthAt(c, t + 1) * (row(i, t) - median);
  };
}

interface ScaledInput {
  readonly row: Row;
  readonly middle: number;
  readonly last: number;
  readonly own: OwnScale;
  readonly horizon: number;
}

function scaledRow(x: ScaledInput, c: BandCalibration, s: ScaledBands): Row {
  const top = s.levels.length - 1;
  const steps = Array.from({ length: x.horizon }, (_, t) => {
    const scale = blendedScale(s.blend, (x.row(top, t) - x.row(0, t)) / 2, x.own, t + 1);
    const centre = s.centre === 'last' ? x.last : x.row(x.middle, t);
    return s.levels.map(
      (_level, i) => centre + scale * interpolate(c.horizons, (k) => s.offsets[k]?.[i] ?? 0, t + 1),
    );
  });
  return (i, t) => steps[t]?.[i] ?? NaN;
}

/**
 * Applies a calibration: the scaled bands to every series with a pace of its own, the plain widths to short ones, to
 * ones that stood still, and to forecasts at other levels.
 * @param f quantiles that do not cross, with the level 0.5. @param series what was forecast, one per row, oldest first
 */
export function calibrate(
  f: QuantileForecast,
  series: readonly ArrayLike<number>[],
  c: BandCalibration,
): QuantileForecast {
  const q = f.levels.length;
  const middle = f.levels.indexOf(0.5);
  if (middle < 0) return f;
  const scaled = c.scaled?.levels.join() === f.levels.join() ? c.scaled : undefined;
  const values = new Float32Array(f.values.length);
  for (let b = 0; b < f.batch; b++) {
    const context = series[b] ?? [];
    const last = context[context.length - 1] ?? NaN;
    const row: Row = (i, t) => f.values[(b * q + i) * f.horizon + t] ?? NaN;
    const own = scaled ? ownScale(context) : null;
    const input = { row, middle, last, horizon: f.horizon };
    const moved = scaled && own ? scaledRow({ ...input, own }, c, scaled) : widened(row, middle, last, c);
    for (let i = 0; i < q; i++) {
      for (let t = 0; t < f.horizon; t++) values[(b * q + i) * f.horizon + t] = moved(i, t);
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

/** The coverage a config.json reports (`keepfolio_tested`); null when none: an official checkpoint was not tested here. */
export function readCoverage(config: Json, kind: SeriesKind): TestedCoverage | null {
  const {
    horizons,
    coverage50: cover50,
    coverage80: cover80,
  } = object(object(config['keepfolio_tested'])[kind]);
  if (!isNumbers(horizons) || !isNumbers(cover50) || !isNumbers(cover80) || horizons.length === 0)
    return null;
  const whole = cover50.length === horizons.length && cover80.length === horizons.length;
  return whole ? { horizons, cover50, cover80 } : null;
}
