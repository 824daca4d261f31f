import { eraseDatabase, storageUse, type StorageUse } from '../storage/browser-storage.ts';
import { notify, report } from './app-store.ts';
import { eraseCheckpoints } from './checkpoint-store.ts';
import { database, mappingRecords, settingRecords, tabs } from './database.ts';
import { ledgerStore, openOwn, restoreLedger } from './ledger-store.ts';
import { callLedger } from './open-ledger.ts';
import { instant } from './today.ts';
import type { FileForPerson } from './view-types.ts';

export type { StorageUse };
export { storageUse };

/** The person's ledger and choices as a file. Sample clients are not theirs and never in it. */
export async function backupFile(): Promise<FileForPerson> {
  if (ledgerStore.getState().source.kind === 'sample') await openOwn();
  return callLedger('backup', {
    written: instant(),
    settings: (await (await settingRecords())?.all()) ?? {},
    mappings: (await (await mappingRecords())?.all()) ?? {},
  });
}

/** Puts a backup in the place of what is stored. A file that is not one changes nothing. @returns whether it was restored */
export async function restoreBackup(content: Blob): Promise<boolean> {
  try {
    const backup = await restoreLedger(content);
    const [settings, mappings] = await Promise.all([settingRecords(), mappingRecords()]);
    for (const [key, value] of Object.entries(backup.settings))
      if (key !== 'open') await settings?.put(key, value);
    for (const [key, value] of Object.entries(backup.mappings)) await mappings?.put(key, value as never);
    await openOwn();
    notify({
      tone: 'info',
      message: `The backup of ${backup.written.slice(0, 10)} is restored: ${backup.ledger.rows} rows.`,
      hint: '',
    });
    return true;
  } catch (e) {
    report(e);
    return false;
  }
}

/** Removes everything Keepfolio stored in this browser, then starts anew. The cached app itself holds nothing personal and stays usable offline. */
export async function eraseEverything(): Promise<void> {
  try {
    const db = await database();
    if (db) {
      await eraseDatabase(db);
      await eraseCheckpoints();
    }
    localStorage.clear();
    tabs.tell({ kind: 'erased' });
    location.replace(`${location.pathname}#/`);
    location.reload();
  } catch (e) {
    report(e);
  }
}
