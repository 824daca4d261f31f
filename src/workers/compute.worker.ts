import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';
import { ledgerRepository } from '../storage/ledger-repository.ts';
import { openDatabase, type Database } from '../storage/open-database.ts';
import { computeHandlers } from './compute/handlers.ts';
import { warmIntent } from './compute/warm-intent.ts';
import type { ComputeApi } from './contracts/compute.ts';
import type { Channel } from './rpc/protocol.ts';
import { serve } from './rpc/serve.ts';

/** The clock is read here, in the entry, and handed down. */
function today(): IsoDate {
  const now = new Date();
  return makeIsoDate(now.getFullYear(), now.getMonth() + 1, now.getDate()) as IsoDate;
}

let opening: Promise<Database | null> | null = null;

/** The page tells the person when nothing can be stored; here it only means that nothing is. */
function database(): Promise<Database | null> {
  opening ??= openDatabase({
    onClosing: () => {
      opening = null;
    },
  }).catch(() => null);
  return opening;
}

/** Long enough that the page has what it asked for at its start, short enough that nobody has typed a goal by then. */
const QUIET_MS = 1500;

serve<ComputeApi>(
  self as unknown as Channel,
  computeHandlers({
    today,
    async ledgerRecords() {
      const db = await database();
      return db && ledgerRepository(db);
    },
  }),
  { afterMs: QUIET_MS, run: () => warmIntent(today()) },
);
