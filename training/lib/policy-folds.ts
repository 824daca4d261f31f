import { dayNumber, isoDate } from '../../src/core/iso-date.ts';
import type { WeeklyTable } from '../../src/sim/markets/weekly-table.ts';

/** The walk-forward: K test stretches in a row, each after all the weeks it may be trained on. */
export interface Fold {
  readonly index: number;
  readonly count: number;
}

export interface FoldWeeks {
  /** Training uses weeks [0, trainTo): every episode, and so every look ahead, ends there (the purge). */
  readonly trainTo: number;
  /** Test weeks [testFrom, testTo). */
  readonly testFrom: number;
  readonly testTo: number;
}

/** Weeks left out between training and test, so that what a decision looks back on half a year is no training week. */
export const EMBARGO_WEEKS = 26;
const FIRST_TEST_DAY = dayNumber(isoDate('2009-01-02'));

/** The weeks of a fold: stretches of equal length from 2009 to the table's end. */
export function foldWeeks(table: WeeklyTable, { index, count }: Fold): FoldWeeks {
  const start = Math.max(
    0,
    table.decisionDay.findIndex((d) => d >= FIRST_TEST_DAY),
  );
  const at = (k: number): number => start + Math.floor(((table.weeks - start) * k) / count);
  const testFrom = at(index);
  return { trainTo: Math.max(0, testFrom - EMBARGO_WEEKS), testFrom, testTo: at(index + 1) };
}
