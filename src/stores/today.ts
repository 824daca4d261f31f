import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';

/** The person's own calendar day. The one place above the pure rooms that asks the clock for a date. */
export function today(): IsoDate {
  const now = new Date();
  return makeIsoDate(now.getFullYear(), now.getMonth() + 1, now.getDate()) as IsoDate;
}

/** An instant for the log of imports. */
export const instant = (): string => new Date().toISOString();
