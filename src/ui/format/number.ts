import { formatScaled } from '../../core/decimal.ts';
import { QUANTITY_DIGITS, unitPriceToNumber, type Quantity, type UnitPrice } from '../../core/quantity.ts';
import { grouped } from './money.ts';

const MINUS = '\u2212';

/** A plain number with fixed digits and a true minus. */
export function numberText(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  const [whole = '0', frac] = text.split('.');
  const negative = value < 0 && Number(text) !== 0;
  return `${negative ? MINUS : ''}${grouped(whole)}${frac === undefined ? '' : `.${frac}`}`;
}

/** A fraction as percent: 0.1234 -> "12.3 %". */
export function percentText(fraction: number, digits = 1, signed = false): string {
  if (!Number.isFinite(fraction)) return '–';
  const text = numberText(fraction * 100, digits);
  const isZero = Number(Math.abs(fraction * 100).toFixed(digits)) === 0;
  return `${signed && fraction > 0 && !isZero ? '+' : ''}${text}\u00a0%`;
}

/** Shares, as many places as they have: "1,250", "0.7731". */
export function quantityText(q: Quantity): string {
  const text = formatScaled(Math.abs(q), QUANTITY_DIGITS);
  const [whole = '0', frac] = text.split('.');
  return `${q < 0 ? MINUS : ''}${grouped(whole)}${frac === undefined ? '' : `.${frac}`}`;
}

/** A price in dollars with two places, four under a dollar: "182.31", "0.0313". */
export const dollarPriceText = (dollars: number): string =>
  numberText(dollars, dollars !== 0 && Math.abs(dollars) < 1 ? 4 : 2);

/** The same for a fixed-point price. */
export const priceText = (p: UnitPrice): string => dollarPriceText(unitPriceToNumber(p));

/** "1 lot", "3 lots". */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${grouped(String(n))} ${n === 1 ? one : many}`;

/** "640 B", "1.2 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${numberText(bytes / 1000, bytes < 9950 ? 1 : 0)} KB`;
  return `${numberText(bytes / 1e6, 1)} MB`;
}

/** "A", "A and B", "A, B and 3 more". */
export function listText(items: readonly string[], shown = 3): string {
  if (items.length <= 1) return items[0] ?? '';
  if (items.length <= shown) return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
  return `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`;
}
