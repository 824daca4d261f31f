import {
  addDays,
  dayOf,
  isoDate,
  monthOf,
  weekdayOf,
  yearOf,
  type IsoDate,
} from '../../src/core/iso-date.ts';
import { pcg32, type Rng } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { clusteredShocks, simulateFactors, TRADING_DAYS, type DemoFactors } from './demo-factors.ts';
import { DEMO_ASSETS, type DemoAsset } from './demo-universe.ts';

export const DEMO_FROM = isoDate('2014-11-03');
export const DEMO_TO = isoDate('2026-10-30');
/** The date the generator was written; no other seed was tried. */
export const DEMO_SEED = 20261124;

/** A pay-out per share, or a split of `ratio` new shares for one old. */
export type DemoEvent =
  | { readonly kind: 'dividend'; readonly day: number; readonly perShare: number }
  | { readonly kind: 'split'; readonly day: number; readonly ratio: number };

/** One asset's simulated history: prices as traded (unadjusted), and what happened to a share. */
export interface DemoSeries {
  readonly asset: DemoAsset;
  /** Traded closes, 0 = not listed. */
  readonly raw: Float64Array;
  readonly events: readonly DemoEvent[];
}

export interface DemoMarket {
  /** Adjusted for splits and dividends, as real bundles are. */
  readonly panel: Panel;
  readonly series: readonly DemoSeries[];
  readonly regimes: readonly string[];
}

/** Fixed-date holidays (moved off weekends) and the n-th-weekday ones, enough to look like a US calendar. */
function isHoliday(d: IsoDate): boolean {
  const w = weekdayOf(d);
  const fixed = (month: number, day: number): boolean => {
    const shift = w === 5 ? 1 : w === 1 ? -1 : 0;
    const near = addDays(d, shift);
    return (
      (monthOf(d) === month && dayOf(d) === day) ||
      (shift !== 0 && monthOf(near) === month && dayOf(near) === day)
    );
  };
  if (fixed(1, 1) || fixed(7, 4) || fixed(12, 25) || (yearOf(d) >= 2022 && fixed(6, 19))) return true;
  const nth = Math.ceil(dayOf(d) / 7);
  const m = monthOf(d);
  if (w === 1)
    return (nth === 3 && (m === 1 || m === 2)) || (nth === 1 && m === 9) || (m === 5 && dayOf(d) > 24);
  return w === 4 && m === 11 && nth === 4;
}

/** Trading days of the demo exchange. */
export function demoCalendar(from: IsoDate = DEMO_FROM, to: IsoDate = DEMO_TO): IsoDate[] {
  const out: IsoDate[] = [];
  for (let d = from; d <= to; d = addDays(d, 1)) {
    const w = weekdayOf(d);
    if (w !== 0 && w !== 6 && !isHoliday(d)) out.push(d);
  }
  return out;
}

/** Daily total log returns: factors, a slowly wandering own drift (which is what momentum lives on), own shocks, earnings jumps. */
function totalReturns(asset: DemoAsset, factors: DemoFactors, rng: Rng): Float64Array {
  const days = factors.yields.length;
  const out = new Float64Array(days);
  const shock = clusteredShocks(rng.fork());
  const isShare = !asset.isFund && asset.assetClass !== 'crypto';
  const driftVol = isShare ? 0.1 : 0;
  const jumpDay = 15 + rng.int(30);
  let ownDrift = driftVol * rng.normal();
  const loads = Object.entries(asset.loads).map(
    ([name, load]) => [factors.returns[name] as Float64Array, load] as const,
  );
  for (let t = 0; t < days; t++) {
    ownDrift += -ownDrift / 120 + driftVol * Math.sqrt(2 / 120) * rng.normal();
    let r = ownDrift / TRADING_DAYS + (asset.ownVol * shock()) / Math.sqrt(TRADING_DAYS);
    for (const [f, load] of loads) r += load * (f[t] as number);
    if (isShare && t % 63 === jumpDay) r += asset.ownVol * 0.16 * rng.normal();
    if (asset.assetClass === 'bond') r += (asset.payout + 0.003) / TRADING_DAYS;
    if (asset.assetClass === 'cash') r += Math.max(0, (factors.yields[t] as number) - 0.006) / TRADING_DAYS;
    // A volatility drag of its own would make every wild share sink; shares are priced so that part of it is paid for.
    if (isShare) r += (0.35 * asset.ownVol * asset.ownVol) / TRADING_DAYS;
    out[t] = Math.max(-0.6, Math.min(0.6, r));
  }
  return out;
}

const SPLIT_RATIOS = [2, 3, 4] as const;

