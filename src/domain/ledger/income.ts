import { yearOf } from '../../core/iso-date.ts';
import type { Transaction, TransactionType } from './transaction.ts';

/** A year's investment income and costs as the files print them, cents, US dollars, taxable accounts. */
export interface YearIncome {
  /** All dividends, the qualified ones included; a dividend whose nature the file does not state counts here. */
  readonly ordinaryDividends: number;
  readonly qualifiedDividends: number;
  /** Part of the ordinary dividends that the file does not call qualified or not. */
  readonly dividendsUnstated: number;
  /** Fund distributions: long-term whatever the holding period, IRC 852(b)(3). */
  readonly longGainDistributions: number;
  /** Taxed as ordinary dividends, Pub. 550; included there. */
  readonly shortGainDistributions: number;
  readonly interest: number;
  readonly taxExemptInterest: number;
  /** Payments in lieu, lending income, rewards: ordinary, never qualified. */
  readonly otherIncome: number;
  readonly returnOfCapital: number;
  readonly marginInterest: number;
  readonly taxWithheld: number;
  readonly fees: number;
}

type Field = keyof YearIncome;

/** Which sums a row goes into, by type. Costs are kept positive. */
const FIELDS: Readonly<Partial<Record<TransactionType, readonly [readonly Field[], 1 | -1]>>> = {
  dividend: [['ordinaryDividends', 'dividendsUnstated'], 1],
  dividend_qualified: [['ordinaryDividends', 'qualifiedDividends'], 1],
  dividend_nonqualified: [['ordinaryDividends'], 1],
  capital_gain_lt: [['longGainDistributions'], 1],
  capital_gain_st: [['ordinaryDividends', 'shortGainDistributions'], 1],
  interest: [['interest'], 1],
  interest_tax_exempt: [['taxExemptInterest'], 1],
  payment_in_lieu: [['otherIncome'], 1],
  lending_income: [['otherIncome'], 1],
  reward: [['otherIncome'], 1],
  return_of_capital: [['returnOfCapital'], 1],
  margin_interest: [['marginInterest'], -1],
  tax_withheld: [['taxWithheld'], -1],
  fee: [['fees'], -1],
};

const zero = (): Record<Field, number> => ({
  ordinaryDividends: 0,
  qualifiedDividends: 0,
  dividendsUnstated: 0,
  longGainDistributions: 0,
  shortGainDistributions: 0,
  interest: 0,
  taxExemptInterest: 0,
  otherIncome: 0,
  returnOfCapital: 0,
  marginInterest: 0,
  taxWithheld: 0,
  fees: 0,
});

/** Income by calendar year of the rows that `isTaxed` accepts. Dividends are booked gross where tax was inside the row. */
export function incomeByYear(
  rows: readonly Transaction[],
  isTaxed: (row: Transaction) => boolean,
): Record<string, YearIncome> {
  const years: Record<string, Record<Field, number>> = {};
  for (const row of rows) {
    const fields = FIELDS[row.type];
    if (!fields || row.currency !== 'USD' || !isTaxed(row)) continue;
    const sums = (years[String(yearOf(row.date))] ??= zero());
    const cash = row.type === 'reward' && row.amount === 0 ? Math.abs(row.marketValue ?? 0) : row.amount;
    const withheld = row.type === 'tax_withheld' ? 0 : Math.abs(row.taxWithheld ?? 0);
    for (const f of fields[0]) sums[f] += fields[1] * cash + withheld;
    sums.taxWithheld += withheld;
  }
  return years;
}
