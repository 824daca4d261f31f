import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { callCompute } from './clients.ts';
import { asKeepfolioError } from './errors.ts';
import { ledgerStore, settingsInForce } from './ledger-store.ts';
import type { ViewDifferenceView } from './view-types.ts';

export interface ReconcileState {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly rows: readonly ViewDifferenceView[];
  readonly error: KeepfolioError | null;
}

export const reconcileStore = createStore<ReconcileState>(() => ({ status: 'idle', rows: [], error: null }));

let run = 0;

/** Folds the ledger under the law's view and under the broker's, and keeps the sales on which they differ. */
export async function reconcile(): Promise<void> {
  const mine = ++run;
  reconcileStore.setState({ status: 'loading', error: null });
  try {
    const rows = await callCompute('reconcileViews', {
      transactions: ledgerStore.getState().transactions,
      settings: settingsInForce(),
    });
    if (mine === run) reconcileStore.setState({ status: 'ready', rows });
  } catch (e) {
    if (mine === run) reconcileStore.setState({ status: 'failed', rows: [], error: asKeepfolioError(e) });
  }
}

// Lots worked out anew: other trades, another method, an answer to the worklist.
ledgerStore.subscribe((now, before) => {
  if (now.view !== before.view && now.view && reconcileStore.getState().status !== 'idle') void reconcile();
});
