import { describe, expect, it } from 'vitest';
import { centsFromDollars, cents } from '../../core/money.ts';
import { pcg32, type Rng } from '../../core/rng.ts';
import { marginalRates } from '../../domain/portfolio/marginal-rates.ts';
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import { yearTax } from '../../domain/tax/year-tax.ts';
import { factorMarket, USUAL_REGIMES } from '../markets/factor-simulator.ts';
import { withShuffledReturns } from '../markets/sanity-tapes.ts';
import { bootstrapTape, sliceTape, type SamplerRange } from '../markets/sampler.ts';
import { weeklyTable } from '../markets/weekly-table.ts';
import { addLot, buy, emptyAccount, sell, totalValue, type TradeRules } from './account.ts';
import { checkEnv } from './check-env.ts';
import { startEpisode, stepEpisode, type EpisodeSetup } from './episode.ts';
import { drawAccount, drawObjective, drawProfile } from './start-state.ts';
import { ACTIVE_PRICE, TAKEN_PREMIUM } from './rewards.ts';
import { openTaxBook, settleTaxes } from './tax-book.ts';

const panel = factorMarket({ days: 1200, assets: 30, regimes: USUAL_REGIMES }, pcg32(1));
const table = weeklyTable(panel);
const range: SamplerRange = {
  from: 0,
  to: table.weeks,
  minAssets: 5,
  maxAssets: 20,
  minWeeks: 52,
  maxWeeks: 104,
};
const profile: TaxProfile = {
  year: 2026,
  status: 'single',
  ordinaryIncome: centsFromDollars(150_000),
  stateRate: 0,
  carryoverShort: cents(0),
  carryoverLong: cents(0),
};
const rules: TradeRules = { costRate: 0.0005, rates: marginalRates(profile), avoidShortGains: false };

function source(rng: Rng): EpisodeSetup {
  const tape = rng.int(2) === 0 ? sliceTape(table, range, rng) : bootstrapTape(table, range, rng);
  const today = tape.decisionDay[0] as number;
  const account = drawAccount(tape.assets, today, rng);
  const objective = new Float32Array(6);
  drawObjective(rng, objective, 0);
  return {
    tape,
    account,
    profile: drawProfile(rng, totalValue(account), 2026),
    objective,
    costBps: 25 * rng.uniform(),
  };
}

describe('account', () => {
  it('sells the loss first, books it net of cost and blocks buying back for 30 days', () => {
    const a = emptyAccount(1, 0);
    a.price[0] = 90;
    addLot(a, 0, 10, 500, 0, 1000);
    addLot(a, 0, 10, 1000, 800, 1000);
    sell(a, 0, 450, 1000, rules);
    expect(a.realisedShort).toBeCloseTo(450 * 0.9995 - 500, 9);
    expect(a.cash).toBeCloseTo(449.775, 9);
    expect(buy(a, 0, 100, 1030, rules)).toBe(0);
    expect(buy(a, 0, 100, 1031, rules)).toBe(100);
  });

  it('keeps a loss that a recent purchase would wash, a gain about to turn long-term, and short gains when told to', () => {
    const a = emptyAccount(1, 1000);
    a.price[0] = 90;
    addLot(a, 0, 10, 1000, 800, 1000);
    buy(a, 0, 100, 1000, rules);
    expect(sell(a, 0, 450, 1010, rules)).toBeCloseTo(100, 0); // only the new lot may go
    const soon = emptyAccount(1, 0);
    soon.price[0] = 120;
    addLot(soon, 0, 10, 1000, 0, 330);
    expect(sell(soon, 0, 450, 330, rules)).toBe(0);
    expect(sell(soon, 0, 450, 366, rules)).toBeCloseTo(450, 9);
    const young = emptyAccount(1, 0);
    young.price[0] = 120;
    addLot(young, 0, 10, 1000, 0, 100);
    expect(sell(young, 0, 450, 100, { ...rules, avoidShortGains: true })).toBe(0);
  });

  it('conserves money: what leaves is cost and tax, nothing else', () => {
    const rng = pcg32(9);
    const a = drawAccount(6, 5000, rng);
    for (let k = 0; k < 200; k++) {
      const before = totalValue(a) + a.costs;
      const i = rng.int(6);
      if (rng.int(2) === 0) sell(a, i, 5000 * rng.uniform(), 5000 + k, rules);
      else buy(a, i, Math.min(Math.max(0, a.cash), 5000 * rng.uniform()), 5000 + k, rules);
      expect(totalValue(a) + a.costs).toBeCloseTo(before, 4);
    }
  });
});

describe('taxes', () => {
  it("are paid in April of the next year, by the app's own tax function", () => {
    const start = 20_454; // 2026-01-01
    const a = emptyAccount(1, 100_000);
    const book = openTaxBook(profile, start);
    a.realisedLong = 20_000;
    settleTaxes(book, a, start + 364);
    expect(a.cash).toBe(100_000);
    settleTaxes(book, a, start + 365);
    expect(a.cash).toBe(100_000);
    const base = {
      year: 2026,
      status: 'single',
      ordinaryIncome: profile.ordinaryIncome,
      shortGain: cents(0),
      carryoverShort: cents(0),
      carryoverLong: cents(0),
      stateRate: 0,
    } as const;
    const expected =
      (yearTax({ ...base, longGain: centsFromDollars(20_000) }).total -
        yearTax({ ...base, longGain: cents(0) }).total) /
      100;
    expect(book.due).toBeCloseTo(expected, 6);
    settleTaxes(book, a, start + 365 + 104);
    expect(a.cash).toBeCloseTo(100_000 - expected, 6);
  });
});

