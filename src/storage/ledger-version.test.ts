import { describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { nextLedgerVersion } from './ledger-version.ts';

describe('single writer', () => {
  it('moves the version on for the tab that read the newest', () => {
    expect(nextLedgerVersion(7, 7)).toBe(8);
  });

  it('refuses a tab that read an older or a newer one', () => {
    for (const expected of [6, 8]) {
      try {
        nextLedgerVersion(7, expected);
        expect.unreachable();
      } catch (e) {
        expect(e).toBeInstanceOf(KeepfolioError);
        expect((e as KeepfolioError).code).toBe('stale-tab');
        expect((e as KeepfolioError).hint).not.toBe('');
      }
    }
  });
});
