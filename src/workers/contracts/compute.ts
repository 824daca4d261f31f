import type { IsoDate } from '../../core/iso-date.ts';
import type { Intent } from '../../intent/intent.ts';
import type {
  ColumnMappingView,
  ImportView,
  JobProgress,
  LedgerSettings,
  LedgerView,
  MarketInfo,
  MergeView,
  PriceView,
  TaxProfile,
  TaxYearView,
  Transaction,
  ViewDifferenceView,
} from './views.ts';

/** compute.worker: everything without tensors. Each entry is [request, response, progress]. */
export interface ComputeApi {
  importFile: [
    {
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly brokerId?: string;
      readonly mapping?: ColumnMappingView;
    },
    ImportView,
    JobProgress,
  ];
  brokers: [null, readonly { readonly id: string; readonly name: string }[], never];
  merge: [
    { readonly existing: readonly Transaction[]; readonly incoming: readonly Transaction[] },
    MergeView,
    never,
  ];
  ledger: [
    { readonly transactions: readonly Transaction[]; readonly settings: LedgerSettings },
    LedgerView,
    never,
  ];
  /** Row by row, what the 1099-B will not show and the return must. */
  reconcileViews: [
    { readonly transactions: readonly Transaction[]; readonly settings: LedgerSettings },
    readonly ViewDifferenceView[],
    never,
  ];
  exportLedger: [
    { readonly transactions: readonly Transaction[]; readonly format: 'csv' | 'json' },
    { readonly name: string; readonly text: string },
    never,
  ];
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
  taxYear: [
    {
      readonly transactions: readonly Transaction[];
      readonly settings: LedgerSettings;
      readonly profile: TaxProfile;
    },
    TaxYearView,
    never,
  ];
  taxExport: [
    {
      readonly transactions: readonly Transaction[];
      readonly settings: LedgerSettings;
      readonly year: number;
      readonly format: '8949' | 'txf' | 'csv';
    },
    { readonly name: string; readonly text: string },
    never,
  ];
  parseIntent: [{ readonly text: string; readonly today: IsoDate }, Intent, never];
}
