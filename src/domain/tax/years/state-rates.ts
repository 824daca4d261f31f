/** A state's top rate in one year and the taxable income (dollars, single filer) from which it applies. */
export interface StateRate {
  /** Fraction, 0.05 = 5 %. */
  readonly rate: number;
  readonly from: number;
}

/**
 * Top state rates by year, as a starting value for the person's own rate (relief for long-term gains is not
 * applied). From PolicyEngine-US 8914f89, not checked against the states' forms. Where 2026 equals 2025 the
 * source may not have been updated. States without a row here do not tax gains: AK, FL, NV, SD, TN, TX, WY;
 * WA taxes long gains only (7 % above $278,000, 9.9 % over $1 million) and is left to the person.
 */
export const STATE_TOP_RATES: Readonly<Record<string, Readonly<Record<number, StateRate>>>> = {
  AL: {
    2024: { rate: 0.05, from: 3_000 },
    2025: { rate: 0.05, from: 3_000 },
    2026: { rate: 0.05, from: 3_000 },
  },
  AR: {
    2024: { rate: 0.039, from: 25_700 },
    2025: { rate: 0.039, from: 26_400 },
    2026: { rate: 0.037, from: 26_400 },
  },
  AZ: {
    2024: { rate: 0.025, from: 28_653 },
    2025: { rate: 0.025, from: 28_653 },
    2026: { rate: 0.025, from: 28_653 },
  },
  CA: {
    2024: { rate: 0.123, from: 721_314 },
    2025: { rate: 0.123, from: 742_953 },
    2026: { rate: 0.123, from: 742_953 },
  },
  CO: { 2024: { rate: 0.0425, from: 0 }, 2025: { rate: 0.044, from: 0 }, 2026: { rate: 0.044, from: 0 } },
  CT: {
    2024: { rate: 0.0699, from: 500_000 },
    2025: { rate: 0.0699, from: 500_000 },
    2026: { rate: 0.0699, from: 500_000 },
  },
  DC: {
    2024: { rate: 0.1075, from: 1_000_000 },
    2025: { rate: 0.1075, from: 1_000_000 },
    2026: { rate: 0.1075, from: 1_000_000 },
  },
  DE: {
    2024: { rate: 0.066, from: 60_000 },
    2025: { rate: 0.066, from: 60_000 },
    2026: { rate: 0.066, from: 60_000 },
  },
  GA: { 2024: { rate: 0.0539, from: 0 }, 2025: { rate: 0.0519, from: 0 }, 2026: { rate: 0.0499, from: 0 } },
  HI: {
    2024: { rate: 0.11, from: 200_000 },
    2025: { rate: 0.11, from: 325_000 },
    2026: { rate: 0.11, from: 325_000 },
  },
  IA: { 2024: { rate: 0.057, from: 31_050 }, 2025: { rate: 0.038, from: 0 }, 2026: { rate: 0.038, from: 0 } },
  ID: {
    2024: { rate: 0.05695, from: 4_673 },
    2025: { rate: 0.053, from: 4_811 },
    2026: { rate: 0.053, from: 4_811 },
  },
  IL: { 2024: { rate: 0.0495, from: 0 }, 2025: { rate: 0.0495, from: 0 }, 2026: { rate: 0.0495, from: 0 } },
  IN: { 2024: { rate: 0.0305, from: 0 }, 2025: { rate: 0.03, from: 0 }, 2026: { rate: 0.0295, from: 0 } },
  KS: {
    2024: { rate: 0.0558, from: 23_001 },
    2025: { rate: 0.0558, from: 23_001 },
    2026: { rate: 0.0558, from: 23_001 },
  },
  KY: { 2024: { rate: 0.04, from: 0 }, 2025: { rate: 0.04, from: 0 }, 2026: { rate: 0.035, from: 0 } },
  LA: { 2025: { rate: 0.03, from: 0 }, 2026: { rate: 0.03, from: 0 } },
  MA: { 2024: { rate: 0.05, from: 0 }, 2025: { rate: 0.05, from: 0 }, 2026: { rate: 0.05, from: 0 } },
  MD: {
    2024: { rate: 0.0575, from: 250_000 },
    2025: { rate: 0.065, from: 1_000_000 },
    2026: { rate: 0.065, from: 1_000_000 },
  },
  ME: {
    2024: { rate: 0.0715, from: 61_600 },
    2025: { rate: 0.0715, from: 63_450 },
    2026: { rate: 0.0715, from: 64_850 },
  },
  MI: { 2024: { rate: 0.0425, from: 0 }, 2025: { rate: 0.0425, from: 0 }, 2026: { rate: 0.0425, from: 0 } },
  MN: {
    2024: { rate: 0.0985, from: 193_240 },
    2025: { rate: 0.0985, from: 198_630 },
    2026: { rate: 0.0985, from: 198_630 },
  },
  MO: {
    2024: { rate: 0.048, from: 8_911 },
    2025: { rate: 0.047, from: 9_191 },
    2026: { rate: 0.047, from: 9_191 },
  },
  MS: {
    2024: { rate: 0.047, from: 10_000 },
    2025: { rate: 0.044, from: 10_000 },
    2026: { rate: 0.04, from: 10_000 },
  },
  MT: {
    2024: { rate: 0.059, from: 20_500 },
    2025: { rate: 0.059, from: 21_100 },
    2026: { rate: 0.0565, from: 47_500 },
  },
  NC: { 2024: { rate: 0.045, from: 0 }, 2025: { rate: 0.0425, from: 0 }, 2026: { rate: 0.0399, from: 0 } },
  ND: {
    2024: { rate: 0.025, from: 238_200 },
    2025: { rate: 0.025, from: 244_825 },
    2026: { rate: 0.025, from: 244_825 },
  },
  NE: {
    2024: { rate: 0.0584, from: 37_670 },
    2025: { rate: 0.052, from: 38_870 },
    2026: { rate: 0.0455, from: 39_900 },
  },
  NH: { 2024: { rate: 0.03, from: 0 }, 2025: { rate: 0, from: 0 }, 2026: { rate: 0, from: 0 } },
  NJ: {
    2024: { rate: 0.1075, from: 1_000_000 },
    2025: { rate: 0.1075, from: 1_000_000 },
    2026: { rate: 0.1075, from: 1_000_000 },
  },
  NM: {
    2024: { rate: 0.059, from: 210_000 },
    2025: { rate: 0.059, from: 210_000 },
    2026: { rate: 0.059, from: 210_000 },
  },
  NY: {
    2024: { rate: 0.109, from: 25_000_000 },
    2025: { rate: 0.109, from: 25_000_000 },
    2026: { rate: 0.109, from: 25_000_000 },
  },
  OK: {
    2024: { rate: 0.0475, from: 7_200 },
    2025: { rate: 0.0475, from: 7_200 },
    2026: { rate: 0.045, from: 7_200 },
  },
  OR: {
    2024: { rate: 0.099, from: 125_000 },
    2025: { rate: 0.099, from: 125_000 },
    2026: { rate: 0.099, from: 125_000 },
  },
  PA: { 2024: { rate: 0.0307, from: 0 }, 2025: { rate: 0.0307, from: 0 }, 2026: { rate: 0.0307, from: 0 } },
  UT: { 2024: { rate: 0.0455, from: 0 }, 2025: { rate: 0.045, from: 0 }, 2026: { rate: 0.0445, from: 0 } },
  VT: {
    2024: { rate: 0.0875, from: 242_000 },
    2025: { rate: 0.0875, from: 249_700 },
    2026: { rate: 0.0875, from: 249_700 },
  },
  WI: {
    2024: { rate: 0.0765, from: 315_310 },
    2025: { rate: 0.0765, from: 323_290 },
    2026: { rate: 0.0765, from: 323_290 },
  },
  WV: {
    2024: { rate: 0.0512, from: 60_000 },
    2025: { rate: 0.0482, from: 60_000 },
    2026: { rate: 0.0458, from: 60_000 },
  },
  OH: {
    2024: { rate: 0.035, from: 100_000 },
    2025: { rate: 0.03125, from: 100_000 },
    2026: { rate: 0.0275, from: 26_050 },
  },
  RI: {
    2024: { rate: 0.0599, from: 176_050 },
    2025: { rate: 0.0599, from: 181_650 },
    2026: { rate: 0.0599, from: 186_450 },
  },
  SC: {
    2024: { rate: 0.062, from: 17_330 },
    2025: { rate: 0.06, from: 17_830 },
    2026: { rate: 0.0521, from: 30_000 },
  },
  VA: {
    2024: { rate: 0.0575, from: 17_000 },
    2025: { rate: 0.0575, from: 17_000 },
    2026: { rate: 0.0575, from: 17_000 },
  },
};

const UNTAXED: ReadonlySet<string> = new Set(['AK', 'FL', 'NV', 'SD', 'TN', 'TX', 'WY']);

/** A state's rate and the year it is of. */
export interface StartingRate extends StateRate {
  readonly year: number;
}

/**
 * What to start from in a year: the top rate of that year, or of the last year before it that the table has.
 * Rate 0 for a state that does not tax gains; null where one flat rate would mislead (WA) or nothing is known.
 */
export function startingRate(state: string, year: number): StartingRate | null {
  if (UNTAXED.has(state)) return { rate: 0, from: 0, year };
  const rates = STATE_TOP_RATES[state] ?? {};
  const known = Object.keys(rates).map(Number);
  const latest = Math.max(...known.filter((y) => y <= year));
  const rate = rates[latest];
  return rate ? { ...rate, year: latest } : null;
}
