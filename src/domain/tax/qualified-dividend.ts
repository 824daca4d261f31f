import { addDays, daysBetween, type IsoDate } from '../../core/iso-date.ts';

/**
 * Qualified dividends, IRC 1(h)(11)(B)(iii), 246(c): the share must be held more than 60 days of the 121-day
 * window that starts 60 days before the ex-date; for preferred dividends for more than 366 days, more than 90 of
 * 181. Skip the day of purchase, count the day of sale; hedged days do not count; days tacked on by a wash sale do
 * not count either (246(c)(3)(B)), so this takes real purchase dates, never a `holdingFrom`.
 *
 * Worked (Pub. 550 (2024), Example 2): ex-date 12 July, bought 11 July, sold 13 September. The window ends on
 * 10 September; 12 July to 10 September are 61 days: qualified.
 */
export interface DividendLot {
  readonly acquired: IsoDate;
  /** Absent = still held. */
  readonly sold?: IsoDate;
  /** Days with diminished risk of loss inside the window, 246(c)(4). */
  readonly hedgedDays?: number;
}

export interface DividendTest {
  readonly daysInWindow: number;
  readonly isQualified: boolean;
}

const COMMON = { reach: 60, moreThan: 60 } as const;
const PREFERRED = { reach: 90, moreThan: 90 } as const;

/** First and last day of the window. */
export function dividendWindow(
  exDate: IsoDate,
  isPreferredOver366Days: boolean,
): readonly [IsoDate, IsoDate] {
  const { reach } = isPreferredOver366Days ? PREFERRED : COMMON;
  return [addDays(exDate, -reach), addDays(exDate, reach)];
}

/** Counts a lot's days and decides. */
export function testDividend(
  exDate: IsoDate,
  lot: DividendLot,
  isPreferredOver366Days: boolean,
): DividendTest {
  const [first, last] = dividendWindow(exDate, isPreferredOver366Days);
  const start = addDays(lot.acquired, 1);
  const from = start > first ? start : first;
  const to = lot.sold !== undefined && lot.sold < last ? lot.sold : last;
  const held = to < from ? 0 : daysBetween(from, to) + 1;
  const daysInWindow = Math.max(0, held - (lot.hedgedDays ?? 0));
  return { daysInWindow, isQualified: daysInWindow > (isPreferredOver366Days ? PREFERRED : COMMON).moreThan };
}
