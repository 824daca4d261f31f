import { createStore } from 'zustand/vanilla';
import { cents } from '../core/money.ts';
import type { KeepfolioError } from '../core/errors.ts';
import { runJob } from './app-store.ts';
import { asKeepfolioError } from './errors.ts';
import { ledgerStore, settingsInForce } from './ledger-store.ts';
import { callLedger } from './open-ledger.ts';
import type { PageRequest, ViewDifferences, ViewDifferenceView } from './view-types.ts';

const NONE: ViewDifferences = { total: 0, rows: [], sales: 0, lawMinusBroker: cents(0) };

export interface ReconcileState {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly differences: ViewDifferences;
  readonly error: KeepfolioError | null;
}

export const reconcileStore = createStore<ReconcileState>(() => ({
  status: 'idle',
  differences: NONE,
  error: null,
}));

let run = 0;

/** Folds the ledger under the law's view and under the broker's, and keeps the sales on which they differ. */
export async function reconcile(): Promise<void> {
  const mine = ++run;
  reconcileStore.setState({ status: 'loading', error: null });
  try {
    const settings = settingsInForce();
    const differences = await runJob('Comparing the two ways', (signal, onProgress) =>
      callLedger('reconcileViews', { settings }, { signal, onProgress }),
    );
    if (mine === run) reconcileStore.setState({ status: 'ready', differences });
  } catch (e) {
    if (mine === run)
      reconcileStore.setState({ status: 'failed', differences: NONE, error: asKeepfolioError(e) });
  }
}

/** More differences than came with the comparison. */
export const moreDifferences = (page: PageRequest): Promise<readonly ViewDifferenceView[]> =>
  callLedger('differenceRows', page);

// Lots worked out anew: other trades, another method, an answer to the worklist.
ledgerStore.subscribe((now, before) => {
  if (now.view !== before.view && now.view && reconcileStore.getState().status !== 'idle') void reconcile();
});
