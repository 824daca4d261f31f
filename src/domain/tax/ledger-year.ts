import type { Cents } from '../../core/money.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { TaxProfile } from '../portfolio/types.ts';
import type { YearTaxInput } from './year-tax.ts';

/**
 * A person's year as the one tax function takes it: their profile plus what the ledger shows for that year. Fund
 * distributions of long gain are long-term (IRC 852(b)(3)); payments in lieu, lending income and rewards are
 * ordinary income and enter with the interest.
 */
export function yearInputOf(ledger: Pick<Ledger, 'byYear' | 'income'>, profile: TaxProfile): YearTaxInput {
  const gains = ledger.byYear[String(profile.year)];
  const income = ledger.income[String(profile.year)];
  return {
    year: profile.year,
    status: profile.status,
    ordinaryIncome: profile.ordinaryIncome,
    interest: ((income?.interest ?? 0) + (income?.otherIncome ?? 0)) as Cents,
    ordinaryDividends: (income?.ordinaryDividends ?? 0) as Cents,
    qualifiedDividends: (income?.qualifiedDividends ?? 0) as Cents,
    shortGain: (gains?.shortTerm ?? 0) as Cents,
    longGain: ((gains?.longTerm ?? 0) + (income?.longGainDistributions ?? 0)) as Cents,
    carryoverShort: profile.carryoverShort,
    carryoverLong: profile.carryoverLong,
    stateRate: profile.stateRate,
  };
}
