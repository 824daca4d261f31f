import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { UnitPrice } from '../../core/quantity.ts';
import type { CostModel } from './costs.ts';
import type { OpenLot, PlannedTrade, TaxProfile } from './types.ts';

/** What the person allows. */
export interface TradeConstraints {
  /** Null = no limit. */
  readonly maxTrades: number | null;
  /** Only buy, with the cash there is; never sell. */
  readonly buyOnly: boolean;
  /** Symbols never sold. */
  readonly keep: readonly string[];
  /** Symbols never bought, and sold. */
  readonly exclude: readonly string[];
  /** Money to be left as cash. */
  readonly cashNeeded: Cents;
  /** Sell no lot at a short-term gain, except what `exclude` or `cashNeeded` force. */
  readonly avoidShortGains: boolean;
}

export const NO_CONSTRAINTS: TradeConstraints = {
  maxTrades: null,
  buyOnly: false,
  keep: [],
  exclude: [],
  cashNeeded: 0 as Cents,
  avoidShortGains: false,
};

/** Everything a plan depends on. */
export interface PlanInput {
  readonly lots: readonly OpenLot[];
  readonly cash: Cents;
  /** Price at which each symbol would trade; symbols absent here are left alone and outside the total. */
  readonly prices: ReadonlyMap<string, UnitPrice>;
  /** Symbols that trade in fractions (coins); others in whole shares, except that a whole lot may go. */
  readonly fractional: ReadonlySet<string>;
  /** Target weights by symbol (rest is cash); non-negative, sum <= 1. */
  readonly target: Readonly<Record<string, number>>;
  /** How far to move from today's weights, 0..1. */
  readonly urgency: number;
  /** The day of the trades. */
  readonly date: IsoDate;
  readonly profile: TaxProfile;
  /** Gains already realised this year. */
  readonly realised: { readonly short: Cents; readonly long: Cents };
  /** Symbols sold at a loss lately, with the first clean day to buy. */
  readonly noBuyUntil: ReadonlyMap<string, IsoDate>;
  /** Lots whose loss an earlier purchase would wash (also one that is sold by now), with the first clean day; by lot id. */
  readonly noLossUntil?: ReadonlyMap<string, IsoDate>;
  readonly constraints: TradeConstraints;
  readonly costs: CostModel;
}

/** The plan, and what the same move would cost without care. */
export interface Plan {
  readonly trades: readonly PlannedTrade[];
  /** Change of this year's tax; negative = saved. `naive` sells oldest first, straight to the target, with no tax rule. */
  readonly tax: { readonly planned: Cents; readonly naive: Cents };
  /** Losses of the naive sale that it would lose to the wash-sale rule. */
  readonly naiveWashed: Cents;
  /** Losses realised by the plan, positive. */
  readonly harvested: Cents;
  readonly constraints: { readonly met: boolean; readonly notes: readonly string[] };
}
