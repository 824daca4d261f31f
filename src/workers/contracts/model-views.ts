/** What the screens receive from the models. */
import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { BacktestCurve } from '../../engine/backtest.ts';
import type { BandNote } from '../../engine/forecast.ts';
import type { LearningState } from '../../engine/learn-goals.ts';
import type { MapPoint } from '../../engine/market-map.ts';
import type { ObservedNumber } from '../../engine/observed.ts';
import type { FileSeal } from '../../engine/own-checkpoint.ts';
import { COMPARATORS } from '../../sim/env/rule-strategies.ts';
import type { TestedCoverage } from '../../models/chronos/calibration.ts';
import type { Expert, ObjectiveWeights, PlannedTrade } from '../../domain/portfolio/types.ts';

export type { LearningState };

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** The rung of the ladder in use, and why it is this one. */
export interface DeviceStatus {
  readonly backend: BackendName;
  readonly reason: string;
  /** Milliseconds of the calibration workload per rung tried; null = not available. */
  readonly calibrationMs: Readonly<Record<BackendName, number | null>>;
  readonly threads: number;
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
