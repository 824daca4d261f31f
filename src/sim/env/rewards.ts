/**
 * The six goals as weekly rewards, in percent, after costs and taxes (MODELS.md, phase 2).
 *
 * `net` is the account less tax already caused and not yet paid; `liquidation` is what would be left if everything
 * were sold today and all tax paid. Growth is measured on them, so that deferring a tax is neither free nor punished.
 */
export interface RewardInput {
  /** Before and after the week. */
  readonly netBefore: number;
  readonly netAfter: number;
  readonly liquidationBefore: number;
  readonly liquidationAfter: number;
  /** Gross return of the equal-weighted universe over the week. */
  readonly universe: number;
  /** Gross return of the portfolio the episode began with, left alone. */
  readonly startPortfolio: number;
  readonly drawdownBefore: number;
  readonly drawdownAfter: number;
  /** Tax saved this year by losses realised this week, and the short-term rate's worth of what is carried on; dollars. */
  readonly harvestValue: number;
  /** Short-term gains realised this week, dollars. */
  readonly shortGain: number;
  /** Losses disallowed as wash sales this week, dollars. */
  readonly washDisallowed: number;
}

const log = Math.log;
/** Price of active risk, after Grinold & Kahn's value added: a tracking error of 5 % a year to 1/N costs 5 % a year. */
export const ACTIVE_PRICE = 20;
/** Weekly losses beyond this count into the tail penalty of capital preservation. */
export const TAIL_FROM = 0.015;
export const DRAWDOWN_PRICE = 1;
export const TAIL_PRICE = 1;
/** Weekly deviations from the start portfolio up to this are free (about 5 % a year); their square beyond it has a price. */
export const TRACKING_FREE = 0.007;
export const TRACKING_PRICE = 25;
export const SHORT_GAIN_PRICE = 1;
/**
 * Short-term gain wants profits taken, not left on paper: a short-term gain that was realised counts half as much again. The
 * mirror of SHORT_GAIN_PRICE. Without it the goal is long-term gain over a shorter time: nothing tells the two apart.
 */
export const TAKEN_PREMIUM = 0.5;
const PERCENT = 100;

/** Writes the six rewards of one week into `out`. */
export function writeRewards(r: RewardInput, out: Float64Array): void {
  const growth = log(r.liquidationAfter / r.liquidationBefore);
  const weekly = r.netAfter / r.netBefore;
  out[0] = PERCENT * (growth - log(r.universe) - ACTIVE_PRICE * (weekly - r.universe) ** 2);
  out[1] =
    PERCENT * (r.liquidationAfter / r.liquidationBefore - 1 + (TAKEN_PREMIUM * r.shortGain) / r.netBefore);
  out[2] = PERCENT * growth;
  const fall = Math.max(0, r.drawdownAfter - r.drawdownBefore);
  const tail = Math.max(0, 1 - weekly - TAIL_FROM);
  out[3] = PERCENT * (growth - DRAWDOWN_PRICE * fall - TAIL_PRICE * tail);
  const active = Math.max(0, Math.abs(weekly - r.startPortfolio) - TRACKING_FREE);
  out[4] =
    PERCENT * (growth + (r.harvestValue - r.washDisallowed) / r.netBefore - TRACKING_PRICE * active * active);
  out[5] = PERCENT * (growth - (SHORT_GAIN_PRICE * r.shortGain) / r.netBefore);
}
