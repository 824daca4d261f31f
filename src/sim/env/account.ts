/**
 * The account of one episode as flat arrays: lots by asset, cash, this year's realised gains. Same rules as the trade
 * planner (lot order, wash windows, costs) and the same yearly tax function as the app; money is in dollars here,
 * because an episode needs 100,000 steps a second more than it needs cents.
 *
 * Worked: 10 units bought at 100 in a lot of basis 1,000; at 90, selling 450 dollars takes 5 units, proceeds 449.78 after
 * 5 bp, basis 500, a loss of 50.22; the asset cannot be bought again for 30 days.
 */
import { isLongTerm } from '../../domain/ledger/holding-period.ts';
import type { MarginalRates } from '../../domain/portfolio/marginal-rates.ts';
import { taxPerDollar } from '../../domain/portfolio/sale-order.ts';
import { WASH_DAYS } from '../../domain/portfolio/wash-window.ts';

/** Lots kept apart per asset; beyond that the two most alike are merged. */
export const MAX_LOTS = 8;
/** A gain this close to long-term is waited for (days held), as in the planner. */
const WAIT_FROM_HELD = 366 - 45;
const LONG_AGO = -1_000_000;
/** Lots under this many dollars are dust and go with their neighbour. */
const DUST = 0.01;

/** Purchases of an asset remembered: more than one a week cannot fall into a wash window. */
export const RECENT = 5;

/** One piece bought or sold, or two lots joined, for replaying an episode through the exact ledger. */
export interface TradeRecord {
  /** 'merge': `lot` takes in what is left of lot `units`; nothing is traded. */
  readonly side: 'buy' | 'sell' | 'merge';
  readonly asset: number;
  readonly lot: number;
  readonly units: number;
  /** Cost of a purchase or proceeds of a sale, trading costs included; dollars. */
  readonly dollars: number;
  /** Of a sale, after costs; 0 for a purchase. */
  readonly gain: number;
  readonly day: number;
}

export interface Account {
  readonly assets: number;
  /** Price level of each asset. */
  readonly price: Float64Array;
  readonly lots: Int32Array;
  /** assets·MAX_LOTS */
  readonly units: Float64Array;
  readonly basis: Float64Array;
  readonly day: Int32Array;
  /** Highest cost of a unit in each lot: of joined lots, that of the dearest. */
  readonly dearest: Float64Array;
  /** Number of each lot, counted over the episode. */
  readonly ids: Int32Array;
  readonly lastLossSale: Int32Array;
  /** assets·RECENT: day and lot number of the latest purchases, whether the lot is still there or not. */
  readonly boughtDay: Int32Array;
  readonly boughtLot: Int32Array;
  /** Number of purchases of each asset so far. */
  readonly purchases: Int32Array;
  /** Trades in order, when someone wants them. */
  log: TradeRecord[] | null;
  lotsMade: number;
  lotsMerged: number;
  /** Sales against the rules: an asset stopped trading, or tax was due and nothing else could go. */
  forcedSales: number;
  cash: number;
  realisedShort: number;
  realisedLong: number;
  interest: number;
  /** Sums over the episode, for reports. */
  turnover: number;
  costs: number;
  harvested: number;
  shortGains: number;
  longGains: number;
}

/** An empty account over `assets` assets at price 1. */
export function emptyAccount(assets: number, cash: number): Account {
  return {
    assets,
    price: new Float64Array(assets).fill(1),
    lots: new Int32Array(assets),
    units: new Float64Array(assets * MAX_LOTS),
    basis: new Float64Array(assets * MAX_LOTS),
    day: new Int32Array(assets * MAX_LOTS),
    dearest: new Float64Array(assets * MAX_LOTS),
    ids: new Int32Array(assets * MAX_LOTS),
    lastLossSale: new Int32Array(assets).fill(LONG_AGO),
    boughtDay: new Int32Array(assets * RECENT).fill(LONG_AGO),
    boughtLot: new Int32Array(assets * RECENT).fill(-1),
    purchases: new Int32Array(assets),
    log: null,
    lotsMade: 0,
    lotsMerged: 0,
    forcedSales: 0,
    cash,
    realisedShort: 0,
    realisedLong: 0,
    interest: 0,
    turnover: 0,
    costs: 0,
    harvested: 0,
    shortGains: 0,
    longGains: 0,
  };
}

/** Rules of a sale or purchase, fixed over an episode. */
export interface TradeRules {
  readonly costRate: number;
  readonly rates: MarginalRates;
  /** Never realise a short-term gain (the goal forbids it). */
  readonly avoidShortGains: boolean;
  /** A retirement account: no wash sales, nothing to wait for. */
  readonly isTaxFree?: boolean;
}

