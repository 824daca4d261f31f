import { TRANSACTION_FAMILIES, type Transaction } from '../domain/ledger/transaction.ts';

/** The outcome of adding rows to a ledger. */
export interface MergeResult {
  readonly merged: readonly Transaction[];
  readonly added: readonly Transaction[];
  readonly duplicates: readonly Transaction[];
}

/**
 * Whether two rows are the same event: everything the broker printed that does not change between exports.
 * Open or close, and the direction of an expiry, may depend on how much history the export covers.
 */
function sameEvent(a: Transaction, b: Transaction): boolean {
  return (
    a.date === b.date &&
    a.amount === b.amount &&
    a.symbol === b.symbol &&
    (a.option ? Math.abs(a.quantity) === Math.abs(b.quantity) : a.quantity === b.quantity) &&
    TRANSACTION_FAMILIES[a.type] === TRANSACTION_FAMILIES[b.type] &&
    a.price === b.price &&
    a.fees === b.fees &&
    a.currency === b.currency &&
    a.account === b.account &&
    a.rawType === b.rawType &&
    a.id === b.id &&
    (a.id !== undefined || a.description === b.description)
  );
}

/** 32-bit mixing of the fields that tell most rows apart; equality is checked after. */
class Hasher {
  private readonly texts = new Map<string, number>();

  private text(s: string | null): number {
    if (s === null) return 7;
    let h = this.texts.get(s);
    if (h === undefined) {
      h = 0x811c9dc5;
      for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
      if (this.texts.size > 100_000) this.texts.clear();
      this.texts.set(s, h);
    }
    return h;
  }

  of(t: Transaction): number {
    let h = this.text(t.date);
    h = Math.imul(h ^ this.text(t.symbol), 0x9e3779b1);
    h = Math.imul(h ^ (t.amount | 0), 0x85ebca6b);
    h ^= h >>> 15;
    const units = Math.abs(t.quantity);
    h = Math.imul(h ^ ((units % 4294967291) | 0), 0xc2b2ae35);
    h ^= h >>> 13;
    if (t.id !== undefined) h = Math.imul(h ^ this.text(t.id), 0x27d4eb2f);
    return h | 0;
  }
}

/** Rows by hash; a bucket is one row or a list of those that share a hash. */
class Multiset {
  private readonly buckets = new Map<number, Transaction | Transaction[]>();
  private readonly hasher = new Hasher();

  add(t: Transaction): void {
    const h = this.hasher.of(t);
    const b = this.buckets.get(h);
    if (b === undefined) this.buckets.set(h, t);
    else if (Array.isArray(b)) b.push(t);
    else this.buckets.set(h, [b, t]);
  }

  /** Takes out one row that is the same event; false when there is none left. */
  take(t: Transaction): boolean {
    const h = this.hasher.of(t);
    const b = this.buckets.get(h);
    if (b === undefined) return false;
    if (!Array.isArray(b)) {
      if (!sameEvent(b, t)) return false;
      this.buckets.delete(h);
      return true;
    }
    // Equal rows leave from the end, so that a thousand identical fills stay cheap.
    for (let i = b.length - 1; i >= 0; i--) {
      if (!sameEvent(b[i] as Transaction, t)) continue;
      b[i] = b[b.length - 1] as Transaction;
      b.pop();
      return true;
    }
    return false;
  }
}

/**
 * Multiset de-duplication. A row is as often in the result as in the file that has it most often: re-importing
 * or overlapping exports add nothing, while identical fills inside one export all survive.
 */
export function mergeTransactions(
  existing: readonly Transaction[],
  incoming: readonly Transaction[],
): MergeResult {
  if (existing.length === 0) return { merged: incoming, added: incoming, duplicates: [] };
  const left = new Multiset();
  for (const t of existing) left.add(t);
  const added: Transaction[] = [];
  const duplicates: Transaction[] = [];
  for (const t of incoming) {
    if (left.take(t)) duplicates.push(t);
    else added.push(t);
  }
  return { merged: added.length === 0 ? existing : [...existing, ...added], added, duplicates };
}
