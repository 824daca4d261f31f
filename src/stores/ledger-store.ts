import { createStore } from 'zustand/vanilla';
import { KeepfolioError } from '../core/errors.ts';
import { yearOf, type IsoDate } from '../core/iso-date.ts';
import { accountsOfFiles } from './account-of-file.ts';
import { appStore, notify, report, runJob } from './app-store.ts';
import { callCompute } from './clients.ts';
import { keepData, priceRecords, settingRecords, tabs } from './database.ts';
import { asKeepfolioError, isCancelled } from './errors.ts';
import { rememberLedger, sayIfEvicted } from './eviction.ts';
import { ensureMarket, marketStore } from './market-store.ts';
import { callLedger, holdLedger } from './open-ledger.ts';
import { sampleClients, sampleFile, type SampleClient } from './samples.ts';
import { loadSettings, settingsStore } from './settings-store.ts';
import { instant, today } from './today.ts';
import type {
  BatchView,
  FileForPerson,
  LedgerSettings,
  LedgerSummary,
  LedgerView,
  OwnPrice,
  PageRequest,
  Position,
  PricedLot,
  PriceView,
  Totals,
  WashSaleView,
} from './view-types.ts';

/** Whose trades are on the screen: the person's own, saved ones, or an invented client's, never saved. */
export type Source = { readonly kind: 'own' } | { readonly kind: 'sample'; readonly sample: SampleClient };

export interface LedgerState {
  readonly status: 'starting' | 'empty' | 'loading' | 'ready' | 'failed';
  readonly source: Source;
  readonly version: number;
  /** Names the rows that the worker holds; another one after every change. */
  readonly key: string;
  readonly batches: readonly BatchView[];
  /** Number of rows. */
  readonly rows: number;
  readonly fingerprint: string;
  /** Every symbol that any row names. */
  readonly symbols: readonly string[];
  readonly view: LedgerView | null;
  readonly prices: Readonly<Record<string, PriceView>>;
  readonly ownPrices: Readonly<Record<string, OwnPrice>>;
  readonly positions: readonly Position[];
  readonly totals: Totals | null;
  /** The day the screens speak of: today; for a sample client the last day of the demo market. */
  readonly asOf: IsoDate;
  readonly error: KeepfolioError | null;
}

const initial = (): LedgerState => ({
  status: 'starting',
  source: { kind: 'own' },
  version: 0,
  key: '',
  batches: [],
  rows: 0,
  fingerprint: '',
  symbols: [],
  view: null,
  prices: {},
  ownPrices: {},
  positions: [],
  totals: null,
  asOf: today(),
  error: null,
});

export const ledgerStore = createStore<LedgerState>(initial);

/** Key under which choices and what was learned are kept. */
export const ownerKey = (source: Source): string =>
  source.kind === 'own' ? 'own' : `sample:${source.sample.id}`;

/** The year the screens open with. */
export const currentYear = (): number => yearOf(ledgerStore.getState().asOf);

/** The person's choices, and what the imports told about their files. Every fold of the ledger uses these. */
export const settingsInForce = (): LedgerSettings => ({
  ...settingsStore.getState().ledger,
  accountOfFile: accountsOfFiles(ledgerStore.getState().batches),
});

const isSample = (): boolean => ledgerStore.getState().source.kind === 'sample';

let derivation = 0;

/** Prices the lots where they are, and shows view and positions together. Of two that overlap, the later is shown. */
async function priceAndShow(
  run: number,
  view: LedgerView,
  prices: Readonly<Record<string, PriceView>>,
): Promise<void> {
  const info = marketStore.getState().info;
  const asOf = isSample() && info ? info.to : today();
  const { ownPrices } = ledgerStore.getState();
  const holdings = await callLedger('holdings', { settings: settingsInForce(), ownPrices, asOf });
  if (run !== derivation) return;
  const { rows, ownPrices: now } = ledgerStore.getState();
  if (now !== ownPrices) return priceAndShow(run, view, prices);
  ledgerStore.setState({
    view,
    prices,
    asOf,
    ...holdings,
    status: rows === 0 ? 'empty' : 'ready',
    error: null,
  });
}

/** Longest time that lots wait for their prices. */
const PRICE_WAIT_MS = 1200;

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let folding: AbortController | null = null;

