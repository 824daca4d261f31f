import type { Transaction } from '../domain/ledger/transaction.ts';
import { LEDGER_COLUMNS, toRecord } from './ledger-record.ts';

/** Marks a JSON export of this program, so that it imports back without asking. */
export const LEDGER_FORMAT = 'keepfolio-ledger';

const FORMULA_START = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A cell that no spreadsheet runs as a formula: text that could start one gets a leading apostrophe. */
export function neutralCell(text: string): string {
  // An apostrophe that was there already is doubled, so that reading back is exact.
  const safe =
    text.startsWith("'") || (FORMULA_START.test(text) && !PLAIN_NUMBER.test(text)) ? `'${text}` : text;
  return /[",\n\r']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Undoes neutralCell's apostrophe on an already unquoted cell. */
export const plainCell = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** The ledger as CSV, one row per transaction; imports back without loss. */
export const exportCsv = (rows: readonly Transaction[]): string => [...exportCsvParts([rows])].join('');

/** `exportCsv` of rows that come block by block, a part for each. */
export function* exportCsvParts(blocks: Iterable<readonly Transaction[]>): Generator<string> {
  yield `${LEDGER_COLUMNS.join(',')}\n`;
  for (const rows of blocks)
    yield rows
      .map((t) => {
        const r = toRecord(t);
        return `${LEDGER_COLUMNS.map((c) => neutralCell(r[c])).join(',')}\n`;
      })
      .join('');
}

/** The ledger as JSON (numbers as exact text); imports back without loss. */
export const exportJson = (rows: readonly Transaction[]): string => [...exportJsonParts([rows])].join('');

/** `exportJson` of rows that come block by block, a part for each. */
export function* exportJsonParts(blocks: Iterable<readonly Transaction[]>): Generator<string> {
  yield `{"format":"${LEDGER_FORMAT}","version":1,"transactions":[\n`;
  let separator = '';
  for (const rows of blocks) {
    if (rows.length === 0) continue;
    yield separator + rows.map(recordText).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function recordText(t: Transaction): string {
  const r = toRecord(t);
  return JSON.stringify(Object.fromEntries(LEDGER_COLUMNS.filter((c) => r[c] !== '').map((c) => [c, r[c]])));
}
