import { KeepfolioError } from '../core/errors.ts';

/**
 * Optimistic single writer: a tab may write only over the version it last read.
 * @returns the version after the write
 * @throws KeepfolioError "stale-tab" when another tab wrote in between
 */
export function nextLedgerVersion(stored: number, expected: number): number {
  if (stored !== expected)
    throw new KeepfolioError(
      'stale-tab',
      'Another tab changed your ledger, so this change was not saved over it.',
      'The newer data has been loaded here. Repeat what you did.',
      { stored, expected },
    );
  return stored + 1;
}
