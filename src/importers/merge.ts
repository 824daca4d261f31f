import { TRANSACTION_FAMILIES, type Transaction } from '../domain/ledger/transaction.ts';

/**
 * What two rows must share to be the same event: what the broker printed and does not change between exports.
 * Open or close, and the direction of an expiry, may depend on how much history the export covers.
 */
function identity(t: Transaction): string {
  const units = t.option ? Math.abs(t.quantity) : t.quantity;
  const words = t.id ? t.id : t.description;
  return `${t.date}|${TRANSACTION_FAMILIES[t.type]}|${t.symbol ?? ''}|${units}|${t.amount}|${t.price ?? ''}|${t.fees}|${t.currency}|${t.account ?? ''}|${t.rawType}|${words}`;
}

/** The outcome of adding rows to a ledger. */
export interface MergeResult {
  readonly merged: readonly Transaction[];
  readonly added: readonly Transaction[];
  readonly duplicates: readonly Transaction[];
}

/**
 * Multiset de-duplication. A row is as often in the result as in the file that has it most often: re-importing
 * or overlapping exports add nothing, while identical fills inside one export all survive.
 */
export function mergeTransactions(existing: readonly Transaction[], incoming: readonly Transaction[]): MergeResult {
  if (existing.length === 0) return { merged: [...incoming], added: [...incoming], duplicates: [] };
  const left = new Map<string, number>();
  for (const t of existing) {
    const key = identity(t);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const added: Transaction[] = [];
  const duplicates: Transaction[] = [];
  for (const t of incoming) {
    const key = identity(t);
    const n = left.get(key) ?? 0;
    if (n > 0) {
      left.set(key, n - 1);
      duplicates.push(t);
    } else added.push(t);
  }
  return { merged: [...existing, ...added], added, duplicates };
}
