/**
 * What one week's trades are worth, for training. Two portfolios are followed over the goal's horizon with no further
 * trade: the one after this week's trades and the one without them. The difference of their rewards is the reward of the
 * trades: leaving the portfolio alone is the control variate, on the same market, so that the market's noise, common to
 * both, is gone, and a trade is credited at once with what it does within the horizon MODELS.md names.
 *
 * Taxes at the end of the horizon are the environment's own, lot by lot: a lot that turns long-term on the way is taxed as
 * one, a new lot starts its year, a loss is netted, deducted and carried as the tax function says. Without that, holding
 * on would look worth nothing, and a goal of long-term gain would learn to trade like a short-term one.
 *
 * Looks ahead on the tape, so it exists in training only; no column of the policy sees it.
 */
import { isLongTerm } from '../../domain/ledger/holding-period.ts';
import { universeGross, type MarketTape } from '../markets/tape.ts';
import { MAX_LOTS, type Account } from './account.ts';
import {
  ACTIVE_PRICE,
  DRAWDOWN_PRICE,
  SHORT_GAIN_PRICE,
  TAKEN_PREMIUM,
  TAIL_FROM,
  TAIL_PRICE,
  TRACKING_FREE,
  TRACKING_PRICE,
} from './rewards.ts';
import { taxWhenSold, type TaxBook } from './tax-book.ts';

/** A copy of an account that is left alone. */
export interface HeldPortfolio {
  /** Units by asset. */
  readonly units: Float64Array;
  readonly lots: Int32Array;
  /** assets·MAX_LOTS, as in Account. */
  readonly lotUnits: Float64Array;
  readonly basis: Float64Array;
  readonly day: Int32Array;
  cash: number;
  realisedShort: number;
  realisedLong: number;
  interest: number;
}

export const newHeldPortfolio = (assets: number): HeldPortfolio => ({
  units: new Float64Array(assets),
  lots: new Int32Array(assets),
  lotUnits: new Float64Array(assets * MAX_LOTS),
  basis: new Float64Array(assets * MAX_LOTS),
  day: new Int32Array(assets * MAX_LOTS),
  cash: 0,
  realisedShort: 0,
  realisedLong: 0,
  interest: 0,
});

/** Copies an account into `h`. */
export function captureHeld(a: Account, h: HeldPortfolio): void {
  h.lots.set(a.lots);
  h.lotUnits.set(a.units);
  h.basis.set(a.basis);
  h.day.set(a.day);
  for (let i = 0; i < a.assets; i++) {
    let units = 0;
    for (let j = 0; j < (a.lots[i] as number); j++) units += a.units[i * MAX_LOTS + j] as number;
    h.units[i] = units;
  }
  h.cash = a.cash;
  h.realisedShort = a.realisedShort;
  h.realisedLong = a.realisedLong;
  h.interest = a.interest;
}

/** Weeks each goal looks ahead, in the order of OBJECTIVES: a month, three months, a year (a lot's way to long-term), … */
export const HORIZON_WEEKS: readonly number[] = [4, 13, 52, 13, 26, 52];
const LONGEST = 52;

export interface TradeFacts {
  /** Six weights; goals of weight 0 are not valued. */
  readonly objective: ArrayLike<number>;
  readonly netBefore: number;
  readonly liquidationBefore: number;
  readonly peak: number;
  readonly harvestValue: number;
  readonly shortGain: number;
  /** Units and cash of the start portfolio, for tracking. */
  readonly startUnits: Float64Array;
  readonly startCash: number;
  readonly taxes: TaxBook;
  /** This year's tax so far, with and without the week's trades. */
  readonly tax: number;
  readonly taxBefore: number;
}

interface Path {
  /** Value less the tax caused so far. */
  readonly net: Float64Array;
  /** Value after selling everything and paying all tax; filled at the goals' horizons only. */
  readonly liquidation: Float64Array;
}

const path = (): Path => ({ net: new Float64Array(LONGEST + 1), liquidation: new Float64Array(LONGEST + 1) });
const traded = path();
const untraded = path();
const startPath = new Float64Array(LONGEST + 1);
/** Gross return of the equal-weighted universe, by week. */
const universeWeek = new Float64Array(LONGEST + 1);

/** Value of a portfolio at `price`, cash grown by `cash`. */
function valueOf(h: HeldPortfolio, price: Float64Array, cash: number): number {
  let value = h.cash * cash;
  for (let i = 0; i < price.length; i++) value += (h.units[i] as number) * (price[i] as number);
  return value;
}

/** What `value` leaves when everything is sold on `day` and all tax paid. */
function liquidationOf(
  h: HeldPortfolio,
  price: Float64Array,
  value: number,
  day: number,
  taxes: TaxBook,
): number {
  let short = 0;
  let long = 0;
  for (let i = 0; i < price.length; i++) {
    for (let j = i * MAX_LOTS; j < i * MAX_LOTS + (h.lots[i] as number); j++) {
      const gain = (h.lotUnits[j] as number) * (price[i] as number) - (h.basis[j] as number);
      if (isLongTerm(h.day[j] as number, day)) long += gain;
      else short += gain;
    }
  }
  const tax = taxWhenSold(
    taxes,
    {
      realisedShort: h.realisedShort,
      realisedLong: h.realisedLong,
      interest: h.interest,
      unrealisedShort: short,
      unrealisedLong: long,
    },
    day,
  );
  return Math.max(1, value - taxes.due - tax);
}

