import { askToPersist } from '../storage/browser-storage.ts';
import { openDatabase, type Database } from '../storage/open-database.ts';
import { recordRepository } from '../storage/record-repository.ts';
import { tabChannel } from '../storage/tab-channel.ts';
import { appStore, notify, report } from './app-store.ts';
import type { ColumnMappingView, OwnPrice, LearningState, PersonView } from './view-types.ts';

let opening: Promise<Database | null> | null = null;

/** The database, or null where this browser refuses to store; that is said once. */
export function database(): Promise<Database | null> {
  opening ??= openDatabase({
    onBlocked: () =>
      notify({ tone: 'info', message: 'An older Keepfolio tab is open.', hint: 'Close it to go on here.' }),
    onClosing: () => {
      opening = null;
    },
  }).catch((e) => {
    report(e);
    appStore.setState({ canStore: false });
    return null;
  });
  return opening;
}

const record =
  <T>(store: 'mappings' | 'settings' | 'people' | 'market' | 'prices') =>
  async () => {
    const db = await database();
    return db && recordRepository<T>(db, store);
  };

export const settingRecords = record<unknown>('settings');
export const mappingRecords = record<ColumnMappingView>('mappings');
export const personRecords = record<{ readonly person: PersonView; readonly basis: string }>('people');
/** A learning under way, so that a lost tab costs nothing; under keys of its own beside what was learned. */
export const learningRecords = record<{ readonly state: LearningState; readonly basis: string }>('people');
export const marketRecords = record<Uint8Array>('market');
export const priceRecords = record<OwnPrice>('prices');

export const tabs = tabChannel();

/** Asks, once there is something to keep, that the browser does not evict it. */
export async function keepData(): Promise<void> {
  appStore.setState({ persistent: await askToPersist() });
}
