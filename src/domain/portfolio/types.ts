import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { AccountType } from '../ledger/transaction.ts';

/** An open lot as portfolio code and screens see it (the ledger fold's own record holds finer money). */
export interface OpenLot {
  /** Id of the event that created the shares. */
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly accountType: AccountType;
  readonly quantity: Quantity;
  readonly acquired: IsoDate;
  /** Start of the holding period (earlier than `acquired` after a wash sale). */
  readonly holdingFrom: IsoDate;
  /** Total adjusted basis; null when the file gave none ("basis missing"). */
  readonly basis: Cents | null;
  /** Wash-sale loss added to the basis, and other notes for the "why". */
  readonly trail: readonly string[];
}

/** One realised piece of a disposal. */
export interface RealizedGain {
  readonly saleId: string;
  readonly lotId: string;
  readonly symbol: string;
  readonly account: string;
  readonly quantity: Quantity;
  readonly acquired: IsoDate;
  readonly sold: IsoDate;
  readonly proceeds: Cents;
  readonly cost: Cents;
  readonly washDisallowed: Cents;
  readonly gain: Cents;
  readonly term: 'short' | 'long';
  readonly trail: readonly string[];
}

/** The six goals, in the fixed order used by every model, table and chart. */
export const OBJECTIVES = [
  'shortTermAlpha',
  'shortTermGain',
  'longTermGain',
  'capitalPreservation',
  'taxLossHarvesting',
  'longTermGainsOnly',
] as const;
export type Objective = (typeof OBJECTIVES)[number];
/** A point in the 6-simplex: non-negative, sums to 1. */
export type ObjectiveWeights = Readonly<Record<Objective, number>>;

/** The four experts, in the fixed order of the router's outputs. */
export const EXPERTS = ['momentum', 'growth', 'defensive', 'taxAware'] as const;
export type Expert = (typeof EXPERTS)[number];

export type FilingStatus = 'single' | 'joint' | 'separate' | 'head';

/** What the tax estimate needs to know about the person. */
export interface TaxProfile {
  readonly year: number;
  readonly status: FilingStatus;
  /** Ordinary income before investment gains (wages), dollars in cents. */
  readonly ordinaryIncome: Cents;
  /** Flat state rate on gains, 0..0.15. */
  readonly stateRate: number;
  readonly carryoverShort: Cents;
  readonly carryoverLong: Cents;
}

/** One proposed trade, by lot where it sells. */
export interface PlannedTrade {
  readonly side: 'buy' | 'sell';
  readonly symbol: string;
  readonly account: string;
  readonly quantity: Quantity;
  readonly price: UnitPrice;
  /** Quantity x price, positive, before costs; gains of the lots are after costs. */
  readonly amount: Cents;
  readonly lots: readonly {
    readonly lotId: string;
    readonly acquired: IsoDate;
    readonly quantity: Quantity;
    readonly basis: Cents;
    readonly gain: Cents;
    readonly term: 'short' | 'long';
  }[];
  readonly reason: string;
  /** Marginal estimated tax of this trade; negative = tax saved. */
  readonly estimatedTax: Cents;
}
