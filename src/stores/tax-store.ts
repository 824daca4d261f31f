import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { runJob } from './app-store.ts';
import { asKeepfolioError } from './errors.ts';
import { ledgerStore, settingsInForce } from './ledger-store.ts';
import { callLedger } from './open-ledger.ts';
import { settingsStore } from './settings-store.ts';
import type { FileForPerson, Form8949Row, PageRequest, TaxYearView } from './view-types.ts';

export interface TaxState {
  readonly year: number;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly view: TaxYearView | null;
  readonly error: KeepfolioError | null;
}

export const taxStore = createStore<TaxState>(() => ({ year: 0, status: 'idle', view: null, error: null }));

let run = 0;

/** Works out one year's tax under the current profile and lot methods. */
export async function showTaxYear(year: number): Promise<void> {
  const mine = ++run;
  taxStore.setState((s) => ({ year, status: 'loading', error: null, view: s.year === year ? s.view : null }));
  const { profile } = settingsStore.getState();
  try {
    const request = { settings: settingsInForce(), profile: { ...profile, year } };
    const view = await runJob(`Tax of ${year}`, (signal, onProgress) =>
      callLedger('taxYear', request, { signal, onProgress }),
    );
    if (mine === run) taxStore.setState({ status: 'ready', view });
  } catch (e) {
    if (mine === run) taxStore.setState({ status: 'failed', error: asKeepfolioError(e), view: null });
  }
}

/** The year's sales as a file. */
export const exportTax = (year: number, format: '8949' | 'txf' | 'csv'): Promise<FileForPerson> =>
  callLedger('taxExport', { settings: settingsInForce(), year, format });

/** More rows of the year shown than came with it. */
export const more8949Rows = (page: PageRequest): Promise<readonly Form8949Row[]> =>
  callLedger('form8949Rows', page);

/** Years there is anything to say about, newest first. */
export function taxYears(currentYear: number): readonly number[] {
  const { view } = ledgerStore.getState();
  const years = new Set([currentYear, ...Object.keys(view?.byYear ?? {}).map(Number)]);
  return [...years].toSorted((a, b) => b - a);
}

// New trades, another lot method or another profile: the year on the screen is worked out again.
const again = (): void => {
  const { year, status } = taxStore.getState();
  if (status !== 'idle') void showTaxYear(year);
};
ledgerStore.subscribe((now, before) => {
  if (now.batches !== before.batches && now.rows > 0) again();
});
settingsStore.subscribe((now, before) => {
  if (now.ledger !== before.ledger || now.profile !== before.profile) again();
});
