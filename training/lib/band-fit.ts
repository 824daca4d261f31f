import type { ScaledBands } from '../../src/models/chronos/calibration.ts';
import { blendedScale, type ScaleBlend } from '../../src/models/chronos/own-scale.ts';
import { type BandRows, FITTED } from './band-rows.ts';
import { LEVELS } from './forecast-score.ts';

/** A way to draw bands, to be fitted and compared. */
export interface BandForm {
  readonly centre: ScaledBands['centre'];
  readonly blend: ScaleBlend;
}

/** Both centres with every blend in quarters; what is missing to 1 is a constant. */
export function bandForms(): BandForm[] {
  const out: BandForm[] = [];
  const quarters = [0, 0.25, 0.5, 0.75, 1];
  for (const centre of ['last', 'median'] as const) {
    for (const network of quarters) {
      for (const recent of quarters) {
        for (const longRun of quarters) {
          if (network + recent + longRun <= 1) out.push({ centre, blend: { network, recent, longRun } });
        }
      }
    }
  }
  return out;
}

/** Residuals in units of the form's scale at one fitted horizon, with the order that sorts them. */
interface Standardised {
  readonly scale: Float64Array;
  readonly centre: Float32Array;
  readonly z: Float64Array;
  readonly order: Uint32Array;
}

function standardise(rows: BandRows, form: BandForm, k: number): Standardised {
  const at = rows.horizons[k];
  if (!at) throw new Error(`no fitted horizon ${k}`);
  const centre = form.centre === 'last' ? new Float32Array(rows.count) : at.median;
  const scale = Float64Array.from(at.half, (half, n) => {
    const own = { recent: rows.recent[n] ?? NaN, longRun: rows.longRun[n] ?? NaN };
    return blendedScale(form.blend, half, own, FITTED[k] ?? 1);
  });
  const z = scale.map((s, n) => ((at.came[n] ?? NaN) - (centre[n] ?? NaN)) / s);
  const order = new Uint32Array(rows.count).map((_, n) => n).toSorted((a, b) => (z[a] ?? 0) - (z[b] ?? 0));
  return { scale, centre, z, order };
}

/** Quantiles at LEVELS with every year counting the same, whatever its number of windows. */
function yearlyQuantiles(
  s: Standardised,
  years: Int32Array,
  size: Map<number, number>,
  without?: number,
): number[] {
  const counted = size.size - (without === undefined ? 0 : 1);
  const out: number[] = [];
  let weight = 0;
  for (const n of s.order) {
    const year = years[n] ?? NaN;
    if (year === without) continue;
    weight += 1 / (size.get(year) ?? 1) / counted;
    while (out.length < LEVELS.length && weight >= (LEVELS[out.length] ?? 1)) out.push(s.z[n] ?? NaN);
  }
  while (out.length < LEVELS.length) out.push(s.z[s.order.at(-1) ?? 0] ?? NaN);
  return out;
}

function sizes(years: Int32Array): Map<number, number> {
  const out = new Map<number, number>();
  for (const y of years) out.set(y, (out.get(y) ?? 0) + 1);
  return out;
}

/** How a form does on years left out of its fit. */
export interface CrossScore {
  /** Mean over years of the weighted quantile loss of the change since the origin. */
  readonly loss: number;
  /** Mean over years of |share inside the 80 % band − 0.8|. */
  readonly coverageError: number;
}

