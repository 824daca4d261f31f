import { notify } from './app-store.ts';

const HAD_LEDGER = 'keepfolio.hadLedger';

/** Leaves a mark outside the database that there is a ledger in it. */
export function rememberLedger(has: boolean): void {
  try {
    if (has) localStorage.setItem(HAD_LEDGER, '1');
    else localStorage.removeItem(HAD_LEDGER);
  } catch {
    // no localStorage: eviction then cannot be noticed
  }
}

/** Says so when the mark is there and the ledger is not: the browser has evicted it. */
export function sayIfEvicted(batches: readonly unknown[]): void {
  try {
    if (batches.length === 0 && localStorage.getItem(HAD_LEDGER))
      notify({
        tone: 'problem',
        message: 'This browser has deleted the ledger Keepfolio had saved.',
        hint: 'Restore your backup on the Privacy page, or import your CSVs again.',
        action: { label: 'All right', run: () => rememberLedger(false) },
      });
  } catch {
    // no localStorage
  }
}
