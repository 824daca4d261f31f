import { dateOfDayNumber } from '../../src/core/iso-date.ts';
import type { Quantity } from '../../src/core/quantity.ts';
import { foldEvents } from '../../src/domain/ledger/book.ts';
import type { LedgerEvent } from '../../src/domain/ledger/events.ts';
import type { Micros } from '../../src/domain/ledger/micros.ts';
import { realizedPieces } from '../../src/domain/ledger/read-book.ts';
import { MAX_LOTS, type Account, type TradeRecord } from '../../src/sim/env/account.ts';

const quantity = (units: number): Quantity => Math.round(units * 1e8) as Quantity;
const micros = (dollars: number): Micros => Math.round(dollars * 1e6) as Micros;
const lotId = (asset: number, lot: number): string => `lot-${asset}-${lot}`;

/** The lots an account begins with, as purchases for the exact ledger. */
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

/** One trade of an episode as an event of the exact ledger. */
export function tradeEvent(t: TradeRecord, k: number): LedgerEvent {
  const shared = { date: dateOfDayNumber(t.day), symbol: `S${t.asset}`, account: 'main' };
  const size = quantity(t.units);
  if (t.side === 'buy') {
    const id = lotId(t.asset, t.lot);
    return { ...shared, id, type: 'buy', quantity: size, cost: micros(t.dollars) };
  }
  const lots = [{ lot: lotId(t.asset, t.lot), quantity: size }];
  return { ...shared, id: `sale-${k}`, type: 'sell', quantity: size, proceeds: micros(t.dollars), lots };
}

export interface WashCount {
  readonly episodes: number;
  readonly lossSales: number;
  /** Sold pieces with a disallowed loss, by the app's own ledger. */
  readonly washed: number;
}

/** Replays an episode's trades through the exact ledger: its loss sales, and how many of them were washed. */
export function countWashSales(
  opening: readonly LedgerEvent[],
  log: readonly TradeRecord[],
): { lossSales: number; washed: number } {
  const pieces = realizedPieces(foldEvents([...opening, ...log.map(tradeEvent)]));
  return {
    lossSales: pieces.filter((p) => p.gain < 0).length,
    washed: pieces.filter((p) => p.disallowed !== 0).length,
  };
}
