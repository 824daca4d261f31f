import { createStore } from 'zustand/vanilla';
import { KeepfolioError } from '../core/errors.ts';
import { unitPriceToNumber } from '../core/quantity.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { notify, report, runJob } from './app-store.ts';
import { keepBrokerPositions } from './broker-store.ts';
import { callCompute } from './clients.ts';
import { mappingRecords } from './database.ts';
import { asKeepfolioError, isCancelled } from './errors.ts';
import { addMerged, ledgerStore, openOwn, setOwnPrices, undoImport } from './ledger-store.ts';
import { addPriceFile, adoptBundle } from './market-store.ts';
import { callLedger } from './open-ledger.ts';
import { looksLikePrices } from './sniff-prices.ts';
import type { ColumnMappingView, ImportView, MergeView, OwnPrice, PageRequest } from './view-types.ts';

/** One dropped file on its way into the ledger. */
export interface IncomingFile {
  readonly name: string;
  readonly content: Blob;
  readonly view: ImportView | null;
  readonly error: KeepfolioError | null;
}

/** Whether a file still waits for its columns to be named. */
export const isUnmapped = (file: IncomingFile): boolean =>
  file.view !== null && file.view.mapping !== null && file.view.rows.total === 0;

export interface ImportState {
  readonly stage: 'idle' | 'reading' | 'review' | 'saving' | 'done';
  readonly files: readonly IncomingFile[];
  /** What confirming would do; null while a file still needs its columns named. */
  readonly merge: MergeView | null;
  /** Rows taken for known ones that the person adds all the same, by place among the duplicates. */
  readonly addAnyway: readonly number[] | 'all';
  readonly lastBatch: { readonly id: string; readonly added: number } | null;
  readonly brokers: readonly { readonly id: string; readonly name: string }[];
}

const idle: ImportState = {
  stage: 'idle',
  files: [],
  merge: null,
  addAnyway: [],
  lastBatch: null,
  brokers: [],
};

export const importStore = createStore<ImportState>(() => idle);

const MAX_BYTES = 200 * 1024 * 1024;

async function readTrades(
  name: string,
  content: Blob,
  extra: { brokerId?: string; mapping?: ColumnMappingView } = {},
): Promise<IncomingFile> {
  try {
    const view = await runJob(`Reading ${name}`, async (signal, progress) => {
      const first = await callCompute(
        'readFile',
        { name, content, ...extra },
        { signal, onProgress: progress },
      );
      // A layout the person explained once is read the same way for ever.
      const known =
        first.mapping && !extra.mapping
          ? await (await mappingRecords())?.get(first.mapping.fingerprint)
          : undefined;
      if (!known) return first;
      await callCompute('dropFiles', { ids: [first.id] });
      return callCompute('readFile', { name, content, mapping: known }, { signal, onProgress: progress });
    });
    return { name, content, view, error: null };
  } catch (e) {
    if (isCancelled(e)) throw e;
    return { name, content, view: null, error: asKeepfolioError(e) };
  }
}

const idsOf = (files: readonly IncomingFile[]): string[] => files.flatMap((f) => (f.view ? [f.view.id] : []));

async function review(files: readonly IncomingFile[]): Promise<void> {
  const merge = await runJob('Comparing with your ledger', (signal, onProgress) =>
    callLedger('merge', { ids: idsOf(files) }, { signal, onProgress }),
  );
  importStore.setState({ stage: 'review', files, merge, addAnyway: [] });
}

/** Lets the worker forget rows that no review shows any more. */
function letGo(files: readonly IncomingFile[]): void {
  const ids = idsOf(files);
  if (ids.length > 0) callCompute('dropFiles', { ids }).catch(report);
}

const endsWith = (name: string, ...ends: string[]): boolean =>
  ends.some((end) => name.toLowerCase().endsWith(end));

async function readOne(file: File): Promise<IncomingFile | null> {
  if (file.size > MAX_BYTES)
    return {
      name: file.name,
      content: new Blob(),
      view: null,
      error: new KeepfolioError(
        'too-large',
        `${file.name} is larger than 200 MB.`,
        'Split it by year and drop the parts.',
      ),
    };
  const bytes = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
  if (endsWith(file.name, '.kfm')) {
    const info = await adoptBundle(file.name, await bytes());
    notify({
      tone: 'info',
      message: `${info.assets} symbols with prices to ${info.to} are in use now.`,
      hint: 'They are kept in this browser.',
    });
    return null;
  }
  if (endsWith(file.name, '.gz') || looksLikePrices(await file.slice(0, 4096).text())) {
    const symbols = await addPriceFile(file.name, await bytes());
    notify({
      tone: 'info',
      message: `${file.name} priced ${symbols.length === 1 ? symbols[0] : `${symbols.length} symbols`}.`,
      hint: 'Prices are kept in this browser.',
    });
    return null;
  }
  return readTrades(file.name, file);
}

/**
 * Takes whatever was dropped: trades go to the review, market bundles and price CSVs into the market.
 * @returns whether there is something to review
 */
