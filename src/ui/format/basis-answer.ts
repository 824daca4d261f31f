import { parseIsoDate, type IsoDate } from '../../core/iso-date.ts';
import { parseCents } from '../../core/money.ts';
import type { BasisAnswer } from '../../stores/view-types.ts';
import { dateText } from './date.ts';

/** What a person wrote, read; or what to mend, field by field. */
export type BasisReading =
  | { readonly answer: BasisAnswer; readonly problems: null }
  | { readonly answer: null; readonly problems: { readonly cost?: string; readonly acquired?: string } };

/** Dollars with or without thousands marks; "1.234,56" is refused rather than read as one dollar. */
const DOLLARS = /^\$?\s*(\d{1,3}(,\d{3})+|\d+)?(\.\d{1,2})?$/;
const EARLIEST = '1900-01-01';

function costProblem(text: string): string | null {
  if (text === '' || text === '$') return 'Write what all the shares cost together, in dollars.';
  if (/^\$?\s*[-\u2212(]/.test(text)) return 'A cost cannot be below zero.';
  if (!DOLLARS.test(text)) return 'Write the cost in dollars and cents, like 1,234.50.';
  return null;
}

function dateProblem(date: IsoDate | null, received: IsoDate): string | null {
  if (date === null) return 'Give the day they were bought, with month, day and year.';
  if (date > received) return `They came in on ${dateText(received)}, so they were bought by then.`;
  if (date < EARLIEST) return 'Look at the year again: it is before 1900.';
  return null;
}

/** Reads the two fields of the basis form. @param received the day the shares came in: nothing can be bought after it */
export function readBasis(costText: string, dateInput: string, received: IsoDate): BasisReading {
  const text = costText.trim();
  const wrongCost = costProblem(text);
  const cost = wrongCost === null ? parseCents(text.replace(/[$,\s]/g, '')) : null;
  const date = parseIsoDate(dateInput.trim());
  const wrongDate = dateProblem(date, received);
  if (cost !== null && date !== null && wrongDate === null)
    return { answer: { cost, acquired: date }, problems: null };
  return {
    answer: null,
    problems: {
      ...(cost === null ? { cost: wrongCost ?? 'That is more money than can be counted here.' } : {}),
      ...(wrongDate === null ? {} : { acquired: wrongDate }),
    },
  };
}
