import { joinRows, rowsOfBlocks, type PackedRows } from '../domain/ledger/packed-rows.ts';
import { nextLedgerVersion } from './ledger-version.ts';
import type { Database } from './open-database.ts';

/** What is kept about one confirmed import, beside its rows. */
export interface BatchInfo {
  readonly id: string;
  /** ISO instant of the confirmation; batches are kept in this order. */
  readonly at: string;
  readonly files: readonly { readonly name: string; readonly broker: string }[];
  /** Number of rows it added. */
  readonly rows: number;
}

/** What one confirmed import added. The ledger is all batches together; undo removes one. */
export interface ImportBatch extends Omit<BatchInfo, 'rows'> {
  readonly rows: PackedRows;
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

/** Facts of a batch without its rows. */
export const batchInfo = ({ id, at, files, rows }: ImportBatch): BatchInfo => ({
  id,
  at,
  files,
  rows: rows.length,
});

/** All rows, batch after batch. */
export const rowsOfBatches = (batches: readonly ImportBatch[]): PackedRows =>
  joinRows(batches.map((b) => b.rows));

/** Keys of a batch's blocks: its id, then the block's number. */
export const blocksOf = (batchId: string): IDBKeyRange => IDBKeyRange.bound([batchId], [batchId, []]);

interface Stores {
  put(batch: ImportBatch): Promise<void>;
  delete(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** The repository over an open database. Writes throw KeepfolioError "stale-tab". */
export function ledgerRepository(db: Database): LedgerRepository {
  const write = async (expected: number, change: (stores: Stores) => Promise<void>): Promise<number> => {
    const tx = db.transaction(['meta', 'imports', 'rows'], 'readwrite');
    const [meta, imports, rows] = [tx.objectStore('meta'), tx.objectStore('imports'), tx.objectStore('rows')];
    try {
      const next = nextLedgerVersion((await meta.get(VERSION_KEY)) ?? 0, expected);
      await change({
        async put(batch) {
          await imports.put(batchInfo(batch));
          await Promise.all(batch.rows.blocks.map((block, i) => rows.put(block, [batch.id, i])));
        },
        async delete(id) {
          await Promise.all([imports.delete(id), rows.delete(blocksOf(id))]);
        },
        async clear() {
          await Promise.all([imports.clear(), rows.clear()]);
        },
      });
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
      const tx = db.transaction(['meta', 'imports', 'rows']);
      const version = (await tx.objectStore('meta').get(VERSION_KEY)) ?? 0;
      const infos = (await tx.objectStore('imports').getAll()) as unknown as BatchInfo[];
      infos.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const batches: ImportBatch[] = [];
      for (const info of infos)
        batches.push({
          ...info,
          rows: rowsOfBlocks(await tx.objectStore('rows').getAll(blocksOf(info.id))),
        });
      return { version, batches };
    },
    add: (expected, batch) => write(expected, (stores) => stores.put(batch)),
    remove: (expected, id) => write(expected, (stores) => stores.delete(id)),
    replace: (expected, batches) =>
      write(expected, async (stores) => {
        await stores.clear();
        for (const batch of batches) await stores.put(batch);
      }),
  };
}
