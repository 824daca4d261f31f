import { daysBetween } from '../core/iso-date.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';

/** A share transfer that left one account and arrived in another: date and basis travel with the lots. */
export interface TransferPair {
  readonly out: Transaction;
  readonly in: Transaction;
}

/** What pairing found. basisMissing: units that arrived from outside the ledger and need a date and a cost. */
export interface PairingResult {
  readonly pairs: readonly TransferPair[];
  readonly basisMissing: readonly Transaction[];
  readonly unmatchedOut: readonly Transaction[];
}

/** Brokers book the two sides up to two weeks apart (ACAT). */
const WINDOW_DAYS = 14;

const accountOf = (t: Transaction): string => (t.account === null ? `file:${t.file}` : t.account);

/**
 * Pairs transfers out with transfers in of the same symbol and units between two accounts, nearest days first,
 * within two weeks. Rows that bring units without a basis and find no partner form the worklist.
 */
export function pairTransfers(rows: readonly Transaction[]): PairingResult {
  const outs = new Map<string, Transaction[]>();
  for (const t of rows) {
    if (t.type !== 'transfer_out' || t.symbol === null) continue;
    const key = `${t.symbol}|${-t.quantity}`;
    const list = outs.get(key);
    if (list) list.push(t);
    else outs.set(key, [t]);
  }
  const candidates: { out: Transaction; in: Transaction; gap: number }[] = [];
  const arrivals = rows.filter(
    (t) =>
      t.symbol !== null &&
      t.quantity > 0 &&
      (t.type === 'transfer_in' || (t.type === 'stock_plan' && t.price === null)),
  );
  for (const t of arrivals) {
    if (t.type !== 'transfer_in') continue;
    for (const o of outs.get(`${t.symbol}|${t.quantity}`) ?? []) {
      const gap = Math.abs(daysBetween(o.date, t.date));
      if (gap <= WINDOW_DAYS && accountOf(o) !== accountOf(t)) candidates.push({ out: o, in: t, gap });
    }
  }
  candidates.sort((a, b) => a.gap - b.gap);
  const used = new Set<Transaction>();
  const pairs: TransferPair[] = [];
  for (const c of candidates) {
    if (used.has(c.out) || used.has(c.in)) continue;
    used.add(c.out);
    used.add(c.in);
    pairs.push({ out: c.out, in: c.in });
  }
  return {
    pairs,
    basisMissing: arrivals.filter((t) => !used.has(t)),
    unmatchedOut: [...outs.values()].flat().filter((t) => !used.has(t)),
  };
}
