import { describe, expect, it } from 'vitest';
import type { Against } from '../../stores/evaluation.ts';
import { diagonalSentence, qualitySentence } from './quality.ts';

const against = (better: number, tie: number, worse: number): Against[] =>
  [
    ...Array.from({ length: better }, () => ({ mean: 2, low: 1, high: 3 })),
    ...Array.from({ length: tie }, () => ({ mean: 2, low: -1, high: 3 })),
    ...Array.from({ length: worse }, () => ({ mean: -2, low: -3, high: -1 })),
  ].map((afterTax) => ({ rule: 'hold', goal: 'longTermGain' as const, afterTax, own: null }));

describe('qualitySentence', () => {
  it('says what the counts say', () => {
    expect(qualitySentence(against(6, 36, 6))).toBe(
      'Mostly ties with simple rules: of 48 comparisons after tax, 36 ties, 6 better and 6 worse.',
    );
    expect(qualitySentence(against(30, 10, 8))).toContain('Mostly better');
    expect(qualitySentence(against(4, 20, 24))).toContain('More often worse');
    expect(qualitySentence(against(20, 20, 8))).toContain('A mixed picture');
    expect(qualitySentence([])).toContain('No evaluation');
  });
});

describe('diagonalSentence', () => {
  const table = (diagonalBest: boolean[] | null) => ({
    table: { mean: [], sd: null, margin: null, plainGain: null, diagonalBest },
  });
  it('names the goals that fail too', () => {
    const said = diagonalSentence(table([true, false, true, true, true, true]));
    expect(said).toContain('5 of 6');
    expect(said).toContain('Not for “Quick gains”.');
    expect(diagonalSentence(table(null))).toBe('');
  });
});
