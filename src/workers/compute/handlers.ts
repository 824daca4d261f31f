import type { IsoDate } from '../../core/iso-date.ts';
import { fileParts } from '../../domain/ledger/packed-rows.ts';
import type { Panel } from '../../domain/market/panel.ts';
import type { ImportOptions } from '../../importers/import-file.ts';
import { supportedBrokers } from '../../importers/registry.ts';
import { parseIntent } from '../../intent/parse-intent.ts';
import type { LedgerRepository } from '../../storage/ledger-repository.ts';
import type { ComputeApi } from '../contracts/compute.ts';
import type { Handlers } from '../rpc/serve.ts';
import { Derived } from './derived.ts';
import { exportFile, fileOf } from './files-for-person.ts';
import { ImportDesk } from './import-desk.ts';
import { LedgerKeeper } from './ledger-keeper.ts';
import { taxExport } from './ledger-service.ts';
import { marketInfo, openMarket, pricesOf, requireMarket, withPrices } from './market-service.ts';
import type { Job } from './slices.ts';

/** What the worker gets from where it runs. */
export interface ComputeWorld {
  today(): IsoDate;
  /** The stored ledger; null where nothing can be stored. */
  ledgerRecords(): Promise<LedgerRepository | null>;
}

const IMPORT_NEVER: Job = { isCancelled: () => false, progress: () => {} };

/** Everything the compute worker answers. It owns the ledger in use; rows cross to the page in pages only. */
export function computeHandlers(world: ComputeWorld): Handlers<ComputeApi> {
  const keeper = new LedgerKeeper(() => world.ledgerRecords());
  const desk = new ImportDesk();
  const derived = new Derived(() => keeper.current);
  return {
    ...importHandlers(desk, keeper),
    ...ledgerHandlers(desk, keeper),
    ...marketHandlers(derived),
    washSales: ({ settings, ...page }, job) => derived.washSales(settings, page, job),
    ledger: ({ settings }, job) => derived.ledger(settings, job),
    lots: ({ symbol, ...page }) => derived.lots(symbol, page),
    reconcileViews: ({ settings }, job) => derived.reconcile(settings, job),
    differenceRows: (page) => derived.differenceRows(page),
    taxYear: ({ settings, profile }, job) => derived.taxYear(settings, profile, job),
    form8949Rows: (page) => derived.form8949Rows(page),
    async taxExport({ settings, year, format }, job) {
      const { name, text } = taxExport(await derived.folded(settings, job), year, format, world.today());
      return fileOf(name, [text]);
    },
    parseIntent: ({ text, today }) => parseIntent(text, today),
  };
}

type ImportMethods = 'readFile' | 'importRows' | 'dropFiles' | 'brokers' | 'merge' | 'duplicateRows';

function importHandlers(desk: ImportDesk, keeper: LedgerKeeper): Pick<Handlers<ComputeApi>, ImportMethods> {
  return {
    readFile({ name, content, brokerId, mapping }, job) {
      const options: ImportOptions = {
        ...(brokerId === undefined ? {} : { brokerId }),
        ...(mapping === undefined ? {} : { mapping }),
        onProgress: (fraction) => job.progress({ stage: 'Reading rows', fraction }),
      };
      return desk.read(name, content, options, job);
    },
    importRows: ({ id, ...page }, { isCancelled }) => desk.page(id, page, { ...IMPORT_NEVER, isCancelled }),
    dropFiles({ ids }) {
      desk.drop(ids);
      return null;
    },
    brokers: () => supportedBrokers,
    merge: ({ ids }, job) => desk.merge(keeper.current.rows, ids, job),
    duplicateRows: (page) => desk.duplicates(page),
  };
}

type LedgerMethods =
  'openOwn' | 'openSample' | 'addMerged' | 'removeBatch' | 'backup' | 'restore' | 'rowsFile' | 'exportLedger';

function ledgerHandlers(desk: ImportDesk, keeper: LedgerKeeper): Pick<Handlers<ComputeApi>, LedgerMethods> {
  return {
    openOwn: (_request, job) => keeper.openOwn(job),
    openSample: ({ id, at, files }, job) => keeper.openSample(id, at, files, job),
    async addMerged({ id, at, addAnyway }, job) {
      const outcome = desk.outcome(addAnyway);
      job.progress({ stage: 'Saving', fraction: null });
      const ledger = await keeper.add({ id, at, ...outcome });
      return { ledger, added: outcome.rows.length };
    },
    removeBatch: ({ id }) => keeper.remove(id),
    async backup({ written, settings, mappings }) {
      // Loaded when it is needed: the checks of a whole backup are heavy.
      const { backupParts } = await import('../../storage/backup.ts');
      const parts = backupParts({ written, batches: keeper.current.batches, settings, mappings });
      return fileOf(`keepfolio-backup-${written.slice(0, 10)}.json`, parts, 'application/json');
    },
    async restore({ content }) {
      const { readBackup } = await import('../../storage/backup.ts');
      const { batches, written, settings, mappings } = readBackup(await content.text());
      return { ledger: await keeper.replace(batches), written, settings, mappings };
    },
    rowsFile() {
      const { rows, summary } = keeper.current;
      return { key: summary.key, content: new Blob(fileParts(rows)) };
    },
    exportLedger: ({ format }) => exportFile(keeper.current.rows, format),
  };
}

type MarketMethods = 'loadMarket' | 'addPrices' | 'prices' | 'holdings';

function marketHandlers(derived: Derived): Pick<Handlers<ComputeApi>, MarketMethods> {
  let market: Panel | null = null;
  return {
    async loadMarket({ bytes }) {
      const { panel, info } = await openMarket(bytes);
      market = panel;
      return info;
    },
    async addPrices({ name, bytes }) {
      const { panel, bundle, symbols } = await withPrices(market, name, bytes);
      market = panel;
      return { info: marketInfo(panel, bundle), symbols, bundle };
    },
    prices: ({ symbols }) => pricesOf(requireMarket(market), symbols),
    holdings: ({ settings, ownPrices, asOf }, job) =>
      derived.holdings(
        settings,
        ownPrices,
        (symbols) => (market ? pricesOf(market, symbols) : []),
        asOf,
        job,
      ),
  };
}
