import { describe, expect, it } from 'vitest';
import { sparesShortGains } from './short-gain-rule.ts';

describe('sparing short-term gains', () => {
  it('is for long-term gains only and for harvesting, alone or together, from half of the goal on', () => {
    expect(sparesShortGains([0, 0, 0, 0, 0, 1])).toBe(true);
    expect(sparesShortGains([0, 0, 0, 0, 1, 0])).toBe(true);
    expect(sparesShortGains([0, 0, 0.5, 0, 0.3, 0.2])).toBe(true);
    expect(sparesShortGains([0, 0, 0.6, 0, 0.2, 0.2])).toBe(false);
    expect(sparesShortGains([1, 0, 0, 0, 0, 0])).toBe(false);
  });
});
