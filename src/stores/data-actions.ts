import { eraseDatabase, storageUse, type StorageUse } from '../storage/browser-storage.ts';
import { notify, report } from './app-store.ts';
import { eraseCheckpoints } from './checkpoint-store.ts';
import { database, mappingRecords, settingRecords, tabs } from './database.ts';
import { ledgerStore, openOwn, replaceLedger } from './ledger-store.ts';
import { instant } from './today.ts';

export type { StorageUse };
export { storageUse };

/** The person's ledger and choices as a file. Sample clients are not theirs and never in it. */
export async function backupFile(): Promise<{ readonly name: string; readonly text: string }> {
  if (ledgerStore.getState().source.kind === 'sample') await openOwn();
  const { writeBackup } = await import('../storage/backup.ts');
  const written = instant();
  const text = writeBackup({
    written,
    batches: ledgerStore.getState().batches,
    settings: (await (await settingRecords())?.all()) ?? {},
    mappings: (await (await mappingRecords())?.all()) ?? {},
  });
  return { name: `keepfolio-backup-${written.slice(0, 10)}.json`, text };
}

/** Puts a backup in the place of what is stored. A file that is not one changes nothing. @returns whether it was restored */
export async function restoreBackup(text: string): Promise<boolean> {
  try {
    const { readBackup } = await import('../storage/backup.ts');
    const backup = readBackup(text);
    await replaceLedger(backup.batches);
    const [settings, mappings] = await Promise.all([settingRecords(), mappingRecords()]);
    for (const [key, value] of Object.entries(backup.settings))
      if (key !== 'open') await settings?.put(key, value);
    for (const [key, value] of Object.entries(backup.mappings)) await mappings?.put(key, value as never);
    await openOwn();
    const rows = ledgerStore.getState().transactions.length;
    notify({
      tone: 'info',
      message: `The backup of ${backup.written.slice(0, 10)} is restored: ${rows} rows.`,
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
