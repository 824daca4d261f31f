import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { ViewDifference } from '../../domain/ledger/reconcile.ts';
import type { AccountType, Finding, Transaction } from '../../domain/ledger/transaction.ts';
import type { AssetClass, Sector } from '../../domain/market/panel.ts';
import type { BandNote } from '../../engine/forecast.ts';
import type { FileSeal } from '../../engine/own-checkpoint.ts';
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

/** What the screens receive from the workers: plain, structured-cloneable records. */

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

export interface ImportView {
  readonly file: string;
  readonly format: {
    readonly id: string;
    readonly broker: string;
    /** 0..1 */
    readonly confidence: number;
    readonly reason: string;
  };
  readonly encoding: string;
  readonly transactions: readonly Transaction[];
  readonly problems: readonly Finding[];
  readonly ignored: readonly { readonly lines: readonly number[]; readonly why: string }[];
  readonly positions: readonly PositionView[];
  readonly mapping: MappingRequestView | null;
}

export interface MergeView {
  readonly merged: readonly Transaction[];
  readonly added: readonly Transaction[];
  readonly duplicates: readonly Transaction[];
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

export interface LedgerView {
  readonly openLots: readonly OpenLot[];
  readonly realized: readonly RealizedGain[];
  readonly byYear: Readonly<Record<string, YearTotals>>;
  readonly washSales: readonly WashSaleView[];
  readonly noBuyUntil: readonly { readonly symbol: string; readonly until: IsoDate }[];
  /** Lots that would be a wash sale if sold at a loss before the date, because of a purchase already made. */
  readonly doNotHarvest: readonly {
    readonly symbol: string;
    readonly lotId: string;
    readonly account: string;
    readonly until: IsoDate;
  }[];
  readonly basisMissing: readonly BasisMissingView[];
  /** Cash by currency that the rows add up to (may be negative when deposits are missing from the file). */
  readonly cash: Readonly<Record<string, Cents>>;
  readonly accounts: readonly string[];
  readonly findings: readonly Finding[];
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
  readonly form8949: readonly {
    readonly box: string;
    readonly description: string;
    readonly acquired: string;
    readonly sold: IsoDate;
    readonly proceeds: Cents;
    readonly cost: Cents;
    readonly code: string;
    readonly adjustment: Cents;
    readonly gain: Cents;
  }[];
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
  readonly notes: readonly string[];
  readonly device: BackendName;
}

/** The market as the encoder sees it, in two dimensions. */
export interface MarketMapView {
  readonly asOf: IsoDate;
  readonly points: readonly {
    readonly symbol: string;
    readonly name: string;
    readonly assetClass: AssetClass;
    readonly held: boolean;
    readonly x: number;
    readonly y: number;
    /** Learned gate between encoder (1) and Chronos (0). */
    readonly gate: number;
    /** Symbols with the most alike embeddings, nearest first. */
    readonly alike: readonly string[];
  }[];
  /** Share of the embeddings' spread along each axis. */
  readonly explained: readonly [number, number];
  /** Listed assets that did not fit into the encoder's universe. */
  readonly leftOut: number;
}

/** The 50 observable numbers of one asset, as the encoder is handed them. */
export interface ObservedView {
  readonly symbol: string;
  readonly asOf: IsoDate;
  readonly numbers: readonly {
    readonly name: string;
    readonly label: string;
    readonly words: string;
    readonly unit: string;
    readonly formula: string;
    readonly value: number;
    readonly scaled: number;
    readonly known: boolean;
    readonly clipped: boolean;
  }[];
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
