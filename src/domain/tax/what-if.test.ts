import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { centsFromDollars as usd, cents } from '../../core/money.ts';
import { quantityFromNumber as shares, unitPriceFromNumber } from '../../core/quantity.ts';
import { compareDates, estimateSale } from './what-if.ts';
import type { YearTaxInput } from './year-tax.ts';

const base: YearTaxInput = {
  year: 2025,
  status: 'single',
  ordinaryIncome: usd(100000),
  shortGain: cents(0),
  longGain: cents(0),
  carryoverShort: cents(0),
  carryoverLong: cents(0),
  stateRate: 0,
};
const lot = { quantity: shares(100), basis: usd(5000), holdingFrom: isoDate('2024-09-10') };

describe('tax of one hypothetical sale', () => {
  it('waiting one day past the year turns 22 % into 15 %', () => {
    const c = compareDates(
      base,
      [lot],
      unitPriceFromNumber(60),
      isoDate('2025-09-10'),
      isoDate('2025-09-11'),
    );
    expect(c.now).toMatchObject({ shortGain: usd(1000), longGain: 0, tax: usd(220) });
    expect(c.later).toMatchObject({ shortGain: 0, longGain: usd(1000), tax: usd(150) });
    expect(c.saved).toBe(usd(70));
  });

  it('a loss saves only as far as it is not washed', () => {
    const washed = { ...lot, washedShares: shares(40) };
    expect(estimateSale(base, [washed], unitPriceFromNumber(40), isoDate('2025-06-02'))).toMatchObject({
      shortGain: -usd(600),
      disallowed: usd(400),
      tax: -usd(132),
    });
  });

  it('in another year the tables of that year count, without this year’s gains', () => {
    const e = estimateSale(
      { ...base, longGain: usd(9000) },
      [lot],
      unitPriceFromNumber(60),
      isoDate('2026-01-05'),
    );
    expect(e).toMatchObject({ longGain: usd(1000), tax: usd(150) });
  });
});
