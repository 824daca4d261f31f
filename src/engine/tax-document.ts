import type { YearTax } from '../domain/tax/year-tax.ts';

/** The figures of a year's federal tax in dollars, under the names of the worked cases and of the terminal. */
export const taxDocument = (t: YearTax) => ({
  agi: t.agi / 100,
  taxable_income: t.taxableIncome / 100,
  ordinary_part: t.ordinaryPart / 100,
  at_0: t.at0 / 100,
  at_15: t.at15 / 100,
  at_20: t.at20 / 100,
  ordinary_tax: t.federalOrdinary / 100,
  capital_gain_tax: t.federalGains / 100,
  income_tax: t.incomeTax / 100,
  niit: t.niit / 100,
  total: t.total / 100,
});
