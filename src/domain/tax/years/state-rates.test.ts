import { describe, expect, it } from 'vitest';
import { startingRate, STATE_TOP_RATES } from './state-rates.ts';

describe('the rate a state starts from', () => {
  it('is the one of the year, or of the last year before it that is known', () => {
    expect(startingRate('CA', 2025)).toEqual({ rate: 0.123, from: 742_953, year: 2025 });
    expect(startingRate('NH', 2024)).toEqual({ rate: 0.03, from: 0, year: 2024 });
    expect(startingRate('NY', 2031)?.year).toBe(2026);
  });

  it('is zero where gains are not taxed, and none where one rate would mislead or nothing is known', () => {
    expect(startingRate('TX', 2026)).toEqual({ rate: 0, from: 0, year: 2026 });
    expect(startingRate('WA', 2026)).toBeNull();
    expect(startingRate('CA', 2020)).toBeNull();
    expect(startingRate('LA', 2024)).toBeNull();
  });

  it('is a fraction that fits the field for it', () => {
    for (const state of Object.keys(STATE_TOP_RATES)) {
      const rate = startingRate(state, 2026)?.rate;
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThan(0.15);
    }
  });
});
