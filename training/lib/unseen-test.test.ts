import { describe, expect, it } from 'vitest';
import { pcg32 } from '../../src/core/rng.ts';
import { unseenTest, type UnseenRow } from './unseen-test.ts';

const DATES = 40;

/**
 * Two kinds of asset, "wide" with truths spread over 3 and "narrow" over 0.7; everyone is guessed with the same error,
 * plus `extra` for whom it is asked.
 */
function rows(name: string, wide: number, narrow: number, seed: number, extra = 0): UnseenRow[] {
  const rng = pcg32(seed);
  const out: UnseenRow[] = [];
  for (let a = 0; a < wide + narrow; a++) {
    const stratum = a < wide ? 'wide' : 'narrow';
    for (let date = 0; date < DATES; date++) {
      const truth = (stratum === 'wide' ? 3 : 0.7) * rng.normal();
      const guess = truth + (0.4 + extra) * rng.normal();
      out.push({ date, symbol: `${name}${a}`, stratum, truth, guess, baseline: truth + 0.5 * rng.normal() });
    }
  }
  return out;
}

describe('what unseen tickers lose', () => {
  it('calls a difference between the sets what it is: a loss of R² that matching takes away', () => {
    const t = unseenTest(rows('s', 60, 20, 1), rows('u', 4, 36, 2), DATES);
    expect(t.lost.value).toBeGreaterThan(0.05);
    expect(Math.abs(t.lostMatched.value)).toBeLessThan(0.03);
    expect(t.lostMatched.low).toBeLessThan(0.01);
    expect(t.lostMatched.high).toBeGreaterThan(-0.01);
    expect(t.beyond.value).toBeLessThan(0.03);
    expect(t.beyondMatched.low).toBeLessThan(0);
    expect(t.beyondMatched.high).toBeGreaterThan(0);
    expect(t.skillGap.low).toBeLessThan(0);
    expect(t.skillGap.high).toBeGreaterThan(0);
    expect(t.covered).toBe(1);
  });

  it('finds a real loss, whatever the sets hold', () => {
    const t = unseenTest(rows('s', 60, 20, 3), rows('u', 4, 36, 4, 0.3), DATES);
    expect(t.lostMatched.low).toBeGreaterThan(0.03);
    expect(t.beyondMatched.low).toBeGreaterThan(0.03);
    expect(t.skillGap.low).toBeGreaterThan(0.1);
    expect(t.skillSeen.low).toBeGreaterThan(0.2);
    expect(t.skillUnseen.high).toBeLessThan(0);
  });

  it('leaves out unseen assets of a kind that was never seen, and says how many', () => {
    const strange = rows('u', 20, 20, 5).map((r) =>
      r.stratum === 'wide' ? { ...r, stratum: 'strange', guess: 0 } : r,
    );
    const t = unseenTest(rows('s', 20, 20, 6), strange, DATES);
    expect(t.covered).toBe(0.5);
    expect(Math.abs(t.lostMatched.value)).toBeLessThan(0.05);
  });
});
