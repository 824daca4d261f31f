/**
 * One person, one market, one goal, week by week. An action is target weights (assets, then cash) and an urgency; the
 * account moves that far towards them at the next close, by the planner's rules, then the week happens.
 */
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import { sparesShortGains } from '../../domain/portfolio/short-gain-rule.ts';
import { marginalRates } from '../../domain/portfolio/marginal-rates.ts';
import type { MarketTape } from '../markets/tape.ts';
import { positionValue, totalValue, type Account, type TradeRules } from './account.ts';
import { newSummary, summarise, type AccountSummary } from './account-summary.ts';
import { writeRewards } from './rewards.ts';
import { openTaxBook, settleTaxes, taxAndCarry, taxOnYear, type TaxBook } from './tax-book.ts';
import { captureHeld, newHeldPortfolio, writeTradeValues, type HeldPortfolio } from './trade-value.ts';
import { applyReturns, payOutDelisted, raiseCash, referenceWeek, trade } from './week-trades.ts';

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
const POORHOUSE = 1;

/** Starts an episode; takes over `setup.account`. */
export function startEpisode(setup: EpisodeSetup): Episode {
  const { tape, account, profile } = setup;
  const today = tape.decisionDay[0] as number;
  const rules: TradeRules = {
    costRate: setup.costBps / 10_000,
    rates: marginalRates(profile),
    avoidShortGains: sparesShortGains(setup.objective),
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
  const [after, untouched] = e.held;
  if (tradeValues) captureHeld(a, untouched);
  trade(e, target, offset, urgency, today);
  const traded = taxAndCarry(taxes, a.realisedShort, a.realisedLong, a.interest);
  const saved =
    Math.max(0, books.tax - traded.tax) + e.rules.rates.short * Math.max(0, traded.carry - books.carry);
  const harvestValue = a.harvested > harvestedBefore ? saved : 0;
  const shortGain = a.shortGains - before.short;
  if (tradeValues) {
    captureHeld(a, after);
    const facts = {
      objective: e.setup.objective,
      netBefore: before.net,
      liquidationBefore: before.liquidation,
      peak: e.peak,
      harvestValue,
      shortGain,
      startUnits: e.startUnits,
      startCash: e.startCash,
      taxes,
      tax: traded.tax,
      taxBefore: books.tax,
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
