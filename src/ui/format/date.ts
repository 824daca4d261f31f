import { dayOf, monthOf, parseIsoDate, yearOf, type IsoDate } from '../../core/iso-date.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "3 Mar 2025": no locale can read it wrongly. */
export const dateText = (d: IsoDate): string => `${dayOf(d)} ${MONTHS[monthOf(d) - 1]} ${yearOf(d)}`;

/** "Mar 2025": axis ticks. */
export const monthText = (d: IsoDate): string => `${MONTHS[monthOf(d) - 1]} ${yearOf(d)}`;

/** "6 Apr 2021 to 31 Dec 2024"; a text that is no date stays as it is. */
export function spanText({ from, to }: { readonly from: string; readonly to: string }): string {
  const one = (text: string): string => {
    const d = parseIsoDate(text);
    return d ? dateText(d) : text;
  };
  return `${one(from)} to ${one(to)}`;
}

/** "today", "1 day", "45 days", "14 months". */
export function daysText(days: number): string {
  if (days === 0) return 'today';
  if (days < 100) return `${days} ${days === 1 ? 'day' : 'days'}`;
  return `${Math.round(days / 30.44)} months`;
}
