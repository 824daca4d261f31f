import { describe, expect, it } from 'vitest';
import { OBJECTIVES } from '../domain/portfolio/types.ts';
import { evaluationOf, tally, verdictOf } from './evaluation.ts';

const six = <T>(x: T): T[] => OBJECTIVES.map(() => x);
const policy = {
  weights: 'abc',
  data: { from: '2021-04-06', to: '2024-12-31', cell: 'D', tickers: 403 },
  size: { startDates: 32, weeks: 78, costBps: 10 },
  seeds: [{ seed: 1, steps: 100 }],
  matrix: {
    mean: six(six(1)),
    sd: six(six(0.1)),
    diagonalBest: six(true),
    diagonalMargin: six({ mean: 1, ci: [-1, 2] }),
  },
  comparators: {
    hold: {
      longTermGain: { afterTaxLiquidation: { mean: 1, ci: [0.5, 2] }, ownMetric: { mean: 1, ci: [0, 2] } },
    },
    equal: { longTermGain: { afterTaxLiquidation: { mean: -1, ci: [-2, 0.5] } }, notAGoal: {} },
  },
  policyLines: { longTermGain: { afterTax: 3 } },
  ruleLines: { hold: { afterTax: 2, maxDrawdown: 15 } },
};

describe('evaluationOf', () => {
  it('takes nothing, and anything odd, for missing', () => {
    const nothing = { policy: null, encoder: null, chronos: null, objectives: null };
    for (const json of [null, 7, [], {}, { policy: 'x', encoder: [], chronos: { all: 'no' }, objectives: 1 }])
      expect(evaluationOf(json)).toEqual(nothing);
  });

  it('reads an evaluation without the parts that came later', () => {
    const read = evaluationOf({ policy, shipped: { policy: 'abc' } }).policy;
    expect(read).toMatchObject({ isShipped: true, costs: [], folds: [], seen: [], pbo: null, gain: null });
    expect(read?.against).toEqual([
      {
        rule: 'hold',
        goal: 'longTermGain',
        afterTax: { mean: 1, low: 0.5, high: 2 },
        own: { mean: 1, low: 0, high: 2 },
      },
      { rule: 'equal', goal: 'longTermGain', afterTax: { mean: -1, low: -2, high: 0.5 }, own: null },
    ]);
    expect(tally(read?.against ?? [])).toEqual({ better: 1, tie: 1, worse: 0 });
    expect(read?.risk.map((r) => [r.name, r.isPolicy])).toEqual([
      ['longTermGain', true],
      ['hold', false],
    ]);
  });

  it('says when the figures are of other weights', () => {
    expect(evaluationOf({ policy, shipped: { policy: 'def' } }).policy?.isShipped).toBe(false);
    expect(evaluationOf({ policy }).policy?.isShipped).toBeNull();
  });

  it('reads costs, folds and seen tickers where they are', () => {
    const read = evaluationOf({
      policy: {
        ...policy,
        costs: [{ costBps: 0, lines: { hold: { afterTax: 2 } } }, { costBps: 'x' }],
        walkForward: {
          folds: [
            {
              testFrom: '2010-01-01',
              testTo: '2012-01-01',
              matrix: policy.matrix,
              against: { hold: six({ mean: 0, ci: [-1, 1] }) },
            },
            { matrix: {} },
          ],
        },
        seenTickers: { diagonal: six(2) },
      },
    }).policy;
    expect(read?.costs).toHaveLength(1);
    expect(read?.folds).toHaveLength(1);
    expect(read?.folds[0]?.against[0]?.bands).toHaveLength(6);
    expect(read?.seen[0]).toEqual({ goal: 'shortTermAlpha', seen: 2, unseen: 1, difference: null });
  });
});

describe('verdictOf', () => {
  it('is a tie for as long as zero is inside', () => {
    expect(verdictOf({ mean: 1, low: 0.1, high: 2 })).toBe('better');
    expect(verdictOf({ mean: 1, low: 0, high: 2 })).toBe('tie');
    expect(verdictOf({ mean: -1, low: -2, high: -0.1 })).toBe('worse');
  });
});
