import { dateOfDayNumber } from '../../core/iso-date.ts';
import type { Rng } from '../../core/rng.ts';
import type { AssetClass, AssetMeta, Panel } from '../../domain/market/panel.ts';

/** One state of the market: yearly drift and volatility of the common factor. */
export interface FactorRegime {
  readonly drift: number;
  readonly vol: number;
  /** Mean stay in trading days. */
  readonly stayDays: number;
}

export interface FactorMarketOptions {
  readonly days: number;
  readonly assets: number;
  readonly regimes: readonly FactorRegime[];
  /** Yearly excess drift of each asset over its factor exposure; drawn when absent. */
  readonly alpha?: readonly number[];
  readonly beta?: readonly number[];
  /** Yearly own volatility. */
  readonly ownVol?: readonly number[];
  readonly firstDay?: number;
}

/** Calm growth, slow drift, crisis: levels of the last half century of US shares, rounded. */
export const USUAL_REGIMES: readonly FactorRegime[] = [
  { drift: 0.12, vol: 0.12, stayDays: 350 },
  { drift: 0.04, vol: 0.18, stayDays: 150 },
  { drift: -0.25, vol: 0.35, stayDays: 60 },
];

const YEAR = 252;
const DEFAULT_FIRST_DAY = 14_610; // 2010-01-01
const BOND_CHANCE = 0.15;

interface Traits {
  readonly alpha: number;
  readonly beta: number;
  readonly ownVol: number;
  readonly assetClass: AssetClass;
}

function drawTraits(o: FactorMarketOptions, i: number, rng: Rng): Traits {
  const isBond = rng.uniform() < BOND_CHANCE;
  const drawn = {
    alpha: 0.02 * rng.normal(),
    beta: isBond ? 0.05 : 0.5 + rng.uniform(),
    ownVol: isBond ? 0.05 : 0.1 + 0.3 * rng.uniform(),
  };
  return {
    alpha: o.alpha?.[i] ?? drawn.alpha,
    beta: o.beta?.[i] ?? drawn.beta,
    ownVol: o.ownVol?.[i] ?? drawn.ownVol,
    assetClass: isBond ? 'bond' : 'equity',
  };
}

/** Weekday calendar of `days` days. */
function weekdays(first: number, days: number): number[] {
  const out: number[] = [];
  for (let d = first; out.length < days; d++) {
    const w = (((d + 4) % 7) + 7) % 7;
    if (w !== 0 && w !== 6) out.push(d);
  }
  return out;
}

/**
 * A synthetic panel whose truth is known: daily log returns beta·factor + alpha + own noise, the factor's drift and
 * volatility switching between regimes by a Markov chain. Drifts are of simple returns (the Ito term is taken off).
 */
export function factorMarket(o: FactorMarketOptions, rng: Rng): Panel {
  const traits = Array.from({ length: o.assets }, (_, i) => drawTraits(o, i, rng));
  const close = new Float32Array(o.assets * o.days);
  const level = new Float64Array(o.assets).fill(100);
  let state = 0;
  for (let t = 0; t < o.days; t++) {
    const regime = o.regimes[state] as FactorRegime;
    const factor = (regime.vol / Math.sqrt(YEAR)) * rng.normal();
    for (let i = 0; i < o.assets; i++) {
      const a = traits[i] as Traits;
      const variance = (a.beta * regime.vol) ** 2 + a.ownVol ** 2;
      const drift = (a.alpha + a.beta * regime.drift - variance / 2) / YEAR;
      const log = drift + a.beta * factor + (a.ownVol / Math.sqrt(YEAR)) * rng.normal();
      if (t > 0) level[i] = (level[i] as number) * Math.exp(log);
      close[i * o.days + t] = level[i] as number;
    }
    if (o.regimes.length > 1 && rng.uniform() < 1 / regime.stayDays) {
      state = (state + 1 + rng.int(o.regimes.length - 1)) % o.regimes.length;
    }
  }
  const assets = traits.map((a, i): AssetMeta => ({
    symbol: `SIM${i}`,
    name: `Simulated ${i}`,
    assetClass: a.assetClass,
    sector: null,
    isFund: a.assetClass === 'bond',
    isHome: true,
  }));
  const dates = weekdays(o.firstDay ?? DEFAULT_FIRST_DAY, o.days).map(dateOfDayNumber);
  return { assets, dates, close, dollarVolume: null, dividendYield: null, synthetic: true };
}
