import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber } from '../../core/quantity.ts';
import { dateText, daysText, monthText } from './date.ts';
import { dollarsText, moneyParts, moneyText, shortDollars } from './money.ts';
import { bytesText, listText, numberText, percentText, plural, priceText, quantityText } from './number.ts';

describe('money', () => {
  it('writes thousands, cents and the true minus', () => {
    expect(moneyText(cents(123_456_789))).toBe('$1,234,567.89');
    expect(moneyText(cents(-305))).toBe('\u2212$3.05');
    expect(moneyText(cents(305), true)).toBe('+$3.05');
    expect(moneyText(cents(0), true)).toBe('$0.00');
    expect(moneyParts(cents(-7))).toEqual({ sign: '\u2212', whole: '0', cents: '07' });
  });
  it('rounds sentences to dollars, half away from zero, without a negative zero', () => {
    expect(dollarsText(cents(-1_234_550))).toBe('\u2212$12,346');
    expect(dollarsText(cents(-49))).toBe('$0');
    expect(dollarsText(cents(150), true)).toBe('+$2');
  });
  it('shortens axis labels', () => {
    expect([0, 950, 12_300, 150_000, 999_900, -2_500_000].map(shortDollars)).toEqual([
      '$0',
      '$950',
      '$12.3k',
      '$150k',
      '$1M',
      '\u2212$2.5M',
    ]);
  });
});

describe('numbers', () => {
  it('never prints a negative zero or a hyphen for minus', () => {
    expect(numberText(-0.001, 2)).toBe('0.00');
    expect(numberText(-1234.5, 1)).toBe('\u22121,234.5');
    expect(numberText(Number.NaN)).toBe('–');
  });
  it('writes percent with a narrow unit', () => {
    expect(percentText(0.1234)).toBe('12.3\u00a0%');
    expect(percentText(-0.5, 0)).toBe('\u221250\u00a0%');
    expect(percentText(0.00001, 1, true)).toBe('0.0\u00a0%');
    expect(percentText(0.02, 0, true)).toBe('+2\u00a0%');
  });
  it('keeps all the shares there are', () => {
    expect(quantityText(quantity(77_310_000))).toBe('0.7731');
    expect(quantityText(quantity(-125_000_000_000))).toBe('\u22121,250');
  });
  it('shows prices under a dollar finer', () => {
    expect(priceText(unitPriceFromNumber(182.3))).toBe('182.30');
    expect(priceText(unitPriceFromNumber(0.03125))).toBe('0.0313');
  });
  it('counts, sizes and lists', () => {
    expect(plural(1, 'lot')).toBe('1 lot');
    expect(plural(1200, 'lot')).toBe('1,200 lots');
    expect([12, 1500, 25_000, 1_250_000].map(bytesText)).toEqual(['12 B', '1.5 KB', '25 KB', '1.3 MB']);
    expect(listText([])).toBe('');
    expect(listText(['A', 'B'])).toBe('A and B');
    expect(listText(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more');
  });
});

describe('dates', () => {
  it('reads the same everywhere', () => {
    expect(dateText(isoDate('2025-03-04'))).toBe('4 Mar 2025');
    expect(monthText(isoDate('2025-12-31'))).toBe('Dec 2025');
    expect([0, 1, 45, 330].map(daysText)).toEqual(['today', '1 day', '45 days', '11 months']);
  });
});
