import type { Database, StoreName } from './open-database.ts';

/** Small records by key: settings, column mappings, what was learned, prices given by hand, the market bundle. */
export interface RecordRepository<T> {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  all(): Promise<Readonly<Record<string, T>>>;
}

/** A repository over one key-value store. The caller names the type it writes there and nowhere else. */
export function recordRepository<T>(
  db: Database,
  store: Exclude<StoreName, 'meta' | 'imports' | 'rows'>,
): RecordRepository<T> {
  return {
    get: async (key) => (await db.get(store, key)) as T | undefined,
    put: async (key, value) => void (await db.put(store, value as never, key)),
    delete: (key) => db.delete(store, key),
    async all() {
      const tx = db.transaction(store);
      const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
      return Object.fromEntries(keys.map((key, i) => [key, values[i] as T]));
    },
  };
}
