import type { Brand } from '../../core/brand.ts';
import { mulDivRound } from '../../core/decimal.ts';
import type { Cents } from '../../core/money.ts';

/**
 * Money inside the ledger: whole millionths of a dollar. Cents are too coarse (a third of a basis, seven
 * thousandths of a share) and doubles lose the last cent over a long chain of wash sales; integers add and
 * subtract exactly, so what is split is always conserved: the last piece takes what is left.
 * Bound: |micros| <= 2^53 - 1, about $9.0 billion in one lot or one total.
 * Printed money is rounded once, at the very end, half away from zero.
 */
export type Micros = Brand<number, 'Micros'>;

/** 1 cent = 10,000 micros. */
export const MICROS_PER_CENT = 10_000;

/** Cents to micros. @throws RangeError beyond the bound. */
export function microsFromCents(c: Cents): Micros {
  const m = c * MICROS_PER_CENT;
  if (!Number.isSafeInteger(m)) throw new RangeError(`amount too large for the ledger: ${c} cents`);
  return m as Micros;
}

/** Rounds to cents, half away from zero. For printing only. */
export function centsOf(m: number): Cents {
  const whole = Math.trunc(m / MICROS_PER_CENT);
  const rest = m - whole * MICROS_PER_CENT;
  const rounded = Math.abs(rest) * 2 >= MICROS_PER_CENT ? whole + Math.sign(m) : whole;
  return (rounded === 0 ? 0 : rounded) as Cents;
}

/**
 * round(total * part / whole), exact, half away from zero; `whole` when part = whole.
 * Quantities are mostly whole shares (multiples of 1e8 units), so the product is first tried without their
 * common zeros: that keeps nearly all of it out of BigInt.
 */
export function shareOf(total: number, part: number, whole: number): number {
  if (part === whole || total === 0) return total;
  if (part === 0) return 0;
  if (part % 1e8 === 0 && whole % 1e8 === 0) return mulDivRound(total, part / 1e8, whole / 1e8);
  if (part % 1e4 === 0 && whole % 1e4 === 0) return mulDivRound(total, part / 1e4, whole / 1e4);
  return mulDivRound(total, part, whole);
}

/** quantity (1e-8) x price (1e-8 dollars) in micros, half away from zero. */
export function valueMicros(quantity: number, price: number): Micros {
  if (quantity % 1e8 === 0) return mulDivRound(quantity / 1e8, price, 100) as Micros;
  if (quantity % 1e4 === 0) return mulDivRound(quantity / 1e4, price, 1e6) as Micros;
  return mulDivRound(quantity, price, 1e10) as Micros;
}
