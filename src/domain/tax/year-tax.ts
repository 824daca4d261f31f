/**
 * The one tax function. The app, the planner, the training environment and the back-test all call this one,
 * so a model is never trained on another tax than the person pays.
 *
 * Order (RULES: IRC 1(h), 1211, 1212, 1222, 1411): net the gains, deduct at most 3,000, take the deduction,
 * tax the ordinary part by brackets, stack gains and qualified dividends on top at 0/15/20 %, add the 3.8 % NIIT
 * and a flat state rate. Rate schedules, not the IRS Tax Table (which rounds income below $100,000 to $50 steps).
 * No AMT, credits, QBI, 25 % / 28 % gain or senior deduction: see docs/tax-coverage.md.
 *
 * Worked: 2026, single, $60,000 wages, $10,000 long gain. Taxable 53,900 = 43,900 ordinary (tax 5,020) + 10,000
 * gain, of which 5,550 fits under the 49,450 edge at 0 % and 4,450 is taxed at 15 % = 667.50. Total 5,687.50.
 */
import type { Cents } from '../../core/money.ts';
import type { FilingStatus } from '../portfolio/types.ts';
import { carryLong, carryShort, deductionOf, deductionUsed, lossLimit, netCapitalGainOf } from './netting.ts';
import { rulesFor, coveredYear, FIRST_TAX_YEAR, LAST_TAX_YEAR } from './years/rules-for.ts';
import { NIIT_PER_MILLE, NIIT_THRESHOLD, ORDINARY_RATES_PERCENT } from './years/year-rules.ts';

/** A year's income as the estimate needs it; all money in cents, losses negative, carryovers positive. */
export interface YearTaxInput {
  readonly year: number;
  readonly status: FilingStatus;
  /** Wages and other income that is not investment income. */
  readonly ordinaryIncome: Cents;
  readonly interest?: Cents;
  /** Includes the qualified part. */
  readonly ordinaryDividends?: Cents;
  readonly qualifiedDividends?: Cents;
  /** Net of this year's short-term rows. */
  readonly shortGain: Cents;
  readonly longGain: Cents;
  readonly carryoverShort: Cents;
  readonly carryoverLong: Cents;
  /** Fraction, 0.05 = 5 %, on federal taxable income. */
  readonly stateRate: number;
  /** Default: the standard deduction under 65. */
  readonly deduction?: Cents;
}

/** The year's tax and how it came about; cents. */
export interface YearTax {
  readonly agi: Cents;
  readonly taxableIncome: Cents;
  readonly ordinaryPart: Cents;
  readonly at0: Cents;
  readonly at15: Cents;
  readonly at20: Cents;
  /** Bracket tax on the ordinary part. */
  readonly federalOrdinary: Cents;
  /** 0/15/20 % tax on the preferential part. */
  readonly federalGains: Cents;
  /** The smaller of the two above together and bracket tax on everything. */
  readonly incomeTax: Cents;
  readonly niit: Cents;
  readonly state: Cents;
  readonly total: Cents;
  readonly netShort: Cents;
  readonly netLong: Cents;
  readonly lossDeduction: Cents;
  readonly carryoverShort: Cents;
  readonly carryoverLong: Cents;
  readonly netCapitalGain: Cents;
}

/** A year's table in cents, flattened once so that the hot path only reads numbers. */
interface FlatRules {
  readonly tops: readonly number[];
  readonly zeroUpTo: number;
  readonly fifteenUpTo: number;
  readonly standardDeduction: number;
  readonly lossLimit: number;
  readonly niitThreshold: number;
}

const STATUSES = ['single', 'joint', 'separate', 'head'] as const;

function flatten(year: number, status: FilingStatus): FlatRules {
  const r = rulesFor(year).statuses[status];
  return {
    tops: r.brackets.map((top) => top * 100),
    zeroUpTo: r.zeroUpTo * 100,
    fifteenUpTo: r.fifteenUpTo * 100,
    standardDeduction: r.standardDeduction * 100,
    lossLimit: lossLimit(status),
    niitThreshold: NIIT_THRESHOLD[status] * 100,
  };
}

const FLAT: readonly Readonly<Record<FilingStatus, FlatRules>>[] = Array.from(
  { length: LAST_TAX_YEAR - FIRST_TAX_YEAR + 1 },
  (_, i) =>
    Object.fromEntries(STATUSES.map((s) => [s, flatten(FIRST_TAX_YEAR + i, s)])) as Record<
      FilingStatus,
      FlatRules
    >,
);

const flatFor = (year: number, status: FilingStatus): FlatRules =>
  (FLAT[coveredYear(year) - FIRST_TAX_YEAR] as Readonly<Record<FilingStatus, FlatRules>>)[status];

/** Half away from zero; money here is never near the bound where x + 0.5 loses its half. */
const round = (x: number): number => (x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5)) + 0;

