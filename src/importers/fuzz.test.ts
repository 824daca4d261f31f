import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzOnce } from './testing/fuzz.ts';

describe('mutated files', () => {
  it('10,000 of them: no crash, no hang, no unreported row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const run = fuzzOnce(seed);
        expect(run.fault).toBe('');
        expect(run.ms).toBeLessThan(5000);
      }),
      { numRuns: 10_000 },
    );
  });
});
