import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dollars } from '../core/money.ts';
import { quantityToNumber, unitPriceToNumber } from '../core/quantity.ts';
import { TRANSACTION_FAMILIES, type TransactionType } from '../domain/ledger/transaction.ts';
import { importFile } from './import-file.ts';
import { accountingFault } from './testing/accounting.ts';

interface ExpectedRow {
  readonly lines: number[];
  readonly date: string;
  readonly type: TransactionType;
  readonly symbol: string | null;
  readonly quantity: number;
  readonly price: number | null;
  readonly fees: number;
  readonly amount: number;
  readonly currency: string;
  readonly account: string | null;
}

const folder = join(process.cwd(), '..', 'shared', 'brokers');
const files = existsSync(folder)
  ? readdirSync(folder).filter((f) => f.endsWith('.csv') || f.endsWith('.txt'))
  : [];

describe.skipIf(files.length === 0)('sample exports (skipped where ../shared/brokers is absent)', () => {
  it.each(files)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const expected = JSON.parse(
      readFileSync(join(folder, name.replace(/\.\w+$/, '.expected.json')), 'utf8'),
    ) as {
      transactions: ExpectedRow[];
      header_lines: number[];
      encoding: string;
      ignored: { line: number }[];
    };
    const r = importFile({ name, bytes });
    const got = r.transactions.map((t) => ({
      lines: t.lines,
      date: t.date,
      type: t.type,
      symbol: t.symbol,
      quantity: quantityToNumber(t.quantity),
      amount: dollars(t.amount),
      currency: t.currency,
      account: t.account,
    }));
    const want = expected.transactions.map((t) => ({
      lines: t.lines,
      date: t.date,
      type: t.type,
      symbol: t.symbol,
      quantity: t.quantity,
      amount: Math.round(t.amount * 100) / 100,
      currency: t.currency,
      account: t.account,
    }));
    expect(got).toEqual(want);
    expected.transactions.forEach((t, i) => {
      const g = r.transactions[i];
      if (t.price !== null)
        expect(g?.price === null || g === undefined ? null : unitPriceToNumber(g.price)).toBeCloseTo(
          t.price,
          6,
        );
      if (t.fees !== 0) expect(dollars(g?.fees ?? (0 as never))).toBeCloseTo(t.fees, 2);
      expect(TRANSACTION_FAMILIES[g?.type ?? 'other']).toBe(TRANSACTION_FAMILIES[t.type]);
    });
    expect(r.headerLines).toEqual(expected.header_lines);
    expect(r.encoding).toBe(expected.encoding);
    expect(r.ignored.flatMap((i) => i.lines).toSorted((a, b) => a - b)).toEqual(
      expected.ignored.map((i) => i.line),
    );
    expect(r.problems.filter((p) => p.line > 0)).toEqual([]);
    expect(accountingFault(new TextDecoder().decode(bytes), r)).toBe('');
  });
});
