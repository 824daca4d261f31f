import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { yearOf, type IsoDate } from '../core/iso-date.ts';
import { accountsOfFiles } from './account-of-file.ts';
import { appStore, report, runJob } from './app-store.ts';
import { callCompute } from './clients.ts';
import {
  keepData,
  ledgerRecords,
  priceRecords,
  settingRecords,
  tabs,
  type ImportBatch,
  type OwnPrice,
  type Transaction,
} from './database.ts';
import { asKeepfolioError, isCancelled } from './errors.ts';
import { rememberLedger, sayIfEvicted } from './eviction.ts';
import { ensureMarket, marketStore } from './market-store.ts';
import { positionsOf, totalsOf, type Position, type Totals } from './positions.ts';
import { sampleClients, sampleFile, type SampleClient } from './samples.ts';
import { loadSettings, settingsStore } from './settings-store.ts';
import { instant, today } from './today.ts';
import type { LedgerSettings, LedgerView, PriceView } from './view-types.ts';

/** Whose trades are on the screen: the person's own, saved ones, or an invented client's, never saved. */
export type Source = { readonly kind: 'own' } | { readonly kind: 'sample'; readonly sample: SampleClient };

export interface LedgerState {
  readonly status: 'starting' | 'empty' | 'loading' | 'ready' | 'failed';
  readonly source: Source;
  readonly version: number;
  readonly batches: readonly ImportBatch[];
  readonly transactions: readonly Transaction[];
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
  batches: [],
  transactions: [],
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

function priceAndShow(view: LedgerView, prices: Readonly<Record<string, PriceView>>): void {
  const { ownPrices, transactions } = ledgerStore.getState();
  const info = marketStore.getState().info;
  const asOf = isSample() && info ? info.to : today();
  const positions = positionsOf(view.openLots, prices, ownPrices, asOf);
  ledgerStore.setState({
    view,
    prices,
    asOf,
    positions,
    totals: totalsOf(positions),
    status: transactions.length === 0 ? 'empty' : 'ready',
    error: null,
  });
}

/** Longest time that lots wait for their prices. */
const PRICE_WAIT_MS = 1200;

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let derivation = 0;

/** Folds the ledger into lots, gains and flags, then prices them. Lots appear even when prices cannot be had. */
export async function derive(): Promise<void> {
  const run = ++derivation;
  const { transactions } = ledgerStore.getState();
  if (transactions.length === 0) {
    ledgerStore.setState({ status: 'empty', view: null, positions: [], totals: null, error: null });
    return;
  }
  if (!ledgerStore.getState().view) ledgerStore.setState({ status: 'loading' });
  try {
    const view = await callCompute('ledger', { transactions, settings: settingsInForce() });
    if (run !== derivation) return;
    const symbols = [...new Set(view.openLots.map((l) => l.symbol))];
    const asked = ensureMarket()
      .then(() => callCompute('prices', { symbols }))
      .catch(() => []);
    // Lots do not wait long for a slow market; a quick one spares the rows from jumping when prices come.
    await Promise.race([asked, later(PRICE_WAIT_MS)]);
    if (run !== derivation) return;
    if (marketStore.getState().status !== 'ready') priceAndShow(view, ledgerStore.getState().prices);
    const known = await asked;
    if (run !== derivation) return;
    priceAndShow(view, Object.fromEntries(known.map((p) => [p.symbol, p])));
  } catch (e) {
    if (run === derivation) ledgerStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}

function showBatches(version: number, batches: readonly ImportBatch[]): void {
  ledgerStore.setState({ version, batches, transactions: batches.flatMap((b) => b.transactions) });
}

/** Counts requests to open a ledger: of two that overlap, the later one is shown. */
let opening = 0;

/** Shows the person's own saved ledger. */
export async function openOwn(): Promise<void> {
  const mine = ++opening;
  ledgerStore.setState({ ...initial(), ownPrices: (await (await priceRecords())?.all()) ?? {} });
  await loadSettings('own');
  const saved = (await (await ledgerRecords())?.load()) ?? { version: 0, batches: [] };
  if (mine !== opening) return;
  sayIfEvicted(saved.batches);
  showBatches(saved.version, saved.batches);
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
    ledgerStore.setState({ ...initial(), status: 'loading', source: { kind: 'sample', sample } });
    await loadSettings(`sample:${id}`, sample.choices);
    const files: ImportBatch['files'][number][] = [];
    const transactions = await runJob(`Reading ${sample.name}`, async (signal, progress) => {
      const all: Transaction[] = [];
      for (const name of sample.files) {
        const bytes = await sampleFile(name);
        const read = await callCompute('importFile', { name, bytes }, { signal, onProgress: progress });
        all.push(...read.transactions);
        files.push({ name, broker: read.format.broker });
      }
      return all;
    });
    if (mine !== opening) return;
    showBatches(0, [
      {
        id: `sample:${id}`,
        at: instant(),
        files,
        transactions,
      },
    ]);
    await (await settingRecords())?.put('open', { kind: 'sample', id });
    await derive();
  } catch (e) {
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

async function writeLedger(
  write: (version: number) => Promise<number> | undefined,
  batches: readonly ImportBatch[],
): Promise<void> {
  try {
    const version = (await write(ledgerStore.getState().version)) ?? 0;
    showBatches(version, batches);
    rememberLedger(batches.length > 0);
    tabs.tell({ kind: 'ledger', version });
  } catch (e) {
    if (asKeepfolioError(e).code === 'stale-tab') await openOwn();
    throw e;
  }
  await derive();
}

/** Saves a confirmed import. Leaves a sample client first. @throws KeepfolioError "stale-tab" */
export async function addBatch(batch: ImportBatch): Promise<void> {
  if (isSample()) await openOwn();
  const records = await ledgerRecords();
  await writeLedger((version) => records?.add(version, batch), [...ledgerStore.getState().batches, batch]);
  if (appStore.getState().canStore) await keepData();
}

/** Takes one import back. */
export async function undoImport(batchId: string): Promise<void> {
  const records = await ledgerRecords();
  await writeLedger(
    (version) => records?.remove(version, batchId),
    ledgerStore.getState().batches.filter((b) => b.id !== batchId),
  );
}

/** Puts a backup's batches in the place of the ledger. */
export async function replaceLedger(batches: readonly ImportBatch[]): Promise<void> {
  if (isSample()) await openOwn();
  const records = await ledgerRecords();
  await writeLedger((version) => records?.replace(version, batches), batches);
}

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
  if (view) priceAndShow(view, prices);
}

/** The transactions as a file. */
export const exportLedger = (
  format: 'csv' | 'json',
): Promise<{ readonly name: string; readonly text: string }> =>
  callCompute('exportLedger', { transactions: ledgerStore.getState().transactions, format });

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
