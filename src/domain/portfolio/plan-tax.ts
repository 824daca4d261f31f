import { cents, type Cents } from '../../core/money.ts';
import { valueOf } from '../../core/quantity.ts';
import { marginalTax, withChange, type YearTaxInput } from '../tax/year-tax.ts';
import { yearInput } from './marginal-rates.ts';
import type { PlanInput } from './plan-input.ts';
import { desiredValues, type Holdings } from './plan-values.ts';
import { soldPiece, type SoldPiece } from './plan-sells.ts';
import { isWashedByEarlierPurchase } from './wash-window.ts';

/** Gains by term in cents. */
export interface Gains {
  readonly short: number;
  readonly long: number;
}

/** Sums the gains of sold pieces; lots outside taxable accounts count nothing. */
export function gainsOf(pieces: readonly SoldPiece[]): Gains {
  let short = 0;
  let long = 0;
  for (const p of pieces) {
    if (p.lot.accountType !== 'taxable') continue;
    if (p.term === 'short') short += p.gain;
    else long += p.gain;
  }
  return { short, long };
}

/** This year as it stands before the plan. */
export const taxBase = (input: PlanInput): YearTaxInput =>
  yearInput(input.profile, input.realised.short, input.realised.long);

/** What gains add to the year's tax; negative = saved. */
export const taxOf = (base: YearTaxInput, g: Gains): Cents =>
  marginalTax(base, { shortGain: g.short, longGain: g.long });

/** The year after some gains, to price the next trade on top. */
export const afterGains = (base: YearTaxInput, g: Gains): YearTaxInput =>
  withChange(base, { shortGain: g.short, longGain: g.long });

/**
 * The careless version of the same target: all the way now, oldest lots first. Losses that a purchase within the last
 * 30 days washes, or that the target would buy back, are not deductible.
 */
export function naiveSale(input: PlanInput, held: Holdings): { gains: Gains; washed: Cents } {
  const want = desiredValues(input, held, 1);
  const pieces: SoldPiece[] = [];
  let washed = 0;
  for (const [symbol, lots] of held.lots) {
    const price = input.prices.get(symbol);
    let left = (held.value.get(symbol) ?? 0) - (want.get(symbol) ?? 0);
    if (price === undefined || left <= 0) continue;
    for (const lot of lots.toSorted((a, b) =>
      a.acquired < b.acquired ? -1 : a.acquired > b.acquired ? 1 : 0,
    )) {
      const worth = valueOf(lot.quantity, price);
      if (left <= 0 || worth <= 0 || lot.basis === null) continue;
      const sold = Math.min(lot.quantity, Math.ceil(lot.quantity * Math.min(1, left / worth)));
      const piece = soldPiece(lot, sold as typeof lot.quantity, price, input.date, input.costs);
      left -= piece.proceeds;
      const isWashed = piece.gain < 0 && isWashedByEarlierPurchase(lot, input.lots, input.date);
      if (isWashed) washed -= piece.gain;
      else pieces.push(piece);
    }
  }
  return { gains: gainsOf(pieces), washed: cents(washed) };
}