/** Leaves each year out in turn, at one fitted horizon. */
export function crossScore(rows: BandRows, form: BandForm, k: number): CrossScore {
  const s = standardise(rows, form, k);
  const size = sizes(rows.years);
  const came = rows.horizons[k]?.came ?? new Float32Array();
  const sums = new Map([...size.keys()].map((y) => [y, { loss: 0, moved: 0, inside: 0 }]));
  const offsets = new Map([...size.keys()].map((y) => [y, yearlyQuantiles(s, rows.years, size, y)]));
  for (let n = 0; n < rows.count; n++) {
    const year = rows.years[n] ?? NaN;
    const sum = sums.get(year);
    const q = offsets.get(year);
    if (!sum || !q) continue;
    const [y, z, scale] = [came[n] ?? NaN, s.z[n] ?? NaN, s.scale[n] ?? NaN];
    for (let i = 0; i < q.length; i++) {
      const error = (z - (q[i] ?? NaN)) * scale;
      const level = LEVELS[i] ?? 0;
      sum.loss += (2 * Math.max(level * error, (level - 1) * error)) / q.length;
    }
    sum.moved += Math.abs(y);
    if (z >= (q[0] ?? NaN) && z <= (q.at(-1) ?? NaN)) sum.inside += 1;
  }
  const all = [...sums].map(([year, x]) => ({
    loss: x.loss / x.moved,
    error: Math.abs(x.inside / (size.get(year) ?? 1) - 0.8),
  }));
  const mean = (f: (x: { loss: number; error: number }) => number) =>
    all.reduce((a, x) => a + f(x), 0) / all.length;
  return { loss: mean((x) => x.loss), coverageError: mean((x) => x.error) };
}

/** The offsets of a form from all years. */
export function fitOffsets(rows: BandRows, form: BandForm): ScaledBands {
  const size = sizes(rows.years);
  const offsets = FITTED.map((_, k) =>
    yearlyQuantiles(standardise(rows, form, k), rows.years, size).map((x) => Number(x.toFixed(4))),
  );
  return { centre: form.centre, blend: form.blend, levels: [...LEVELS], offsets };
}

/** One line of the comparison. */
export interface FormScore extends BandForm {
  /** Loss over that of the best form, in percent, plus the coverage error in points, mean over horizons. */
  readonly score: number;
  readonly loss: readonly number[];
  readonly coverageError: readonly number[];
}

/** Compares forms on left-out years at the horizons reported; one percent of loss weighs like one point of coverage. */
export function compareForms(
  rows: BandRows,
  forms: readonly BandForm[],
  horizons: readonly number[],
): FormScore[] {
  const at = horizons.map((h) => FITTED.indexOf(h));
  const results = forms.map((form) => ({ form, cross: at.map((k) => crossScore(rows, form, k)) }));
  const best = at.map((_, i) => Math.min(...results.map((r) => r.cross[i]?.loss ?? Infinity)));
  return results
    .map(({ form, cross }) => ({
      ...form,
      score:
        cross.reduce((a, c, i) => a + 100 * (c.loss / (best[i] ?? NaN) - 1) + 100 * c.coverageError, 0) /
        at.length,
      loss: cross.map((c) => c.loss),
      coverageError: cross.map((c) => c.coverageError),
    }))
    .toSorted((a, b) => a.score - b.score);
}

/**
 * Factors on the network's own band for series without a pace of their own: what makes each 80 % band hold 80 %, every
 * year counting the same.
 */
export function fitWidths(rows: BandRows, anchor: boolean): number[] {
  const size = sizes(rows.years);
  const first = rows.horizons[0]?.median ?? new Float32Array();
  return rows.horizons.map((at) => {
    const needed = Float64Array.from(at.came, (y, n) => {
      const median = at.median[n] ?? NaN;
      const error = y - (median - (anchor ? (first[n] ?? 0) : 0));
      const side = (error > 0 ? (at.high[n] ?? NaN) : (at.low[n] ?? NaN)) - median;
      return Math.abs(side) > 1e-12 ? error / side : 0;
    });
    const order = [...needed.keys()].toSorted((a, b) => (needed[a] ?? 0) - (needed[b] ?? 0));
    let weight = 0;
    const n =
      order.find((i) => (weight += 1 / (size.get(rows.years[i] ?? NaN) ?? 1) / size.size) >= 0.8) ?? 0;
    return Number((needed[n] ?? 1).toFixed(3));
  });
}
