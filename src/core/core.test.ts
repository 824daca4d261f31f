import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScaled, mulDivRound, parseScaled } from './decimal.ts';
import {
  addDays,
  dateOfDayNumber,
  dayNumber,
  daysInMonth,
  isoDate,
  makeIsoDate,
  parseIsoDate,
  weekdayOf,
} from './iso-date.ts';
import { cents, centsFromDollars, centsToText, parseCents } from './money.ts';
import { parseQuantity, parseUnitPrice, quantityToText, unitPriceFromNumber, valueOf } from './quantity.ts';
import { pcg32 } from './rng.ts';

describe('decimal text to scaled integers', () => {
  it('rounds half away from zero at the last digit', () => {
    expect(parseScaled('0.005', 2)).toBe(1);
    expect(parseScaled('-0.005', 2)).toBe(-1);
    expect(parseScaled('0.0049999', 2)).toBe(0);
    expect(parseScaled('1.005', 2)).toBe(101); // 1.005 is below itself in binary; the text is what counts
  });
  it('reads exponents, bare points and signs', () => {
    expect(parseScaled('1e-3', 8)).toBe(100_000);
    expect(parseScaled('.5', 2)).toBe(50);
    expect(parseScaled('5.', 2)).toBe(500);
    expect(parseScaled('+3', 0)).toBe(3);
  });
  it('refuses what is not a plain decimal or does not fit', () => {
    for (const text of ['', '.', '-', '1,000', '$1', 'abc', '1e', '99999999999999999', '1e300'])
      expect(parseScaled(text, 2), text).toBeNull();
  });
  it('formats and parses back (property)', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.integer({ min: 0, max: 8 }),
        (n, d) => parseScaled(formatScaled(n, d), d) === (n === 0 ? 0 : n),
      ),
    );
  });
  it('mulDivRound equals exact BigInt arithmetic (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e15, max: 1e15 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 1, max: 1e14 }),
        (a, b, d) => {
          const n = BigInt(a) * BigInt(b) * 2n;
          const dd = BigInt(d) * 2n;
          const half = n < 0n ? -BigInt(d) : BigInt(d);
          fc.pre(
            (n + half) / dd <= BigInt(Number.MAX_SAFE_INTEGER) &&
              (n + half) / dd >= -BigInt(Number.MAX_SAFE_INTEGER),
          );
          return Math.abs(mulDivRound(a, b, d) - Number((n + half) / dd)) === 0;
        },
      ),
    );
  });
});

describe('money and quantities', () => {
  it('keeps cents whole', () => {
    expect(() => cents(1.5)).toThrow(RangeError);
    expect(centsFromDollars(0.1 + 0.2)).toBe(30);
    expect(parseCents('-1200.00')).toBe(-120_000);
    expect(centsToText(cents(-5))).toBe('-0.05');
  });
  it('multiplies shares by price exactly', () => {
    const q = parseQuantity('0.7731');
    const p = parseUnitPrice('62.7345');
    expect(q !== null && p !== null && valueOf(q, p)).toBe(4850);
    expect(parseUnitPrice('-1')).toBeNull();
    expect(quantityToText(parseQuantity('5000')!)).toBe('5000');
    expect(unitPriceFromNumber(182.31)).toBe(18_231_000_000);
  });
});

describe('dates', () => {
  it('knows leap years and refuses days that do not exist', () => {
    expect(parseIsoDate('2023-02-29')).toBeNull();
    expect(parseIsoDate('2024-2-29')).toBeNull();
    expect(makeIsoDate(2000, 2, 29)).toBe('2000-02-29');
    expect(makeIsoDate(1900, 2, 29)).toBeNull();
    expect(daysInMonth(2024, 2)).toBe(29);
  });
  it('counts days both ways (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (n) => dayNumber(dateOfDayNumber(n)) === n),
    );
  });
  it('agrees with known days', () => {
    expect(dayNumber(isoDate('1970-01-01'))).toBe(0);
    expect(addDays(isoDate('2024-02-28'), 2)).toBe('2024-03-01');
    expect(weekdayOf(isoDate('2026-11-24'))).toBe(2);
  });
});

describe('pcg32', () => {
  it('reproduces the published demo stream of pcg32 (seed 42, stream 54)', () => {
    const rng = pcg32(42, 54);
    const got = Array.from({ length: 6 }, () => rng.nextU32());
    expect(got).toEqual([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e]);
  });
  it('is uniform and normal within sampling error', () => {
    const rng = pcg32(7);
    const n = 20_000;
    const u = Array.from({ length: n }, () => rng.uniform());
    const z = Array.from({ length: n }, () => rng.normal());
    const mean = (x: number[]): number => x.reduce((a, b) => a + b, 0) / n;
    expect(Math.abs(mean(u) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(mean(z.map((x) => x * x)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
  it('forks into streams that differ from the parent and repeat with the seed', () => {
    const draw = (): number[] => {
      const parent = pcg32(1);
      const child = parent.fork();
      return [parent.nextU32(), child.nextU32()];
    };
    const [a, b] = draw();
    expect(a).not.toBe(b);
    expect(draw()).toEqual([a, b]);
  });
});
