import type { Brand } from './brand.ts';
import { formatScaled, mulDivRound, parseScaled } from './decimal.ts';
import type { Cents } from './money.ts';

/** Digits after the point in a Quantity or a UnitPrice. */
export const QUANTITY_DIGITS = 8;
/** 1 share = 100,000,000 units. */
export const QUANTITY_ONE = 1e8;

/** Shares, units or coins in fixed point, 1e-8 each; signed. Bound: about 90 million units. */
export type Quantity = Brand<number, 'Quantity'>;
/** Dollars per unit in fixed point, 1e-8 each; non-negative. Bound: about $90 million a unit. */
export type UnitPrice = Brand<number, 'UnitPrice'>;

/** Brands scaled units. @throws RangeError on a fraction or beyond the bound. */
export function quantity(units: number): Quantity {
  if (!Number.isSafeInteger(units)) throw new RangeError(`not a whole number of 1e-8 units: ${units}`);
  return (units === 0 ? 0 : units) as Quantity;
}

/** "1.5" -> 150000000; null when not a decimal or too large. */
export function parseQuantity(text: string): Quantity | null {
  const n = parseScaled(text, QUANTITY_DIGITS);
  return n === null ? null : (n as Quantity);
}

/** Shares as a JSON number to fixed point. */
export function quantityFromNumber(shares: number): Quantity {
  const parsed = parseScaled(String(shares), QUANTITY_DIGITS);
  if (parsed === null) throw new RangeError(`not a quantity: ${shares}`);
  return parsed as Quantity;
}

/** Fixed point to a JSON number with up to 8 places. */
export const quantityToNumber = (q: Quantity): number => q / QUANTITY_ONE;
/** Decimal text without trailing zeros. */
export const quantityToText = (q: Quantity): string => formatScaled(q, QUANTITY_DIGITS);

/** "182.31" -> fixed point price; null when not a decimal, negative or too large. */
export function parseUnitPrice(text: string): UnitPrice | null {
  const n = parseScaled(text, QUANTITY_DIGITS);
  return n === null || n < 0 ? null : (n as UnitPrice);
}

/** A positive JSON number or model price to fixed point (rounded to 1e-8). */
export function unitPriceFromNumber(price: number): UnitPrice {
  const scaled = Math.round(price * QUANTITY_ONE);
  if (!Number.isSafeInteger(scaled) || scaled < 0) throw new RangeError(`not a price: ${price}`);
  return scaled as UnitPrice;
}

/** Fixed point to a JSON number. */
export const unitPriceToNumber = (p: UnitPrice): number => p / QUANTITY_ONE;

/** quantity x price in cents, half away from zero, exact through BigInt. */
export const valueOf = (q: Quantity, p: UnitPrice): Cents => mulDivRound(q, p, 1e14) as Cents;
