/** An episode's trades as events of the exact ledger, so that the lean account can be held against it. */
import { dateOfDayNumber } from '../../core/iso-date.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { LedgerEvent } from '../../domain/ledger/events.ts';
import type { Micros } from '../../domain/ledger/micros.ts';
import { MAX_LOTS, type Account, type TradeRecord } from './account.ts';

const UNITS = 1e8;
const quantity = (units: number): Quantity => Math.round(units * UNITS) as Quantity;
const micros = (dollars: number): Micros => Math.round(dollars * 1e6) as Micros;
const lotId = (asset: number, lot: number): string => `lot-${asset}-${lot}`;

/** The lots an account begins with, as purchases, oldest first. */
export function openingEvents(a: Account): LedgerEvent[] {
  const out: LedgerEvent[] = [];
  for (let i = 0; i < a.assets; i++) {
    for (let j = 0; j < (a.lots[i] as number); j++) {
      const at = i * MAX_LOTS + j;
      out.push({
        id: lotId(i, a.ids[at] as number),
        date: dateOfDayNumber(a.day[at] as number),
        symbol: `S${i}`,
        account: 'main',
        type: 'buy',
        quantity: quantity(a.units[at] as number),
        cost: micros(a.basis[at] as number),
      });
    }
  }
  return out.toSorted((x, y) => (x.date < y.date ? -1 : x.date > y.date ? 1 : 0));
}

interface Part {
  readonly lot: string;
  left: number;
}

/** Takes `size` out of the parts in proportion; everything when next to nothing would be left. */
function take(parts: Part[], size: number): { lot: string; quantity: Quantity }[] {
  const total = parts.reduce((a, p) => a + p.left, 0);
  const isAll = size >= total - parts.length - 1;
  const picks: { lot: string; quantity: Quantity }[] = [];
  for (const p of parts) {
    const units = isAll ? p.left : Math.min(p.left, Math.round((p.left * size) / total));
    p.left -= units;
    if (units > 0) picks.push({ lot: p.lot, quantity: units as Quantity });
  }
  return picks;
}

/**
 * Opening lots and trades in order. A sale out of joined lots sells each of them in proportion (the account knows only
 * their common basis and the later of their dates).
 */
export function replayEvents(opening: readonly LedgerEvent[], log: readonly TradeRecord[]): LedgerEvent[] {
  const held = new Map<string, Part[]>();
  for (const e of opening) if (e.type === 'buy') held.set(e.id, [{ lot: e.id, left: e.quantity }]);
  const out = [...opening];
  log.forEach((t, k) => {
    const id = lotId(t.asset, t.lot);
    const shared = { date: dateOfDayNumber(t.day), symbol: `S${t.asset}`, account: 'main' };
    if (t.side === 'merge') {
      const from = lotId(t.asset, t.units);
      held.set(id, [...(held.get(from) ?? []), ...(held.get(id) ?? [])]);
      held.delete(from);
    } else if (t.side === 'buy') {
      const size = quantity(t.units);
      held.set(id, [{ lot: id, left: size }]);
      out.push({ ...shared, id, type: 'buy', quantity: size, cost: micros(t.dollars) });
    } else {
      const lots = take(held.get(id) ?? [], quantity(t.units));
      const size = lots.reduce((a, p) => a + p.quantity, 0) as Quantity;
      if (size > 0)
        out.push({
          ...shared,
          id: `sale-${k}`,
          type: 'sell',
          quantity: size,
          proceeds: micros(t.dollars),
          lots,
        });
    }
  });
  return out;
}
