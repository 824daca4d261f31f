import type { Transaction } from '../domain/ledger/transaction.ts';
import type { Quantity } from '../core/quantity.ts';
import type { Book } from './book.ts';

/** True when the file runs from the newest row to the oldest. */
export function isNewestFirst(rows: readonly Transaction[]): boolean {
  let falls = 0;
  let rises = 0;
  for (let i = 1; i < rows.length; i++) {
    const a = (rows[i - 1] as Transaction).date;
    const b = (rows[i] as Transaction).date;
    if (b < a) falls++;
    else if (b > a) rises++;
  }
  return falls > rises;
}

/**
 * Finishes rows that only the open position decides, in order of time: which way an expiry or assignment moves
 * the contracts, how many when the file prints none, and whether a plain option trade opens or closes.
 */
export function resolvePending(book: Book): void {
  if (book.pending.length === 0) return;
  const rows = book.transactions;
  const what = new Map(book.pending.map((p) => [p.index, p.what]));
  const order = rows.map((_, i) => i);
  const newestFirst = isNewestFirst(rows);
  if (newestFirst) order.reverse();
  // Within a day an expiry comes after the trades of that day.
  const late = (i: number): number => (what.get(i) === 'closes-position' ? 1 : 0);
  order.sort((a, b) => {
    const x = rows[a] as Transaction;
    const y = rows[b] as Transaction;
    return x.date < y.date ? -1 : x.date > y.date ? 1 : late(a) - late(b);
  });
  const open = new Map<string, number>();
  for (const i of order) {
    let t = rows[i] as Transaction;
    if (!t.option) continue;
    const key = `${t.account ?? ''}|${t.symbol}`;
    const held = open.get(key) ?? 0;
    if (what.get(i) === 'closes-position') t = closing(t, held);
    else if (what.get(i) === 'open-or-close') t = opening(t, held);
    rows[i] = t;
    open.set(key, after(t, held));
  }
}

/** What is open after a row; closing more than is known means that the history starts later than the position. */
function after(t: Transaction, held: number): number {
  const next = held + t.quantity;
  if (t.type === 'sell_to_close') return Math.max(Math.min(held, 0), next);
  if (t.type === 'buy_to_close') return Math.min(Math.max(held, 0), next);
  return next;
}

function closing(t: Transaction, held: number): Transaction {
  const printed = t.quantity as number;
  const size = printed === 0 ? Math.abs(held) : Math.abs(printed);
  const sign = held !== 0 ? -Math.sign(held) : printed !== 0 ? Math.sign(printed) : 0;
  const quantity = (size === 0 ? 0 : sign * size) as Quantity;
  return quantity === printed
    ? t
    : { ...t, quantity, flags: printed === 0 ? [...t.flags, 'quantity_from_position'] : t.flags };
}

function opening(t: Transaction, held: number): Transaction {
  const buys = t.quantity > 0;
  const closes = buys ? held < 0 : held > 0;
  const type = buys ? (closes ? 'buy_to_close' : 'buy_to_open') : closes ? 'sell_to_close' : 'sell_to_open';
  return type === t.type ? t : { ...t, type };
}