/** Market value of one position. */
export function positionValue(a: Account, i: number): number {
  let units = 0;
  const base = i * MAX_LOTS;
  for (let j = 0; j < (a.lots[i] as number); j++) units += a.units[base + j] as number;
  return units * (a.price[i] as number);
}

/** Cash and positions. */
export function totalValue(a: Account): number {
  let sum = a.cash;
  for (let i = 0; i < a.assets; i++) sum += positionValue(a, i);
  return sum;
}

function removeLot(a: Account, i: number, j: number): void {
  const base = i * MAX_LOTS;
  const last = (a.lots[i] as number) - 1;
  // Order is kept: the oldest lots stay in front.
  for (let k = j; k < last; k++) {
    a.units[base + k] = a.units[base + k + 1] as number;
    a.basis[base + k] = a.basis[base + k + 1] as number;
    a.day[base + k] = a.day[base + k + 1] as number;
    a.dearest[base + k] = a.dearest[base + k + 1] as number;
    a.ids[base + k] = a.ids[base + k + 1] as number;
  }
  a.lots[i] = last;
}

/** Other shares came in within 30 days, sold again or not: selling this lot at a loss could be a wash sale. */
function isBoughtLately(a: Account, i: number, except: number, today: number): boolean {
  const lot = a.ids[i * MAX_LOTS + except];
  for (let k = i * RECENT; k < (i + 1) * RECENT; k++) {
    if (today - (a.boughtDay[k] as number) <= WASH_DAYS && a.boughtLot[k] !== lot) return true;
  }
  return false;
}

/** Whether any shares of an asset came in within 30 days. */
export function isInWashWindow(a: Account, i: number, today: number): boolean {
  for (let k = i * RECENT; k < (i + 1) * RECENT; k++)
    if (today - (a.boughtDay[k] as number) <= WASH_DAYS) return true;
  return false;
}

/** Whether a lot, or one of the lots joined in it, would be sold at a loss. */
function isPartlyLoss(a: Account, i: number, j: number, costRate: number): boolean {
  return (a.price[i] as number) * (1 - costRate) < (a.dearest[i * MAX_LOTS + j] as number);
}

/** The lot to sell next: lowest tax per dollar among those that may go; -1 = none. `tried` marks lots used up. */
function nextLot(
  a: Account,
  i: number,
  today: number,
  r: TradeRules,
  tried: number,
  isForced: boolean,
): number {
  const base = i * MAX_LOTS;
  const price = a.price[i] as number;
  let best = -1;
  let bestRank = Infinity;
  for (let j = 0; j < (a.lots[i] as number); j++) {
    if (tried & (1 << j)) continue;
    const value = (a.units[base + j] as number) * price;
    const basis = a.basis[base + j] as number;
    const held = today - (a.day[base + j] as number);
    const isLong = isLongTerm(a.day[base + j] as number, today);
    if (!isForced && !r.isTaxFree) {
      // After costs, as the law counts: a price a hair above the basis is a loss all the same.
      const net = value * (1 - r.costRate);
      if (isPartlyLoss(a, i, j, r.costRate) && isBoughtLately(a, i, j, today)) continue;
      if (net > basis && !isLong && (r.avoidShortGains || held >= WAIT_FROM_HELD)) continue;
    }
    const rank = taxPerDollar(value, basis, isLong, r.rates);
    if (rank < bestRank) {
      bestRank = rank;
      best = j;
    }
  }
  return best;
}

function book(a: Account, gain: number, isLong: boolean): void {
  if (isLong) a.realisedLong += gain;
  else a.realisedShort += gain;
  if (gain < 0) {
    a.harvested -= gain;
  } else if (isLong) a.longGains += gain;
  else a.shortGains += gain;
}

/**
 * Sells up to `dollars` of an asset, cheapest lots in tax first. Lots that would wash a loss, break the goal or are
 * about to turn long-term stay, unless `isForced` (the asset stops trading, or tax must be paid).
 * @returns market value sold.
 */
