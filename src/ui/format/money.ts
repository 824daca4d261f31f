import type { Cents } from '../../core/money.ts';

const MINUS = '\u2212';

/** An amount taken apart, so that a screen can set symbol and cents quieter than the rest. */
export interface MoneyParts {
  readonly sign: '' | '+' | '\u2212';
  readonly whole: string;
  readonly cents: string;
}

/** Thousands marks without a locale's surprises. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Parts of an amount in cents. `signed` writes + before gains; zero never has a sign. */
export function moneyParts(amount: Cents, signed = false): MoneyParts {
  const absolute = Math.abs(amount);
  const sign = amount < 0 ? MINUS : signed && amount > 0 ? '+' : '';
  return {
    sign,
    whole: grouped(String(Math.floor(absolute / 100))),
    cents: String(absolute % 100).padStart(2, '0'),
  };
}

/** "$1,234.50", "−$3.00". */
export function moneyText(amount: Cents, signed = false): string {
  const { sign, whole, cents } = moneyParts(amount, signed);
  return `${sign}$${whole}.${cents}`;
}

/** Whole dollars, half away from zero: "$1,235", for sentences. */
export function dollarsText(amount: Cents, signed = false): string {
  const rounded = Math.round(Math.abs(amount) / 100);
  const sign = rounded === 0 ? '' : amount < 0 ? MINUS : signed ? '+' : '';
  return `${sign}$${grouped(String(rounded))}`;
}

/** "$12.3k", "$4.5M": axis labels only. */
export function shortDollars(dollars: number): string {
  const sign = dollars < 0 ? MINUS : '';
  const a = Math.abs(dollars);
  if (a >= 999_500) return `${sign}$${trimZero((a / 1e6).toFixed(1))}M`;
  if (a >= 9_995) return `${sign}$${trimZero((a / 1e3).toFixed(a >= 99_950 ? 0 : 1))}k`;
  return `${sign}$${grouped(String(Math.round(a)))}`;
}

const trimZero = (text: string): string => text.replace(/\.0$/, '');
