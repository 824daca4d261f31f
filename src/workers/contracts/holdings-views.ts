/** What the screens receive about what is held and what it is worth. */
import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { AssetClass, Sector } from '../../domain/market/panel.ts';
import type { OpenLot } from '../../domain/portfolio/types.ts';
import type { Part } from './parts.ts';

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
