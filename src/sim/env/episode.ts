/**
 * One person, one market, one goal, week by week. An action is target weights (assets, then cash) and an urgency; the
 * account moves that far towards them at the next close, by the planner's rules, then the week happens.
 */
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import { marginalRates } from '../../domain/portfolio/marginal-rates.ts';
import {
  ASSET_WIDTH,
  GLOBAL_WIDTH,
  writeAssetColumns,
  writeGlobalColumns,
  type AccountFacts,
  type PositionFacts,
} from '../../features/state.ts';
import { MARKET_WIDTH } from '../../features/market-numbers.ts';
import type { MarketTape } from '../markets/tape.ts';
import {
  buy,
  isBuyBlocked,
  sell,
  positionValue,
  totalValue,
  type Account,
  type TradeRules,
} from './account.ts';
import { newSummary, summarise, type AccountSummary } from './account-summary.ts';
import { writeRewards } from './rewards.ts';
import { openTaxBook, settleTaxes, taxAndCarry, taxOnYear, type TaxBook } from './tax-book.ts';
import {
  captureHeld,
  horizonOf,
  newHeldPortfolio,
  writeTradeValues,
  type HeldPortfolio,
} from './trade-value.ts';

/** Everything an episode starts from. */
export interface EpisodeSetup {
  readonly tape: MarketTape;
  readonly account: Account;
  readonly profile: TaxProfile;
  /** Six weights that sum to 1. */
  readonly objective: Float32Array;
  readonly costBps: number;
  /** A retirement account: the rules that only taxes explain are off. Give it a profile that pays no tax. */
  readonly isTaxFree?: boolean;
}

/** State of a running episode; treat as opaque, read through the functions below. */
export interface Episode {
  readonly setup: EpisodeSetup;
  readonly account: Account;
  readonly taxes: TaxBook;
  readonly rules: TradeRules;
  readonly summary: AccountSummary;
  /** Weeks a trade is followed in training. */
  readonly horizon: number;
  /** Scratch: the portfolio after and without a week's trades. */
  readonly held: readonly [HeldPortfolio, HeldPortfolio];
  /** Units of the start portfolio, left alone, and its cash. */
  readonly startUnits: Float64Array;
  readonly startCash: number;
  readonly startValue: number;
  week: number;
  net: number;
  liquidation: number;
  peak: number;
  drawdown: number;
  /** Carryforward the year would leave if it ended now. */
  carry: number;
  accrued: number;
}

/** What one week brought. */
export interface WeekResult {
  /** Ruin: less than a tenth of the start is left. */
  readonly terminated: boolean;
  /** The tape ended. */
  readonly truncated: boolean;
  readonly universe: number;
  readonly startPortfolio: number;
}

const RUIN = 0.1;
/** Smaller moves wait; finer than the planner's, since here a move is a week's and there a month's. */
const SMALLEST_MOVE = 0.0005;
const AVOID_FROM = 0.5;
/** The order of OBJECTIVES: long-term-gains-only is the last. */
const LONG_ONLY = 5;
const POORHOUSE = 1;

/** Starts an episode; takes over `setup.account`. */
export function startEpisode(setup: EpisodeSetup): Episode {
  const { tape, account, profile } = setup;
  const today = tape.decisionDay[0] as number;
  const rules: TradeRules = {
    costRate: setup.costBps / 10_000,
    rates: marginalRates(profile),
    avoidShortGains: (setup.objective[LONG_ONLY] as number) >= AVOID_FROM,
    isTaxFree: setup.isTaxFree ?? false,
  };
  const startUnits = Float64Array.from(
    { length: tape.assets },
    (_, i) => positionValue(account, i) / (account.price[i] as number),
  );
  const e: Episode = {
    setup,
    account,
    taxes: openTaxBook(profile, today),
    rules,
    summary: newSummary(tape.assets),
    horizon: horizonOf(setup.objective),
    held: [newHeldPortfolio(tape.assets), newHeldPortfolio(tape.assets)],
    startUnits,
    startCash: account.cash,
    startValue: totalValue(account),
    week: 0,
    net: 0,
    liquidation: 0,
    peak: 0,
    drawdown: 0,
    carry: 0,
    accrued: 0,
  };
  measure(e, today);
  e.peak = e.net;
  return e;
}

/** Refreshes summary, net worth, after-tax liquidation value and carry. */
function measure(e: Episode, today: number): void {
  const { account: a, taxes, summary: s } = e;
  summarise(a, today, e.rules, s);
  const now = taxAndCarry(taxes, a.realisedShort, a.realisedLong, a.interest);
  e.accrued = now.tax;
  e.carry = now.carry;
  e.net = Math.max(POORHOUSE, s.total - taxes.due - now.tax);
  const sold = taxOnYear(
    taxes,
    a.realisedShort + s.unrealisedShort,
    a.realisedLong + s.unrealisedLong,
    a.interest,
  );
  e.liquidation = Math.max(POORHOUSE, s.total - taxes.due - sold);
}

