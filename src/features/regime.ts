import type { AssetClass, Panel } from '../domain/market/panel.ts';
import { stdKnown, isKnown, knownCount, lastDays, sumKnown } from './moments.ts';
import { trailingReturns, type TrailingReturns } from './trailing-returns.ts';

export interface RegimeEntry {
  readonly name: string;
  readonly label: string;
  readonly formula: string;
}

/**
 * Eight numbers about the market as a whole, each of order one and clipped to [-3, 3]. "Market" is the equal-weighted
 * mean of shares, equity funds and real estate (of everything where the bundle has fewer than three of them).
 */
export const REGIME: readonly RegimeEntry[] = [
  {
    name: 'trend',
    label: 'Trend, half a year',
    formula: 'sum of m over 126 d / (sd(m) * sqrt(126)), m = daily market log return',
  },
  { name: 'reversal', label: 'Last month', formula: 'sum of m over 21 d / (sd(m over 126 d) * sqrt(21))' },
  { name: 'volatility', label: 'Volatility level', formula: 'ln(sd(m over 21 d) * sqrt(252) / 0.15)' },
  {
    name: 'vol_of_vol',
    label: 'Unsteadiness of volatility',
    formula: 'sd of ln(21 d volatility), sampled every 5 d over 126 d, * 4 - 1',
  },
  { name: 'drawdown', label: 'Below the high', formula: '10 * (market level / its 252 d high - 1)' },
  { name: 'breadth', label: 'Breadth', formula: '2 * share of assets above their 126 d mean price - 1' },
  { name: 'correlation', label: 'Moving together', formula: '4 * mean pairwise correlation over 63 d - 1' },
  {
    name: 'stocks_over_bonds',
    label: 'Shares against bonds',
    formula: 'sum of (m - b) over 63 d / (sd(m - b) * sqrt(63)), b = bonds; 0 without bonds',
  },
];
export const REGIME_COUNT = 8;

const LOOK_BACK = 252;
const EQUITY: ReadonlySet<AssetClass> = new Set(['equity', 'equityFund', 'realEstate']);
const ANCHOR_VOL = 0.15;

const bounded = (x: number): number => (Number.isFinite(x) ? Math.max(-3, Math.min(3, x)) : 0);

/** Equal-weighted log-return series of some assets; NaN on days without any. */
function meanSeries(tr: TrailingReturns, assets: readonly number[]): Float64Array {
  const out = new Float64Array(tr.length).fill(NaN);
  for (let d = 0; d < tr.length; d++) {
    let sum = 0;
    let n = 0;
    for (const i of assets) {
      const v = tr.r[i * tr.length + d] as number;
      if (Number.isNaN(v)) continue;
      sum += Math.max(-0.5, Math.min(0.5, Math.exp(v) - 1));
      n++;
    }
    if (n > 0) out[d] = Math.log1p(sum / n);
  }
  return out;
}

const tail = (x: Float64Array, k: number) => lastDays(x, 0, x.length, k);
const zOfSum = (x: Float64Array, k: number, sd: number): number =>
  isKnown(tail(x, k)) ? sumKnown(tail(x, k)) / (sd * Math.sqrt(k)) : NaN;

function volOfVol(market: Float64Array): number {
  const logs: number[] = [];
  for (let back = 0; back < 126; back += 5) {
    const to = market.length - back;
    const sd = stdKnown({ x: market, from: to - 21, to });
    if (Number.isNaN(sd)) return NaN;
    logs.push(Math.log(sd));
  }
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  return Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (logs.length - 1)) * 4 - 1;
}

function drawdown(market: Float64Array): number {
  let level = 0;
  let high = 0;
  for (const v of market) {
    level += Number.isNaN(v) ? 0 : v;
    high = Math.max(high, level);
  }
  return 10 * Math.expm1(level - high);
}

/** Share of assets above the mean of their last 126 prices, on the path of summed returns. */
function breadth(tr: TrailingReturns, assets: number): number {
  let above = 0;
  let n = 0;
  for (let i = 0; i < assets; i++) {
    if (!isKnown(lastDays(tr.r, i * tr.length, tr.length, 126))) continue;
    let level = 0;
    let sum = 0;
    for (let d = tr.length - 126; d < tr.length; d++) {
      const v = tr.r[i * tr.length + d] as number;
      level += Number.isNaN(v) ? 0 : v;
      sum += Math.exp(level);
    }
    n++;
    if (Math.exp(level) > sum / 126) above++;
  }
  return n > 0 ? (2 * above) / n - 1 : NaN;
}

/**
 * Mean pairwise correlation over 63 days from one pass: the variance of the mean of n unit-variance series
 * is (1 + (n - 1) rho) / n.
 */
function meanCorrelation(tr: TrailingReturns, assets: readonly number[]): number {
  const sum = new Float64Array(63);
  let n = 0;
  for (const i of assets) {
    const s = lastDays(tr.r, i * tr.length, tr.length, 63);
    const sd = stdKnown(s);
    if (Number.isNaN(sd)) continue;
    const mean = sumKnown(s) / knownCount(s);
    for (let d = 0; d < 63; d++) {
      const v = tr.r[s.from + d] as number;
      if (!Number.isNaN(v)) sum[d] = (sum[d] as number) + (v - mean) / sd;
    }
    n++;
  }
  if (n < 3) return NaN;
  const variance = sum.reduce((a, b) => a + (b / n) ** 2, 0) / 62;
  return 4 * ((n * variance - 1) / (n - 1)) - 1;
}

function stocksOverBonds(market: Float64Array, bonds: Float64Array): number {
  const gap = market.map((m, d) => m - (bonds[d] as number));
  return zOfSum(gap, 63, stdKnown(tail(gap, 63)));
}

/**
 * The eight regime features at day index t, (8), from closes up to and including t of the whole panel.
 * A feature without enough history is 0.
 * @param tr pass the block of `trailingReturns(panel, t, >= 252)` when it is at hand.
 */
export function regimeFeatures(
  panel: Panel,
  t: number,
  tr = trailingReturns(panel, t, LOOK_BACK),
): Float32Array {
  const all = panel.assets.map((_, i) => i);
  const equities = all.filter((i) => EQUITY.has(panel.assets[i]?.assetClass ?? 'cash'));
  const risky = equities.length >= 3 ? equities : all;
  const bonds = all.filter((i) => panel.assets[i]?.assetClass === 'bond');
  const market = meanSeries(tr, risky).slice(-LOOK_BACK);
  const sd126 = stdKnown(tail(market, 126));
  return Float32Array.from(
    [
      zOfSum(market, 126, sd126),
      zOfSum(market, 21, sd126),
      Math.log((stdKnown(tail(market, 21)) * Math.sqrt(252)) / ANCHOR_VOL),
      volOfVol(market),
      drawdown(market),
      breadth(tr, all.length),
      meanCorrelation(tr, risky),
      bonds.length > 0 ? stocksOverBonds(market, meanSeries(tr, bonds).slice(-LOOK_BACK)) : 0,
    ],
    bounded,
  );
}
