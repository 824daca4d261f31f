import type { FilingStatus } from '../../portfolio/types.ts';

/** Federal figures of one filing status in one year, all in whole dollars of taxable income. */
export interface StatusRules {
  /** Upper ends of the 10, 12, 22, 24, 32 and 35 % brackets; 37 % above the last. */
  readonly brackets: readonly [number, number, number, number, number, number];
  /** Long-term gains and qualified dividends are taxed at 0 % up to here … */
  readonly zeroUpTo: number;
  /** … at 15 % up to here, at 20 % above. */
  readonly fifteenUpTo: number;
  readonly standardDeduction: number;
  /** Added per person 65 or over and per blind person. */
  readonly extraDeduction: number;
}

/** One tax year as data. A change of law is a new table, never a new branch in the code. */
export interface YearRules {
  readonly year: number;
  /** Where the figures come from. */
  readonly source: string;
  readonly statuses: Readonly<Record<FilingStatus, StatusRules>>;
}

/** Rates of the ordinary brackets in percent. P.L. 119-21 made the 2017 brackets permanent. */
export const ORDINARY_RATES_PERCENT = [10, 12, 22, 24, 32, 35, 37] as const;

/** Not indexed, the same in every year covered. Whole dollars. */
export const CAPITAL_LOSS_LIMIT: Readonly<Record<FilingStatus, number>> = {
  // IRC 1211(b)
  single: 3000,
  joint: 3000,
  separate: 1500,
  head: 3000,
};

/** Net investment income tax: 3.8 % above these thresholds of modified AGI, IRC 1411(b). Not indexed. */
export const NIIT_THRESHOLD: Readonly<Record<FilingStatus, number>> = {
  single: 200_000,
  joint: 250_000,
  separate: 125_000,
  head: 200_000,
};
export const NIIT_PER_MILLE = 38;