export function sell(
  a: Account,
  i: number,
  dollars: number,
  today: number,
  r: TradeRules,
  isForced = false,
): number {
  const base = i * MAX_LOTS;
  const price = a.price[i] as number;
  let left = dollars;
  let sold = 0;
  // Lots keep their index until the end, so that one bit each marks those used up.
  let tried = 0;
  while (left > DUST) {
    const j = nextLot(a, i, today, r, tried, isForced);
    if (j < 0) break;
    tried |= 1 << j;
    if (isForced) a.forcedSales++;
    const value = (a.units[base + j] as number) * price;
    const part = value - left <= DUST ? 1 : left / value;
    const gross = value * part;
    const cost = gross * r.costRate;
    const basis = (a.basis[base + j] as number) * part;
    const isLong = isLongTerm(a.day[base + j] as number, today);
    const units = (a.units[base + j] as number) * part;
    a.units[base + j] = (a.units[base + j] as number) - units;
    a.basis[base + j] = (a.basis[base + j] as number) - basis;
    a.cash += gross - cost;
    a.costs += cost;
    a.log?.push({
      side: 'sell',
      asset: i,
      lot: a.ids[base + j] as number,
      units,
      dollars: gross - cost,
      gain: gross - cost - basis,
      day: today,
    });
    book(a, gross - cost - basis, isLong);
    if (isPartlyLoss(a, i, j, r.costRate)) a.lastLossSale[i] = today;
    left -= gross;
    sold += gross;
  }
  for (let j = (a.lots[i] as number) - 1; j >= 0; j--) {
    if ((a.units[base + j] as number) * price <= DUST) removeLot(a, i, j);
  }
  a.turnover += sold;
  return sold;
}

/**
 * Makes room for a lot by joining two neighbours; the later date counts. Long-term pairs first (nothing is lost), else the
 * closest pair outside the wash window (inside it, joined lots could hide a wash sale). False = no such pair.
 */
function mergeLots(a: Account, i: number, today: number): boolean {
  const base = i * MAX_LOTS;
  let best = -1;
  let bestGap = Infinity;
  for (let j = 0; j + 1 < (a.lots[i] as number); j++) {
    const later = a.day[base + j + 1] as number;
    if (today - later <= WASH_DAYS) break;
    const gap = isLongTerm(later, today) ? 0 : later - (a.day[base + j] as number);
    if (gap < bestGap) {
      bestGap = gap;
      best = j;
    }
  }
  if (best < 0) return false;
  const at = base + best;
  a.log?.push({
    side: 'merge',
    asset: i,
    lot: a.ids[at + 1] as number,
    units: a.ids[at] as number,
    dollars: 0,
    gain: 0,
    day: today,
  });
  a.units[at] = (a.units[at] as number) + (a.units[at + 1] as number);
  a.basis[at] = (a.basis[at] as number) + (a.basis[at + 1] as number);
  a.day[at] = a.day[at + 1] as number;
  a.dearest[at] = Math.max(a.dearest[at] as number, a.dearest[at + 1] as number);
  a.ids[at] = a.ids[at + 1] as number;
  a.lotsMerged++;
  removeLot(a, i, best + 1);
  return true;
}

/** Whether buying now would wash a loss of the last 30 days. */
export const isBuyBlocked = (a: Account, i: number, today: number): boolean =>
  today - (a.lastLossSale[i] as number) <= WASH_DAYS;

/** Adds a lot without paying for it (setting up an episode), oldest first. False = no room, nothing added. */
export function addLot(
  a: Account,
  i: number,
  units: number,
  basis: number,
  day: number,
  today: number,
): boolean {
  if ((a.lots[i] as number) >= MAX_LOTS && !mergeLots(a, i, today)) return false;
  const at = i * MAX_LOTS + (a.lots[i] as number);
  a.units[at] = units;
  a.basis[at] = basis;
  a.day[at] = day;
  a.dearest[at] = basis / units;
  const recent = i * RECENT + ((a.purchases[i] as number) % RECENT);
  a.boughtDay[recent] = day;
  a.boughtLot[recent] = a.lotsMade;
  a.purchases[i] = (a.purchases[i] as number) + 1;
  a.ids[at] = a.lotsMade++;
  a.lots[i] = (a.lots[i] as number) + 1;
  return true;
}

/** Buys for `dollars` all in (cost included, which goes into the basis). @returns dollars spent. */
export function buy(a: Account, i: number, dollars: number, today: number, r: TradeRules): number {
  if (dollars <= DUST || (!r.isTaxFree && isBuyBlocked(a, i, today))) return 0;
  const gross = dollars / (1 + r.costRate);
  if (!addLot(a, i, gross / (a.price[i] as number), dollars, today, today)) return 0;
  a.log?.push({
    side: 'buy',
    asset: i,
    lot: a.lotsMade - 1,
    units: gross / (a.price[i] as number),
    dollars,
    gain: 0,
    day: today,
  });
  a.cash -= dollars;
  a.costs += dollars - gross;
  a.turnover += gross;
  return dollars;
}