/** Turns total returns into traded prices with dividends and splits. Prices have cents; coins four decimals. */
function tradeSeries(
  asset: DemoAsset,
  returns: Float64Array,
  dates: readonly IsoDate[],
  factors: DemoFactors,
  rng: Rng,
): DemoSeries {
  const days = dates.length;
  const decimals = asset.assetClass === 'crypto' ? 1e4 : 100;
  const raw = new Float64Array(days);
  const events: DemoEvent[] = [];
  const first = Math.floor(asset.listedFrom * days);
  const last = Math.floor(asset.listedTo * days);
  const offset = rng.int(3);
  let price = asset.startPrice;
  let daysSinceSplit = 0;
  let splitAbove = 220 + 120 * rng.uniform();
  for (let t = first; t < last; t++) {
    if (t > first) price *= Math.exp(returns[t] as number);
    const d = dates[t] as IsoDate;
    const monthStarts = t > first && monthOf(d) !== monthOf(dates[t - 1] as IsoDate);
    const monthsBetween = asset.payoutsPerYear > 0 ? 12 / asset.payoutsPerYear : 0;
    if (monthStarts && monthsBetween > 0 && (monthOf(d) + offset) % monthsBetween === 0) {
      const yearly =
        asset.assetClass === 'cash' ? Math.max(0.001, (factors.yields[t] as number) - 0.006) : asset.payout;
      const perShare = Math.round(((price * yearly) / asset.payoutsPerYear) * 1e4) / 1e4;
      if (perShare > 0) {
        events.push({ kind: 'dividend', day: t, perShare });
        price -= perShare;
      }
    }
    daysSinceSplit++;
    if (!asset.isFund && asset.assetClass !== 'crypto' && price > splitAbove && daysSinceSplit > 250) {
      const ratio = SPLIT_RATIOS[rng.int(3)] as number;
      events.push({ kind: 'split', day: t, ratio });
      price /= ratio;
      daysSinceSplit = 0;
      splitAbove = 220 + 120 * rng.uniform();
    }
    price = Math.max(1 / decimals, Math.round(price * decimals) / decimals);
    raw[t] = price;
  }
  return { asset, raw, events };
}

/** Adjusted closes, worked backwards from the last traded close so that the two agree there. */
export function adjustedCloses({ raw, events }: DemoSeries): Float64Array {
  const out = new Float64Array(raw.length);
  const growth = new Float64Array(raw.length);
  let end = raw.length - 1;
  while (end >= 0 && raw[end] === 0) end--;
  for (let t = 1; t <= end; t++) {
    if (raw[t - 1] === 0) continue;
    let value = raw[t] as number;
    // A dividend is cut from the price before a split of the same day, so it is paid on the old shares.
    for (const e of events) if (e.day === t && e.kind === 'split') value *= e.ratio;
    for (const e of events) if (e.day === t && e.kind === 'dividend') value += e.perShare;
    growth[t] = value / (raw[t - 1] as number);
  }
  out[end] = raw[end] as number;
  for (let t = end; t > 0 && raw[t - 1] !== 0; t--) out[t - 1] = (out[t] as number) / (growth[t] as number);
  return out;
}

/** Month-end numbers carried to the next month end: dollar volume (median-like) and trailing dividend yield. */
function sideSeries(
  series: DemoSeries,
  dates: readonly IsoDate[],
  factors: DemoFactors,
  rng: Rng,
): { volume: Float64Array; yields: Float64Array } {
  const { raw, events, asset } = series;
  const volume = new Float64Array(raw.length);
  const yields = new Float64Array(raw.length);
  let v = 0;
  let y = 0;
  let level = 0;
  for (let t = 0; t < raw.length; t++) {
    const isMonthEnd =
      t + 1 < raw.length && monthOf(dates[t + 1] as IsoDate) !== monthOf(dates[t] as IsoDate);
    if (raw[t] === 0) {
      v = 0;
      y = 0;
    } else if (isMonthEnd) {
      level = 0.9 * level + 0.18 * rng.normal();
      const stress = factors.regimes[t] === 'crisis' ? 0.6 : factors.regimes[t] === 'bear' ? 0.2 : 0;
      v = asset.dollarVolume * Math.exp(level + stress);
      y = trailingPayout(events, t) / (raw[t] as number);
    }
    volume[t] = v;
    yields[t] = y;
  }
  return { volume, yields };
}

/** Pay-outs of the last year in today's shares. */
function trailingPayout(events: readonly DemoEvent[], day: number): number {
  let perShare = 0;
  for (const e of events) {
    if (e.day > day || e.day <= day - TRADING_DAYS) continue;
    if (e.kind === 'split') perShare /= e.ratio;
    else perShare += e.perShare;
  }
  return perShare;
}

/** The synthetic demo market: the same for the same seed, on every machine. */
export function generateDemoMarket(seed: number = DEMO_SEED): DemoMarket {
  const rng = pcg32(seed);
  const dates = demoCalendar();
  const T = dates.length;
  const factors = simulateFactors(rng.fork(), T);
  const N = DEMO_ASSETS.length;
  const close = new Float32Array(N * T);
  const dollarVolume = new Float32Array(N * T);
  const dividendYield = new Float32Array(N * T);
  const series = DEMO_ASSETS.map((asset, i) => {
    const own = rng.fork();
    const s = tradeSeries(asset, totalReturns(asset, factors, own.fork()), dates, factors, own.fork());
    close.set(adjustedCloses(s), i * T);
    const side = sideSeries(s, dates, factors, own.fork());
    dollarVolume.set(side.volume, i * T);
    dividendYield.set(side.yields, i * T);
    return s;
  });
  const assets = DEMO_ASSETS.map(({ symbol, name, assetClass, sector, isFund, isHome }) => ({
    symbol,
    name,
    assetClass,
    sector,
    isFund,
    isHome,
  }));
  return {
    panel: { assets, dates, close, dollarVolume, dividendYield, synthetic: true },
    series,
    regimes: factors.regimes,
  };
}
