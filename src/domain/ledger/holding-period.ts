import { dateOfDayNumber, dayNumber, makeIsoDate, type IsoDate } from '../../core/iso-date.ts';

/**
 * Holding periods, IRC 1222, Rev. Rul. 66-7 and 70-598, Caspe v. US (8th Cir. 1982): skip the day of purchase,
 * count the day of sale, count calendar months. Long-term from (purchase + 1 day) + 1 calendar year; a start on
 * 29 February rolls forward to 1 March.
 *
 * | bought      | still short | long from  |
 * | 28 Feb 2023 | 29 Feb 2024 | 1 Mar 2024 |
 * | 29 Feb 2024 | 28 Feb 2025 | 1 Mar 2025 |
 *
 * Days are day numbers (core/iso-date) because the ledger compares millions of them.
 */

/** First day number on which a sale of shares held from `holdDay` is long-term. */
export function longFromDay(holdDay: number): number {
  const start = dateOfDayNumber(holdDay + 1);
  const year = Number(start.slice(0, 4)) + 1;
  const month = Number(start.slice(5, 7));
  const day = Number(start.slice(8, 10));
  const anniversary = makeIsoDate(year, month, day) ?? makeIsoDate(year, 3, 1);
  return dayNumber(anniversary as IsoDate);
}

/** Is a sale on `saleDay` of shares held from `holdDay` long-term? Decides without calendars where it can. */
export function isLongTerm(holdDay: number, saleDay: number): boolean {
  const held = saleDay - holdDay;
  // One calendar year after the day after purchase is 366 or 367 days after the purchase.
  if (held < 366) return false;
  if (held > 367) return true;
  return saleDay >= longFromDay(holdDay);
}

/** The same for dates. */
export const isLongTermOn = (holdingFrom: IsoDate, sold: IsoDate): boolean =>
  isLongTerm(dayNumber(holdingFrom), dayNumber(sold));

/** First date on which a sale is long-term. */
export const longTermFrom = (holdingFrom: IsoDate): IsoDate =>
  dateOfDayNumber(longFromDay(dayNumber(holdingFrom)));
