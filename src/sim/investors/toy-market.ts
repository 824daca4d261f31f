import { addDays, isoDate, weekdayOf } from '../../core/iso-date.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { pcg32 } from '../../core/rng.ts';
import type { Rng } from '../../core/rng.ts';
import { SECTORS } from '../../domain/market/panel.ts';
import type { AssetMeta, Panel } from '../../domain/market/panel.ts';

/**
 * A small invented market for investors to live in: two regimes, a market factor, sector factors, fat-tailed
 * own moves, bonds that rise a little when shares fall. More variety for pretraining, and enough for tests.
 */
export interface ToyMarketOptions {
  readonly years?: number;
  readonly shares?: number;
  readonly funds?: number;
  readonly bonds?: number;
}

function calendar(years: number, rng: Rng): IsoDate[] {
  const out: IsoDate[] = [];
  let d = addDays(isoDate('2003-01-02'), rng.int(2000));
  const count = Math.round(years * 252);
  while (out.length < count) {
    const w = weekdayOf(d);
    if (w !== 0 && w !== 6) out.push(d);
    d = addDays(d, 1);
  }
  return out;
}

function assetsOf(o: Required<ToyMarketOptions>, rng: Rng): AssetMeta[] {
  const make = (
    i: number,
    assetClass: AssetMeta['assetClass'],
    sector: AssetMeta['sector'],
    isFund: boolean,
  ): AssetMeta => ({
    symbol: `T${String(i).padStart(3, '0')}`,
    name: `Toy asset ${i}`,
    assetClass,
    sector,
    isFund,
    isHome: true,
  });
  const out: AssetMeta[] = [];
  for (let i = 0; i < o.shares; i++)
    out.push(make(out.length, 'equity', SECTORS[rng.int(SECTORS.length)] ?? null, false));
  for (let i = 0; i < o.funds; i++) out.push(make(out.length, 'equityFund', null, true));
  for (let i = 0; i < o.bonds; i++) out.push(make(out.length, 'bond', null, true));
  return out;
}

/** Daily log moves of the market factor, with calm and stormy regimes. */
function factorPath(days: number, rng: Rng): Float64Array {
  const out = new Float64Array(days);
  let storm = false;
  for (let t = 1; t < days; t++) {
    if (rng.uniform() < (storm ? 1 / 60 : 1 / 400)) storm = !storm;
    out[t] = (storm ? -0.0012 : 0.00055) + (storm ? 0.02 : 0.0075) * rng.normal();
  }
  return out;
}

/** A seeded invented market; nothing in it is real. */
export function toyMarket(seed: number, options: ToyMarketOptions = {}): Panel {
  const o = { years: 10, shares: 40, funds: 8, bonds: 5, ...options };
  const rng = pcg32(seed, 31);
  const dates = calendar(o.years, rng);
  const assets = assetsOf(o, rng);
  const days = dates.length;
  const market = factorPath(days, rng);
  const sectors = SECTORS.map(() => Float64Array.from({ length: days }, () => 0.006 * rng.normal()));
  const close = new Float32Array(assets.length * days);
  assets.forEach((a, i) => {
    const bond = a.assetClass === 'bond';
    const beta = bond
      ? -0.12 * rng.uniform()
      : a.isFund
        ? 0.8 + 0.4 * rng.uniform()
        : 0.4 + 1.1 * rng.uniform();
    const own = bond ? 0.0025 : a.isFund ? 0.003 : 0.009 + 0.014 * rng.uniform();
    const sector = a.sector ? sectors[SECTORS.indexOf(a.sector)] : undefined;
    let level = Math.log(15 + 120 * rng.uniform());
    let drift = 0;
    for (let t = 0; t < days; t++) {
      // A slowly wandering drift gives trends something to be.
      drift = 0.99 * drift + (bond ? 0 : 0.00006) * rng.normal();
      const jump = rng.uniform() < 0.004 ? 4 : 1;
      level +=
        beta * (market[t] as number) +
        (sector?.[t] ?? 0) +
        own * jump * rng.normal() +
        drift +
        (bond ? 0.0001 : 0);
      close[i * days + t] = Math.exp(level);
    }
  });
  return { assets, dates, close, dollarVolume: null, dividendYield: null, synthetic: true };
}
