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
  private lastDay = '';
  private lastDayHash = 0;

  private text(s: string): number {
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
    // Rows come by day, so the day is mostly that of the row before.
    if (t.date !== this.lastDay) {
      this.lastDay = t.date;
      this.lastDayHash = this.text(t.date);
    }
    let h = this.lastDayHash;
    h = Math.imul(h ^ (t.symbol === null ? 7 : this.text(t.symbol)), 0x9e3779b1);
    h = Math.imul(h ^ (t.amount | 0), 0x85ebca6b);
    h ^= h >>> 15;
    const units = Math.abs(t.quantity);
    h = Math.imul(h ^ (units | 0) ^ ((units / 4294967296) | 0), 0xc2b2ae35);
    h ^= h >>> 13;
    if (t.id !== undefined) h = Math.imul(h ^ this.text(t.id), 0x27d4eb2f);
    return h;
  }
}

/** Rows in chains by hash: heads and links are indices into the rows, plus one; zero ends a chain. */
class Multiset {
  private readonly rows: readonly Transaction[];
  private readonly mask: number;
  private readonly heads: Int32Array;
  private readonly links: Int32Array;
  private readonly hasher = new Hasher();

  constructor(rows: readonly Transaction[]) {
    this.rows = rows;
    let size = 16;
    while (size < rows.length * 2) size *= 2;
    this.mask = size - 1;
    this.heads = new Int32Array(size);
    this.links = new Int32Array(rows.length + 1);
    rows.forEach((t, i) => {
      const slot = this.hasher.of(t) & this.mask;
      this.links[i + 1] = this.heads[slot] as number;
      this.heads[slot] = i + 1;
    });
  }

  /** Takes out one row that is the same event; false when there is none left. */
  take(t: Transaction): boolean {
    const slot = this.hasher.of(t) & this.mask;
    let before = 0;
    for (let i = this.heads[slot] as number; i !== 0; i = this.links[i] as number) {
      if (sameEvent(this.rows[i - 1] as Transaction, t)) {
        const next = this.links[i] as number;
        if (before === 0) this.heads[slot] = next;
        else this.links[before] = next;
        return true;
      }
      before = i;
    }
    return false;
  }
}

/** One always stays, so that the code compiled for it does too (see KEPT_SHAPES of the import). */
let keptShape: Multiset | null = null;

/**
 * Multiset de-duplication. A row is as often in the result as in the file that has it most often: re-importing
 * or overlapping exports add nothing, while identical fills inside one export all survive.
 */
export function mergeTransactions(
  existing: readonly Transaction[],
  incoming: readonly Transaction[],
): MergeResult {
  if (existing.length === 0) return { merged: incoming, added: incoming, duplicates: [] };
  const left = new Multiset(existing);
  keptShape ??= new Multiset([]);
  const added: Transaction[] = [];
  const duplicates: Transaction[] = [];
  for (const t of incoming) {
    if (left.take(t)) duplicates.push(t);
    else added.push(t);
  }
  return { merged: added.length === 0 ? existing : [...existing, ...added], added, duplicates };
}