/** Tax by brackets in hundredths of a cent: whole cents times whole percents stay exact integers. */
function bracketTax(income: number, tops: readonly number[]): number {
  let tax = 0;
  let from = 0;
  for (let i = 0; i < 6; i++) {
    const top = tops[i] as number;
    if (income <= top) return tax + (income - from) * (ORDINARY_RATES_PERCENT[i] as number);
    tax += (top - from) * (ORDINARY_RATES_PERCENT[i] as number);
    from = top;
  }
  return tax + (income - from) * ORDINARY_RATES_PERCENT[6];
}

/**
 * A year's federal and state income tax. Pure, one small object allocated, well under a microsecond.
 * Years outside 2023..2026 use the nearest covered year (`coveredYear`).
 * The state part is `stateRate` times federal taxable income: a flat rate that is exact for what a trade changes
 * as long as the person's state taxes gains as income.
 */
export function yearTax(input: YearTaxInput): YearTax {
  const rules = flatFor(input.year, input.status);
  const netShort = input.shortGain - input.carryoverShort;
  const netLong = input.longGain - input.carryoverLong;
  const net = netShort + netLong;
  const lossDeduction = deductionOf(net, rules.lossLimit);
  const gainInIncome = net < 0 ? -lossDeduction : net;
  const investment = (input.interest ?? 0) + (input.ordinaryDividends ?? 0) + gainInIncome;
  const agi = input.ordinaryIncome + investment;
  const signedTaxable = agi - (input.deduction ?? rules.standardDeduction);
  const taxable = signedTaxable > 0 ? signedTaxable : 0;

  const netCapitalGain = netCapitalGainOf(netShort, netLong);
  const preferential = Math.min(taxable, netCapitalGain + (input.qualifiedDividends ?? 0));
  const ordinaryPart = taxable - preferential;
  const at0 = Math.min(preferential, Math.max(0, rules.zeroUpTo - ordinaryPart));
  const at15 = Math.min(preferential - at0, Math.max(0, rules.fifteenUpTo - ordinaryPart - at0));
  const at20 = preferential - at0 - at15;
  const ordinaryTax = bracketTax(ordinaryPart, rules.tops);
  const gainsTax = at15 * 15 + at20 * 20;
  const incomeTax = round(Math.min(ordinaryTax + gainsTax, bracketTax(taxable, rules.tops)) / 100);

  const niitBase = Math.max(0, Math.min(investment, agi - rules.niitThreshold));
  const niit = round((niitBase * NIIT_PER_MILLE) / 1000);
  const state = round(taxable * input.stateRate);
  const used = deductionUsed(lossDeduction, signedTaxable);
  return {
    agi: agi as Cents,
    taxableIncome: taxable as Cents,
    ordinaryPart: ordinaryPart as Cents,
    at0: at0 as Cents,
    at15: at15 as Cents,
    at20: at20 as Cents,
    federalOrdinary: round(ordinaryTax / 100) as Cents,
    federalGains: round(gainsTax / 100) as Cents,
    incomeTax: incomeTax as Cents,
    niit: niit as Cents,
    state: state as Cents,
    total: (incomeTax + niit + state) as Cents,
    netShort: netShort as Cents,
    netLong: netLong as Cents,
    lossDeduction: lossDeduction as Cents,
    carryoverShort: carryShort(netShort, netLong, used) as Cents,
    carryoverLong: carryLong(netShort, netLong, used) as Cents,
    netCapitalGain: netCapitalGain as Cents,
  };
}

/** What a trade would add to the year; every field in cents, absent = 0. */
export interface TaxChange {
  readonly shortGain?: number;
  readonly longGain?: number;
  readonly ordinaryIncome?: number;
  readonly interest?: number;
  readonly ordinaryDividends?: number;
  readonly qualifiedDividends?: number;
}

/** `base` with a trade's effect added. */
export function withChange(base: YearTaxInput, change: TaxChange): YearTaxInput {
  return {
    year: base.year,
    status: base.status,
    ordinaryIncome: (base.ordinaryIncome + (change.ordinaryIncome ?? 0)) as Cents,
    interest: ((base.interest ?? 0) + (change.interest ?? 0)) as Cents,
    ordinaryDividends: ((base.ordinaryDividends ?? 0) + (change.ordinaryDividends ?? 0)) as Cents,
    qualifiedDividends: ((base.qualifiedDividends ?? 0) + (change.qualifiedDividends ?? 0)) as Cents,
    shortGain: (base.shortGain + (change.shortGain ?? 0)) as Cents,
    longGain: (base.longGain + (change.longGain ?? 0)) as Cents,
    carryoverShort: base.carryoverShort,
    carryoverLong: base.carryoverLong,
    stateRate: base.stateRate,
    ...(base.deduction === undefined ? {} : { deduction: base.deduction }),
  };
}

/** Tax of doing X now: this year's tax with the change less without it. Negative = tax saved this year. */
export const marginalTax = (base: YearTaxInput, change: TaxChange): Cents =>
  (yearTax(withChange(base, change)).total - yearTax(base).total) as Cents;
