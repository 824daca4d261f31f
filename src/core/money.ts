import type { Brand } from './brand.ts';
import { formatScaled, parseScaled } from './decimal.ts';

/** Integer cents of one currency. Bound: |cents| <= 2^53 - 1, about 90 trillion dollars. */
export type Cents = Brand<number, 'Cents'>;

/** Brands a safe integer as cents. @throws RangeError on a fraction or beyond the bound. */
export function cents(n: number): Cents {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number of cents: ${n}`);
  return (n === 0 ? 0 : n) as Cents;
}

/** "12.345" -> 1235 (half away from zero); null when the text is no decimal or too large. */
export function parseCents(text: string): Cents | null {
  const n = parseScaled(text, 2);
  return n === null ? null : (n as Cents);
}

/** Dollars as a number (from JSON) to cents, half away from zero. */
export function centsFromDollars(dollars: number): Cents {
  const parsed = parseScaled(String(dollars), 2);
  if (parsed === null) throw new RangeError(`not an amount of money: ${dollars}`);
  return parsed as Cents;
}

/** Cents to the JSON number with two decimals of the headless contract. */
export const dollars = (c: Cents): number => c / 100;

/** "-12.30": for exports. Screens use ui/format. */
export const centsToText = (c: Cents): string => formatScaled(c, 2, 2);
