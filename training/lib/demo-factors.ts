import type { Rng } from '../../src/core/rng.ts';
import { SECTORS } from '../../src/domain/market/panel.ts';

/**
 * The invented economy behind the demo market: a regime chain drives one market factor and shifts the others, every factor has
 * volatility that clusters (GARCH(1,1)) and fat tails (Student t, 5 degrees of freedom).
 */
export const TRADING_DAYS = 252;

interface Regime {
  readonly driftPerYear: number;
  readonly volScale: number;
  readonly meanDays: number;
  /** Yearly change of the yield level, in fractions (0.01 = 100 bp). */
  readonly yieldDrift: number;
  readonly creditDrift: number;
  readonly next: readonly (readonly [name: string, probability: number])[];
}

/** Rough shapes of modern market phases; the numbers are plausible choices, fitted to nothing. */
const REGIMES: Readonly<Record<string, Regime>> = {
  bull: {
    driftPerYear: 0.17,
    volScale: 0.8,
    meanDays: 380,
    yieldDrift: 0.002,
    creditDrift: 0.01,
    next: [
      ['sideways', 0.5],
      ['bear', 0.3],
      ['crisis', 0.2],
    ],
  },
  sideways: {
    driftPerYear: 0.04,
    volScale: 1,
    meanDays: 150,
    yieldDrift: 0.004,
    creditDrift: 0,
    next: [
      ['bull', 0.6],
      ['bear', 0.3],
      ['crisis', 0.1],
    ],
  },
  bear: {
    driftPerYear: -0.2,
    volScale: 1.45,
    meanDays: 140,
    yieldDrift: 0.008,
    creditDrift: -0.04,
    next: [
      ['recovery', 0.6],
      ['crisis', 0.2],
      ['sideways', 0.2],
    ],
  },
  crisis: {
    driftPerYear: -1.1,
    volScale: 2.8,
    meanDays: 30,
    yieldDrift: -0.06,
    creditDrift: -0.3,
    next: [
      ['recovery', 0.85],
      ['bear', 0.15],
    ],
  },
  recovery: {
    driftPerYear: 0.4,
    volScale: 1.3,
    meanDays: 110,
    yieldDrift: -0.002,
    creditDrift: 0.08,
    next: [
      ['bull', 0.8],
      ['sideways', 0.2],
    ],
  },
};

/** Yearly volatility, yearly drift, loading on the market's own shock. */
const FACTORS: Readonly<Record<string, readonly [vol: number, drift: number, onMarket: number]>> = {
  market: [0.145, 0, 1],
  growth: [0.09, 0.005, 0.05],
  size: [0.08, 0.005, 0.1],
  abroad: [0.1, -0.01, 0.1],
  credit: [0.05, 0.012, 0.22],
  commodity: [0.22, 0.02, 0.25],
  gold: [0.14, 0.035, -0.05],
  coins: [0.6, 0.1, 0.45],
  ...Object.fromEntries(SECTORS.map((s) => [s, [0.085, 0, 0] as const])),
};

/** A GARCH(1,1) stream of unit variance with Student t(5) shocks. */
export function clusteredShocks(rng: Rng, persistence = 0.9, reaction = 0.07): () => number {
  let h = 1;
  return () => {
    const normal = rng.normal();
    let chi = 0;
    for (let k = 0; k < 5; k++) chi += rng.normal() ** 2;
    // t(5) has variance 5/3; shocks beyond nine deviations are news no market would trade through.
    const t = (normal / Math.sqrt(chi / 5)) * Math.sqrt(3 / 5);
    const x = Math.max(-9, Math.min(9, t)) * Math.sqrt(h);
    h = Math.min(12, 1 - persistence - reaction + persistence * h + reaction * x * x);
    return x;
  };
}

/** Draws the regime of every day. */
function drawRegimes(rng: Rng, days: number): string[] {
  let name = 'bull';
  return Array.from({ length: days }, () => {
    const regime = REGIMES[name] as Regime;
    const today = name;
    if (rng.uniform() < 1 / regime.meanDays) {
      let u = rng.uniform();
      name = (regime.next.find(([, p]) => (u -= p) < 0) ?? regime.next[0])?.[0] ?? 'bull';
    }
    return today;
  });
}

export interface DemoFactors {
  readonly regimes: readonly string[];
  /** Daily log returns by factor; `rates` is minus the daily change of yields (so that a duration loads positively). */
  readonly returns: Readonly<Record<string, Float64Array>>;
  /** Yield level of each day, a fraction. */
  readonly yields: Float64Array;
}

/** Simulates all factors over a number of days. */
export function simulateFactors(rng: Rng, days: number): DemoFactors {
  const regimes = drawRegimes(rng.fork(), days);
  const names = Object.keys(FACTORS);
  const shocks = names.map(() => clusteredShocks(rng.fork()));
  const returns: Record<string, Float64Array> = Object.fromEntries(
    [...names, 'rates'].map((n) => [n, new Float64Array(days)]),
  );
  const yields = new Float64Array(days);
  const yieldShock = clusteredShocks(rng.fork());
  let level = 0.024;
  for (let t = 0; t < days; t++) {
    const regime = REGIMES[regimes[t] as string] as Regime;
    const market = (shocks[0] as () => number)();
    names.forEach((name, k) => {
      const [vol, drift, onMarket] = FACTORS[name] as readonly [number, number, number];
      const own =
        k === 0
          ? market
          : onMarket * market + Math.sqrt(1 - onMarket * onMarket) * (shocks[k] as () => number)();
      const extra =
        name === 'market'
          ? regime.driftPerYear
          : name === 'credit'
            ? regime.creditDrift
            : name === 'coins'
              ? regime.driftPerYear
              : 0;
      const scale = name === 'market' || onMarket > 0.2 ? regime.volScale : Math.sqrt(regime.volScale);
      (returns[name] as Float64Array)[t] =
        (drift + extra) / TRADING_DAYS + (vol * scale * own) / Math.sqrt(TRADING_DAYS);
    });
    const reversion = (0.032 - level) * 0.3;
    const change =
      (regime.yieldDrift + reversion) / TRADING_DAYS + 0.00052 * (0.25 * market + 0.97 * yieldShock());
    const next = Math.max(0.002, level + change);
    (returns['rates'] as Float64Array)[t] = level - next;
    level = next;
    yields[t] = level;
  }
  return { regimes, returns, yields };
}
