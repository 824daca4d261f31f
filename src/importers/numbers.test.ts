import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScaled } from '../core/decimal.ts';
import { decimalEvidence, isNothing, readScaled } from './numbers.ts';

describe('readScaled', () => {
  it.each([
    ['$1,234.56', 123456],
    ['-$1,234.56', -123456],
    ['($1,234.56)', -123456],
    ['(12)', -1200],
    ['+5,763.43', 576343],
    ['$0.93 ', 93],
    ['12.30-', -1230],
    ['\u221212.30', -1230],
    ['USD 12.30', 1230],
    ['12.30 EUR', 1230],
    ["1'234.56", 123456],
    ['1 234.56', 123456],
    ['-2.5e1', -2500],
    ['.5', 50],
    ['0.005', 1],
    ['-0', 0],
  ])('reads %s', (text, cents) => expect(readScaled(text, 2, false)).toBe(cents));

  it.each([
    ['1.234,56', 123456],
    ['-33,90', -3390],
    ['2.087', 208700],
    ['1 234,5', 123450],
  ])('reads %s with a decimal comma', (text, cents) => expect(readScaled(text, 2, true)).toBe(cents));

  it.each(['', '--', '-', '\u2014', 'n/a', ' ', 'Not available'])('takes "%s" for nothing', (text) => {
    expect(readScaled(text, 2, false)).toBeNull();
    expect(isNothing(text)).toBe(true);
  });

  it.each([
    '1.2.3',
    '12,34',
    'abc',
    '1,2345',
    '12-3',
    '(5',
    '5)',
    '--5',
    '1e999',
    '=1+1',
    '12 apples',
    '9'.repeat(20),
  ])('refuses %s', (text) => {
    expect(readScaled(text, 2, false)).toBeNaN();
  });

  it('is exact for every printed amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), fc.boolean(), (n, comma) => {
        const plain = formatScaled(Math.abs(n), 2, 2);
        const [whole = '', frac = ''] = plain.split('.');
        const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, comma ? '.' : ',');
        expect(readScaled(`${n < 0 ? '-' : ''}${grouped}${comma ? ',' : '.'}${frac}`, 2, comma)).toBe(
          n === 0 ? 0 : n,
        );
      }),
    );
  });
});

describe('decimalEvidence', () => {
  it.each([
    ['1,234.5', -1],
    ['1.234,5', 1],
    ['1,234', 0],
    ['1.234', 0],
    ['0,234', 1],
    ['12,3', 1],
    ['1.234.567', 1],
    ['12345', 0],
    ['Sell 8 @ 1,5', 0],
  ])('%s', (text, e) => expect(decimalEvidence(text)).toBe(e));
});
