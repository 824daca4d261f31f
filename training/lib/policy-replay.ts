import { foldEvents } from '../../src/domain/ledger/book.ts';
import type { LedgerEvent } from '../../src/domain/ledger/events.ts';
import { realizedPieces } from '../../src/domain/ledger/read-book.ts';
import type { TradeRecord } from '../../src/sim/env/account.ts';
import { replayEvents } from '../../src/sim/env/replay.ts';

export interface WashCount {
  readonly episodes: number;
  readonly lossSales: number;
  /** Sold pieces with a disallowed loss, by the app's own ledger. */
  readonly washed: number;
  /** Of these, in episodes without any forced sale (delisting, a tax bill with nothing else to sell). */
  readonly washedByChoice: number;
}

/** Replays an episode's trades through the exact ledger: its loss sales, and how many of them were washed. */
export function countWashSales(
  opening: readonly LedgerEvent[],
  log: readonly TradeRecord[],
): { lossSales: number; washed: number } {
  const pieces = realizedPieces(foldEvents(replayEvents(opening, log)));
  return {
    lossSales: pieces.filter((p) => p.gain < 0 || p.disallowed !== 0).length,
    washed: pieces.filter((p) => p.disallowed !== 0).length,
  };
}
