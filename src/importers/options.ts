import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';
import { parseUnitPrice, type UnitPrice } from '../core/quantity.ts';
import type { OptionTerms } from '../domain/ledger/transaction.ts';
import { fullYear, monthNumber, readDate } from './dates.ts';

/** OCC symbol without padding: underlying, YYMMDD, C or P, strike x 1000 in eight digits. */
export function occSymbol(o: Pick<OptionTerms, 'underlying' | 'expiry' | 'right' | 'strike'>): string {
  const day = o.expiry.slice(2, 4) + o.expiry.slice(5, 7) + o.expiry.slice(8, 10);
  return o.underlying + day + o.right + String(Math.round(o.strike / 1e5)).padStart(8, '0');
}

const OCC = /^([A-Z][A-Z0-9./]{0,5})\s*(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;
/** "-SPY180125C260", "F230120C12.5" */
const SHORT = /^-?\s*([A-Z][A-Z0-9./]{0,5}?)(\d{2})(\d{2})(\d{2})([CP])(\d{1,5}(?:\.\d+)?)$/;
/** "AAPL 03/15/2024 195.00 C" */
const DATE_STRIKE_RIGHT =
  /^([A-Z][A-Z0-9./]{0,5}) +(\d{1,2}\/\d{1,2}\/\d{2,4}) +\$?([\d,.]+) +(C|P|CALL|PUT)$/i;
/** "AAPL 6/21/2024 Put $185.00" */
const DATE_RIGHT_STRIKE =
  /\b([A-Z][A-Z0-9./]{0,5}) +(\d{1,2}\/\d{1,2}\/\d{2,4}) +(C|P|CALL|PUT) +\$?([\d,]+(?:\.\d+)?)/i;
/** "CALL GOOG   03/21/25   210.000" */
const RIGHT_FIRST =
  /\b(CALL|PUT) +([A-Z][A-Z0-9./]{0,5}) +(\d{1,2}\/\d{1,2}\/\d{2,4}) +\$?([\d,]+(?:\.\d+)?)/;
/** "SPY Apr 17 2020 240.0 Put", "NVDA Dec 13 '24 $150 Put", "AAPL 21 Feb 25 C $250" */
const NAMED_MONTH =
  /\b([A-Z][A-Z0-9./]{0,5}) +([A-Za-z]{3}) +(\d{1,2}),? +'?(\d{2,4}) +\$?([\d,]+(?:\.\d+)?) +(Call|Put|C|P)\b/i;
/** "T 18OCT24 22 C", "SPY 17APR20 240.0 P" */
const DAY_MONTH = /^([A-Z][A-Z0-9. ]{0,6}?) +(\d{1,2})([A-Z]{3})(\d{2}) +([\d.]+) +([CP])$/i;
/** "LITE 270716 P 560.00" */
const YYMMDD = /^([A-Z][A-Z0-9./]{0,5}) +(\d{2})(\d{2})(\d{2}) +([CP]) +([\d.]+)$/;
/** "CALL (KMB) KIMBERLY-CLARK CORP MAY 16 25 $150 (100 SHS)" */
const NAME_THEN_DATE =
  /\b(CALL|PUT) +\(([A-Z][A-Z0-9./]{0,5})\) .*?([A-Z]{3}) +(\d{1,2}) +(\d{2,4}) +\$([\d,]+(?:\.\d+)?)(?: +\((\d+) SHS\))?/;

const priceOf = (text: string): UnitPrice | null => parseUnitPrice(text.replaceAll(',', ''));

function terms(
  underlying: string,
  expiry: IsoDate | null,
  right: string,
  strikeText: string,
  multiplier = 100,
): OptionTerms | null {
  const strike = priceOf(strikeText);
  if (expiry === null || strike === null || strike === 0 || strike >= 1e13) return null;
  return {
    underlying: underlying.toUpperCase(),
    expiry,
    right: right.toUpperCase().startsWith('C') ? 'C' : 'P',
    strike,
    multiplier,
  };
}

const ymd = (yy: string, mm: string, dd: string): IsoDate | null =>
  makeIsoDate(fullYear(yy), Number(mm), Number(dd));
const named = (mon: string, dd: string, yy: string): IsoDate | null => {
  const month = monthNumber(mon);
  return month === 0 ? null : makeIsoDate(fullYear(yy), month, Number(dd));
};

/** Reads an option from a symbol cell in any broker's spelling; null when it is none. */
export function readOptionSymbol(cell: string): OptionTerms | null {
  const s = cell.trim();
  if (s.length < 8 || s.length > 60 || !/\d/.test(s)) return null;
  let m: RegExpExecArray | null;
  if ((m = OCC.exec(s))) {
    const strike = Number(m[6]) * 1e5;
    const expiry = ymd(m[2] as string, m[3] as string, m[4] as string);
    if (expiry && strike > 0)
      return {
        underlying: m[1] as string,
        expiry,
        right: m[5] as 'C' | 'P',
        strike: strike as UnitPrice,
        multiplier: 100,
      };
  }
  if ((m = SHORT.exec(s)))
    return terms(
      m[1] as string,
      ymd(m[2] as string, m[3] as string, m[4] as string),
      m[5] as string,
      m[6] as string,
    );
  if ((m = DATE_STRIKE_RIGHT.exec(s)))
    return terms(m[1] as string, readDate(m[2] as string, 'mdy'), m[4] as string, m[3] as string);
  if ((m = DAY_MONTH.exec(s)))
    return terms(
      m[1] as string,
      named(m[3] as string, m[2] as string, m[4] as string),
      m[6] as string,
      m[5] as string,
    );
  if ((m = YYMMDD.exec(s)))
    return terms(
      m[1] as string,
      ymd(m[2] as string, m[3] as string, m[4] as string),
      m[5] as string,
      m[6] as string,
    );
  return readOptionText(s);
}

/** Finds an option named inside a description; null when there is none. */
export function readOptionText(text: string): OptionTerms | null {
  const s = text.slice(0, 400);
  let m: RegExpExecArray | null;
  if ((m = RIGHT_FIRST.exec(s)))
    return terms(m[2] as string, readDate(m[3] as string, 'mdy'), m[1] as string, m[4] as string);
  if ((m = NAME_THEN_DATE.exec(s)))
    return terms(
      m[2] as string,
      named(m[3] as string, m[4] as string, m[5] as string),
      m[1] as string,
      m[6] as string,
      Number(m[7] ?? 100),
    );
  if ((m = DATE_RIGHT_STRIKE.exec(s)))
    return terms(m[1] as string, readDate(m[2] as string, 'mdy'), m[3] as string, m[4] as string);
  if ((m = NAMED_MONTH.exec(s)))
    return terms(
      m[1] as string,
      named(m[2] as string, m[3] as string, m[4] as string),
      m[6] as string,
      m[5] as string,
    );
  return null;
}
