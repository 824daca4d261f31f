import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';

/** Which of the two small numbers of "03/04/2025" is the month. */
export type DateOrder = 'mdy' | 'dmy';

const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  mrt: 3,
  maa: 3,
  avr: 4,
  mai: 5,
  mei: 5,
  maj: 5,
  okt: 10,
  dez: 12,
  déc: 12,
  fév: 2,
};

const YMD = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?=$|[;T ,])/;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})/;
const MONTH_FIRST = /^([A-Za-z]{3,9})\.?[- ](\d{1,2})(?:,\s*|[- ]\s*)'?(\d{4}|\d{2})/;
const DAY_FIRST = /^(\d{1,2})[- ]([A-Za-z]{3,9})\.?[- ,]+(\d{4}|\d{2})/;
/** What may follow the day: a time, a zone, nothing. */
const TIME =
  /^(?:[T ,;]+\s*(?:at )?\d{1,2}(?::?\d{2}){1,2}(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Z]{2,5}|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{2})?)?\s*$/;

/** Month number of an English month name or its first three letters; 0 when it is none. */
export const monthNumber = (name: string): number => MONTHS[name.slice(0, 3).toLowerCase()] ?? 0;

/** "24" -> 2024, "1999" -> 1999. */
export function fullYear(text: string): number {
  const y = Number(text);
  return text.length === 4 ? y : y < 70 ? 2000 + y : 1900 + y;
}

/** No export reaches further; such years are damage ("0024"). */
const EARLIEST = '1950-01-01';
const LATEST = '2099-12-31';

/** Reads a printed day in any of the layouts brokers use; a time of day after it is dropped. null = not a date. */
export function readDate(raw: string, order: DateOrder): IsoDate | null {
  const t = raw.trim();
  if (t.length < 6 || t.length > 48) return null;
  let m = YMD.exec(t) ?? COMPACT.exec(t);
  let date: IsoDate | null;
  if (m) date = makeIsoDate(Number(m[1]), Number(m[2]), Number(m[3]));
  else if ((m = NUMERIC.exec(t))) {
    const a = Number(m[1]);
    const b = Number(m[3]);
    const y = fullYear(m[4] as string);
    date = order === 'mdy' ? makeIsoDate(y, a, b) : makeIsoDate(y, b, a);
  } else if ((m = MONTH_FIRST.exec(t)))
    date = makeIsoDate(fullYear(m[3] as string), monthNumber(m[1] as string), Number(m[2]));
  else if ((m = DAY_FIRST.exec(t)))
    date = makeIsoDate(fullYear(m[3] as string), monthNumber(m[2] as string), Number(m[1]));
  else return null;
  if (date === null || date < EARLIEST || date > LATEST) return null;
  return TIME.test(t.slice(m[0].length)) ? date : null;
}

/** What one cell says about the order of day and month: 1 = day first, -1 = month first, 0 = nothing, null = no such date. */
export function orderEvidence(raw: string): -1 | 0 | 1 | null {
  if (raw.length > 48) return null;
  const m = NUMERIC.exec(raw.trim());
  if (!m) return null;
  const a = Number(m[1]);
  const b = Number(m[3]);
  if (a > 31 || b > 31) return null;
  if (a > 12 && b <= 12) return 1;
  if (b > 12 && a <= 12) return -1;
  return 0;
}

/** A date reader that remembers: a column holds few different days. */
export class DateReader {
  order: DateOrder;
  private readonly memory = new Map<string, IsoDate | null>();
  private lastText = '';
  private lastDate: IsoDate | null = null;
  constructor(order: DateOrder) {
    this.order = order;
  }

  read(raw: string): IsoDate | null {
    if (raw === this.lastText) return this.lastDate;
    if (
      raw.length === 20 &&
      this.lastText.length === 10 &&
      raw.startsWith(this.lastText) &&
      hasPlainTime(raw)
    )
      return this.lastDate;
    const key = withoutTime(raw);
    if (key === this.lastText) return this.lastDate;
    let date = this.memory.get(key);
    if (date === undefined) {
      date = readDate(key, this.order);
      if (this.memory.size > 20_000) this.memory.clear();
      this.memory.set(key, date);
    }
    this.lastText = key;
    this.lastDate = date;
    return date;
  }
}

/** "2025-01-03, 10:30:00" -> "2025-01-03": times of day differ in every row, the day before them does not. */
function withoutTime(raw: string): string {
  const n = raw.length;
  if (n < 12 || raw.charCodeAt(4) !== 45 || raw.charCodeAt(7) !== 45) return raw;
  if (n === 20 && hasPlainTime(raw)) return raw.slice(0, 10);
  return TIME.test(raw.slice(10)) ? raw.slice(0, 10) : raw;
}

/** Whether ", 10:30:00" follows the first ten characters. */
function hasPlainTime(raw: string): boolean {
  if (raw.charCodeAt(4) !== 45 || raw.charCodeAt(10) !== 44 || raw.charCodeAt(11) !== 32) return false;
  for (let i = 12; i < 20; i++) {
    const c = raw.charCodeAt(i);
    if (i === 14 || i === 17 ? c !== 58 : c < 48 || c > 57) return false;
  }
  return true;
}
