import type { LedgerSettings } from '../workers/contracts/ledger-views.ts';

/** What shares cost in all, and when they were bought. */
export type BasisAnswer = NonNullable<LedgerSettings['basis']>[string];

/** The types of what workers return, under the name the screens may know them by. */
export type {
  BackendName,
  CheckpointFile,
  CheckpointInfo,
  DeviceStatus,
  ForecastView,
  LearningState,
  LookBackCurve,
  LookBackPolicy,
  LookBackView,
  MarketMapView,
  ModelInfo,
  ObservedView,
  PersonView,
  PlanConstraints,
  PlanView,
  TrainingTick,
  WashRisk,
} from '../workers/contracts/model-views.ts';
export type {
  BasisMissingView,
  Form8949Row,
  LedgerSettings,
  LedgerSummary,
  LedgerView,
  LotMethod,
  TaxYearView,
  ViewDifferences,
  ViewDifferenceView,
  WashSaleView,
  WorklistEntry,
  YearTotals,
} from '../workers/contracts/ledger-views.ts';
export type {
  BatchView,
  ColumnMappingView,
  ImportView,
  MappingRequestView,
  MergeView,
  PositionView,
} from '../workers/contracts/import-views.ts';
export type { FileForPerson, JobProgress, PageRequest, Part } from '../workers/contracts/parts.ts';
export type {
  MarketInfo,
  OwnPrice,
  Position,
  PricedLot,
  PriceView,
  Totals,
} from '../workers/contracts/holdings-views.ts';
