import {
  addDays,
  dayNumber,
  daysInMonth,
  makeIsoDate,
  monthOf,
  weekdayOf,
  yearOf,
  type IsoDate,
} from '../core/iso-date.ts';
import { MONTHS, SEASONS } from './lexicon/english.ts';
import type { DateRange, Token } from './tokens.ts';

const day = (y: number, m: number, d: number): IsoDate =>
  makeIsoDate(y, m, Math.min(d, daysInMonth(y, m))) as IsoDate;
export const monthRange = (y: number, m: number): DateRange => ({
  from: day(y, m, 1),
  to: day(y, m, 31),
  precision: 'month',
});
export const quarterRange = (y: number, q: number): DateRange => ({
  from: day(y, 3 * q - 2, 1),
  to: day(y, 3 * q, 31),
  precision: 'quarter',
});
export const yearRange = (y: number): DateRange => ({
  from: day(y, 1, 1),
  to: day(y, 12, 31),
  precision: 'year',
});

/** d plus calendar months, the same day or the month's last. */
export function addMonths(d: IsoDate, months: number): IsoDate {
  const index = yearOf(d) * 12 + monthOf(d) - 1 + months;
  return day(Math.floor(index / 12), (index % 12) + 1, Number(d.slice(8)));
}

/** a to b in years: whole calendar months plus days. */
export function yearsBetween(a: IsoDate, b: IsoDate): number {
  return (dayNumber(b) - dayNumber(a)) / 365.25;
}

const MONTH_INTRO = new Set([
  'in',
  'by',
  'until',
  'next',
  'this',
  'of',
  'before',
  'since',
  'last',
  'every',
  'each',
  'due',
  'come',
  'early',
  'mid',
  'late',
  'through',
  'from',
  'to',
  'for',
  'end',
  'and',
  'during',
  'after',
  'around',
]);

const QUARTER_WORDS: Readonly<Record<string, number>> = {
  q1: 1,
  q2: 2,
  q3: 3,
  q4: 4,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
};

interface Found {
  readonly range: DateRange;
  readonly from: number;
  readonly next: number;
}

/** The first year in which a period that names none still lies ahead. */
function upcoming(today: IsoDate, make: (year: number) => DateRange): DateRange {
  const thisYear = make(yearOf(today));
  return thisYear.to < today ? make(yearOf(today) + 1) : thisYear;
}

function readMonth(tokens: readonly Token[], i: number, today: IsoDate): Found | null {
  const w = (k: number): string => tokens[k]?.w ?? '';
  const month = Object.hasOwn(MONTHS, w(i)) ? (MONTHS[w(i)] as number) : null;
  if (month === null) return null;
  const num = (k: number): number | null =>
    w(k) === 'N' && Number.isInteger(tokens[k]?.value) ? (tokens[k]?.value as number) : null;
  const isDay = (n: number | null): n is number => n !== null && n >= 1 && n <= 31;
  const before = num(i - 1) ?? (w(i - 1) === 'of' ? num(i - 2) : null);
  let next = i + 1;
  let dayOfMonth: number | null = null;
  if (isDay(num(i + 1)) && !/^(percent|month|year|week|day|trade|k$)/.test(w(i + 2))) {
    dayOfMonth = num(i + 1);
    next = i + 2;
  } else if (isDay(before)) dayOfMonth = before;
  const from = dayOfMonth !== null && next === i + 1 ? (w(i - 1) === 'of' ? i - 2 : i - 1) : i;
  const comma = w(next) === ',' || w(next) === 'of' ? 1 : 0;
  const year = w(next + comma) === 'Y' ? (tokens[next + comma]?.value as number) : null;
  const raw = tokens[i]?.raw ?? '';
  const isSure =
    dayOfMonth !== null ||
    year !== null ||
    (w(i) !== 'may' && w(i) !== 'march' && w(i) !== 'mar' && w(i) !== 'sep') ||
    (MONTH_INTRO.has(w(i - 1)) && /^[A-Z]/.test(raw)) ||
    ['in', 'by', 'next', 'until', 'every'].includes(w(i - 1));
  if (!isSure) return null;
  if (year !== null) next += comma + 1;
  const make = (y: number): DateRange => {
    if (dayOfMonth === null) return monthRange(y, month);
    const d = day(y, month, dayOfMonth);
    return { from: d, to: d, precision: 'day' };
  };
  const range = year !== null ? make(year) : upcoming(today, make);
  return { range, from, next };
}

