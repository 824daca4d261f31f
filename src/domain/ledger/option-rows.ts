/** Options as positions of their own, and their premium joined to the stock they turn into. */
import { daysBetween } from '../../core/iso-date.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { LedgerEvent } from './events.ts';
import type { PlacedRow } from './from-transactions.ts';
import type { Micros } from './micros.ts';
import type { Transaction } from './transaction.ts';

interface Base {
  readonly id: string;
  readonly date: LedgerEvent['date'];
  readonly symbol: string;
  readonly account: string;
}

/** One option row as an event; null when it moves no contracts. */
export function optionEvent(p: PlacedRow, base: Base, cash: Micros): LedgerEvent | null {
  const t = p.row;
  if (t.quantity === 0) return null;
  const quantity = Math.abs(t.quantity) as Quantity;
  const paid = (cash === 0 ? 0 : -cash) as Micros;
  switch (t.type) {
    case 'buy_to_open':
      return { ...base, type: 'buy', quantity, cost: paid };
    case 'buy':
      return { ...base, type: 'buy', quantity, cost: paid, mayCover: true };
    case 'sell_to_open':
    case 'sell_short':
      return { ...base, type: 'short_sell', quantity, proceeds: cash };
    case 'buy_to_close':
    case 'buy_to_cover':
      return { ...base, type: 'buy_to_cover', quantity, cost: paid };
    case 'sell_to_close':
    case 'sell':
      return { ...base, type: 'sell', quantity, proceeds: cash };
    case 'option_expired':
      return t.quantity > 0
        ? { ...base, type: 'buy_to_cover', quantity, cost: 0 as Micros }
        : { ...base, type: 'sell', quantity, proceeds: 0 as Micros };
    case 'option_assigned':
    case 'option_exercised':
      return { ...base, type: 'exercise', quantity };
    case 'transfer_in':
      return { ...base, type: 'transfer_in', quantity };
    case 'transfer_out':
      return { ...base, type: 'transfer_out', quantity };
    default:
      return null;
  }
}

/** The stock leg is booked on the day of the exercise or shortly after. */
const LEG_DAYS = 4;

/**
 * Joins each exercise to its stock trade: same account, the underlying, contracts x multiplier shares, in the
 * direction the right gives. Unjoined exercises keep their premium out of the results; the fold reports them.
 */
export function linkExercises(
  events: readonly LedgerEvent[],
  rowOf: ReadonlyMap<string, Transaction>,
): LedgerEvent[] {
  const out = [...events];
  const exercises = out.filter((e) => e.type === 'exercise');
  if (exercises.length === 0) return out;
  const taken = new Set<number>();
  for (const e of exercises) {
    const row = rowOf.get(e.id);
    const o = row?.option;
    if (!row || !o || e.type !== 'exercise') continue;
    // Holder's call and writer's put bring stock in; holder's put and writer's call take it out.
    const isHolder = row.quantity < 0;
    const type = (o.right === 'C') === isHolder ? 'buy' : 'sell';
    const shares = e.quantity * o.multiplier;
    const at = out.findIndex(
      (x, i) =>
        !taken.has(i) &&
        x.type === type &&
        x.account === e.account &&
        x.symbol === o.underlying &&
        x.quantity === shares &&
        x.date >= e.date &&
        daysBetween(e.date, x.date) <= LEG_DAYS,
    );
    const leg = out[at];
    if (!leg || (leg.type !== 'buy' && leg.type !== 'sell')) continue;
    taken.add(at);
    out[at] = { ...leg, premiumFrom: [e.id] };
  }
  return out;
}
