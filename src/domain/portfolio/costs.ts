/** What trading costs: one function for planner, environment and back-test. */
export interface CostModel {
  /** Commission in basis points of the amount traded. */
  readonly commissionBps: number;
  /** Half the bid-ask spread in basis points: paid on each side. */
  readonly halfSpreadBps: number;
}

/** A retail account at a discount broker: no commission, 5 bp half spread. */
export const DEFAULT_COSTS: CostModel = { commissionBps: 0, halfSpreadBps: 5 };

/** Cost per unit of money traded. */
export const costRate = (c: CostModel): number => (c.commissionBps + c.halfSpreadBps) / 10_000;

/** Cost of one trade, in the unit of `amount` (sign ignored). */
export const tradeCost = (amount: number, c: CostModel): number => Math.abs(amount) * costRate(c);
