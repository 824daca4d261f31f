import type { IsoDate } from '../../core/iso-date.ts';
import type { Intent } from '../../intent/intent.ts';
import type { ColumnMappingView, ImportView, MergeView } from './import-views.ts';
import type { FileForPerson, JobProgress, PageRequest } from './parts.ts';
import type {
  Form8949Row,
  LedgerSettings,
  LedgerSummary,
  LedgerView,
  TaxYearView,
  ViewDifferences,
  ViewDifferenceView,
  WashSaleView,
} from './ledger-views.ts';
import type { HoldingsView, MarketInfo, OwnPrice, PricedLot, PriceView } from './holdings-views.ts';
import type { TaxProfile } from '../../domain/portfolio/types.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';

/** Reading files; what was read waits in the worker until it is added or dropped. */
interface ImportApi {
  /** Reads a file and keeps its rows under an id. */
  readFile: [
    {
      readonly name: string;
      readonly content: Blob;
      readonly brokerId?: string;
      readonly mapping?: ColumnMappingView;
    },
    ImportView,
    JobProgress,
  ];
  importRows: [{ readonly id: string } & PageRequest, readonly Transaction[], never];
  dropFiles: [{ readonly ids: readonly string[] }, null, never];
  brokers: [null, readonly { readonly id: string; readonly name: string }[], never];
  /** What adding these files, in this order, would do to the person's own ledger. */
  merge: [{ readonly ids: readonly string[] }, MergeView, JobProgress];
  duplicateRows: [PageRequest, readonly Transaction[], never];
}

/** The ledger in use: read, changed and stored here; the page sees slices of it. */
interface LedgerApi {
  /** The person's own ledger, as it is stored. */
  openOwn: [null, LedgerSummary, JobProgress];
  /** An invented client's, from its files; never stored. */
  openSample: [
    {
      readonly id: string;
      readonly at: string;
      readonly files: readonly { readonly name: string; readonly content: Blob }[];
    },
    LedgerSummary,
    JobProgress,
  ];
  /**
   * Adds what the last merge found new, and stores it.
   * `addAnyway`: rows it took for known ones that the person wants all the same, by place among the duplicates.
   * Refused with "stale-tab" when another tab changed the ledger.
   */
  addMerged: [
    {
      readonly id: string;
      readonly at: string;
      readonly addAnyway?: readonly number[] | 'all';
    },
    { readonly ledger: LedgerSummary; readonly added: number },
    JobProgress,
  ];
  removeBatch: [{ readonly id: string }, LedgerSummary, never];
  backup: [
    {
      readonly written: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly mappings: Readonly<Record<string, unknown>>;
    },
    FileForPerson,
    never,
  ];
  /** Puts a backup's ledger in the place of the stored one; what else it holds comes back. */
  restore: [
    { readonly content: Blob },
    {
      readonly ledger: LedgerSummary;
      readonly written: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly mappings: Readonly<Record<string, unknown>>;
    },
    never,
  ];
  /** The rows for the models' worker: passed on by the page, unopened. */
  rowsFile: [null, { readonly key: string; readonly content: Blob }, never];
  exportLedger: [{ readonly format: 'csv' | 'json' }, FileForPerson, never];
}

/** What follows from the ledger in use. */
interface DerivedApi {
  ledger: [{ readonly settings: LedgerSettings }, LedgerView, JobProgress];
  /** Open lots by symbol, with the prices of the market and the person's own. */
  holdings: [
    {
      readonly settings: LedgerSettings;
      readonly ownPrices: Readonly<Record<string, OwnPrice>>;
      readonly asOf: IsoDate;
    },
    HoldingsView,
    JobProgress,
  ];
  /** Lots of one symbol, priced as in the last `holdings`. */
  lots: [{ readonly symbol: string } & PageRequest, readonly PricedLot[], never];
  washSales: [{ readonly settings: LedgerSettings } & PageRequest, readonly WashSaleView[], JobProgress];
  /** Row by row, what the 1099-B will not show and the return must. */
  reconcileViews: [{ readonly settings: LedgerSettings }, ViewDifferences, JobProgress];
  /** More rows of the last `reconcileViews`. */
  differenceRows: [PageRequest, readonly ViewDifferenceView[], never];
  taxYear: [{ readonly settings: LedgerSettings; readonly profile: TaxProfile }, TaxYearView, JobProgress];
  /** More rows of the last `taxYear`. */
  form8949Rows: [PageRequest, readonly Form8949Row[], never];
  taxExport: [
    {
      readonly settings: LedgerSettings;
      readonly year: number;
      readonly format: '8949' | 'txf' | 'csv';
    },
    FileForPerson,
    JobProgress,
  ];
}

interface MarketApi {
  /** Replaces the market; bytes of a bundle. The worker keeps it. */
  loadMarket: [{ readonly bytes: Uint8Array }, MarketInfo, never];
  /** Adds a dropped price CSV (wide, Stooq or Yahoo) to the market; returns the merged bundle for ml.worker and storage. */
  addPrices: [
    { readonly name: string; readonly bytes: Uint8Array },
    { readonly info: MarketInfo; readonly symbols: readonly string[]; readonly bundle: Uint8Array },
    never,
  ];
  /** Last prices of the symbols the market knows; symbols it does not know are absent. */
  prices: [{ readonly symbols: readonly string[] }, readonly PriceView[], never];
}

/** compute.worker: everything without tensors. Each entry is [request, response, progress]. */
export interface ComputeApi extends ImportApi, LedgerApi, DerivedApi, MarketApi {
  parseIntent: [{ readonly text: string; readonly today: IsoDate }, Intent, never];
}
