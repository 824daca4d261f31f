import { deleteDB } from 'idb';
import { DATABASE_NAME, STORE_NAMES, type Database } from './open-database.ts';

export interface StorageUse {
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  readonly persistent: boolean;
}

/** Asks the browser not to evict the data. @returns whether it agreed; false where it cannot be asked. */
export async function askToPersist(): Promise<boolean> {
  if (!navigator.storage?.persist) return false;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}

/** How much this origin stores and whether the browser promised to keep it. */
export async function storageUse(): Promise<StorageUse> {
  if (!navigator.storage?.estimate) return { usedBytes: null, quotaBytes: null, persistent: false };
  const [estimate, persistent] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usedBytes: estimate.usage ?? null, quotaBytes: estimate.quota ?? null, persistent };
}

/** Empties every store, then removes the database. Other tabs are told through their own `blocking` event. */
export async function eraseDatabase(db: Database): Promise<void> {
  const tx = db.transaction(STORE_NAMES, 'readwrite');
  await Promise.all(STORE_NAMES.map((name) => tx.objectStore(name).clear()));
  await tx.done;
  db.close();
  await deleteDB(DATABASE_NAME);
}
