/** What the screens receive about the ledger and its taxes, and the choices it is read under. */
import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { ViewDifference } from '../../domain/ledger/reconcile.ts';
import type { AccountType, Finding } from '../../domain/ledger/transaction.ts';
import type { Part } from './parts.ts';
import type { BatchView } from './import-views.ts';

/** The ledger that the worker holds, without its rows. */
export interface LedgerSummary {
  /** Names these rows; another key after every change. */
  readonly key: string;
  /** Of what is stored; 0 where nothing is. */
  readonly version: number;
  readonly batches: readonly BatchView[];
  readonly rows: number;
  /** Depends on what happened in the rows: what was learned from others is out of date. */
  readonly fingerprint: string;
  readonly symbols: readonly string[];
}

/** Shares that came in without a cost, and the person's answer if there is one. */
export interface WorklistEntry {
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly received: IsoDate;
  /** Shares as they came in: the cost asked for is theirs. */
  readonly shares: Quantity;
  /** Shares still held without a cost; 0 when all were sold, null once answered. */
  readonly held: Quantity | null;
  readonly answer: { readonly cost: Cents; readonly acquired: IsoDate } | null;
}

export type LotMethod = 'fifo' | 'lifo' | 'hifo' | 'lofo' | 'mintax' | 'taxaware' | 'avg';

export interface LedgerSettings {
  readonly method: LotMethod;
  /** Lot method per account where it differs from `method`. */
  readonly methodByAccount: Readonly<Record<string, LotMethod>>;
  readonly accountTypes: Readonly<Record<string, AccountType>>;
  /** Account of rows whose file names none, by file name: the broker's name, so that two exports of one broker meet. */
  readonly accountOfFile?: Readonly<Record<string, string>>;
  readonly view: 'law' | 'broker';
  /** Answers to the basis-missing worklist, by lot id: what the shares cost in all, and when they were bought. */
  readonly basis?: Readonly<Record<string, { readonly cost: Cents; readonly acquired: IsoDate }>>;
  /** Symbols the person holds to be substantially identical, group by group. */
  readonly identicalGroups?: readonly (readonly string[])[];
}

/** Shares that came in without a cost: the person can supply it. */
export interface BasisMissingView {
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly received: IsoDate;
  /** Shares of that lot still held. */
  readonly quantity: Quantity;
}

/** A realised row on which the law's view (all accounts) and the broker's (one account, same security) differ. */
export type ViewDifferenceView = Omit<ViewDifference, 'lotId'>;

/** All such rows: newest first, how many sales they are, and by how much more loss the law leaves uncounted. */
export interface ViewDifferences extends Part<ViewDifferenceView> {
  readonly sales: number;
  readonly lawMinusBroker: Cents;
}

export interface WashSaleView {
  readonly saleId: string;
  readonly symbol: string;
  readonly sold: IsoDate;
  readonly replacementDate: IsoDate;
  readonly quantity: Quantity;
  readonly disallowed: Cents;
  readonly permanent: boolean;
  readonly why: string;
}

export interface YearTotals {
  readonly shortTerm: Cents;
  readonly longTerm: Cents;
  readonly washDisallowed: Cents;
  readonly dividendsQualified: Cents;
  readonly dividendsOrdinary: Cents;
  readonly interest: Cents;
}

export interface HeldSum {
  readonly symbol: string;
  readonly account: string;
  readonly quantity: Quantity;
  readonly basis: Cents | null;
  /** Some of what adjusted the basis of these lots; a wash sale among it is always told. */
  readonly trail: readonly string[];
}

export interface LedgerView {
  /** Symbols of which there are open lots. */
  readonly held: readonly string[];
  /** Open lots added up by account and symbol; lots without a basis stand for themselves. */
  readonly sums: readonly HeldSum[];
  /** Symbols of which shares were ever sold. */
  readonly sold: readonly string[];
  readonly openLots: number;
  readonly realized: number;
  readonly byYear: Readonly<Record<string, YearTotals>>;
  readonly washSales: Part<WashSaleView>;
  /** Number of wash sales by the symbol sold. */
  readonly washesBySymbol: Readonly<Record<string, number>>;
  readonly noBuyUntil: readonly { readonly symbol: string; readonly until: IsoDate }[];
  /** Lots that would be a wash sale if sold at a loss before the date, because of a purchase already made; counted by symbol, account and date. */
  readonly doNotHarvest: readonly {
    readonly symbol: string;
    readonly account: string;
    readonly until: IsoDate;
    readonly lots: number;
  }[];
  /** Oldest first; `open` of all have no answer yet. */
  readonly worklist: Part<WorklistEntry> & { readonly open: number };
  /** Cash by currency that the rows add up to (may be negative when deposits are missing from the file). */
  readonly cash: Readonly<Record<string, Cents>>;
  readonly accounts: readonly string[];
  readonly findings: Part<Finding>;
  readonly firstDate: IsoDate | null;
  readonly lastDate: IsoDate | null;
}

export interface Form8949Row {
  readonly box: string;
  readonly description: string;
  readonly acquired: string;
  readonly sold: IsoDate;
  readonly proceeds: Cents;
  readonly cost: Cents;
  readonly code: string;
  readonly adjustment: Cents;
  readonly gain: Cents;
}

/** One year's tax, with the rows behind it. */
export interface TaxYearView {
  readonly year: number;
  readonly netShort: Cents;
  readonly netLong: Cents;
  readonly deductibleLoss: Cents;
  readonly carryoverShort: Cents;
  readonly carryoverLong: Cents;
  readonly federal: Cents;
  readonly niit: Cents;
  readonly state: Cents;
  /** Tax caused by the investments: total with them minus total without. */
  readonly total: Cents;
  readonly form8949: Part<Form8949Row>;
}