/** The fold, as work that is seen and can be stopped; it stops one that is still about something older. */
function fold(): Promise<LedgerView> {
  folding?.abort();
  folding = new AbortController();
  return runJob(
    'Working out lots',
    (signal, onProgress) => callLedger('ledger', { settings: settingsInForce() }, { signal, onProgress }),
    folding.signal,
  );
}

/** Folds the ledger into lots, gains and flags, then prices them. Lots appear even when prices cannot be had. */
export async function derive(): Promise<void> {
  const run = ++derivation;
  if (ledgerStore.getState().rows === 0) {
    ledgerStore.setState({ status: 'empty', view: null, positions: [], totals: null, error: null });
    return;
  }
  if (!ledgerStore.getState().view) ledgerStore.setState({ status: 'loading', error: null });
  try {
    const view = await fold();
    if (run !== derivation) return;
    const asked = ensureMarket()
      .then(() => callCompute('prices', { symbols: view.held }))
      .catch(() => []);
    // Lots do not wait long for a slow market; a quick one spares the rows from jumping when prices come.
    await Promise.race([asked, later(PRICE_WAIT_MS)]);
    if (run !== derivation) return;
    if (marketStore.getState().status !== 'ready')
      await priceAndShow(run, view, ledgerStore.getState().prices);
    const known = await asked;
    if (run !== derivation) return;
    await priceAndShow(run, view, Object.fromEntries(known.map((p) => [p.symbol, p])));
  } catch (e) {
    if (run === derivation) notDerived(e);
  }
}

/** Work that was stopped leaves what was shown, and a way to take it up again. */
function notDerived(e: unknown): void {
  if (!isCancelled(e)) {
    ledgerStore.setState({ status: 'failed', error: asKeepfolioError(e) });
    return;
  }
  const again = { label: 'Work them out', run: () => void derive() };
  if (ledgerStore.getState().view)
    notify({
      tone: 'info',
      message: 'Lots were not worked out anew.',
      hint: 'What you see is from before your last change.',
      action: again,
    });
  else
    ledgerStore.setState({
      status: 'failed',
      error: new KeepfolioError(
        'lots-stopped',
        'Your lots are not worked out: you stopped it.',
        'Your rows are safe. Try again when you have a minute.',
      ),
    });
}

function showSummary({ key, version, batches, rows, fingerprint, symbols }: LedgerSummary): void {
  ledgerStore.setState({ key, version, batches, rows, fingerprint, symbols });
}

/** Counts requests to open a ledger: of two that overlap, the later one is shown. */
let opening = 0;

/** Shows the person's own saved ledger. */
export async function openOwn(): Promise<void> {
  const mine = ++opening;
  derivation++; // what is still in work is about another ledger
  const ownPrices = (await (await priceRecords())?.all()) ?? {};
  if (mine !== opening) return;
  ledgerStore.setState({ ...initial(), ownPrices });
  await loadSettings('own');
  if (mine !== opening) return;
  const saved = await holdLedger();
  if (mine !== opening) return;
  sayIfEvicted(saved.batches);
  showSummary(saved);
  await (await settingRecords())?.put('open', { kind: 'own' });
  await derive();
}

