import type { Panel } from '../../src/domain/market/panel.ts';

/** Days of a realised volatility. */
export const RV_DAYS = 21;

/** One asset's closes with NaN where it was not listed. */
export function closesOf(panel: Panel, i: number): Float32Array {
  const T = panel.dates.length;
  return panel.close.subarray(i * T, (i + 1) * T).map((p) => (p > 0 ? p : NaN));
}

export function logPrices(closes: Float32Array): Float32Array {
  return closes.map((p) => Math.log(p));
}

/** Daily log returns; the first is NaN. */
export function logReturns(logs: Float32Array): Float32Array {
  return logs.map((x, t) => (t === 0 ? NaN : x - (logs[t - 1] ?? NaN)));
}

/** Log of the annualised root-mean-square return over the last 21 days; NaN where a day is missing or all stood still. */
export function logRealisedVol(returns: Float32Array): Float32Array {
  const out = new Float32Array(returns.length).fill(NaN);
  for (let t = RV_DAYS - 1; t < returns.length; t++) {
    let s = 0;
    for (let k = 0; k < RV_DAYS; k++) s += (returns[t - k] ?? NaN) ** 2;
    const vol = Math.sqrt((252 / RV_DAYS) * s);
    if (vol > 1e-3) out[t] = Math.log(vol);
  }
  return out;
}
