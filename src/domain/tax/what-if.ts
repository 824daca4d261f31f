/** Tax of doing X now, and of waiting until a date: for one hypothetical sale of given lots. */
import { yearOf, type IsoDate } from '../../core/iso-date.ts';
import { mulDivRound } from '../../core/decimal.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import { isLongTermOn } from '../ledger/holding-period.ts';
import { marginalTax, type YearTaxInput } from './year-tax.ts';

/** Shares that would be sold; a whole lot or part of one. */
export interface WhatIfLot {
  readonly quantity: Quantity;
  /** Basis of exactly these shares. */
  readonly basis: Cents;
  /** Null for inherited shares: always long-term. */
  readonly holdingFrom: IsoDate | null;
  /** Part of a loss that a purchase already made would disallow; default 0. */
  readonly washedShares?: Quantity;
}

export interface SaleEstimate {
  readonly date: IsoDate;
  readonly shortGain: Cents;
  readonly longGain: Cents;
  /** Loss that would be disallowed. */
  readonly disallowed: Cents;
  /** This year's tax with the sale less without it; negative = saved. */
  readonly tax: Cents;
}

/**
 * Gain by term and tax of selling the lots at a price on a date. `base` is the year the date falls in without the
 * sale; a date in another year than `base.year` is priced on that year's tables with no other gains in it.
 */
export function estimateSale(
  base: YearTaxInput,
  lots: readonly WhatIfLot[],
  price: UnitPrice,
  date: IsoDate,
): SaleEstimate {
  let shortGain = 0;
  let longGain = 0;
  let disallowed = 0;
  for (const lot of lots) {
    const gain = mulDivRound(lot.quantity, price, 1e14) - lot.basis;
    const washed =
      gain < 0 ? mulDivRound(-gain, Math.min(lot.washedShares ?? 0, lot.quantity), lot.quantity) : 0;
    disallowed += washed;
    if (lot.holdingFrom === null || isLongTermOn(lot.holdingFrom, date)) longGain += gain + washed;
    else shortGain += gain + washed;
  }
  const year = yearOf(date);
  const zero = 0 as Cents;
  const inYear: YearTaxInput = year === base.year ? base : { ...base, year, shortGain: zero, longGain: zero };
  return {
    date,
    shortGain: shortGain as Cents,
    longGain: longGain as Cents,
    disallowed: disallowed as Cents,
    tax: marginalTax(inYear, { shortGain, longGain }),
  };
}

/** Selling now against selling on a later date at the same price: what waiting would save. */
export function compareDates(
  base: YearTaxInput,
  lots: readonly WhatIfLot[],
  price: UnitPrice,
  now: IsoDate,
  later: IsoDate,
): { readonly now: SaleEstimate; readonly later: SaleEstimate; readonly saved: Cents } {
  const a = estimateSale(base, lots, price, now);
  const b = estimateSale(base, lots, price, later);
  return { now: a, later: b, saved: (a.tax - b.tax) as Cents };
}
