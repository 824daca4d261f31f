import { ASSET_CLASSES, SECTORS, type AssetMeta, type Panel } from '../domain/market/panel.ts';
import { METADATA_COUNT, metadataIndex } from './metadata-names.ts';
import {
  autocorrelationKnown,
  coMovement,
  downsideKnown,
  isKnown,
  lastDays,
  shapeKnown,
  stdKnown,
  sumKnown,
  varianceRatioKnown,
} from './moments.ts';
import { isListedAt, trailingReturns, type TrailingReturns } from './trailing-returns.ts';

export { METADATA, METADATA_COUNT, metadataIndex, type MetadataEntry } from './metadata-names.ts';

/** Longest look-back of any of the numbers except the length of history, in trading days. */
const LOOK_BACK = 252;
const YEAR = Math.sqrt(252);

/** The 50 numbers of every asset of the bundle at one date. */
export interface MetadataSection {
  /** N*50, in the units of METADATA; 0 where not known. */
  readonly raw: Float32Array;
  /** N*50: 1 where the number is known. A zero in `raw` alone cannot tell a real zero from a missing number. */
  readonly known: Uint8Array;
}

const AT = {
  vol: metadataIndex('log_vol_21'),
  momentum: metadataIndex('mom_5'),
  path: metadataIndex('from_high'),
  shape: metadataIndex('skew_126'),
  market: metadataIndex('beta_126'),
  volume: metadataIndex('log_dollar_volume'),
  history: metadataIndex('log_history'),
} as const;
const RANKED = { momentum: metadataIndex('mom_252_21'), volatility: metadataIndex('log_vol_63') } as const;

function writeIdentity(out: Float64Array, base: number, asset: AssetMeta): void {
  for (let k = 0; k < AT.vol; k++) out[base + k] = 0;
  out[base + ASSET_CLASSES.indexOf(asset.assetClass)] = 1;
  if (asset.sector !== null) out[base + ASSET_CLASSES.length + SECTORS.indexOf(asset.sector)] = 1;
  out[base + AT.vol - 2] = asset.isFund ? 1 : 0;
  out[base + AT.vol - 1] = asset.isHome ? 1 : 0;
}

/** Volatility and momentum: numbers 20 to 29. */
function writeVolAndMomentum(out: Float64Array, base: number, tr: TrailingReturns, row: number): void {
  const days = (k: number) => lastDays(tr.r, row, tr.length, k);
  const sd = {
    21: stdKnown(days(21)),
    63: stdKnown(days(63)),
    126: stdKnown(days(126)),
    252: stdKnown(days(252)),
  };
  out.set(
    [
      Math.log(sd[21] * YEAR),
      Math.log(sd[63] * YEAR),
      Math.log(sd[252] * YEAR),
      downsideKnown(days(63)) * YEAR,
      sd[21] / sd[252],
    ],
    base + AT.vol,
  );
  const scaled = (k: number, dev: number) =>
    isKnown(days(k)) ? sumKnown(days(k)) / (dev * Math.sqrt(k)) : NaN;
  const skipMonth = { x: tr.r, from: row + tr.length - 252, to: row + tr.length - 21 };
  out.set(
    [
      scaled(5, sd[21]),
      scaled(21, sd[21]),
      scaled(63, sd[63]),
      scaled(126, sd[126]),
      sumKnown(skipMonth) / (sd[252] * Math.sqrt(231)),
    ],
    base + AT.momentum,
  );
}

/** Distance from high and low, drawdown, days under water: numbers 30 to 33, on the path of summed log returns. */
function writePath(out: Float64Array, base: number, tr: TrailingReturns, row: number): void {
  if (!isKnown(lastDays(tr.r, row, tr.length, LOOK_BACK))) return;
  let level = 0;
  let high = -Infinity;
  let low = Infinity;
  let highDay = 0;
  let worst = 0;
  for (let d = tr.length - LOOK_BACK; d < tr.length; d++) {
    // The first return leads into the window: 252 closes have 251 returns between them.
    const v = d === tr.length - LOOK_BACK ? 0 : (tr.r[row + d] as number);
    level += Number.isNaN(v) ? 0 : v;
    if (level >= high) {
      high = level;
      highDay = d;
    }
    low = Math.min(low, level);
    worst = Math.min(worst, level - high);
  }
  const under = (tr.length - 1 - highDay) / LOOK_BACK;
  out.set([Math.expm1(level - high), Math.expm1(level - low), Math.expm1(worst), under], base + AT.path);
}

/** Shape and co-movement with the universe: numbers 34 to 40 and 43 (41 and 42 are ranks, filled later). */
function writeShapeAndMarket(out: Float64Array, base: number, tr: TrailingReturns, row: number): void {
  const half = lastDays(tr.r, row, tr.length, 126);
  const { skew, kurtosis } = shapeKnown(half);
  const auto = autocorrelationKnown(lastDays(tr.r, row, tr.length, 63));
  out.set([skew, kurtosis, auto, varianceRatioKnown(half)], base + AT.shape);
  const co = coMovement(half, lastDays(tr.universe, 0, tr.length, 126));
  out.set([co.beta, co.idiosyncratic * YEAR, co.correlation, NaN, NaN, co.captureGap], base + AT.market);
}