export async function takeFiles(dropped: readonly File[]): Promise<boolean> {
  const before = importStore.getState();
  const read: IncomingFile[] = before.stage === 'review' ? [...before.files] : [];
  importStore.setState({ ...idle, brokers: before.brokers, stage: 'reading' });
  try {
    // Merging needs the saved ledger, not an invented client's.
    if (ledgerStore.getState().source.kind === 'sample') await openOwn();
    for (const file of dropped) {
      try {
        const incoming = await readOne(file);
        if (incoming) read.push(incoming);
      } catch (e) {
        if (isCancelled(e)) throw e;
        const error = asKeepfolioError(e);
        read.push({ name: file.name, content: new Blob(), view: null, error });
      }
    }
    if (read.length === 0) {
      importStore.setState(idle);
      return false;
    }
    await review(read);
    if (importStore.getState().brokers.length === 0)
      importStore.setState({ brokers: await callCompute('brokers', null) });
    return true;
  } catch (e) {
    report(e);
    letGo(read);
    importStore.setState(idle);
    return false;
  }
}

/** Reads a file again under the person's column mapping, or as a broker they named; the mapping is remembered. */
export async function rereadFile(
  index: number,
  how: { readonly mapping?: ColumnMappingView; readonly brokerId?: string },
): Promise<void> {
  const { files } = importStore.getState();
  const file = files[index];
  if (!file) return;
  const again = await readTrades(file.name, file.content, how).catch((e) => {
    report(e);
    return null;
  });
  if (!again) return;
  // The request for a mapping stays as it was first made, so that the person can go on correcting their answer.
  const asked = how.mapping ? file.view?.mapping : undefined;
  const kept = again.view && asked ? { ...again, view: { ...again.view, mapping: asked } } : again;
  letGo([file]);
  await review(files.map((f, i) => (i === index ? kept : f))).catch(report);
}

async function rememberMapping(fingerprint: string, mapping: ColumnMappingView): Promise<void> {
  await (await mappingRecords())?.put(fingerprint, mapping);
}

const mappingsInUse = new Map<string, ColumnMappingView>();

/** Tries a mapping on a file; it is remembered when the import is confirmed. */
export async function applyMapping(index: number, mapping: ColumnMappingView): Promise<void> {
  const fingerprint = importStore.getState().files[index]?.view?.mapping?.fingerprint;
  if (fingerprint) mappingsInUse.set(fingerprint, mapping);
  await rereadFile(index, { mapping });
}

/** Leaves one file out of the import. */
export async function leaveOut(index: number): Promise<void> {
  const { files: before } = importStore.getState();
  letGo(before.filter((_, i) => i === index));
  const files = before.filter((_, i) => i !== index);
  if (files.length === 0) importStore.setState(idle);
  else await review(files).catch(report);
}

const brokerPrices = (files: readonly IncomingFile[]): (readonly [string, OwnPrice])[] =>
  files
    .flatMap((f) => f.view?.positions ?? [])
    .flatMap((p) =>
      p.price === null ? [] : [[p.symbol, { price: unitPriceToNumber(p.price), source: 'broker' }] as const],
    );

/** Which rows taken for known ones are added all the same; none again after the review changed. */
export function chooseKnownRows(addAnyway: readonly number[] | 'all'): void {
  importStore.setState({ addAnyway });
}

/**
 * Saves what the review shows, with the known rows chosen all the same; nothing was stored before this.
 * @returns the rows added, null when it was not saved
 */
export async function confirmImport(): Promise<number | null> {
  const { files, merge, addAnyway } = importStore.getState();
  if (!merge) return null;
  importStore.setState({ stage: 'saving' });
  const id = crypto.randomUUID();
  try {
    const prices = brokerPrices(files);
    const added = merge.added > 0 || addAnyway.length > 0 ? await addMerged(id, addAnyway) : 0;
    if (prices.length > 0) await setOwnPrices(prices);
    await keepBrokerPositions(
      files.flatMap(({ name, view }) =>
        view ? [{ file: name, broker: view.format.broker, positions: view.positions }] : [],
      ),
    );
    for (const [fingerprint, mapping] of mappingsInUse) await rememberMapping(fingerprint, mapping);
    mappingsInUse.clear();
    importStore.setState({
      ...idle,
      stage: 'done',
      lastBatch: added > 0 ? { id, added } : null,
    });
    letGo(files);
    return added;
  } catch (e) {
    report(e);
    await review(files).catch(() => importStore.setState(idle));
    return null;
  }
}

/** More rows of a file in the review than came with it. */
export const moreImportRows = (id: string, page: PageRequest): Promise<readonly Transaction[]> =>
  callCompute('importRows', { id, ...page });

/** Drops the review; the ledger was never touched. */
export function discardImport(): void {
  letGo(importStore.getState().files);
  mappingsInUse.clear();
  importStore.setState(idle);
}

/** Takes the import that was just confirmed back. */
export async function undoLastImport(): Promise<void> {
  const last = importStore.getState().lastBatch;
  if (!last) return;
  try {
    await undoImport(last.id);
    importStore.setState(idle);
    notify({ tone: 'info', message: `The import of ${last.added} rows was taken back.`, hint: '' });
  } catch (e) {
    report(e);
  }
}
