import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { ViewDifference } from '../../domain/ledger/reconcile.ts';
import type { AccountType, Finding, Transaction } from '../../domain/ledger/transaction.ts';
import type { AssetClass, Sector } from '../../domain/market/panel.ts';
import type { BacktestCurve } from '../../engine/backtest.ts';
import type { BandNote } from '../../engine/forecast.ts';
import type { LearningState } from '../../engine/learn-goals.ts';
import type { MapPoint } from '../../engine/market-map.ts';
import type { ObservedNumber } from '../../engine/observed.ts';
import type { FileSeal } from '../../engine/own-checkpoint.ts';
import { COMPARATORS } from '../../sim/env/rule-strategies.ts';
import type { ColumnMapping } from '../../importers/result-types.ts';
import type { TestedCoverage } from '../../models/chronos/calibration.ts';
import type {
  Expert,
  Objective,
  ObjectiveWeights,
  OpenLot,
  PlannedTrade,
  RealizedGain,
  TaxProfile,
} from '../../domain/portfolio/types.ts';

export type { LearningState };

/** What the screens receive from the workers: plain, structured-cloneable records. */

/** A list that may be long: how many there are, and the first of them; all of them when they are few. */
export interface Part<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** Rows of a long list from one place on. At most PAGE_ROWS come at once. */
export interface PageRequest {
  readonly from: number;
  readonly count: number;
  /** A column of the list by which it is sorted first. */
  readonly sort?: { readonly key: string; readonly down: boolean };
}

/** Most rows of any list that cross to the page in one message. */
export const PAGE_ROWS = 500;

