import { coMovement, FLAT_STD, knownCount, lastDays } from '../../src/features/moments.ts';
import type { TrailingReturns } from '../../src/features/trailing-returns.ts';

/** What an embedding should know about the next 21 days, per asset. */
export const TARGETS = ['log_vol', 'scaled_return', 'correlation', 'return'] as const;
export const TARGET_COUNT = TARGETS.length;
const MIN_DAYS = 15;
const RETURN_CLIP = 5;

/** ln of the annualised root mean square of the known returns of a row. */
function logRealisedVol(tr: TrailingReturns, row: number): number {
  let sum = 0;
  let n = 0;
  for (let d = 0; d < tr.length; d++) {
    const v = tr.r[row * tr.length + d] as number;
    if (Number.isNaN(v)) continue;
    sum += v * v;
    n++;
  }
  return n >= MIN_DAYS ? Math.log(Math.max(FLAT_STD, Math.sqrt(sum / n)) * Math.sqrt(252)) : NaN;
}

/**
 * Targets of the given rows: ln realised volatility; return over (63-day volatility * sqrt(days)), clipped to +-5;
 * correlation with the universe; plain log return. NaN where fewer than 15 days are known.
 * @param ahead returns of the days after the date, the whole bundle. @param logVol63 per row, known at the date.
 */
export function forwardTargets(
  ahead: TrailingReturns,
  rows: readonly number[],
  logVol63: readonly number[],
): Float32Array {
  const out = new Float32Array(rows.length * TARGET_COUNT).fill(NaN);
  rows.forEach((row, k) => {
    const s = lastDays(ahead.r, row * ahead.length, ahead.length, ahead.length);
    const known = knownCount(s);
    if (known < MIN_DAYS) return;
    let sum = 0;
    for (let d = s.from; d < s.to; d++) sum += Number.isNaN(s.x[d] as number) ? 0 : (s.x[d] as number);
    const dev =
      Math.max(FLAT_STD * Math.sqrt(252), Math.exp(logVol63[k] as number)) * Math.sqrt(ahead.length / 252);
    const scaled = Math.max(-RETURN_CLIP, Math.min(RETURN_CLIP, sum / dev));
    const { correlation } = coMovement(s, lastDays(ahead.universe, 0, ahead.length, ahead.length));
    out.set([logRealisedVol(ahead, row), scaled, correlation, sum], k * TARGET_COUNT);
  });
  return out;
}

/** ln realised volatility of the universe and the mean pairwise correlation over the block, (2). */
export function marketTargets(ahead: TrailingReturns, assets: number): Float32Array {
  const sum = new Float64Array(ahead.length);
  let n = 0;
  for (let i = 0; i < assets; i++) {
    const s = lastDays(ahead.r, i * ahead.length, ahead.length, ahead.length);
    if (knownCount(s) < ahead.length) continue;
    let squares = 0;
    for (let d = s.from; d < s.to; d++) squares += (s.x[d] as number) ** 2;
    const dev = Math.max(FLAT_STD, Math.sqrt(squares / ahead.length));
    for (let d = 0; d < ahead.length; d++) sum[d] = (sum[d] as number) + (s.x[s.from + d] as number) / dev;
    n++;
  }
  const variance = sum.reduce((a, b) => a + (b / Math.max(1, n)) ** 2, 0) / ahead.length;
  const correlation = n > 2 ? (n * variance - 1) / (n - 1) : NaN;
  let squares = 0;
  for (const u of ahead.universe) squares += u * u;
  const vol = Math.log(Math.max(FLAT_STD, Math.sqrt(squares / ahead.length)) * Math.sqrt(252));
  return Float32Array.from([vol, correlation]);
}