/** Drawdown and tail penalty along a path of `weeks` weeks. */
function riskPenalty(net: Float64Array, weeks: number, peak: number): number {
  let high = Math.max(peak, net[0] as number);
  let fall = 1 - (net[0] as number) / high;
  let sum = 0;
  for (let k = 1; k <= weeks; k++) {
    const v = net[k] as number;
    high = Math.max(high, v);
    const now = 1 - v / high;
    sum +=
      DRAWDOWN_PRICE * Math.max(0, now - fall) +
      TAIL_PRICE * Math.max(0, 1 - v / (net[k - 1] as number) - TAIL_FROM);
    fall = now;
  }
  return sum;
}

function trackingPenalty(net: Float64Array, weeks: number): number {
  let sum = 0;
  for (let k = 1; k <= weeks; k++) {
    const active =
      (net[k] as number) / (net[k - 1] as number) - (startPath[k] as number) / (startPath[k - 1] as number);
    sum += TRACKING_PRICE * Math.max(0, Math.abs(active) - TRACKING_FREE) ** 2;
  }
  return sum;
}

/** What active risk against the equal-weighted universe costs along a path. */
function activePenalty(net: Float64Array, weeks: number): number {
  let sum = 0;
  for (let k = 1; k <= weeks; k++) {
    const active = (net[k] as number) / (net[k - 1] as number) - (universeWeek[k] as number);
    sum += ACTIVE_PRICE * active * active;
  }
  return sum;
}

const ALPHA = 0;
/** Goals whose whole path counts, not only its end: alpha, preservation and harvesting. */
const hasPath = (goal: number): boolean => goal === ALPHA || goal === 3 || goal === 4;

/** Follows both portfolios and the start portfolio from the trade on, as far and as closely as the goals ask. */
function followBoth(
  tape: MarketTape,
  week: number,
  price: Float64Array,
  after: HeldPortfolio,
  before: HeldPortfolio,
  f: TradeFacts,
  ends: readonly number[],
): void {
  const weeks = Math.max(...ends);
  const isPath = ends.some((end, goal) => end > 0 && hasPath(goal));
  // Only alpha is measured against 1/N, and only as far as it looks.
  const alphaWeeks = ends[ALPHA] as number;
  const owed = f.taxes.due + f.tax;
  const owedBefore = f.taxes.due + f.taxBefore;
  const level = price.slice();
  let cash = 1;
  for (let k = 0; k <= weeks; k++) {
    if (k > 0) {
      const row = (week + k - 1) * tape.assets;
      const before = k <= alphaWeeks ? level.slice() : level;
      for (let i = 0; i < level.length; i++) {
        const gap = k === 1 ? 1 : (tape.gap[row + i] as number);
        level[i] = (level[i] as number) * gap * (tape.rest[row + i] as number);
      }
      cash *= tape.cash[week + k - 1] as number;
      if (k <= alphaWeeks) universeWeek[k] = universeGross(tape, week + k - 1, before, level);
    }
    const isEnd = k > 0 && ends.includes(k);
    if (!isPath && !isEnd) continue;
    const value = valueOf(after, level, cash);
    const valueBefore = valueOf(before, level, cash);
    traded.net[k] = Math.max(1, value - owed);
    untraded.net[k] = Math.max(1, valueBefore - owedBefore);
    if (isPath) {
      let start = f.startCash * cash;
      for (let i = 0; i < level.length; i++) start += (f.startUnits[i] as number) * (level[i] as number);
      startPath[k] = Math.max(1, start);
    }
    if (!isEnd) continue;
    const day = tape.decisionDay[week + k] as number;
    traded.liquidation[k] = liquidationOf(after, level, value, day, f.taxes);
    untraded.liquidation[k] = liquidationOf(before, level, valueBefore, day, f.taxes);
  }
}

const PERCENT = 100;

/**
 * The values of this week's trades for the goals in the objective, percent, into `out` (0 for the other goals).
 * @param price levels at the trade. @param week the tape's week of the trade.
 */
export function writeTradeValues(
  tape: MarketTape,
  week: number,
  price: Float64Array,
  after: HeldPortfolio,
  before: HeldPortfolio,
  f: TradeFacts,
  out: Float64Array,
): void {
  out.fill(0);
  const left = tape.weeks - week;
  const ends = HORIZON_WEEKS.map((h, goal) => ((f.objective[goal] as number) > 0 ? Math.min(h, left) : 0));
  followBoth(tape, week, price, after, before, f, ends);
  const growth = (k: number): number =>
    Math.log((traded.liquidation[k] as number) / (untraded.liquidation[k] as number));
  const wanted = (goal: number, value: (end: number) => number): void => {
    const end = ends[goal] as number;
    if (end > 0) out[goal] = PERCENT * value(end);
  };
  wanted(0, (k) => growth(k) - activePenalty(traded.net, k) + activePenalty(untraded.net, k));
  wanted(
    1,
    (k) =>
      ((traded.liquidation[k] as number) - (untraded.liquidation[k] as number)) / f.liquidationBefore +
      (TAKEN_PREMIUM * f.shortGain) / f.netBefore,
  );
  wanted(2, growth);
  wanted(3, (k) => growth(k) - riskPenalty(traded.net, k, f.peak) + riskPenalty(untraded.net, k, f.peak));
  wanted(
    4,
    (k) =>
      growth(k) +
      f.harvestValue / f.netBefore -
      trackingPenalty(traded.net, k) +
      trackingPenalty(untraded.net, k),
  );
  wanted(5, (k) => growth(k) - (SHORT_GAIN_PRICE * f.shortGain) / f.netBefore);
}