function meanPositive(x: Float32Array, from: number, to: number): number {
  let sum = 0;
  let n = 0;
  for (let i = from; i < to; i++) {
    const v = x[i] ?? 0;
    if (v > 0) {
      sum += v;
      n++;
    }
  }
  return n > 0 ? sum / n : NaN;
}

/** Numbers 44 to 47; 44 is left as ln(dollar volume) for the cross-section to standardise. */
function writeVolume(
  out: Float64Array,
  base: number,
  panel: Panel,
  tr: TrailingReturns,
  asset: number,
): void {
  out[base + AT.volume + 3] = 0;
  const volume = panel.dollarVolume;
  if (volume === null) return;
  const row = asset * panel.dates.length;
  const start = (k: number) => row + Math.max(0, tr.t + 1 - k);
  const month = meanPositive(volume, start(21), row + tr.t + 1);
  if (Number.isNaN(month)) return;
  let illiquid = 0;
  let n = 0;
  for (let back = 0; back < 63 && back <= tr.t; back++) {
    const r = tr.r[asset * tr.length + tr.length - 1 - back] as number;
    const v = volume[row + tr.t - back] ?? 0;
    if (Number.isNaN(r) || !(v > 0)) continue;
    illiquid += Math.abs(r) / v;
    n++;
  }
  const change = Math.log(month / meanPositive(volume, start(252), row + tr.t + 1));
  const amihud = n > 0 && illiquid > 0 ? Math.log(illiquid / n) : NaN;
  out.set([Math.log(month), change, amihud, 1], base + AT.volume);
}

function writeHistory(out: Float64Array, base: number, panel: Panel, asset: number, t: number): void {
  const row = asset * panel.dates.length;
  let first = 0;
  while (first <= t && !((panel.close[row + first] ?? 0) > 0)) first++;
  out[base + AT.history] = Math.log(1 + t - first + 1);
  const yearly = panel.dividendYield?.[row + t] ?? 0;
  out[base + AT.history + 1] = yearly > 0 ? yearly : NaN;
}

/** Average rank of column `from` over the known assets, spread to [-1, 1], written to column `to`. Ties share a rank. */
function writeRank(out: Float64Array, assets: number, from: number, to: number): void {
  const order: { i: number; v: number }[] = [];
  for (let i = 0; i < assets; i++) {
    const v = out[i * METADATA_COUNT + from] as number;
    if (!Number.isNaN(v)) order.push({ i, v });
  }
  order.sort((a, b) => a.v - b.v);
  for (let a = 0; a < order.length;) {
    let b = a;
    while (b < order.length && order[b]?.v === order[a]?.v) b++;
    const middle = (a + b - 1) / 2;
    const rank = order.length > 1 ? (2 * middle) / (order.length - 1) - 1 : 0;
    for (; a < b; a++) out[(order[a]?.i ?? 0) * METADATA_COUNT + to] = rank;
  }
}

/** Replaces a column by its z-score over the known assets. */
function standardise(out: Float64Array, assets: number, column: number): void {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < assets; i++) {
    const v = out[i * METADATA_COUNT + column] as number;
    if (Number.isNaN(v)) continue;
    n++;
    sum += v;
    squares += v * v;
  }
  const mean = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
  for (let i = 0; i < assets; i++) {
    const at = i * METADATA_COUNT + column;
    out[at] = sd > 1e-9 ? ((out[at] as number) - mean) / sd : (out[at] as number) * 0;
  }
}

/**
 * The 50 observable numbers of every asset of the panel at day index t, from closes up to and including t.
 * The universe of the cross-sectional numbers (beta, correlation, ranks, volume z) is the whole panel.
 * An asset not listed at t (no close in its last five days) keeps what can be looked up (0 to 19); the rest is missing.
 * @param tr pass the block of `trailingReturns(panel, t, >= 252)` when it is at hand.
 * @throws RangeError when t is not a day of the panel.
 */
export function metadataSection(
  panel: Panel,
  t: number,
  tr = trailingReturns(panel, t, LOOK_BACK),
): MetadataSection {
  const assets = panel.assets.length;
  const out = new Float64Array(assets * METADATA_COUNT).fill(NaN);
  panel.assets.forEach((asset, i) => {
    const base = i * METADATA_COUNT;
    writeIdentity(out, base, asset);
    out[base + AT.volume + 3] = 0;
    if (!isListedAt(panel, i, t)) return;
    writeVolAndMomentum(out, base, tr, i * tr.length);
    writePath(out, base, tr, i * tr.length);
    writeShapeAndMarket(out, base, tr, i * tr.length);
    writeVolume(out, base, panel, tr, i);
    writeHistory(out, base, panel, i, t);
  });
  writeRank(out, assets, RANKED.momentum, AT.market + 3);
  writeRank(out, assets, RANKED.volatility, AT.market + 4);
  standardise(out, assets, AT.volume);
  const known = Uint8Array.from(out, (v) => (Number.isNaN(v) ? 0 : 1));
  return { raw: Float32Array.from(out, (v) => (Number.isNaN(v) ? 0 : v)), known };
}

/** The numbers alone, (N*50), 0 where not known. See `metadataSection`. */
export function metadataRaw(panel: Panel, t: number): Float32Array {
  return metadataSection(panel, t).raw;
}