/**
 * Sells in proportion until cash is no longer negative (tax fell due, or costs): by the usual rules while they allow
 * it, against them only when nothing else is left.
 */
function raiseCash(e: Episode, today: number): void {
  const a = e.account;
  for (const isForced of [false, true]) {
    if (a.cash >= 0) return;
    const invested = totalValue(a) - a.cash;
    const share = isForced
      ? Math.min(1, (-a.cash * 1.001) / Math.max(1e-9, invested * (1 - e.rules.costRate)))
      : 1;
    for (let i = 0; i < a.assets && a.cash < 0; i++) {
      const value = positionValue(a, i);
      const need = isForced ? value * share : (-a.cash * 1.001) / (1 - e.rules.costRate);
      if (value > 0) sell(a, i, Math.min(value, need), today, e.rules, isForced);
    }
  }
}

/** What stopped trading is paid out at its last price. */
function payOutDelisted(e: Episode, today: number): void {
  const { tape, account: a } = { tape: e.setup.tape, account: e.account };
  for (let i = 0; i < a.assets; i++) {
    if (!tape.alive[e.week * tape.assets + i] && (a.lots[i] as number) > 0)
      sell(a, i, Infinity, today, e.rules, true);
  }
}

/** Moves towards the target: sells first, then buys with the cash there is. */
function trade(e: Episode, target: ArrayLike<number>, offset: number, urgency: number, today: number): void {
  const { account: a, rules } = e;
  const { tape } = e.setup;
  const total = totalValue(a);
  const smallest = total * SMALLEST_MOVE;
  const want = new Float64Array(a.assets);
  let missing = 0;
  for (let i = 0; i < a.assets; i++) {
    if (!tape.alive[e.week * tape.assets + i]) continue;
    const value = positionValue(a, i);
    const move = urgency * ((target[offset + i] as number) * total - value);
    if (move < -smallest) sell(a, i, -move, today, rules);
    else if (move > smallest && (rules.isTaxFree || !isBuyBlocked(a, i, today))) {
      want[i] = move;
      missing += move;
    }
  }
  const cashAim = (target[offset + a.assets] as number) * total * urgency;
  const scale = missing > 0 ? Math.min(1, Math.max(0, a.cash - Math.min(cashAim, a.cash)) / missing) : 0;
  for (let i = 0; i < a.assets; i++)
    if ((want[i] as number) > 0) buy(a, i, (want[i] as number) * scale, today, rules);
}

function applyReturns(a: Account, gross: Float64Array, offset: number): void {
  for (let i = 0; i < a.assets; i++) a.price[i] = (a.price[i] as number) * (gross[offset + i] as number);
}

/** Gross week of 1/N over what trades, and of the start portfolio. */
function referenceWeek(e: Episode, before: Float64Array): { universe: number; start: number } {
  const { tape } = e.setup;
  let sum = 0;
  let count = 0;
  let then = e.startCash;
  let now = e.startCash;
  for (let i = 0; i < tape.assets; i++) {
    const gross = (e.account.price[i] as number) / (before[i] as number);
    if (tape.alive[e.week * tape.assets + i]) {
      sum += gross;
      count++;
    }
    then += (e.startUnits[i] as number) * (before[i] as number);
    now += (e.startUnits[i] as number) * (e.account.price[i] as number);
  }
  return { universe: count > 0 ? sum / count : 1, start: then > 0 ? now / then : 1 };
}

function longShareOf(s: AccountSummary): number {
  let all = 0;
  let long = 0;
  for (let i = 0; i < s.value.length; i++) {
    all += s.value[i] as number;
    long += s.longValue[i] as number;
  }
  return all > 0 ? long / all : 0;
}

const rewardScratch = new Float64Array(6);

/**
 * Plays one week. `target` holds assets+1 non-negative weights from `offset` on, cash last.
 * @returns the week; `rewards` (6) is filled for it, and `tradeValues` (6, training only) where it is given.
 */
