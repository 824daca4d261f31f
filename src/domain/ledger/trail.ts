/** The "why" of a row or lot in plain words with the rule behind it; built from what the fold recorded. */
import type { Book } from './book-state.ts';
import { METHODS, type MethodId } from './methods.ts';
import { centsOf } from './micros.ts';
import { dateOf, type OpenPiece, type RealizedPiece } from './read-book.ts';

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

const money = (micros: number): string => {
  const c = centsOf(micros);
  return `$${Math.floor(c / 100).toLocaleString('en-US')}.${String(c % 100).padStart(2, '0')}`;
};
const shares = (units: number): string => String(units / 1e8);

/** What one note of the fold says. Notes are "wash:i" (on the replacement) and "washed:i" (on the loss). */
function noteLine(book: Book, note: string): string {
  const colon = note.indexOf(':');
  const m = book.matches[Number(note.slice(colon + 1))];
  if (!m) return note;
  const amount = money(m.disallowed);
  if (note.startsWith('washed')) {
    const where = `${shares(m.quantity)} replaced by ${m.replacementSymbol} bought ${dateOf(m.replacementDay)} in ${m.replacementAccount} (${m.replacementLotId})`;
    return m.isPermanent
      ? `Wash sale: ${where}, a retirement account: ${amount} of loss is gone for good (Rev. Rul. 2008-5)`
      : `Wash sale: ${where}: ${amount} of loss disallowed and added to that basis (IRC 1091(a),(d))`;
  }
  return `${amount} of loss from the sale of ${m.row.symbol} on ${dateOf(m.row.soldDay)} (${m.row.saleId}) is in this basis, and its holding time in this period (IRC 1091(d), 1223(3))`;
}

/** Lines for a realised row. */
export function trailOfRow(book: Book, r: RealizedPiece): readonly string[] {
  const lines: string[] = r.isBasisKnown ? [METHOD_LINES[r.method]] : [UNKNOWN];
  if (KIND_LINES[r.kind] !== '') lines.push(KIND_LINES[r.kind]);
  if (r.isBasisKnown) lines.push(r.acquired === null ? INHERITED : r.term === 'long' ? LONG : SHORT);
  for (const n of r.notes) lines.push(noteLine(book, n));
  return lines;
}

/** Lines for an open lot; empty for a plain purchase. */
export function trailOfLot(book: Book, o: OpenPiece): readonly string[] {
  const lines: string[] = [];
  if (!o.isBasisKnown) lines.push(UNKNOWN);
  if (o.acquired === null) lines.push(INHERITED);
  if (o.lossBasis >= 0) {
    lines.push(`Gift worth less than the donor paid: for a loss the basis is ${money(o.lossBasis)} (IRC 1015(a))`);
  }
  for (const n of o.notes) lines.push(noteLine(book, n));
  return lines;
}
