import type { IsoDate } from '../../core/iso-date.ts';
import type { Intent } from '../../intent/intent.ts';
import type {
  BackendName,
  CheckpointFile,
  CheckpointInfo,
  DeviceStatus,
  ForecastView,
  LearningState,
  LookBackPolicy,
  LookBackView,
  MarketMapView,
  ModelInfo,
  ObservedView,
  PersonView,
  PlanConstraints,
  PlanView,
  TrainingTick,
} from './model-views.ts';
import type { JobProgress } from './parts.ts';
import type { LedgerSettings } from './ledger-views.ts';
import type { MarketInfo } from './holdings-views.ts';
import type { ObjectiveWeights, OpenLot, TaxProfile } from '../../domain/portfolio/types.ts';

/** ml.worker: the three phases. Each entry is [request, response, progress]. */
export interface MlApi {
  /** Climbs the ladder, calibrates, verifies and loads all weights. `force` pins a rung (tests, the person's wish). */
  start: [
    { readonly baseUrl: string; readonly force?: BackendName },
    { readonly device: DeviceStatus; readonly models: readonly ModelInfo[] },
    JobProgress,
  ];
  loadMarket: [{ readonly bytes: Uint8Array }, MarketInfo, never];
  /** The ledger that the calls below are about, as compute.worker packed it; kept until the next one. */
  loadLedger: [{ readonly content: Blob }, null, never];
  /** Phase 3: fine-tunes the 76 numbers on these transactions; ticks stream the loss curve. */
  personalize: [
    {
      readonly settings: LedgerSettings;
      readonly seed: number;
      /** A learning of the same trades that was cut off. */
      readonly resume?: LearningState;
      /** An exported file: its numbers are read, nothing is learned. Refused when it belongs to other weights. */
      readonly adapterFile?: string;
    },
    PersonView,
    TrainingTick,
  ];
  /** Phases 1 and 2: target weights and trades under the given objectives. */
  plan: [
    {
      readonly settings: LedgerSettings;
      readonly objectives: ObjectiveWeights;
      /** The read words, for wishes beyond objectives and constraints (sectors, classes, preferences). */
      readonly intent?: Intent;
      readonly profile: TaxProfile;
      readonly constraints: PlanConstraints;
    },
    PlanView,
    JobProgress,
  ];
  /** Phase 1: embeddings of every asset in the plane of their largest spread. */
  marketMap: [{ readonly held: readonly string[] }, MarketMapView, JobProgress];
  /** Phase 1: the 50 numbers the encoder is handed of one asset. */
  observed: [{ readonly symbol: string }, ObservedView, never];
  forecast: [{ readonly symbol: string; readonly horizonDays: number }, ForecastView, JobProgress];
  /** What the policy and simple rules would have made of these symbols, week by week, after costs and taxes. */
  lookBack: [
    {
      readonly from: IsoDate;
      /** Lots, taken as bought at `from` where they have no basis; or dollars spread evenly over symbols. */
      readonly start:
        | { readonly lots: readonly OpenLot[] }
        | { readonly symbols: readonly string[]; readonly dollars: number };
      readonly policies: readonly LookBackPolicy[];
      readonly objectives: ObjectiveWeights;
      readonly profile: TaxProfile;
      readonly costBps: number;
    },
    LookBackView,
    JobProgress,
  ];
  /** Checks dropped files: format, memory, every weight, one trial forecast. Changes nothing. */
  checkCheckpoint: [{ readonly files: readonly CheckpointFile[] }, CheckpointInfo, JobProgress];
  /** Forecasts come from this checkpoint from now on (null = the shipped one); it is verified by hash and loaded. */
  useForecaster: [
    { readonly checkpoint: { readonly name: string; readonly files: readonly CheckpointFile[] } | null },
    null,
    JobProgress,
  ];
}