export function stepEpisode(
  e: Episode,
  target: ArrayLike<number>,
  offset: number,
  urgency: number,
  rewards: Float64Array = rewardScratch,
  tradeValues: Float64Array | null = null,
): WeekResult {
  const { account: a, taxes } = e;
  const { tape } = e.setup;
  const today = tape.tradeDay[e.week] as number;
  const row = e.week * tape.assets;
  const before = {
    net: e.net,
    liquidation: e.liquidation,
    drawdown: e.drawdown,
    short: a.shortGains,
    price: a.price.slice(),
  };
  applyReturns(a, tape.gap, row);
  settleTaxes(taxes, a, today);
  const books = taxAndCarry(taxes, a.realisedShort, a.realisedLong, a.interest);
  payOutDelisted(e, today);
  raiseCash(e, today);
  const harvestedBefore = a.harvested;
  const longShare = longShareOf(e.summary);
  const [after, untouched] = e.held;
  const { short: shortRate, long: longRate } = e.rules.rates;
  if (tradeValues) captureHeld(a, taxes.due + books.tax, shortRate, longRate, longShare, untouched);
  trade(e, target, offset, urgency, today);
  const traded = taxAndCarry(taxes, a.realisedShort, a.realisedLong, a.interest);
  const saved =
    Math.max(0, books.tax - traded.tax) + 0.5 * shortRate * Math.max(0, traded.carry - books.carry);
  const harvestValue = a.harvested > harvestedBefore ? saved : 0;
  const shortGain = a.shortGains - before.short;
  if (tradeValues) {
    captureHeld(a, taxes.due + traded.tax, shortRate, longRate, longShare, after);
    const facts = {
      horizon: e.horizon,
      netBefore: before.net,
      liquidationBefore: before.liquidation,
      peak: e.peak,
      harvestValue,
      shortGain,
      startUnits: e.startUnits,
      startCash: e.startCash,
    };
    writeTradeValues(tape, e.week, a.price, after, untouched, facts, tradeValues);
  }
  applyReturns(a, tape.rest, row);
  const interest = Math.max(0, a.cash) * ((tape.cash[e.week] as number) - 1);
  a.cash += interest;
  a.interest += interest;
  const reference = referenceWeek(e, before.price);
  e.week++;
  measure(e, tape.decisionDay[e.week] as number);
  e.peak = Math.max(e.peak, e.net);
  e.drawdown = 1 - e.net / e.peak;
  const week = {
    netBefore: before.net,
    netAfter: e.net,
    liquidationBefore: before.liquidation,
    liquidationAfter: e.liquidation,
    universe: reference.universe,
    startPortfolio: reference.start,
    drawdownBefore: before.drawdown,
    drawdownAfter: e.drawdown,
    harvestValue,
    shortGain,
    washDisallowed: 0, // the trading rules leave no way to cause one; replay.test.ts proves it
  };
  writeRewards(week, rewards);
  const terminated = e.net < RUIN * e.startValue;
  return {
    terminated,
    truncated: !terminated && e.week >= tape.weeks,
    universe: reference.universe,
    startPortfolio: reference.start,
  };
}

const position: PositionFacts = {
  value: 0,
  gain: 0,
  longValue: 0,
  daysToLong: 0,
  harvestLoss: 0,
  washWindow: false,
  noBuy: false,
  saleTax: 0,
};
const facts: AccountFacts = {
  total: 0,
  cash: 0,
  assets: 0,
  shortRate: 0,
  longRate: 0,
  carryforward: 0,
  daysToYearEnd: 0,
  gain: 0,
  realisedShort: 0,
  realisedLong: 0,
  taxOwed: 0,
  drawdown: 0,
  costBps: 0,
};

/** Where an episode writes what the policy sees; slots beyond the tape's assets get mask 0. */
export interface ObservationArrays {
  readonly slots: number;
  readonly asset: Float32Array;
  readonly global: Float32Array;
  readonly mask: Float32Array;
  readonly embeddingRow: Int32Array;
  readonly objective: Float32Array;
}

/** Writes the observation of the present week into row `b` of the arrays. */
export function observe(e: Episode, o: ObservationArrays, b: number): void {
  const { tape, objective } = e.setup;
  const { account: a, summary: s, taxes } = e;
  const n = tape.assets;
  facts.total = s.total;
  facts.cash = a.cash;
  facts.assets = n;
  facts.shortRate = e.rules.rates.short;
  facts.longRate = e.rules.rates.long;
  facts.carryforward = e.carry;
  facts.daysToYearEnd = taxes.nextYearDay - (tape.decisionDay[e.week] as number);
  facts.gain = s.unrealisedShort + s.unrealisedLong;
  facts.realisedShort = a.realisedShort;
  facts.realisedLong = a.realisedLong;
  facts.taxOwed = taxes.due + e.accrued;
  facts.drawdown = e.drawdown;
  facts.costBps = e.setup.costBps;
  const row = b * o.slots;
  o.asset.fill(0, row * ASSET_WIDTH, (row + o.slots) * ASSET_WIDTH);
  for (let i = 0; i < o.slots; i++) {
    const isTraded = i < n && tape.alive[e.week * n + i] === 1;
    o.mask[row + i] = isTraded ? 1 : 0;
    o.embeddingRow[row + i] = i < n ? (tape.embeddingRow[e.week * n + i] as number) : -1;
    if (i >= n) continue;
    position.value = s.value[i] as number;
    position.gain = s.gain[i] as number;
    position.longValue = s.longValue[i] as number;
    position.daysToLong = s.daysToLong[i] as number;
    position.harvestLoss = s.harvestLoss[i] as number;
    position.washWindow = s.washWindow[i] === 1;
    position.noBuy = s.noBuy[i] === 1;
    position.saleTax = s.saleTax[i] as number;
    writeAssetColumns(
      o.asset,
      (row + i) * ASSET_WIDTH,
      position,
      facts,
      tape.market,
      (e.week * n + i) * MARKET_WIDTH,
    );
  }
  writeGlobalColumns(o.global, b * GLOBAL_WIDTH, facts, tape.regime, e.week * 8);
  o.objective.set(objective, b * 6);
}
