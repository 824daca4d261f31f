/**
 * What one week's trades are worth, for training. Two portfolios are followed over the goal's horizon with no further
 * trade: the one after this week's trades and the one without them. The difference of their rewards is the reward of the
 * trades. Summed over an episode these differences telescope to the policy's reward less that of leaving the start
 * portfolio alone, so the optimum is that of rewards.ts; but the market's noise, common to both, is gone, and a trade is
 * credited at once with what it does within the horizon MODELS.md names (one month, three months, …).
 *
 * Looks ahead on the tape, so it exists in training only; no column of the policy sees it.
 */
import type { MarketTape } from '../markets/tape.ts';
import { MAX_LOTS, type Account } from './account.ts';
import {
  DRAWDOWN_PRICE,
  SHORT_GAIN_PRICE,
  TAIL_FROM,
  TAIL_PRICE,
  TRACKING_FREE,
  TRACKING_PRICE,
} from './rewards.ts';

/** A portfolio to be left alone: units and the tax that selling it would cause. */
export interface HeldPortfolio {
  readonly units: Float64Array;
  cash: number;
  /** Tax caused and not paid. */
  owed: number;
  basis: number;
  /** Tax per dollar of unrealised gain, by the mix of short and long lots. */
  gainRate: number;
}

export const newHeldPortfolio = (assets: number): HeldPortfolio => ({
  units: new Float64Array(assets),
  cash: 0,
  owed: 0,
  basis: 0,
  gainRate: 0,
});

/** What copying an account needs to know about its taxes. */
export interface HeldTaxes {
  /** Tax caused and not paid. */
  readonly owed: number;
  /**
   * Loss carried on, counted from the same zero for both portfolios. It is valued like an unrealised loss, so that realising
   * one is neutral here, whether it lowers this year's tax or a later one's; its own reward is `harvestValue`.
   */
  readonly carry: number;
  /** Tax per dollar of unrealised gain. */
  readonly gainRate: number;
}

/** Copies an account into `h`. */
export function captureHeld(a: Account, taxes: HeldTaxes, h: HeldPortfolio): void {
  let basis = 0;
  for (let i = 0; i < a.assets; i++) {
    let units = 0;
    const base = i * MAX_LOTS;
    for (let j = 0; j < (a.lots[i] as number); j++) {
      units += a.units[base + j] as number;
      basis += a.basis[base + j] as number;
    }
    h.units[i] = units;
  }
  h.cash = a.cash;
  h.owed = taxes.owed - taxes.gainRate * taxes.carry;
  h.basis = basis;
  h.gainRate = taxes.gainRate;
}

/** Weeks each goal looks ahead, in the order of OBJECTIVES. */
export const HORIZON_WEEKS: readonly number[] = [4, 13, 26, 13, 13, 26];
const LONGEST = 26;

/** The furthest a goal (or mixture) needs to look. */
export function horizonOf(objective: ArrayLike<number>): number {
  let weeks = 1;
  for (let k = 0; k < HORIZON_WEEKS.length; k++) {
    if ((objective[k] as number) > 0) weeks = Math.max(weeks, HORIZON_WEEKS[k] as number);
  }
  return weeks;
}

export interface TradeFacts {
  /** Weeks to follow (`horizonOf`); values of goals that look further are cut there. */
  readonly horizon: number;
  readonly netBefore: number;
  readonly liquidationBefore: number;
  readonly peak: number;
  readonly harvestValue: number;
  readonly shortGain: number;
  /** Units and cash of the start portfolio, for tracking. */
  readonly startUnits: Float64Array;
  readonly startCash: number;
}

interface Path {
  readonly net: Float64Array;
  readonly liquidation: Float64Array;
}

const path = (): Path => ({ net: new Float64Array(LONGEST + 1), liquidation: new Float64Array(LONGEST + 1) });
const traded = path();
const untraded = path();
const startPath = new Float64Array(LONGEST + 1);

/** Values of the three portfolios at `price` (and cash grown by `cash`) into index k of the paths. */
function mark(
  k: number,
  price: Float64Array,
  cash: number,
  pairs: readonly (readonly [HeldPortfolio, Path])[],
  start: TradeFacts,
): void {
  for (const [h, p] of pairs) {
    let invested = 0;
    for (let i = 0; i < price.length; i++) invested += (h.units[i] as number) * (price[i] as number);
    const net = invested + h.cash * cash - h.owed;
    p.net[k] = Math.max(1, net);
    p.liquidation[k] = Math.max(1, net - h.gainRate * (invested - h.basis));
  }
  let value = start.startCash * cash;
  for (let i = 0; i < price.length; i++) value += (start.startUnits[i] as number) * (price[i] as number);
  startPath[k] = Math.max(1, value);
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

const PERCENT = 100;

/**
 * The six values of this week's trades, percent, into `out`.
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
  const weeks = Math.min(f.horizon, tape.weeks - week);
  const level = price.slice();
  const pairs = [
    [after, traded],
    [before, untraded],
  ] as const;
  let cash = 1;
  mark(0, level, cash, pairs, f);
  for (let k = 1; k <= weeks; k++) {
    const row = (week + k - 1) * tape.assets;
    for (let i = 0; i < tape.assets; i++) {
      const gap = k === 1 ? 1 : (tape.gap[row + i] as number);
      level[i] = (level[i] as number) * gap * (tape.rest[row + i] as number);
    }
    cash *= tape.cash[week + k - 1] as number;
    mark(k, level, cash, pairs, f);
  }
  const at = (goal: number): number => Math.min(weeks, HORIZON_WEEKS[goal] as number);
  const growth = (goal: number): number =>
    Math.log((traded.liquidation[at(goal)] as number) / (untraded.liquidation[at(goal)] as number));
  out[0] = PERCENT * Math.log((traded.net[at(0)] as number) / (untraded.net[at(0)] as number));
  out[1] =
    (PERCENT * ((traded.liquidation[at(1)] as number) - (untraded.liquidation[at(1)] as number))) /
    f.liquidationBefore;
  out[2] = PERCENT * growth(2);
  const risk = riskPenalty(traded.net, at(3), f.peak) - riskPenalty(untraded.net, at(3), f.peak);
  out[3] = PERCENT * (growth(3) - risk);
  const tracking = trackingPenalty(traded.net, at(4)) - trackingPenalty(untraded.net, at(4));
  out[4] = PERCENT * (growth(4) + f.harvestValue / f.netBefore - tracking);
  out[5] = PERCENT * (growth(5) - (SHORT_GAIN_PRICE * f.shortGain) / f.netBefore);
}
