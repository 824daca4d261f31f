import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { OBJECTIVES, type Objective, type ObjectiveWeights } from '../../domain/portfolio/types.ts';
import { driftSentence } from './drift.ts';

const point = (date: string, top: Objective) => ({
  date: isoDate(date),
  objectives: Object.fromEntries(OBJECTIVES.map((o) => [o, o === top ? 0.6 : 0.08])) as ObjectiveWeights,
});

describe('what changed over the years, in words', () => {
  it('says nothing about a single quarter', () => {
    expect(driftSentence([point('2023-03-31', 'longTermGain')])).toBeNull();
  });
  it('says that nothing changed', () => {
    expect(driftSentence([point('2022-06-30', 'longTermGain'), point('2023-06-30', 'longTermGain')])).toBe(
      'All along, your trades looked most like long-term growth.',
    );
  });
  it('names the years before and since a change', () => {
    expect(
      driftSentence([
        point('2021-12-31', 'shortTermGain'),
        point('2022-12-31', 'shortTermGain'),
        point('2023-12-31', 'taxLossHarvesting'),
        point('2024-12-31', 'taxLossHarvesting'),
      ]),
    ).toBe(
      'Your trades looked from 2021 to 2022 more like looking for quick gains; since 2023 more like tax-loss harvesting.',
    );
  });
  it('tells the last changes only when there are many', () => {
    const goals: Objective[] = ['shortTermGain', 'longTermGain', 'capitalPreservation', 'shortTermAlpha'];
    const text = driftSentence(goals.map((g, i) => point(`202${i}-12-31`, g)));
    expect(text).not.toContain('2020');
    expect(text).toContain('in 2021 more like long-term growth, in 2022');
  });
});
