import { describe, expect, it } from 'vitest';
import { quantityFromNumber } from '../../core/quantity.ts';
import type { MatchReason, MatchRow } from '../../stores/broker-store.ts';
import { matchSentence, reasonText } from './broker-match.ts';

const row = (symbol: string, reason: MatchReason): MatchRow => ({
  symbol,
  brokerShares: quantityFromNumber(1),
  ourShares: quantityFromNumber(1),
  shareDifference: quantityFromNumber(0),
  brokerBasis: null,
  ourBasis: null,
  basisDifference: null,
  reason,
});

describe('the comparison with a broker', () => {
  it('says yes, mostly or not yet, and names what differs', () => {
    expect(matchSentence([row('A', { code: 'match' }), row('C', { code: 'cash-fund' })])).toBe(
      'Yes: all 2 positions match.',
    );
    expect(matchSentence([row('A', { code: 'match' }), row('B', { code: 'part-missing' })])).toBe(
      'Mostly: 1 position matches; B differs.',
    );
    expect(matchSentence([row('A', { code: 'no-history' }), row('B', { code: 'sold-since' })])).toBe(
      'Not yet: A and B differ.',
    );
  });

  it('names split ratios both ways round', () => {
    expect(reasonText({ code: 'split', to: 3, from: 1 })).toContain('3 times your shares: a 3-for-1 split');
    expect(reasonText({ code: 'split', to: 1, from: 10 })).toContain('1/10 of your shares: a 1-for-10 split');
  });
});