/** Reads an invented client from its CSVs, the same way as a person's files, without saving it. */
export async function openSample(id: string): Promise<void> {
  const mine = ++opening;
  const current = ledgerStore.getState();
  if (current.source.kind === 'sample' && current.source.sample.id === id && current.status === 'ready')
    return;
  try {
    const sample = (await sampleClients()).find((s) => s.id === id);
    if (mine !== opening) return;
    if (!sample) return openOwn();
    derivation++;
    ledgerStore.setState({ ...initial(), status: 'loading', source: { kind: 'sample', sample } });
    await loadSettings(`sample:${id}`, sample.choices);
    const summary = await runJob(`Reading ${sample.name}`, async (signal, onProgress) => {
      const files = await Promise.all(
        sample.files.map(async (name) => ({ name, content: await sampleFile(name) })),
      );
      // A ledger asked for meanwhile must not be displaced by this one.
      if (mine !== opening) return null;
      const request = { id: `sample:${id}`, at: instant(), files };
      return holdLedger(() => callCompute('openSample', request, { signal, onProgress }));
    });
    if (summary === null || mine !== opening) return;
    showSummary(summary);
    await (await settingRecords())?.put('open', { kind: 'sample', id });
    await derive();
  } catch (e) {
    if (mine !== opening) return;
    if (isCancelled(e)) return openOwn();
    ledgerStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}

/** What was open when the page was last used. */
export async function openLast(): Promise<void> {
  try {
    const open = (await (await settingRecords())?.get('open')) as { kind?: string; id?: string } | undefined;
    await (open?.kind === 'sample' && open.id ? openSample(open.id) : openOwn());
  } catch (e) {
    ledgerStore.setState({ status: 'failed', error: report(e) });
  }
}

/** A change of the person's own ledger: written by the worker, then told to the other tabs. */
async function changeLedger<T extends { readonly ledger: LedgerSummary }>(
  change: () => Promise<T>,
): Promise<T> {
  if (isSample()) await openOwn();
  try {
    const changed = await change();
    showSummary(changed.ledger);
    rememberLedger(changed.ledger.batches.length > 0);
    if (appStore.getState().canStore) tabs.tell({ kind: 'ledger', version: changed.ledger.version });
    return changed;
  } catch (e) {
    if (asKeepfolioError(e).code === 'stale-tab') await openOwn();
    throw e;
  }
}

/**
 * Saves the import that was merged last; lots are worked out afterwards.
 * @returns the rows added
 * @throws KeepfolioError "stale-tab"
 */
export async function addMerged(id: string, addAnyway: readonly number[] | 'all' = []): Promise<number> {
  const { added } = await changeLedger(() => callLedger('addMerged', { id, at: instant(), addAnyway }));
  // Old lots under the new rows would be wrong, and working them out may take a while.
  ledgerStore.setState({ view: null, positions: [], totals: null, status: 'loading' });
  void derive();
  if (appStore.getState().canStore) await keepData();
  return added;
}

/** Takes one import back. */
export async function undoImport(id: string): Promise<void> {
  await changeLedger(async () => ({ ledger: await callLedger('removeBatch', { id }) }));
  await derive();
}

/** Puts a backup's rows in the place of the ledger. @returns what else the backup holds */
export const restoreLedger = (content: Blob) => changeLedger(() => callLedger('restore', { content }));

/** A price for a symbol the market does not know; null forgets it. Not kept for sample clients. */
export async function setOwnPrice(symbol: string, price: number | null): Promise<void> {
  await setOwnPrices(
    price === null ? [] : [[symbol, { price, source: 'typed' }]],
    price === null ? [symbol] : [],
  );
}

/** Several prices at once, as from a broker's positions file. */
export async function setOwnPrices(
  entries: readonly (readonly [string, OwnPrice])[],
  forget: readonly string[] = [],
): Promise<void> {
  const ownPrices = Object.fromEntries([
    ...Object.entries(ledgerStore.getState().ownPrices).filter(([symbol]) => !forget.includes(symbol)),
    ...entries,
  ]);
  ledgerStore.setState({ ownPrices });
  if (!isSample()) {
    const records = await priceRecords();
    for (const [symbol, price] of entries) await records?.put(symbol, price);
    for (const symbol of forget) await records?.delete(symbol);
  }
  const { view, prices } = ledgerStore.getState();
  if (view) await priceAndShow(derivation, view, prices);
}

/** The transactions as a file. */
export const exportLedger = (format: 'csv' | 'json'): Promise<FileForPerson> =>
  callLedger('exportLedger', { format });

/** More lots of a position than came with it. */
export const moreLots = (symbol: string, page: PageRequest): Promise<readonly PricedLot[]> =>
  callLedger('lots', { symbol, ...page });

/** More wash sales than came with the view. */
export const moreWashSales = (page: PageRequest): Promise<readonly WashSaleView[]> =>
  callLedger('washSales', { settings: settingsInForce(), ...page });

// A change of lot method or account type changes every lot.
settingsStore.subscribe((now, before) => {
  if (now.ledger !== before.ledger && ledgerStore.getState().view) void derive();
});

// New prices reprice what is on the screen.
marketStore.subscribe((now, before) => {
  if (now.info && before.info && now.info.hash !== before.info.hash) void derive();
});

tabs.listen((message) => {
  const { source, version } = ledgerStore.getState();
  if (message.kind === 'erased') location.reload();
  else if (source.kind === 'own' && message.version !== version) void openOwn();
});