describe('environment', () => {
  it('keeps the contract', () => {
    checkEnv(source, 20);
  });

  it('hold earns the start portfolio; the same week costs more when everything is traded', () => {
    const e = startEpisode(source(pcg32(3)));
    const hold = new Float32Array(e.setup.tape.assets + 1);
    const net = e.net;
    const week = stepEpisode(e, hold, 0, 0);
    expect(e.account.turnover).toBe(0);
    expect(week.startPortfolio).toBeCloseTo(1, 0);
    expect(Math.abs(e.net / net - week.startPortfolio)).toBeLessThan(0.02);
  });

  it('values a trade by what it brings over the horizon, and no trade by exactly nothing', () => {
    const setup = {
      ...source(pcg32(8)),
      costBps: 0,
      isTaxFree: true,
      objective: Float32Array.of(1, 0, 0, 0, 0, 0),
      profile: { ...profile, ordinaryIncome: cents(0) },
    };
    const n = setup.tape.assets;
    const still = new Float64Array(6);
    const idle = startEpisode({ ...setup, account: structuredClone(setup.account) });
    stepEpisode(idle, new Float32Array(n + 1), 0, 0, undefined, still);
    expect([...still].every((x) => Math.abs(x) < 1e-9)).toBe(true);
    // Asset 0 gains 1 % a week from now on, the others stand still: moving there is worth about the ten points it moves.
    const rest = setup.tape.rest.map((_, k) => (k % n === 0 ? 1.01 : 1));
    const tape = {
      ...setup.tape,
      rest,
      gap: setup.tape.gap.map(() => 1),
      alive: setup.tape.alive.map(() => 1),
    };
    const account = emptyAccount(n, 5000);
    const moving = startEpisode({ ...setup, tape, account });
    const target = new Float32Array(n + 1);
    target[0] = 1;
    const values = new Float64Array(6);
    stepEpisode(moving, target, 0, 0.1, undefined, values);
    const weeks = 4;
    const universe = (1.01 + (n - 1)) / n;
    let money = 1;
    let moved = 1;
    let active = 0;
    for (let k = 1; k <= weeks; k++) {
      const cash = tape.cash[k - 1] as number;
      money *= cash;
      const next = 0.1 * 1.01 ** k + 0.9 * money;
      active += (next / moved - universe) ** 2 - (cash - universe) ** 2;
      moved = next;
    }
    expect(values[0]).toBeCloseTo(100 * (Math.log(moved / money) - ACTIVE_PRICE * active), 6);
  });

  /** Value of selling 100,000 with 50,000 of gain, held for so many days, in a market that stands still; percent. */
  const sellAll = (daysHeld: number, goal: number): number => {
    const base = source(pcg32(8));
    const n = base.tape.assets;
    const still = (x: Float64Array): Float64Array => x.map(() => 1);
    const tape = {
      ...base.tape,
      rest: still(base.tape.rest),
      gap: still(base.tape.gap),
      alive: base.tape.alive.map(() => 1),
    };
    const today = tape.decisionDay[0] as number;
    const account = emptyAccount(n, 0);
    addLot(account, 0, 100_000, 50_000, today - daysHeld, today);
    const rich = { ...profile, ordinaryIncome: centsFromDollars(300_000) };
    const objective = Float32Array.from({ length: 6 }, (_, k) => (k === goal ? 1 : 0));
    const e = startEpisode({ ...base, tape, account, profile: rich, objective, costBps: 0 });
    const values = new Float64Array(6);
    const cashOnly = new Float32Array(n + 1);
    cashOnly[n] = 1;
    stepEpisode(e, cashOnly, 0, 1, undefined, values);
    return values[goal] as number;
  };

  it('values a trade of the long-term goal after tax, lot by lot: a gain that turns long-term on the way is worth keeping', () => {
    // 50,000 of gain: sold now at short-term rates, or a year later at long-term ones, which are ten points lower and more.
    expect(sellAll(100, 2)).toBeLessThan(-5);
    expect(Math.abs(sellAll(800, 2))).toBeLessThan(2);
  });

  it('pays short-term gain a premium for a short-term gain that is taken, and for no other', () => {
    const interest = 2;
    expect(Math.abs(sellAll(100, 1) - 100 * TAKEN_PREMIUM * 0.5)).toBeLessThan(interest);
    expect(Math.abs(sellAll(800, 1))).toBeLessThan(interest);
  });

  it('a policy that saw nothing of the future earns nothing on shuffled returns', () => {
    let alpha = 0;
    let weeks = 0;
    for (let k = 0; k < 30; k++) {
      const setup = source(pcg32(100 + k));
      const e = startEpisode({ ...setup, tape: withShuffledReturns(setup.tape, pcg32(k)), costBps: 0 });
      const n = e.setup.tape.assets;
      for (let done = false; !done;) {
        // Chase last month's winners, the strongest signal a naive policy has.
        const score = Array.from({ length: n }, (_, i) =>
          Math.exp(2 * (e.setup.tape.market[(e.week * n + i) * 12 + 2] as number)),
        );
        const sum = score.reduce((a, x) => a + x, 0);
        const before = e.net;
        const w = stepEpisode(e, Float32Array.from([...score.map((x) => x / sum), 0]), 0, 0.02);
        alpha += 100 * (Math.log(e.net / before) - Math.log(w.universe));
        weeks++;
        done = w.terminated || w.truncated;
      }
    }
    expect(Math.abs(alpha / weeks)).toBeLessThan(0.15);
  });
});
