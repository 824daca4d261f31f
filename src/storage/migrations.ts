import { packRows } from '../domain/ledger/packed-rows.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';

/** What a migration may do to a database; small enough to be played by a test without IndexedDB. */
export interface MigrationTarget {
  createStore(name: string, options?: { readonly keyPath?: string }): void;
  deleteStore(name: string): void;
  /** Replaces every record of a store by `change(record)`; dropping it when that is undefined. */
  rewrite(name: string, change: (record: unknown) => unknown): Promise<void>;
  /** Writes a record under a key of its own. */
  put(name: string, key: IDBValidKey, record: unknown): Promise<void>;
}

/** One numbered step. A step that was ever shipped is never edited: later steps correct it. */
export interface Migration {
  readonly version: number;
  readonly why: string;
  up(target: MigrationTarget): void | Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    why: 'ledger as import batches under one version counter, and what is learned or chosen beside it',
    up(target) {
      target.createStore('meta');
      target.createStore('imports', { keyPath: 'id' });
      target.createStore('mappings');
      target.createStore('settings');
      target.createStore('people');
      target.createStore('market');
      target.createStore('prices');
    },
  },
  {
    version: 2,
    why: 'rows in packed blocks beside their batch, so that a million of them are hundreds of records',
    async up(target) {
      target.createStore('rows');
      const writes: Promise<void>[] = [];
      await target.rewrite('imports', (record) => {
        const { transactions, ...batch } = record as {
          readonly id: string;
          readonly transactions: readonly Transaction[];
        };
        const rows = packRows(transactions);
        rows.blocks.forEach((block, i) => writes.push(target.put('rows', [batch.id, i], block)));
        return { ...batch, rows: rows.length };
      });
      await Promise.all(writes);
    },
  },
];

/** The schema version this code writes. */
export const SCHEMA_VERSION = versionOf(MIGRATIONS);

/** Highest version of a list of steps. */
export function versionOf(steps: readonly Migration[]): number {
  return steps.reduce((max, step) => Math.max(max, step.version), 0);
}

/**
 * Runs, in order, every step above `from`. Steps must be numbered 1, 2, 3 … without gap.
 * @returns the versions that ran
 * @throws RangeError when the numbering is broken (a bug of ours, found by the tests)
 */
export async function migrate(
  target: MigrationTarget,
  from: number,
  steps: readonly Migration[] = MIGRATIONS,
): Promise<readonly number[]> {
  const ran: number[] = [];
  let expected = 1;
  for (const step of steps) {
    if (step.version !== expected++) throw new RangeError(`migration ${step.version} is out of order`);
    if (step.version <= from) continue;
    // Steps stay inside the upgrade transaction: each awaits only the target's own promises.
    const pending = step.up(target);
    if (pending) await pending;
    ran.push(step.version);
  }
  return ran;
}
