import { eachBlock, type PackedRows } from '../../domain/ledger/packed-rows.ts';
import { exportCsvParts, exportJsonParts } from '../../importers/export.ts';
import type { FileForPerson } from '../contracts/parts.ts';

/** A file of text parts. They are joined outside the strings of the program, so that length sets no limit. */
export const fileOf = (name: string, parts: Iterable<string>, type = 'text/plain'): FileForPerson => ({
  name,
  content: new Blob([...packed(parts)], { type: `${type};charset=utf-8` }),
});

/** Parts of many strings as one Blob each, so that the strings can go. */
function* packed(parts: Iterable<string>): Generator<Blob> {
  for (const part of parts) yield new Blob([part]);
}

/** The ledger as a file that imports back. */
export const exportFile = (rows: PackedRows, format: 'csv' | 'json'): FileForPerson =>
  format === 'csv'
    ? fileOf('keepfolio-ledger.csv', exportCsvParts(eachBlock(rows)), 'text/csv')
    : fileOf('keepfolio-ledger.json', exportJsonParts(eachBlock(rows)), 'application/json');
