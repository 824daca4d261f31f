/** Netting, stacking, NIIT, qualified dividends: worked by hand from RULES 1, 2 and 8. */
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { centsFromDollars as usd, cents } from '../../core/money.ts';
import { bracketLines } from './bracket-lines.ts';
import { netGains, split1256 } from './netting.ts';
import { dividendWindow, testDividend } from './qualified-dividend.ts';
import { yearTax, type YearTaxInput } from './year-tax.ts';
import { coveredYear, rulesFor } from './years/rules-for.ts';

const net = (
  st: number,
  lt: number,
  over: { status?: 'single' | 'separate'; cs?: number; cl?: number; ti?: number } = {},
) => {
  const n = netGains({
    status: over.status ?? 'single',
    shortGain: st * 100,
    longGain: lt * 100,
    carryoverShort: (over.cs ?? 0) * 100,
    carryoverLong: (over.cl ?? 0) * 100,
    ...(over.ti === undefined ? {} : { taxableIncome: over.ti * 100 }),
  });
  return {
    deduction: n.deduction / 100,
    short: n.carryoverShort / 100,
    long: n.carryoverLong / 100,
    ncg: n.netCapitalGain / 100,
    net: n.net / 100,
  };
};

describe('netting, IRC 1211, 1212(b), 1222', () => {
  it('short loss runs out, 2,000 of the deduction comes from the long side', () => {
    expect(net(-1000, -9000)).toEqual({ deduction: 3000, short: 0, long: 7000, ncg: 0, net: -10000 });
  });
  it('a short loss eats a long gain first', () => {
    expect(net(-8000, 3000)).toEqual({ deduction: 3000, short: 2000, long: 0, ncg: 0, net: -5000 });
    expect(net(-2000, 5000)).toMatchObject({ deduction: 0, short: 0, long: 0, ncg: 3000 });
  });
  it('a long loss eats a short gain first, and the rest stays long', () => {
    expect(net(4000, -9000)).toMatchObject({ deduction: 3000, short: 0, long: 2000, ncg: 0 });
  });
  it('carryovers enter with their own kind', () => {
    expect(net(5000, 10000, { cs: 7000, cl: 4000 })).toMatchObject({
      net: 4000,
      ncg: 4000,
      short: 0,
      long: 0,
    });
  });
  it('married separately: 1,500', () => {
    expect(net(-500, -4000, { status: 'separate' })).toMatchObject({ deduction: 1500, short: 0, long: 3000 });
  });
  it('1212(b)(2): negative taxable income uses up part of the deduction, or none', () => {
    expect(net(-5000, 0, { ti: -1000 })).toMatchObject({ deduction: 3000, short: 3000 });
    expect(net(-5000, 0, { ti: -3000 })).toMatchObject({ short: 5000 });
    expect(net(-5000, 0, { ti: -9000 })).toMatchObject({ short: 5000 });
    expect(net(-5000, 0, { ti: 0 })).toMatchObject({ short: 2000 });
  });
  it('a loss below the limit is used up whole', () => {
    expect(net(-700, -900)).toEqual({ deduction: 1600, short: 0, long: 0, ncg: 0, net: -1600 });
  });
  it('section 1256: 60 % long, 40 % short', () => {
    expect(split1256(1000_00)).toEqual({ short: 400_00, long: 600_00 });
    expect(split1256(-1000_00)).toEqual({ short: -400_00, long: -600_00 });
  });
});

const year = (over: Partial<YearTaxInput>) =>
  yearTax({
    year: 2025,
    status: 'single',
    ordinaryIncome: cents(0),
    shortGain: cents(0),
    longGain: cents(0),
    carryoverShort: cents(0),
    carryoverLong: cents(0),
    stateRate: 0,
    ...over,
  });

