import type { IsoDate } from '../../core/iso-date.ts';

/** The seven asset classes of the metadata one-hot, in its order. */
export const ASSET_CLASSES = [
  'equity',
  'equityFund',
  'bond',
  'realEstate',
  'commodity',
  'crypto',
  'cash',
] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/** The eleven GICS sectors, in the order of the metadata one-hot. */
export const SECTORS = [
  'Communication Services',
  'Consumer Discretionary',
  'Consumer Staples',
  'Energy',
  'Financials',
  'Health Care',
  'Industrials',
  'Information Technology',
  'Materials',
  'Real Estate',
  'Utilities',
] as const;
export type Sector = (typeof SECTORS)[number];

/** What anyone can look up about an asset. No model ever sees the symbol or the name. */
export interface AssetMeta {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly sector: Sector | null;
  readonly isFund: boolean;
  readonly isHome: boolean;
}

/**
 * Daily closes of a universe on one calendar. Closes are adjusted for splits and dividends
 * (total return); 0 = not listed that day. Row-major: series `i` is `close.subarray(i*T, (i+1)*T)`.
 */
export interface Panel {
  readonly assets: readonly AssetMeta[];
  /** Ascending trading days, length T. */
  readonly dates: readonly IsoDate[];
  /** N*T closes in dollars. */
  readonly close: Float32Array;
  /** N*T daily dollar volume in millions, 0 = unknown; null when nowhere known. */
  readonly dollarVolume: Float32Array | null;
  /** N*T trailing-12-month dividend yield (fraction); null when unknown. */
  readonly dividendYield: Float32Array | null;
  readonly synthetic: boolean;
}
