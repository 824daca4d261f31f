import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../core/iso-date.ts';
import type { Cents } from '../core/money.ts';
import type { Quantity, UnitPrice } from '../core/quantity.ts';
import {
  TRANSACTION_FAMILIES,
  type Transaction,
  type TransactionType,
} from '../domain/ledger/transaction.ts';
import { exportCsv, exportJson, neutralCell } from './export.ts';
import { importFile } from './import-file.ts';
import { SMALL_FILES, utf8 } from './testing/small-files.ts';

const words = fc
  .string({
    unit: fc.constantFrom('a', 'B', '1', ' ', '"', "'", ',', ';', '\n', '=', '+', '-', '@', '\u00e9'),
    maxLength: 12,
  })
  .map((s) => s.trim());
const transaction: fc.Arbitrary<Transaction> = fc.record({
  file: fc.constant('a b.csv'),
  lines: fc.array(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 3 }),
  date: fc.integer({ min: 1, max: 28 }).map((d) => isoDate(`2025-02-${String(d).padStart(2, '0')}`)),
  type: fc.constantFrom(...(Object.keys(TRANSACTION_FAMILIES) as TransactionType[])),
  symbol: fc.option(fc.constantFrom('ABC', 'BRK.B', '912797JQ1', '=SUM(A1)')),
  quantity: fc.integer({ min: -1e13, max: 1e13 }).map((n) => (n === 0 ? 0 : n) as Quantity),
  price: fc.option(fc.integer({ min: 0, max: 1e13 }).map((n) => n as UnitPrice)),
  fees: fc.integer({ min: 0, max: 1e9 }).map((n) => n as Cents),
  amount: fc.integer({ min: -1e12, max: 1e12 }).map((n) => (n === 0 ? 0 : n) as Cents),
  currency: fc.constantFrom('USD', 'EUR'),
  account: fc.option(fc.constantFrom('X1', '...6000', '-1')),
  description: words,
  rawType: words,
  flags: fc.subarray(['no_cost_basis', 'reversal']),
});

describe('ledger exports', () => {
  it('import back without loss, as CSV and as JSON', () => {
    fc.assert(
      fc.property(fc.array(transaction, { minLength: 1, maxLength: 8 }), (rows) => {
        for (const text of [exportCsv(rows), exportJson(rows)]) {
          const r = importFile({ name: 'ledger', bytes: utf8(text) });
          expect(r.problems).toEqual([]);
          expect(r.transactions).toEqual(rows);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what real layouts give, options and all', () => {
    for (const [name, text] of Object.entries(SMALL_FILES)) {
      const rows = importFile({ name, bytes: utf8(text) }).transactions;
      if (rows.length === 0) continue;
      expect(importFile({ name: 'l.csv', bytes: utf8(exportCsv(rows)) }).transactions).toEqual(rows);
      expect(importFile({ name: 'l.json', bytes: utf8(exportJson(rows)) }).transactions).toEqual(rows);
    }
  });

  it.each(['=1+1', '+A1', '-A1', '@x', '\tx', '=HYPERLINK("http://x","y")'])('neutralises %s', (text) => {
    expect(neutralCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('leaves numbers alone', () => expect(neutralCell('-12.50')).toBe('-12.50'));
});
