/** Form 8949 rows as files: CSV in the form's columns, plain CSV with everything, TXF for tax software. */
import type { IsoDate } from '../../core/iso-date.ts';
import { centsToText } from '../../core/money.ts';
import { quantityToText } from '../../core/quantity.ts';
import type { LedgerGain } from '../ledger/ledger.ts';
import type { Form8949Box, Form8949Row } from './form-8949.ts';

/** Quotes a cell where needed; text that a spreadsheet would run as a formula gets a leading apostrophe. */
function cell(text: string): string {
  const safe = /^[=+@]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((r) => `${r.map(cell).join(',')}\r\n`).join('');

/** "03/14/2025", as the form and TXF write dates. */
const formDate = (d: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(d) ? `${d.slice(5, 7)}/${d.slice(8, 10)}/${d.slice(0, 4)}` : d;

/** Form 8949 as CSV, columns (a) to (h) after the box. */
export function csv8949(rows: readonly Form8949Row[]): string {
  const head = [
    'Box',
    '(a) Description of property',
    '(b) Date acquired',
    '(c) Date sold or disposed of',
    '(d) Proceeds',
    '(e) Cost or other basis',
    '(f) Code',
    '(g) Amount of adjustment',
    '(h) Gain or (loss)',
  ];
  const body = rows.map((r) => [
    r.box,
    r.description,
    formDate(r.acquired),
    formDate(r.sold),
    centsToText(r.proceeds),
    centsToText(r.basis),
    r.code,
    r.code === '' ? '' : centsToText(r.adjustment),
    centsToText(r.gain),
  ]);
  return csv([head, ...body]);
}

/** Every realised row with its trail, for a spreadsheet. */
export function csvOfGains(realized: readonly LedgerGain[]): string {
  const head =
    'sale,lot,symbol,account,quantity,acquired,holding_from,sold,proceeds,cost,wash_disallowed,permanently_disallowed,gain,term,kind,currency,basis_known,why';
  const body = realized.map((r) => [
    r.saleId,
    r.lotId,
    r.symbol,
    r.account,
    quantityToText(r.quantity),
    r.isInherited ? 'INHERITED' : r.acquired,
    r.holdingFrom ?? '',
    r.sold,
    centsToText(r.proceeds),
    centsToText(r.cost),
    centsToText(r.washDisallowed),
    centsToText(r.permanentlyDisallowed),
    centsToText(r.gain),
    r.term,
    r.kind,
    r.currency,
    r.isBasisKnown ? 'yes' : 'no',
    r.trail.join(' | '),
  ]);
  return csv([head.split(','), ...body]);
}

/** TXF reference numbers of the 8949 boxes; the digital-asset boxes have none of their own and use the stock ones. */
const TXF_REF: Readonly<Record<Form8949Box, number>> = {
  A: 321,
  B: 711,
  C: 712,
  D: 323,
  E: 713,
  F: 714,
  G: 321,
  H: 711,
  I: 712,
  J: 323,
  K: 713,
  L: 714,
};

/** TXF version 042: one detail record per row; the third amount is the wash-sale loss disallowed. */
export function txf(rows: readonly Form8949Row[], made: IsoDate): string {
  const lines = ['V042', 'AKeepfolio', `D${formDate(made)}`, '^'];
  for (const r of rows) {
    lines.push('TD', `N${TXF_REF[r.box]}`, 'C1', 'L1', `P${r.description}`);
    lines.push(`D${r.acquired === 'INHERITED' ? 'Inherited' : formDate(r.acquired)}`, `D${formDate(r.sold)}`);
    lines.push(`$${centsToText(r.basis)}`, `$${centsToText(r.proceeds)}`);
    if (r.adjustment !== 0) lines.push(`$${centsToText(r.adjustment)}`);
    lines.push('^');
  }
  return `${lines.join('\r\n')}\r\n`;
}