describe('the year', () => {
  it('2025 joint, wages alone: brackets add up', () => {
    // 200,000 - 31,500 = 168,500: 2,385 + 0.12 x 73,100 + 0.22 x 71,550
    expect(year({ status: 'joint', ordinaryIncome: usd(200000) }).total).toBe(usd(2385 + 8772 + 15741));
  });
  it('qualified dividends stack like long gains and are not counted twice', () => {
    const t = year({
      ordinaryIncome: usd(40000),
      ordinaryDividends: usd(5000),
      qualifiedDividends: usd(4000),
    });
    expect(t).toMatchObject({
      agi: usd(45000),
      taxableIncome: usd(29250),
      ordinaryPart: usd(25250),
      at0: usd(4000),
    });
  });
  it('the deduction uses up ordinary income first, then the gains', () => {
    const t = year({ ordinaryIncome: usd(10000), longGain: usd(50000) });
    expect(t).toMatchObject({ taxableIncome: usd(44250), ordinaryPart: 0, at0: usd(44250), total: 0 });
  });
  it('a gain through all three rates', () => {
    // Single 2025: 48,350 and 533,400. Taxable 600,000 all gain.
    const t = year({ longGain: usd(615750) });
    expect(t).toMatchObject({ at0: usd(48350), at15: usd(485050), at20: usd(66600) });
    expect(t.federalGains).toBe(usd(72757.5 + 13320));
    expect(t.niit).toBe(usd((615750 - 200000) * 0.038));
  });
  it('a short loss shrinks what is eligible for the low rates', () => {
    expect(
      year({ ordinaryIncome: usd(100000), shortGain: usd(-4000), longGain: usd(10000) }).netCapitalGain,
    ).toBe(usd(6000));
  });
  it('NIIT thresholds: 125,000 separate, 250,000 joint; a loss lowers the base by what is deductible', () => {
    expect(year({ status: 'separate', ordinaryIncome: usd(130000), interest: usd(1000) }).niit).toBe(usd(38));
    expect(year({ status: 'joint', ordinaryIncome: usd(249000), interest: usd(3000) }).niit).toBe(usd(76));
    expect(year({ ordinaryIncome: usd(300000), interest: usd(10000), longGain: usd(-9000) }).niit).toBe(
      usd(7000 * 0.038),
    );
    expect(year({ ordinaryIncome: usd(300000), longGain: usd(-9000) }).niit).toBe(0);
  });
  it('2025 separate: the 15 % rate ends at 300,000, not at half of the joint figure', () => {
    expect(rulesFor(2025).statuses.separate.fifteenUpTo).toBe(300000);
    expect(rulesFor(2023).statuses.separate.brackets[5]).toBe(346875);
  });
  it('years outside the tables use the nearest, and say which', () => {
    expect([coveredYear(1999), coveredYear(2024), coveredYear(2031)]).toEqual([2023, 2024, 2026]);
  });
  it('bracket lines add up to the tax', () => {
    const t = year({ ordinaryIncome: usd(180000), longGain: usd(420000) });
    const lines = bracketLines(t, 2025, 'single');
    expect(lines.reduce((n, l) => n + l.amount, 0)).toBe(t.taxableIncome);
    expect(lines.reduce((n, l) => n + l.tax, 0)).toBe(t.incomeTax);
  });
});

describe('qualified dividends, IRC 1(h)(11), 246(c)', () => {
  const ex = isoDate('2024-07-12');
  const held = (acquired: string, sold?: string, hedgedDays = 0) =>
    testDividend(
      ex,
      { acquired: isoDate(acquired), ...(sold ? { sold: isoDate(sold) } : {}), hedgedDays },
      false,
    );

  it('Pub. 550 (2024) Example 2: bought the day before, 61 days in the window', () => {
    expect(dividendWindow(ex, false)).toEqual(['2024-05-13', '2024-09-10']);
    expect(held('2024-07-11', '2024-09-13')).toEqual({ daysInWindow: 61, isQualified: true });
  });
  it('Pub. 550 Example 1: 60 days are not more than 60', () => {
    expect(held('2024-07-11', '2024-09-09')).toEqual({ daysInWindow: 60, isQualified: false });
    expect(held('2024-07-11', '2024-09-10')).toEqual({ daysInWindow: 61, isQualified: true });
  });
  it('a long holding counts the whole window; hedged days do not count', () => {
    expect(held('2020-01-02')).toEqual({ daysInWindow: 121, isQualified: true });
    expect(held('2020-01-02', undefined, 60)).toEqual({ daysInWindow: 61, isQualified: true });
    expect(held('2020-01-02', undefined, 61)).toEqual({ daysInWindow: 60, isQualified: false });
  });
  it('bought on the ex-date: at most 60 days', () => {
    expect(held('2024-07-12')).toEqual({ daysInWindow: 60, isQualified: false });
  });
  it('preferred over 366 days: more than 90 of 181', () => {
    expect(dividendWindow(ex, true)).toEqual(['2024-04-13', '2024-10-10']);
    const test = (sold: string) =>
      testDividend(ex, { acquired: isoDate('2024-07-11'), sold: isoDate(sold) }, true);
    expect(test('2024-10-08')).toEqual({ daysInWindow: 89, isQualified: false });
    expect(test('2024-10-10')).toEqual({ daysInWindow: 91, isQualified: true });
  });
});
