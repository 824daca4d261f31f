import type { FilingStatus } from '../portfolio/types.ts';
import { CAPITAL_LOSS_LIMIT } from './years/year-rules.ts';

/** A year's capital gains before and after netting; plain numbers in cents (fractions allowed inside). */
export interface Netting {
  /** This year's short-term gains and losses with the short carryover taken in. */
  readonly netShort: number;
  readonly netLong: number;
  readonly net: number;
  /** The loss that lowers other income this year, positive; at most 3,000 (1,500 separate) dollars. */
  readonly deduction: number;
  /** Carried to next year, positive, each keeping its character. */
  readonly carryoverShort: number;
  readonly carryoverLong: number;
  /** The part eligible for the 0/15/20 % rates, IRC 1222(11). */
  readonly netCapitalGain: number;
}

/** The yearly limit of deductible capital loss in cents, IRC 1211(b). */
export const lossLimit = (status: FilingStatus): number => CAPITAL_LOSS_LIMIT[status] * 100;

/** Net capital gain: net long gain less net short loss, never negative (IRC 1222(11)). */
export const netCapitalGainOf = (netShort: number, netLong: number): number =>
  Math.max(0, netLong - Math.max(0, -netShort));

/** Loss that may be deducted from other income: the smaller of the net loss and the limit. */
export const deductionOf = (net: number, limit: number): number => (net < 0 ? Math.min(-net, limit) : 0);

/**
 * How much of the deduction is really used up, IRC 1212(b)(2): with taxable income below zero part or all of
 * it is not, and that part carries on.
 * @param taxableIncome after the loss deduction, may be negative
 */
export const deductionUsed = (deduction: number, taxableIncome: number): number =>
  Math.min(deduction, Math.max(0, taxableIncome + deduction));

/** Short-term loss carried on: the deduction `used` counts as a short-term gain, so it uses short losses first. */
export const carryShort = (netShort: number, netLong: number, used: number): number =>
  Math.max(0, -netShort - Math.max(0, netLong) - used);

/** Long-term loss carried on. */
export const carryLong = (netShort: number, netLong: number, used: number): number =>
  Math.max(0, -netLong - Math.max(0, netShort) - Math.max(0, used - Math.max(0, -netShort)));

/**
 * Nets a year in statutory order (IRC 1211, 1212(b), 1222; Schedule D and its carryover worksheet).
 * Worked: short -1,000, long -9,000, single: deduction 3,000, carried on: short 0, long 7,000.
 * @param shortGain sum of this year's short-term rows, cents; longGain likewise
 * @param taxableIncome after the deduction, may be negative; absent = large
 */
export function netGains(input: {
  readonly status: FilingStatus;
  readonly shortGain: number;
  readonly longGain: number;
  readonly carryoverShort: number;
  readonly carryoverLong: number;
  readonly taxableIncome?: number;
}): Netting {
  const netShort = input.shortGain - input.carryoverShort;
  const netLong = input.longGain - input.carryoverLong;
  const net = netShort + netLong;
  const deduction = deductionOf(net, lossLimit(input.status));
  const used = input.taxableIncome === undefined ? deduction : deductionUsed(deduction, input.taxableIncome);
  return {
    netShort,
    netLong,
    net,
    deduction,
    carryoverShort: carryShort(netShort, netLong, used),
    carryoverLong: carryLong(netShort, netLong, used),
    netCapitalGain: netCapitalGainOf(netShort, netLong),
  };
}

/** Section 1256 contracts: 60 % long, 40 % short whatever the holding period, IRC 1256(a)(3). Cents in and out. */
export const split1256 = (net: number): { readonly short: number; readonly long: number } => ({
  short: (net * 4) / 10,
  long: (net * 6) / 10,
});
