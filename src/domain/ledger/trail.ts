/** The "why" of a row or lot in plain words with the rule behind it; built from what the fold recorded. */
import { centsToText } from '../../core/money.ts';
import type { Book } from './book-state.ts';
import { METHODS, type MethodId } from './methods.ts';
import { centsOf } from './micros.ts';
import { dateOf, type OpenPiece, type RealizedPiece } from './read-book.ts';
import type { WashMatch } from './wash.ts';

const METHOD_LINES: Readonly<Record<MethodId, string>> = Object.fromEntries(
  Object.values(METHODS).map((m) => [m.id, `Lot chosen: ${m.label} (${m.citation})`]),
) as Record<MethodId, string>;

const KIND_LINES: Readonly<Record<RealizedPiece['kind'], string>> = {
  sale: '',
  cash_in_lieu: 'Cash for a fraction of a share is a sale of that fraction',
  return_of_capital: 'Return of capital beyond the basis is gain (IRC 301(c)(3))',
  merger_boot: 'Cash in a reorganisation: gain up to the cash, never a loss (IRC 356)',
  merger: 'Taxable merger: sold at the value received (IRC 1001)',
  short_cover: 'Short sale closed; short-term unless identical stock was held over a year (IRC 1233)',
};

const LONG = 'Long-term: held more than one year, day after purchase to day of sale (IRC 1222)';
const SHORT = 'Short-term: held one year or less (IRC 1222)';
const INHERITED = 'Inherited: always long-term, basis is the value at death (IRC 1014, 1223(9))';
const UNKNOWN = 'Basis missing: left out of all totals until you supply it';

function money(micros: number): string {
  const text = centsToText(centsOf(micros));
  const point = text.length - 3;
  let out = text.slice(point);
  for (let end = point; end > 0; end -= 3)
    out = `${text.slice(Math.max(0, end - 3), end)}${end < point ? ',' : ''}${out}`;
  return `$${out}`;
}

const shares = (units: number): string => String(units / 1e8);

/** On a loss: which purchase replaced the shares. */
function washedLine(m: WashMatch): string {
  const r = m.replacement;
  const where = `${shares(m.quantity)} replaced by ${r.symbol} bought ${dateOf(r.acquiredDay)} in ${r.account} (${r.id})`;
  return r.taxable
    ? `Wash sale: ${where}: ${money(m.disallowed)} of loss disallowed and added to that basis (IRC 1091(a),(d))`
    : `Wash sale: ${where}, a retirement account: ${money(m.disallowed)} of loss is gone for good (Rev. Rul. 2008-5)`;
}

/** On a replacement: whose loss is in its basis. */
const carriedLine = (m: WashMatch): string =>
  `Basis holds loss from the sale of ${m.row.symbol} on ${dateOf(m.row.soldDay)} (${m.row.saleId}); its holding time counts here (IRC 1091(d), 1223(3))`;

function add(
  book: Book,
  lines: string[],
  matches: readonly number[],
  lineOf: (m: WashMatch) => string,
): void {
  for (const i of matches) {
    const m = book.matches[i];
    if (m) lines.push(lineOf(m));
  }
}

/** Plain rows share their lines: most rows have the same few. */
const plain = new Map<string, readonly string[]>();

function plainLines(r: RealizedPiece): readonly string[] {
  const term = r.acquired === null ? INHERITED : r.term === 'long' ? LONG : SHORT;
  const key = r.isBasisKnown ? `${r.method}|${r.kind}|${term}` : `?|${r.kind}`;
  let lines = plain.get(key);
  if (!lines) {
    const kind = KIND_LINES[r.kind] === '' ? [] : [KIND_LINES[r.kind]];
    plain.set(key, (lines = r.isBasisKnown ? [METHOD_LINES[r.method], ...kind, term] : [UNKNOWN, ...kind]));
  }
  return lines;
}

/** Lines for a realised row. */
export function trailOfRow(book: Book, r: RealizedPiece): readonly string[] {
  const lines = plainLines(r);
  if (r.washed.length === 0 && r.carried.length === 0) return lines;
  const all = [...lines];
  add(book, all, r.washed, washedLine);
  add(book, all, r.carried, carriedLine);
  return all;
}

/** Lines for an open lot; empty for a plain purchase. */
export function trailOfLot(book: Book, o: OpenPiece): readonly string[] {
  const lines: string[] = [];
  if (!o.isBasisKnown) lines.push(UNKNOWN);
  if (o.acquired === null) lines.push(INHERITED);
  if (o.lossBasis >= 0) {
    lines.push(
      `Gift worth less than the donor paid: for a loss the basis is ${money(o.lossBasis)} (IRC 1015(a))`,
    );
  }
  add(book, lines, o.carried, carriedLine);
  return lines;
}
