import { parseScaled } from '../core/decimal.ts';

/** Decimal mark of a column: true = comma ("1.234,56"), false = point ("1,234.56"). */
export type DecimalComma = boolean;

const MINUS = /^[-\u2212\u2013\u2014]+$/;
const NOTHING = /^(?:|-+|\u2014+|\u2013+|n\/a|na|null|none|not available)$/i;
const CURRENCY = /^(?:[A-Z]{3}|US\$|C\$|A\$|HK\$|CHF|kr)$/i;

/** Whether a cell prints no value: empty, "--", "-", a dash, "n/a". */
export const isNothing = (text: string): boolean => {
  const t = text.trim();
  return t === '' || (t.length < 16 && (MINUS.test(t) || NOTHING.test(t)));
};

/**
 * A printed number as an integer scaled by 10^digits: "$1,234.56", "($12.30)", "-1.234,56", "12.30-", "+5".
 * @returns null when nothing is printed, NaN when the text is no number in that decimal style.
 */
export function readScaled(raw: string, digits: number, comma: DecimalComma): number | null {
  const n = raw.length;
  const decimalMark = comma ? 44 : 46;
  const groupMark = comma ? 46 : 44;
  let value = 0;
  let seen = 0;
  let frac = -1;
  let round = -1;
  let negative = false;
  let paren = false;
  let closed = false;
  let sinceGroup = -1;
  for (let i = 0; i < n; i++) {
    const c = raw.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      if (closed) return NaN;
      seen++;
      if (frac < 0) {
        value = value * 10 + (c - 48);
        if (sinceGroup >= 0) sinceGroup++;
      } else if (frac < digits) {
        value = value * 10 + (c - 48);
        frac++;
      } else if (round < 0) round = c - 48;
    } else if (c === decimalMark) {
      if (frac >= 0 || closed || (sinceGroup >= 0 && sinceGroup !== 3)) return NaN;
      frac = 0;
    } else if (c === groupMark || c === 39 || c === 0x2019) {
      // Thousands marks stand before groups of exactly three digits.
      if (frac >= 0 || closed || seen === 0 || (sinceGroup >= 0 ? sinceGroup !== 3 : seen > 3)) return NaN;
      sinceGroup = 0;
    } else if (c === 45 || c === 0x2212 || c === 0x2013) {
      if (negative) return isNothing(raw) ? null : NaN;
      if (seen > 0 || frac >= 0) closed = true;
      negative = true;
    } else if (c === 40) {
      if (paren || seen > 0) return NaN;
      paren = true;
    } else if (c === 41) {
      if (!paren || closed) return NaN;
      closed = true;
    } else if (c === 36 || c === 0x20ac || c === 0xa3 || c === 43) {
      if (c === 43 && seen > 0) return NaN;
    } else if (c === 32 || c === 0xa0 || c === 0x202f || c === 9) {
      // A blank inside the digits is a thousands mark in some locales.
      if (seen > 0 && frac < 0 && !closed && isDigitAt(raw, i + 1)) {
        if (sinceGroup >= 0 ? sinceGroup !== 3 : seen > 3) return NaN;
        sinceGroup = 0;
      }
    } else return readOther(raw, digits, comma);
  }
  if (seen === 0) return isNothing(raw) ? null : NaN;
  if ((sinceGroup >= 0 && sinceGroup !== 3) || (paren && !closed) || frac === 0) return NaN;
  return scale(value, frac, round, digits, negative !== paren && (negative || paren));
}

const isDigitAt = (s: string, i: number): boolean => s.charCodeAt(i) >= 48 && s.charCodeAt(i) <= 57;

function scale(value: number, frac: number, round: number, digits: number, negative: boolean): number {
  let v = value;
  for (let i = frac < 0 ? 0 : frac; i < digits; i++) v *= 10;
  if (round >= 5) v += 1;
  if (v > Number.MAX_SAFE_INTEGER) return NaN;
  return negative && v !== 0 ? -v : v;
}

/** Scientific notation, and numbers with a currency code before or after. */
function readOther(raw: string, digits: number, comma: DecimalComma): number | null {
  const t = raw.trim();
  if (isNothing(t)) return null;
  if (t.length > 64) return NaN;
  if (/^[+-]?[\d.,]+e[+-]?\d{1,3}$/i.test(t))
    return parseScaled(comma ? t.replace(',', '.') : t, digits) ?? NaN;
  const m = /^([A-Za-z]{1,3}\$?)?\s*([^A-Za-z]+?)\s*([A-Za-z]{2,3})?$/.exec(t);
  if (!m || m[2] === undefined || (!m[1] && !m[3])) return NaN;
  if ((m[1] && !CURRENCY.test(m[1])) || (m[3] && !CURRENCY.test(m[3]))) return NaN;
  return readScaled(m[2], digits, comma);
}

/** One mark several times: thousands, if three digits follow each ("31.03.2025" is a day). */
const GROUPED = /^\D*\d{1,3}(?:[.,]\d{3})+\D*$/;
const LOOKS_NUMERIC = /^[\s$\u20ac\u00a3(+\u2212\u2013-]*\d[\d.,'\u2019\u00a0\u202f ]*[\s)\u20ac\u00a3-]*$/;

/**
 * What one printed number says about its decimal mark: 1 = comma, -1 = point, 0 = either or no number.
 * "1,234" alone says nothing; "1,23", "1.234,5" and "1.234.567" do.
 */
export function decimalEvidence(raw: string): -1 | 0 | 1 {
  if (raw.length > 40 || !LOOKS_NUMERIC.test(raw)) return 0;
  const comma = raw.lastIndexOf(',');
  const point = raw.lastIndexOf('.');
  if (comma < 0 && point < 0) return 0;
  if (comma >= 0 && point >= 0) return comma > point ? 1 : -1;
  const at = comma >= 0 ? comma : point;
  const mark = comma >= 0 ? ',' : '.';
  const isComma = comma >= 0;
  if (raw.indexOf(mark) !== at) return GROUPED.test(raw) ? (isComma ? -1 : 1) : 0;
  let after = 0;
  while (isDigitAt(raw, at + 1 + after)) after++;
  let before = 0;
  while (before < at && isDigitAt(raw, at - 1 - before)) before++;
  const leadingZero = before === 0 || (before === 1 && raw[at - 1] === '0');
  if (after !== 3 || before > 3 || leadingZero) return isComma ? 1 : -1;
  return 0;
}
