import type { Transaction } from '../domain/ledger/transaction.ts';
import { nextLedgerVersion } from './ledger-version.ts';
import type { Database } from './open-database.ts';

/** What one confirmed import added. The ledger is all batches together; undo removes one. */
export interface ImportBatch {
  readonly id: string;
  /** ISO instant of the confirmation; batches are kept in this order. */
  readonly at: string;
  readonly files: readonly { readonly name: string; readonly broker: string }[];
  readonly transactions: readonly Transaction[];
}

export interface LedgerSnapshot {
  readonly version: number;
  readonly batches: readonly ImportBatch[];
}

const VERSION_KEY = 'ledger-version';

/** The ledger on disk. Every write names the version it was decided on and is refused when that is not the newest. */
export interface LedgerRepository {
  load(): Promise<LedgerSnapshot>;
  add(expectedVersion: number, batch: ImportBatch): Promise<number>;
  remove(expectedVersion: number, batchId: string): Promise<number>;
  replace(expectedVersion: number, batches: readonly ImportBatch[]): Promise<number>;
}

/** The repository over an open database. Writes throw KeepfolioError "stale-tab". */
export function ledgerRepository(db: Database): LedgerRepository {
  const write = async (
    expected: number,
    change: (imports: {
      put(batch: ImportBatch): Promise<unknown>;
      delete(id: string): Promise<void>;
      clear(): Promise<void>;
    }) => Promise<unknown>,
  ): Promise<number> => {
    const tx = db.transaction(['meta', 'imports'], 'readwrite');
    const meta = tx.objectStore('meta');
    try {
      const next = nextLedgerVersion((await meta.get(VERSION_KEY)) ?? 0, expected);
      await change(tx.objectStore('imports'));
      await meta.put(next, VERSION_KEY);
      await tx.done;
      return next;
    } catch (e) {
      tx.done.catch(() => {}); // the abort is ours; the reason is rethrown below
      try {
        tx.abort();
      } catch {
        // already finished
      }
      throw e;
    }
  };
  return {
    async load() {
      const tx = db.transaction(['meta', 'imports']);
      const version = (await tx.objectStore('meta').get(VERSION_KEY)) ?? 0;
      const batches = (await tx.objectStore('imports').getAll()) as unknown as ImportBatch[];
      batches.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      return { version, batches };
    },
    add: (expected, batch) => write(expected, (imports) => imports.put(batch)),
    remove: (expected, id) => write(expected, (imports) => imports.delete(id)),
    replace: (expected, batches) =>
      write(expected, async (imports) => {
        await imports.clear();
        for (const batch of batches) await imports.put(batch);
      }),
  };
}
