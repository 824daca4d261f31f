import { gaussian } from './forecast-score.ts';

/** Everything a baseline may know at an origin: the series up to it, oldest first, no holes at the end. */
export interface Origin {
  readonly logs: Float32Array;
  readonly returns: Float32Array;
  readonly logVol: Float32Array;
}

const finite = (x: ArrayLike<number>) => Array.from(x).filter((v) => v - v === 0);
const mean = (x: readonly number[]) => x.reduce((a, v) => a + v, 0) / Math.max(1, x.length);
const deviation = (x: readonly number[]) => {
  const m = mean(x);
  return Math.sqrt(mean(x.map((v) => (v - m) ** 2)));
};
const lastOf = (x: Float32Array, back = 0) => x[x.length - 1 - back] ?? NaN;

/** Random walk with drift, drift and step from the context. */
export function randomWalk(series: Float32Array, h: number): number[] {
  const steps = finite(series.map((x, t) => x - (series[t - 1] ?? NaN)));
  return gaussian(lastOf(series) + h * mean(steps), Math.max(1e-9, deviation(steps) * Math.sqrt(h)));
}

/** The value one trading week before, repeated; spread from the context's weekly differences. */
export function seasonalNaive(series: Float32Array, h: number, season = 5): number[] {
  const back = season - 1 - ((h - 1) % season);
  const differences = finite(series.map((x, t) => x - (series[t - season] ?? NaN)));
  const weeks = Math.ceil(h / season);
  return gaussian(lastOf(series, back), Math.max(1e-9, deviation(differences) * Math.sqrt(weeks)));
}

/** RiskMetrics daily volatility (lambda 0.94) at the end of the returns. */
export function ewmaDaily(returns: Float32Array): number {
  let v = NaN;
  for (const r of returns) if (r - r === 0) v = v - v === 0 ? 0.94 * v + 0.06 * r * r : r * r;
  return Math.sqrt(Math.max(v, 1e-10));
}

/** Root-mean-square return of the last n days, annualised, in logs. */
export function logVolOver(returns: Float32Array, n: number): number {
  const r = finite(returns.subarray(returns.length - n));
  return 0.5 * Math.log(Math.max(252 * mean(r.map((x) => x * x)), 1e-6));
}

/** Log volatility h days ahead when the days already known are kept and the rest are at the EWMA level. */
export function ewmaWithKnownDays(o: Origin, h: number): number {
  const daily = ewmaDaily(o.returns) ** 2;
  const known = Math.max(0, 21 - h);
  const sum = finite(o.returns.subarray(o.returns.length - known)).reduce((a, r) => a + r * r, 0);
  return 0.5 * Math.log(Math.max(252 * ((known > 0 ? sum : 0) + (21 - known) * daily), 1e-6) / 21);
}

/** Predictors of the heterogeneous autoregression: log volatility of a day, a week, a month. */
export function harFeatures(returns: Float32Array): number[] {
  return [1, logVolOver(returns, 1), logVolOver(returns, 5), logVolOver(returns, 21)];
}

/** Least squares with the spread of its residuals. */
export interface LinearFit {
  readonly weights: readonly number[];
  readonly sd: number;
}

/** Ordinary least squares by normal equations (few columns), Gauss-Jordan with partial pivoting. */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): LinearFit {
  const k = rows[0]?.length ?? 0;
  const a: Float64Array[] = Array.from({ length: k }, () => new Float64Array(k + 1));
  rows.forEach((r, n) => {
    for (let i = 0; i < k; i++) {
      const row = a[i] as Float64Array;
      for (let j = 0; j < k; j++) row[j] = (row[j] ?? 0) + (r[i] ?? 0) * (r[j] ?? 0);
      row[k] = (row[k] ?? 0) + (r[i] ?? 0) * (y[n] ?? 0);
    }
  });
  for (let i = 0; i < k; i++) {
    let pivot = i;
    for (let r = i + 1; r < k; r++) if (Math.abs(a[r]?.[i] ?? 0) > Math.abs(a[pivot]?.[i] ?? 0)) pivot = r;
    [a[i], a[pivot]] = [a[pivot] as Float64Array, a[i] as Float64Array];
    const p = a[i] as Float64Array;
    for (let r = 0; r < k; r++) {
      const row = a[r] as Float64Array;
      const f = r === i ? 0 : (row[i] ?? 0) / (p[i] ?? 1);
      for (let j = i; j <= k; j++) row[j] = (row[j] ?? 0) - f * (p[j] ?? 0);
    }
  }
  const weights = a.map((row, i) => (row[k] ?? 0) / (row[i] ?? 1));
  const residuals = rows.map((r, n) => (y[n] ?? 0) - r.reduce((s, x, i) => s + x * (weights[i] ?? 0), 0));
  return { weights, sd: Math.sqrt(mean(residuals.map((e) => e * e))) };
}

export function applyFit(fit: LinearFit, row: readonly number[]): number[] {
  return gaussian(
    row.reduce((s, x, i) => s + x * (fit.weights[i] ?? 0), 0),
    fit.sd,
  );
}
