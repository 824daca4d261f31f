import type { Cents } from '../../core/money.ts';
import { marginalTax, type YearTaxInput } from '../tax/year-tax.ts';
import type { TaxProfile } from './types.ts';

/** Tax on the next dollar of gain, as fractions. */
export interface MarginalRates {
  readonly short: number;
  readonly long: number;
}

/** Wide enough to smooth the whole-cent rounding, small beside any bracket. */
const PROBE = 1_000_00;

/** The year of a profile with gains realised so far, as the tax function wants it. */
export function yearInput(profile: TaxProfile, shortGain: Cents, longGain: Cents): YearTaxInput {
  return {
    year: profile.year,
    status: profile.status,
    ordinaryIncome: profile.ordinaryIncome,
    shortGain,
    longGain,
    carryoverShort: profile.carryoverShort,
    carryoverLong: profile.carryoverLong,
    stateRate: profile.stateRate,
  };
}

/**
 * Marginal rates on short- and long-term gains at the person's income, before any netting: what a gain costs once
 * losses are used up, and what a loss saves while there are gains to offset.
 */
export function marginalRates(profile: TaxProfile): MarginalRates {
  const none = 0 as Cents;
  const base = { ...yearInput(profile, none, none), carryoverShort: none, carryoverLong: none };
  return {
    short: marginalTax(base, { shortGain: PROBE }) / PROBE,
    long: marginalTax(base, { longGain: PROBE }) / PROBE,
  };
}
