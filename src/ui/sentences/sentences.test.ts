import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { OBJECTIVES, type ObjectiveWeights } from '../../domain/portfolio/types.ts';
import type { Position, Totals } from '../../stores/view-types.ts';
import type { PersonView, PlanView, TaxYearView } from '../../stores/view-types.ts';
import { holdingsGaps, holdingsSentence } from './holdings.ts';
import { reviewSentence } from './import.ts';
import { planSentence } from './plan.ts';
import { stateRateSentence, taxSentence } from './tax.ts';
import { youSentence } from './you.ts';

const totals = (part: Partial<Totals>): Totals => ({
  value: cents(1_000_000),
  gain: cents(0),
  shortGain: cents(0),
  longGain: cents(0),
  unpriced: [],
  basisMissing: [],
  ...part,
});
const held = [{ value: cents(1) }] as unknown as readonly Position[];

describe('holdings', () => {
  it('says up, down, even, sold and unpriced differently', () => {
    expect(holdingsSentence(totals({ gain: cents(182_400), shortGain: cents(61_000) }), held)).toBe(
      'You are up $1,824 on holdings worth $10,000; $610 of it would be taxed at your short-term rate.',
    );
    expect(holdingsSentence(totals({ gain: cents(182_400), shortGain: cents(-5) }), held)).toContain(
      'none of it',
    );
    expect(holdingsSentence(totals({ gain: cents(-500) }), held)).toBe(
      'You are down $5 on holdings worth $10,000.',
    );
    expect(holdingsSentence(totals({}), held)).toContain('just what they cost');
    expect(holdingsSentence(totals({}), [])).toContain('sold');
    expect(holdingsSentence(totals({}), [{ value: null }] as unknown as readonly Position[])).toContain(
      'none with a price',
    );
  });
  it('names what is not counted', () => {
    expect(holdingsGaps(totals({ unpriced: ['A', 'B'], basisMissing: ['C'] }))).toBe(
      'Not counted: A and B have no price; C lacks a cost basis.',
    );
    expect(holdingsGaps(totals({}))).toBe('');
  });
});

describe('import review', () => {
  const counts = { files: 2, added: 40, duplicates: 0, problems: 0, unmapped: [], failed: [], positions: 0 };
  it('counts what is new and what needs a look', () => {
    expect(reviewSentence(counts)).toBe(
      '40 rows from 2 files can be added; every line was understood. Nothing is saved yet.',
    );
    expect(reviewSentence({ ...counts, problems: 1 })).toContain('1 line needs a look');
    expect(reviewSentence({ ...counts, added: 0, duplicates: 40 })).toContain('Nothing new');
    expect(reviewSentence({ ...counts, added: 0, positions: 3 })).toContain('3 positions can be kept');
    expect(reviewSentence({ ...counts, added: 0, unmapped: ['x.csv'] })).toContain('Name its columns');
    expect(reviewSentence({ ...counts, added: 0, failed: ['x.csv'] })).toContain('could not be read');
  });
});

describe('tax', () => {
  const tax = (part: object): TaxYearView =>
    ({
      year: 2025,
      netShort: cents(0),
      netLong: cents(0),
      total: cents(0),
      form8949: { total: 1, rows: [{}] },
      ...part,
    }) as unknown as TaxYearView;
  it('tells a bill, a saving, a zero bracket and an empty year apart', () => {
    expect(taxSentence(tax({ netLong: cents(500_000), total: cents(75_000) }), true)).toBe(
      'For 2025 your investments cost an estimated $750 of tax, on net gains of $5,000.',
    );
    expect(taxSentence(tax({ netShort: cents(-500_000), total: cents(-66_000) }), false)).toBe(
      'So far in 2025 your net loss of $5,000 lowers your tax by an estimated $660.',
    );
    expect(taxSentence(tax({ netLong: cents(5000) }), true)).toContain('0\u00a0% bracket');
    expect(taxSentence(tax({ form8949: { total: 0, rows: [] } }), true)).toContain('nothing was sold');
    expect(taxSentence(tax({ form8949: { total: 0, rows: [] }, total: cents(100) }), true)).toContain(
      'dividends',
    );
  });

  it('names year, threshold and source of a state’s rate, and says where there is none', () => {
    const california = stateRateSentence('CA', 2026);
    expect(california).toContain('California’s top rate of 2026 is 12.3\u00a0% on income above $742,953');
    expect(california).toContain('PolicyEngine-US');
    expect(stateRateSentence('ID', 2024)).toContain('5.695\u00a0%');
    expect(stateRateSentence('CO', 2026)).not.toContain('above');
    expect(stateRateSentence('TX', 2026)).toBe('Texas does not tax gains in 2026.');
    expect(stateRateSentence('WA', 2026)).toContain('enter the rate you pay');
  });
});

describe('you', () => {
  const weights = (top: number): ObjectiveWeights =>
    Object.fromEntries(
      OBJECTIVES.map((o) => [o, o === 'taxLossHarvesting' ? top : (1 - top) / 5]),
    ) as ObjectiveWeights;
  const spread = Object.fromEntries(OBJECTIVES.map((o) => [o, 0.09])) as ObjectiveWeights;
  const person = (part: Partial<PersonView>): PersonView =>
    ({ enough: true, decisions: 80, objectives: weights(0.62), spread, ...part }) as PersonView;
  it('gives the top goal with its uncertainty, and says when it is thin', () => {
    expect(youSentence(person({}))).toBe('Your trades look 62\u00a0% (±\u00a09) like tax-loss harvesting.');
    expect(youSentence(person({ objectives: weights(0.2) }))).toContain('hardly more than');
    expect(youSentence(person({ enough: false, decisions: 3 }))).toContain('3 decisions are too few');
  });
});

describe('plan', () => {
  const trade = { side: 'sell', lots: [{}, {}] };
  const plan = (planned: number, naive: number, trades: object[] = [trade]): PlanView =>
    ({
      asOf: isoDate('2026-01-02'),
      trades,
      tax: { planned: cents(planned), naive: cents(naive) },
    }) as unknown as PlanView;
  it('says what the trades save or cost, and never hides a wash sale', () => {
    expect(planSentence(plan(-193_000, 0), 0)).toBe(
      'Selling these 2 lots saves an estimated $1,930 of tax and breaks no wash-sale rule.',
    );
    expect(planSentence(plan(10_000, 25_000), 0)).toContain('$150 less than');
    expect(planSentence(plan(10_000, 5000), 2)).toBe(
      'Selling these 2 lots costs an estimated $100 of tax but 2 trades would run into a wash sale.',
    );
    expect(planSentence(plan(0, 0, []), 0)).toContain('Nothing needs to be traded');
  });
});