/** A file for the person: made in the worker, never unpacked on the page. */
export interface FileForPerson {
  readonly name: string;
  readonly content: Blob;
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** The rung of the ladder in use, and why it is this one. */
export interface DeviceStatus {
  readonly backend: BackendName;
  readonly reason: string;
  /** Milliseconds of the calibration workload per rung tried; null = not available. */
  readonly calibrationMs: Readonly<Record<BackendName, number | null>>;
  readonly threads: number;
}

/** Progress of a long call. fraction is null when it cannot be known. */
export interface JobProgress {
  readonly stage: string;
  readonly fraction: number | null;
}

/** Canonical field -> header text, broker word -> transaction type, and what the file alone cannot tell. */
export type ColumnMappingView = ColumnMapping;

export interface MappingRequestView {
  readonly fingerprint: string;
  readonly headers: readonly string[];
  /** First rows, cell by cell. */
  readonly samples: readonly (readonly string[])[];
  /** All distinct values per header (capped at 200 per column). */
  readonly distinct: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly { readonly field: string; readonly label: string; readonly required: boolean }[];
  readonly guess: ColumnMappingView;
}

/** Latest price lines of a broker's positions file, for reconciliation. */
export interface PositionView {
  readonly account: string | null;
  readonly symbol: string;
  readonly quantity: Quantity;
  readonly price: UnitPrice | null;
  readonly basis: Cents | null;
}

/** A file as it was read. Its rows stay in the worker, under `id`. */
export interface ImportView {
  readonly id: string;
  readonly file: string;
  readonly format: {
    readonly id: string;
    readonly broker: string;
    /** 0..1 */
    readonly confidence: number;
    readonly reason: string;
  };
  readonly encoding: string;
  readonly rows: Part<Transaction>;
  /** Rows that bring shares without their cost. */
  readonly withoutBasis: number;
  readonly problems: Part<Finding>;
  /** Lines without a transaction, in all and by reason; each reason with its first lines. */
  readonly ignoredLines: number;
  readonly ignored: readonly { readonly lines: Part<number>; readonly why: string }[];
  readonly positions: readonly PositionView[];
  readonly mapping: MappingRequestView | null;
}

/** What confirming a review would do. */
export interface MergeView {
  readonly added: number;
  /** Rows the ledger (or a file before in the same review) has already. */
  readonly duplicates: Part<Transaction>;
}

/** What is kept about one confirmed import, beside its rows. */
export interface BatchView {
  readonly id: string;
  readonly at: string;
  readonly files: readonly { readonly name: string; readonly broker: string }[];
  readonly rows: number;
}

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

/** A price the person typed, or one their broker's positions file printed. */
export interface OwnPrice {
  readonly price: number;
  readonly source: 'typed' | 'broker';
}

/** A lot with today's price on it. */
export interface PricedLot {
  readonly lot: OpenLot;
  readonly value: Cents | null;
  readonly gain: Cents | null;
  readonly term: 'short' | 'long';
  /** Days until a sale would be long-term; 0 once it is. */
  readonly daysToLong: number;
}

/** One symbol over all accounts. Sums that would need a missing number are null, never partial. */
export interface Position {
  readonly symbol: string;
  readonly name: string | null;
  readonly assetClass: AssetClass | null;
  readonly quantity: Quantity;
  readonly price: UnitPrice | null;
  readonly priceDate: IsoDate | null;
  readonly priceSource: 'market' | 'typed' | 'broker' | null;
  readonly recent: readonly number[];
  readonly basis: Cents | null;
  readonly value: Cents | null;
  readonly gain: Cents | null;
  readonly lots: Part<PricedLot>;
}

/** Sums over what can be priced, and what cannot. */
export interface Totals {
  readonly value: Cents;
  readonly gain: Cents;
  /** Unrealised gain by term, over lots with price and basis. */
  readonly shortGain: Cents;
  readonly longGain: Cents;
  readonly unpriced: readonly string[];
  readonly basisMissing: readonly string[];
}

export interface HoldingsView {
  readonly positions: readonly Position[];
  readonly totals: Totals;
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

export interface MarketInfo {
  readonly assets: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly hash: string;
  readonly synthetic: boolean;
  readonly bytes: number;
}

export interface PriceView {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly sector: Sector | null;
  readonly last: UnitPrice;
  readonly date: IsoDate;
  /** Up to 260 recent closes, oldest first, for a sparkline. */
  readonly recent: readonly number[];
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

export interface ModelInfo {
  readonly name: string;
  readonly title: string;
  readonly parameters: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly verified: boolean;
}

export interface TrainingTick {
  readonly stage: string;
  readonly fraction: number | null;
  readonly epoch: number;
  readonly epochs: number;
  readonly trainLoss: number;
  readonly heldOutLoss: number | null;
  /** Now and then: what is needed to go on after a reload. */
  readonly state?: LearningState;
}

export interface PersonView {
  readonly parameters: number;
  readonly decisions: number;
  readonly enough: boolean;
  readonly prior: ObjectiveWeights;
  readonly objectives: ObjectiveWeights;
  /** One standard deviation of each objective's weight. */
  readonly spread: ObjectiveWeights;
  readonly behaviour: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: number;
    readonly known: boolean;
    /** The number in a plain sentence. */
    readonly words: string;
  }[];
  readonly loss: { readonly train: readonly number[]; readonly heldOut: readonly number[] };
  readonly adapter: { readonly A: readonly number[]; readonly B: readonly number[] };
  /** SHA-256 of the frozen weights the adapter belongs to. */
  readonly head: string;
  /** The point at the end of each quarter, oldest first: how goals drifted. */
  readonly trajectory: readonly { readonly date: IsoDate; readonly objectives: ObjectiveWeights }[];
  readonly seed: number;
  readonly device: BackendName;
}

export interface PlanConstraints {
  readonly maxTrades: number | null;
  readonly buyOnly: boolean;
  readonly keep: readonly string[];
  readonly exclude: readonly string[];
  readonly cashNeeded: Cents;
}

export interface WashRisk {
  readonly symbol: string;
  readonly why: string;
}

export interface PlanView {
  readonly asOf: IsoDate;
  /** Weights by symbol, "cash" included; sum to 1 over what can be priced. */
  readonly current: Readonly<Record<string, number>>;
  readonly target: Readonly<Record<string, number>>;
  readonly experts: Readonly<Record<Expert, number>>;
  readonly regime: readonly { readonly name: string; readonly value: number }[];
  /** Learned gate between encoder (1) and Chronos (0), per symbol. */
  readonly gate: Readonly<Record<string, number>>;
  readonly trades: readonly PlannedTrade[];
  readonly tax: { readonly planned: Cents; readonly naive: Cents };
  readonly totalValue: Cents;
  readonly outsideUniverse: readonly string[];
  /** Trades that could still run into a wash sale, found by a second look. */
  readonly risks: readonly WashRisk[];
  readonly notes: readonly string[];
  readonly device: BackendName;
}

/** The market as the encoder sees it, in two dimensions. */
export interface MarketMapView {
  readonly asOf: IsoDate;
  readonly points: readonly MapPoint[];
  /** Share of the embeddings' spread along each axis. */
  readonly explained: readonly [number, number];
  /** Listed assets that did not fit into the encoder's universe. */
  readonly leftOut: number;
}

/** The 50 observable numbers of one asset, as the encoder is handed them. */
export interface ObservedView {
  readonly symbol: string;
  readonly asOf: IsoDate;
  readonly numbers: readonly ObservedNumber[];
}

export interface ForecastView {
  readonly symbol: string;
  readonly asOf: IsoDate;
  readonly lastPrice: number;
  /** The ends of the 80 % and the 50 % band and the middle: 0.1, 0.25, 0.5, 0.75, 0.9. */
  readonly levels: readonly number[];
  /** quantiles[q][h] in dollars, h = 1..horizon business days ahead. */
  readonly quantiles: readonly (readonly number[])[];
  /** Name of the dropped checkpoint that made it; null = the shipped network. */
  readonly own: string | null;
  /** How often such bands held on assets and days never trained on; null where nobody here tested. */
  readonly tested: TestedCoverage | null;
  /** Why the band at the last day is as wide as it is. */
  readonly note: BandNote;
  /** Closes it read, and trading days among them without one. */
  readonly observedDays: number;
  readonly missingDays: number;
}

/** One file of a checkpoint. A blob crosses by reference; its bytes are read where they are needed. */
export interface CheckpointFile {
  readonly name: string;
  readonly blob: Blob;
  /** What it must hash to, once it has passed the checks. */
  readonly sha256?: string;
}

/** A Chronos checkpoint that passed every check. */
export interface CheckpointInfo {
  readonly family: 'bolt' | 't5';
  readonly parameters: number;
  /** Bytes of its weight files. */
  readonly bytes: number;
  /** SHA-256 of the weights, lower-case hex; of the shards' hashes where there are several. */
  readonly sha256: string;
  /** The official name, when its hash is a published one. */
  readonly official: string | null;
  /** Estimate of what it takes while it is being loaded. */
  readonly memoryBytes: number;
  readonly contextLength: number;
  readonly predictionLength: number;
  readonly files: readonly FileSeal[];
}

/** The rules a look-back can be held against, and the trained policy. */
export const LOOK_BACK_POLICIES = ['model', ...COMPARATORS] as const;
export type LookBackPolicy = (typeof LOOK_BACK_POLICIES)[number];

/** One policy's history, dollars by week. */
export type LookBackCurve = BacktestCurve;

export interface LookBackView {
  readonly dates: readonly IsoDate[];
  readonly symbols: readonly string[];
  readonly outsideUniverse: readonly string[];
  readonly curves: readonly LookBackCurve[];
  readonly device: BackendName;
}

export type {
  AccountType,
  Expert,
  Finding,
  Objective,
  ObjectiveWeights,
  OpenLot,
  PlannedTrade,
  RealizedGain,
  TaxProfile,
  Transaction,
};
