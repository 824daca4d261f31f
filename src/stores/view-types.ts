import type { LedgerSettings } from '../workers/contracts/views.ts';

/** What shares cost in all, and when they were bought. */
export type BasisAnswer = NonNullable<LedgerSettings['basis']>[string];

/** The types of what workers return, under the name the screens may know them by. */
export type {
  BackendName,
  BasisMissingView,
  CheckpointFile,
  CheckpointInfo,
  ColumnMappingView,
  DeviceStatus,
  ForecastView,
  ImportView,
  JobProgress,
  LedgerSettings,
  LedgerView,
  LotMethod,
  MappingRequestView,
  MarketInfo,
  MarketMapView,
  MergeView,
  ModelInfo,
  ObservedView,
  PersonView,
  PlanConstraints,
  PlanView,
  PositionView,
  PriceView,
  TaxYearView,
  TrainingTick,
  ViewDifferenceView,
  WashSaleView,
  YearTotals,
} from '../workers/contracts/views.ts';
