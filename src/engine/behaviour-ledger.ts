import type { Transaction } from '../domain/ledger/transaction.ts';
import { buildLedger } from './ledger.ts';
import type { LedgerOptions } from './ledger.ts';

/**
 * The lots as the person lived through them: same fold, same booking method, but the wash-sale rule switched off
 * for every symbol. A wash sale moves a loss into a later purchase and lengthens its holding period; that is tax, not
 * behaviour, and it depends on purchases made after the sale, which would let a decision see its own future.
 */
export function behaviourLedger(transactions: readonly Transaction[], options: LedgerOptions = {}) {
  const securities = { ...options.securities };
  // The class that the fold exempts from the rule (Notice 2014-21) is the switch.
  for (const t of transactions)
    if (t.symbol !== null) securities[t.symbol] = { ...securities[t.symbol], class: 'crypto' };
  return buildLedger(transactions, { ...options, securities });
}
