import { describe, expect, it } from 'vitest';
import type { IsoDate } from '../../core/iso-date.ts';
import type { LookBackCurve, LookBackPolicy, LookBackView } from '../../stores/view-types.ts';
import { lookBackSentence, yearlyGrowth } from './look-back.ts';

const curve = (policy: LookBackPolicy, end: number, weeks = 52): LookBackCurve => {
  const values = Array.from({ length: weeks + 1 }, (_, k) => 100_000 + ((end - 100_000) * k) / weeks);
  return {
    policy,
    beforeTax: values,
    afterTax: values,
    afterLiquidation: values,
    turnover: 0,
    harvested: 0,
    shortTermGains: 0,
    longTermGains: 0,
    costs: 0,
    maxDrawdown: 0,
  };
};
const view = (...curves: LookBackCurve[]): LookBackView => ({
  dates: ['2024-01-05' as IsoDate],
  symbols: ['A'],
  outsideUniverse: [],
  curves,
  device: 'wasm',
});

describe('lookBackSentence', () => {
  it('names the best whichever it is, and the model’s place beside holding on', () => {
    expect(lookBackSentence(view(curve('model', 103_000), curve('hold', 108_000)))).toBe(
      'Since 5 Jan 2024, $100,000 in your symbols would have become $108,000 with “Hold”, after tax and after selling all. The model ends $5,000 below holding on.',
    );
    expect(lookBackSentence(view(curve('model', 110_000), curve('hold', 108_000)))).toContain(
      'with “The model”',
    );
  });
  it('calls a small difference none', () => {
    expect(lookBackSentence(view(curve('model', 108_200), curve('hold', 108_000)))).toContain('about equal');
  });
  it('grows by the year', () => {
    expect(yearlyGrowth(curve('hold', 121_000, 104))).toBeCloseTo(0.1, 10);
  });
});
