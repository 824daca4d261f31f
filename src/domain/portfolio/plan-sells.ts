import { dayNumber, daysBetween, type IsoDate } from '../../core/iso-date.ts';
import { cents, type Cents } from '../../core/money.ts';
import { mulDivRound } from '../../core/decimal.ts';
import { QUANTITY_ONE, quantity, valueOf, type Quantity, type UnitPrice } from '../../core/quantity.ts';
import { isLongTerm, longTermFrom } from '../ledger/holding-period.ts';
import { tradeCost, type CostModel } from './costs.ts';
import type { MarginalRates } from './marginal-rates.ts';
import { taxPerDollar } from './sale-order.ts';
import type { OpenLot } from './types.ts';
import { isWashedByEarlierPurchase } from './wash-window.ts';

/** Part of a lot that is sold. Money in cents; basis and gain are 0 in an account whose sales are not taxed. */
export interface SoldPiece {
  readonly lot: OpenLot;
  readonly quantity: Quantity;
  readonly proceeds: Cents;
  readonly basis: Cents;
  readonly gain: Cents;
  readonly term: 'short' | 'long';
}

/** A gain that turns long-term within this many days is worth the wait. */
const WAIT_DAYS = 45;
const COIN_STEP = 1000;

/** Why a lot is not sold, or null when it may be. */
function reasonToKeep(lot: OpenLot, gain: number, r: SellRequest): string | null {
  const { all, date } = r;
  if (lot.accountType !== 'taxable') return null;
  if (lot.basis === null) return 'its purchase price is missing from the files';
  if (gain < 0) {
    const clean = r.noLossUntil?.get(lot.lotId);
    return isWashedByEarlierPurchase(lot, all, date) || (clean !== undefined && clean > date)
      ? 'bought again within 30 days: the loss would be a wash sale'
      : null;
  }
  if (gain === 0 || isLongTerm(dayNumber(lot.holdingFrom), dayNumber(date))) return null;
  if (r.avoidShortGains) return 'short-term gain';
  const wait = daysBetween(date, longTermFrom(lot.holdingFrom));
  return wait <= WAIT_DAYS ? `long-term in ${wait} days` : null;
}

/** How much of a lot to sell for `amount` cents: the whole lot, or whole shares (1e-5 of a coin). */
function portion(lot: OpenLot, price: UnitPrice, amount: number, fractional: boolean): Quantity {
  const worth = valueOf(lot.quantity, price);
  if (amount >= worth) return lot.quantity;
  const step = fractional ? COIN_STEP : QUANTITY_ONE;
  const units = Math.floor((lot.quantity * (amount / worth)) / step) * step;
  return quantity(Math.min(units, lot.quantity));
}

/** The tax consequence of selling part of a lot. */
export function soldPiece(
  lot: OpenLot,
  sold: Quantity,
  price: UnitPrice,
  date: IsoDate,
  costs: CostModel,
): SoldPiece {
  const gross = valueOf(sold, price);
  const proceeds = cents(gross - Math.round(tradeCost(gross, costs)));
  const isTaxed = lot.accountType === 'taxable';
  const basis = isTaxed && lot.basis !== null ? cents(mulDivRound(lot.basis, sold, lot.quantity)) : proceeds;
  const term = isLongTerm(dayNumber(lot.holdingFrom), dayNumber(date)) ? 'long' : 'short';
  return { lot, quantity: sold, proceeds, basis, gain: cents(proceeds - basis), term };
}

export interface SellRequest {
  /** Open lots of the symbol, any account. */
  readonly lots: readonly OpenLot[];
  readonly all: readonly OpenLot[];
  readonly price: UnitPrice;
  /** Cents to raise. */
  readonly amount: number;
  readonly date: IsoDate;
  readonly rates: MarginalRates;
  readonly costs: CostModel;
  readonly fractional: boolean;
  readonly avoidShortGains: boolean;
  readonly noLossUntil?: ReadonlyMap<string, IsoDate>;
  /** Sell even where waiting would save tax (the symbol is excluded). Wash sales stay off limits. */
  readonly forced: boolean;
}

/** Lots to sell, cheapest in tax first, and why some were passed over. */
export function chooseLots(r: SellRequest): { pieces: SoldPiece[]; passed: string[] } {
  const priced = r.lots.map((lot) => {
    const worth = valueOf(lot.quantity, r.price);
    const isTaxed = lot.accountType === 'taxable' && lot.basis !== null;
    const basis = isTaxed ? (lot.basis as number) : worth;
    const isLong = isLongTerm(dayNumber(lot.holdingFrom), dayNumber(r.date));
    return { lot, worth, gain: worth - basis, rank: taxPerDollar(worth, basis, isLong, r.rates) };
  });
  priced.sort((a, b) => a.rank - b.rank || (a.lot.acquired < b.lot.acquired ? -1 : 1));
  const pieces: SoldPiece[] = [];
  const passed: string[] = [];
  let left = r.amount;
  for (const { lot, gain } of priced) {
    if (left <= 0) break;
    const why = reasonToKeep(lot, gain, r);
    const isWash = why !== null && gain < 0;
    if (why !== null && (isWash || lot.basis === null || !r.forced)) {
      passed.push(why);
      continue;
    }
    const sold = portion(lot, r.price, left, r.fractional);
    if (sold <= 0) continue;
    const piece = soldPiece(lot, sold, r.price, r.date, r.costs);
    pieces.push(piece);
    left -= piece.proceeds;
  }
  return { pieces, passed };
}