function readOther(tokens: readonly Token[], i: number, today: IsoDate): Found | null {
  const w = (k: number): string => tokens[k]?.w ?? '';
  const year = (k: number): number | null => (w(k) === 'Y' ? (tokens[k]?.value as number) : null);
  const word = w(i);
  const skip = w(i + 1) === 'of' || w(i + 1) === ',' ? 1 : 0;
  if (Object.hasOwn(SEASONS, word)) {
    const named = year(i + 1 + skip);
    const intro = [
      'in',
      'by',
      'next',
      'this',
      'coming',
      'before',
      'until',
      'the',
      'of',
      'come',
      'for',
      'late',
      'early',
      'last',
      'every',
      'due',
    ];
    if (named === null && !intro.includes(w(i - 1))) return null;
    const [m, d] = SEASONS[word] as readonly [number, number];
    const make = (y: number): DateRange => ({
      from: day(y, m, d),
      to: addDays(day(y, m, d), 85),
      precision: 'season',
    });
    return {
      range: named === null ? upcoming(today, make) : make(named),
      from: i,
      next: named === null ? i + 1 : i + 2 + skip,
    };
  }
  const q =
    Object.hasOwn(QUARTER_WORDS, word) && (word.startsWith('q') || w(i + 1) === 'quarter')
      ? (QUARTER_WORDS[word] as number)
      : null;
  if (q !== null) {
    const at = word.startsWith('q') ? i + 1 : i + 2;
    const skipQ = w(at) === 'of' ? 1 : 0;
    const named = year(at + skipQ);
    return {
      range: named === null ? upcoming(today, (y) => quarterRange(y, q)) : quarterRange(named, q),
      from: i,
      next: named === null ? at : at + skipQ + 1,
    };
  }
  const fixed = (m: number, d: number, next: number): Found => ({
    range: upcoming(today, (y) => ({ from: day(y, m, d), to: day(y, m, d), precision: 'day' })),
    from: i,
    next,
  });
  if (word === 'tax' && ['season', 'day', 'time', 'deadline'].includes(w(i + 1))) return fixed(4, 15, i + 2);
  if (word === 'christmas' && w(i + 1) !== 'tree') return fixed(12, 25, i + 1);
  if (word === 'halloween') return fixed(10, 31, i + 1);
  if (word === 'thanksgiving') {
    return {
      range: upcoming(today, (y) => {
        const first = day(y, 11, 1);
        const d = addDays(first, ((4 - weekdayOf(first) + 7) % 7) + 21);
        return { from: d, to: d, precision: 'day' };
      }),
      from: i,
      next: i + 1,
    };
  }
  return null;
}

/** "end of June", "the end of 2028": the same period, with its last day meant. */
function isAtEnd(tokens: readonly Token[], i: number): boolean {
  const w = (k: number): string => tokens[k]?.w ?? '';
  const k = w(i - 1) === 'the' ? i - 2 : i - 1;
  return (
    (w(k) === 'of' && (w(k - 1) === 'end' || w(k - 1) === 'close')) ||
    w(i - 1) === 'end' ||
    w(i - 1) === 'late'
  );
}

/** Joins dates into D tokens. Years alone stay Y. `today` decides which year an unnamed month belongs to. */
export function mergeDates(tokens: readonly Token[], today: IsoDate): Token[] {
  const out: Token[] = [];
  let i = 0;
  // Positions in `out` of each token already copied, so that "31 January" can swallow the number before it.
  while (i < tokens.length) {
    const found = readMonth(tokens, i, today) ?? readOther(tokens, i, today);
    if (!found) {
      out.push(tokens[i] as Token);
      i++;
      continue;
    }
    for (let k = found.from; k < i; k++) out.pop();
    const atEnd = isAtEnd(tokens, found.from);
    const start = (tokens[found.from] as Token).start;
    const end = (tokens[found.next - 1] as Token).end;
    // "tax season" is a date, and still a word about tax.
    if ((tokens[found.from] as Token).w === 'tax') out.push(tokens[found.from] as Token);
    out.push({ w: 'D', start, end, raw: '', date: atEnd ? { ...found.range, atEnd } : found.range });
    i = found.next;
  }
  return out;
}
