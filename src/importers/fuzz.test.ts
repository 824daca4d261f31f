import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzOnce } from './testing/fuzz.ts';

/** Seconds where nothing else runs; a hang would never end. */
const PATIENCE_MS = 600_000;

describe('mutated files', () => {
  it(
    '10,000 of them: no crash, no hang, no unreported row',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
          const { fault } = fuzzOnce(seed);
          if (fault !== '') expect.fail(fault);
        }),
        { numRuns: 10_000 },
      );
    },
    PATIENCE_MS,
  );
});
