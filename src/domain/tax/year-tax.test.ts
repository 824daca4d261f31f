import { describe, expect, it } from 'vitest';
import { centsFromDollars as usd, cents } from '../../core/money.ts';
import { marginalTax, yearTax, type YearTaxInput } from './year-tax.ts';

const base = (over: Partial<YearTaxInput> = {}): YearTaxInput => ({
  year: 2026,
  status: 'single',
  ordinaryIncome: usd(60000),
  shortGain: cents(0),
  longGain: cents(0),
  carryoverShort: cents(0),
  carryoverLong: cents(0),
  stateRate: 0,
  ...over,
});

describe('yearTax', () => {
  it('PolicyEngine Case 1b: 10,000 long gain across the 0 % edge in 2026', () => {
    const t = yearTax(base({ longGain: usd(10000) }));
    expect(t).toMatchObject({ ordinaryPart: usd(43900), at0: usd(5550), at15: usd(4450), at20: 0 });
    expect(t).toMatchObject({ federalOrdinary: usd(5020), federalGains: usd(667.5), total: usd(5687.5) });
  });

  it('IRC 1411: 3.8 % of the smaller of net investment income and the excess of MAGI', () => {
    const t = yearTax(base({ ordinaryIncome: usd(190000), longGain: usd(30000) }));
    expect(t.niit).toBe(usd(760)); // 20,000 over the threshold
    expect(yearTax(base({ ordinaryIncome: usd(300000), longGain: usd(30000) })).niit).toBe(usd(1140));
  });

  it('IRC 1211(b): 3,000 off other income, 1,500 when separate; the rest carries', () => {
    const t = yearTax(base({ shortGain: usd(-1000), longGain: usd(-9000) }));
    expect(t).toMatchObject({
      agi: usd(57000),
      lossDeduction: usd(3000),
      carryoverShort: 0,
      carryoverLong: usd(7000),
    });
    const s = yearTax(base({ status: 'separate', longGain: usd(-9000) }));
    expect(s).toMatchObject({ lossDeduction: usd(1500), carryoverLong: usd(7500) });
  });

  it('IRC 1212(b)(2): with taxable income below zero the deduction is not used up', () => {
    const t = yearTax(base({ ordinaryIncome: usd(10000), longGain: usd(-5000) }));
    expect(t.carryoverLong).toBe(usd(5000));
    // 17,000 - 3,000 - 16,100 = -2,100: only 900 of the 3,000 is used
    expect(yearTax(base({ ordinaryIncome: usd(17000), longGain: usd(-5000) })).carryoverLong).toBe(usd(4100));
  });

  it('where the 15 % edge lies below the 12 % bracket end, ordinary rates on everything win', () => {
    // 2024 single: 0 % ends at 47,025, 12 % at 47,150. 100 of gain there: 12 instead of 15.
    const t = yearTax(base({ year: 2024, ordinaryIncome: usd(47025 + 14600), longGain: usd(100) }));
    expect(t.federalGains).toBe(usd(15));
    expect(t.incomeTax).toBe(t.federalOrdinary + usd(12));
  });

  it('marginalTax is a difference of two years, and a loss saves', () => {
    expect(marginalTax(base(), { longGain: usd(10000) })).toBe(usd(667.5));
    expect(marginalTax(base(), { shortGain: usd(-1000) })).toBe(-usd(120));
    expect(marginalTax(base({ stateRate: 0.05 }), { shortGain: usd(-1000) })).toBe(-usd(170));
  });
});
