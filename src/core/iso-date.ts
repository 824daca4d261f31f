import type { Brand } from './brand.ts';

/** A calendar day "YYYY-MM-DD"; compares correctly as text. No time, no zone. */
export type IsoDate = Brand<string, 'IsoDate'>;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Gregorian leap-year rule. */
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Number of days in a month (month 1..12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Builds a date; null when the day does not exist (2023-02-29, month 13). Years 1..9999. */
export function makeIsoDate(year: number, month: number, day: number): IsoDate | null {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return null;
  if (!Number.isInteger(month) || month < 1 || month > 12) return null;
  if (!Number.isInteger(day) || day < 1 || day > daysInMonth(year, month)) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as IsoDate;
}

/** Reads "YYYY-MM-DD"; null when it is not an existing day in exactly that form. */
export function parseIsoDate(text: string): IsoDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  return makeIsoDate(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** For literals and trusted data. @throws RangeError on a day that does not exist. */
export function isoDate(text: string): IsoDate {
  const d = parseIsoDate(text);
  if (d === null) throw new RangeError(`not a date: ${text}`);
  return d;
}

/** Year, month (1..12) and day of a date. */
export const yearOf = (d: IsoDate): number => Number(d.slice(0, 4));
export const monthOf = (d: IsoDate): number => Number(d.slice(5, 7));
export const dayOf = (d: IsoDate): number => Number(d.slice(8, 10));

/** Days since 1970-01-01 (negative before). */
export function dayNumber(d: IsoDate): number {
  const y = yearOf(d);
  const m = monthOf(d);
  const p = y - 1;
  const leapDays = Math.floor(p / 4) - Math.floor(p / 100) + Math.floor(p / 400);
  const inYear = (DAYS_BEFORE_MONTH[m - 1] ?? 0) + (m > 2 && isLeapYear(y) ? 1 : 0) + dayOf(d) - 1;
  return p * 365 + leapDays + inYear - 719162;
}

/** The date of a day number (inverse of dayNumber). */
export function dateOfDayNumber(n: number): IsoDate {
  let year = 1970 + Math.floor(n / 365.2425);
  const startOf = (y: number): number => dayNumber(`${String(y).padStart(4, '0')}-01-01` as IsoDate);
  while (startOf(year) > n) year--;
  while (startOf(year + 1) <= n) year++;
  let rest = n - startOf(year);
  let month = 1;
  while (rest >= daysInMonth(year, month)) rest -= daysInMonth(year, month++);
  return makeIsoDate(year, month, rest + 1) as IsoDate;
}

/** d plus a number of calendar days. */
export const addDays = (d: IsoDate, days: number): IsoDate => dateOfDayNumber(dayNumber(d) + days);
/** b - a in calendar days. */
export const daysBetween = (a: IsoDate, b: IsoDate): number => dayNumber(b) - dayNumber(a);
/** 0 = Sunday .. 6 = Saturday. */
export const weekdayOf = (d: IsoDate): number => (((dayNumber(d) + 4) % 7) + 7) % 7;
