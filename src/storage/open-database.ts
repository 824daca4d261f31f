import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { KeepfolioError } from '../core/errors.ts';
import { migrate, SCHEMA_VERSION, type MigrationTarget } from './migrations.ts';

/** The stores as the newest migration leaves them. Values are checked where they are read. */
export interface KeepfolioSchema extends DBSchema {
  meta: { key: string; value: number };
  imports: { key: string; value: { readonly id: string } };
  mappings: { key: string; value: unknown };
  settings: { key: string; value: unknown };
  people: { key: string; value: unknown };
  market: { key: string; value: unknown };
  prices: { key: string; value: unknown };
  rows: { key: [string, number]; value: Uint8Array<ArrayBuffer> };
}

export type StoreName =
  'meta' | 'imports' | 'mappings' | 'settings' | 'people' | 'market' | 'prices' | 'rows';
export const STORE_NAMES: readonly StoreName[] = [
  'meta',
  'imports',
  'mappings',
  'settings',
  'people',
  'market',
  'prices',
  'rows',
];
export type Database = IDBPDatabase<KeepfolioSchema>;

export const DATABASE_NAME = 'keepfolio';

/**
 * Opens the database, migrating it first.
 * @param onBlocked another tab holds an older version open; `onClosing` a newer tab asks this one to let go
 * @throws KeepfolioError "storage-newer" (this page is older than the data), "storage-unavailable" (private mode, full disk)
 */
export async function openDatabase(
  events: { readonly onBlocked?: () => void; readonly onClosing?: () => void } = {},
): Promise<Database> {
  try {
    const db = await openDB<KeepfolioSchema>(DATABASE_NAME, SCHEMA_VERSION, {
      async upgrade(db, oldVersion, _newVersion, tx) {
        // Names come from the migrations, which know older schemas than the typed newest one.
        const anyDb = db as unknown as IDBPDatabase;
        const target: MigrationTarget = {
          createStore: (name, options) => void anyDb.createObjectStore(name, options ?? {}),
          deleteStore: (name) => anyDb.deleteObjectStore(name),
          async rewrite(name, change) {
            const store = tx.objectStore(name as StoreName);
            for (let at = await store.openCursor(); at; at = await at.continue()) {
              const next = change(at.value);
              await (next === undefined ? at.delete() : at.update(next as never));
            }
          },
          put: async (name, key, record) =>
            void (await tx.objectStore(name as StoreName).put(record as never, key as never)),
        };
        await migrate(target, oldVersion);
      },
      blocked: () => events.onBlocked?.(),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        events.onClosing?.();
      },
      terminated: () => events.onClosing?.(),
    });
    return db;
  } catch (e) {
    if (e instanceof DOMException && e.name === 'VersionError')
      throw new KeepfolioError(
        'storage-newer',
        'Your saved data was written by a newer Keepfolio.',
        'Close other Keepfolio tabs and reload this one.',
      );
    throw new KeepfolioError(
      'storage-unavailable',
      'This browser does not let Keepfolio store anything.',
      'You can still look around; nothing will be kept after you close the tab. Leave private browsing or free some disk space to keep your data.',
      { cause: e instanceof Error ? e.message : String(e) },
    );
  }
}
