import { dayOf, monthOf, yearOf, type IsoDate } from '../../core/iso-date.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "3 Mar 2025": no locale can read it wrongly. */
export const dateText = (d: IsoDate): string => `${dayOf(d)} ${MONTHS[monthOf(d) - 1]} ${yearOf(d)}`;

/** "Mar 2025": axis ticks. */
export const monthText = (d: IsoDate): string => `${MONTHS[monthOf(d) - 1]} ${yearOf(d)}`;

/** "today", "1 day", "45 days", "14 months". */
export function daysText(days: number): string {
  if (days === 0) return 'today';
  if (days < 100) return `${days} ${days === 1 ? 'day' : 'days'}`;
  return `${Math.round(days / 30.44)} months`;
}
