import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { KeepfolioError } from '../core/errors.ts';

/**
 * Model checkpoints a person dropped. They are public weights of many megabytes, so they live beside the ledger's
 * database and not in it: file by file in the origin's private file system, or, where a browser lacks that, in a
 * database of their own. A small index says what is there.
 */
export interface StoredCheckpoint {
  /** Of weights and config together; also the name of its folder. */
  readonly id: string;
  readonly name: string;
  readonly family: 'bolt' | 't5';
  readonly parameters: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** "this tab" where the browser stores nothing: gone when it is closed. */
  readonly where: 'private files' | 'database' | 'this tab';
}

export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

interface Schema extends DBSchema {
  index: { key: string; value: StoredCheckpoint };
  blobs: { key: string; value: Blob };
  choice: { key: string; value: string };
}

const DATABASE = 'keepfolio-checkpoints';
const FOLDER = 'checkpoints';
const CHOICE = 'forecaster';

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore('index', { keyPath: 'id' });
      db.createObjectStore('blobs');
      db.createObjectStore('choice');
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });

async function withDatabase<T>(use: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const db = await open();
  try {
    return await use(db);
  } finally {
    db.close();
  }
}

/** The folder of all checkpoints; null where this browser has no private files that a page can write. */
async function privateFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (typeof navigator.storage?.getDirectory !== 'function') return null;
  if (typeof FileSystemFileHandle === 'undefined' || !('createWritable' in FileSystemFileHandle.prototype))
    return null;
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null; // refused in some private windows
  }
}

async function writeFiles(
  folder: FileSystemDirectoryHandle,
  id: string,
  files: readonly NamedBlob[],
  signal: AbortSignal,
): Promise<void> {
  const own = await folder.getDirectoryHandle(id, { create: true });
  for (const { name, blob } of files) {
    const handle = await own.getFileHandle(name, { create: true });
    await blob.stream().pipeTo(await handle.createWritable(), { signal });
  }
}

const isQuota = (e: unknown): boolean => e instanceof DOMException && e.name === 'QuotaExceededError';

/** @throws KeepfolioError "storage-full" when the browser would not hold so much */
async function needSpace(bytes: number): Promise<void> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota !== undefined && quota - (usage ?? 0) < bytes) throw full(bytes, quota - (usage ?? 0));
}

const full = (bytes: number, left?: number): KeepfolioError =>
  new KeepfolioError(
    'storage-full',
    `the browser has no room for ${Math.ceil(bytes / 1e6)} MB${left === undefined ? '' : `: ${Math.max(0, Math.floor(left / 1e6))} MB are left`}`,
    'Free some disk space, or remove another checkpoint.',
  );

/**
 * Keeps a checked checkpoint, streaming its files. On any failure nothing of it stays.
 * @throws KeepfolioError "storage-full", "cancelled"
 */
export async function keepCheckpoint(
  record: Omit<StoredCheckpoint, 'where'>,
  files: readonly NamedBlob[],
  signal: AbortSignal,
): Promise<StoredCheckpoint> {
  await needSpace(record.bytes);
  const folder = await privateFolder();
  const kept: StoredCheckpoint = { ...record, where: folder ? 'private files' : 'database' };
  try {
    if (folder) await writeFiles(folder, record.id, files, signal);
    await withDatabase(async (db) => {
      const tx = db.transaction(['index', 'blobs'], 'readwrite');
      const blobs = folder ? [] : files;
      await Promise.all([
        ...blobs.map((f) => tx.objectStore('blobs').put(f.blob, `${record.id}/${f.name}`)),
        tx.objectStore('index').put(kept),
        tx.done,
      ]);
    });
    return kept;
  } catch (e) {
    await removeCheckpoint(record.id).catch(() => {});
    if (signal.aborted) throw new KeepfolioError('cancelled', 'Stopped at your request.');
    throw isQuota(e) ? full(record.bytes) : e;
  }
}

/** What is kept, in order of their names. */
export async function storedCheckpoints(): Promise<StoredCheckpoint[]> {
  const all = await withDatabase((db) => db.getAll('index'));
  return all.toSorted((a, b) => a.name.localeCompare(b.name));
}

/**
 * The files of a kept checkpoint, each with the hash it must have. Blobs are handles: nothing is read yet.
 * @throws KeepfolioError "checkpoint-lost" when the browser has thrown one away
 */
export async function checkpointFiles(
  kept: StoredCheckpoint,
): Promise<{ readonly name: string; readonly blob: Blob; readonly sha256: string }[]> {
  const lost = (): KeepfolioError =>
    new KeepfolioError(
      'checkpoint-lost',
      `the files of ${kept.name} are no longer here`,
      'The browser may have made room. Remove it and drop the checkpoint again.',
    );
  const folder =
    kept.where === 'database'
      ? null
      : await (await privateFolder())?.getDirectoryHandle(kept.id).catch(() => null);
  const read = async (name: string): Promise<Blob | undefined> =>
    kept.where === 'database'
      ? withDatabase((db) => db.get('blobs', `${kept.id}/${name}`))
      : (await folder?.getFileHandle(name).catch(() => null))?.getFile();
  return Promise.all(
    kept.files.map(async ({ name, sha256 }) => {
      const blob = await read(name);
      if (!blob) throw lost();
      return { name, blob, sha256 };
    }),
  );
}

/** Removes a checkpoint and its files. */
export async function removeCheckpoint(id: string): Promise<void> {
  await withDatabase(async (db) => {
    const tx = db.transaction(['index', 'blobs'], 'readwrite');
    const range = IDBKeyRange.bound(`${id}/`, `${id}/\uffff`);
    await Promise.all([tx.objectStore('index').delete(id), tx.objectStore('blobs').delete(range), tx.done]);
  });
  const folder = await privateFolder();
  await folder?.removeEntry(id, { recursive: true }).catch(() => {}); // it may lie in the database
}

/** Which checkpoint forecasts, by id; null = the shipped network. */
export const chosenCheckpoint = async (): Promise<string | null> =>
  (await withDatabase((db) => db.get('choice', CHOICE))) ?? null;

export const chooseCheckpoint = (id: string | null): Promise<void> =>
  withDatabase(async (db) => {
    if (id === null) await db.delete('choice', CHOICE);
    else await db.put('choice', id, CHOICE);
  });

/** Removes every checkpoint and what was chosen. */
export async function eraseCheckpoints(): Promise<void> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  await root?.removeEntry(FOLDER, { recursive: true }).catch(() => {}); // there may be none
  await deleteDB(DATABASE);
}
