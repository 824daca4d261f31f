import { RULES_2023 } from './2023.ts';
import { RULES_2024 } from './2024.ts';
import { RULES_2025 } from './2025.ts';
import { RULES_2026 } from './2026.ts';
import type { YearRules } from './year-rules.ts';

const ALL: readonly YearRules[] = [RULES_2023, RULES_2024, RULES_2025, RULES_2026];
export const FIRST_TAX_YEAR = 2023;
export const LAST_TAX_YEAR = 2026;
/** The law as read on this day; see docs/tax-coverage.md. */
export const LAW_DATE = '2026-11-22';

/** The year whose figures are used for `year`: itself, or the nearest covered one (2023..2026). */
export const coveredYear = (year: number): number =>
  year <= FIRST_TAX_YEAR ? FIRST_TAX_YEAR : year >= LAST_TAX_YEAR ? LAST_TAX_YEAR : Math.trunc(year);

/** The figures of a tax year, clamped to the nearest covered one. Say so where `coveredYear(year) !== year`. */
export const rulesFor = (year: number): YearRules => ALL[coveredYear(year) - FIRST_TAX_YEAR] as YearRules;
