import { describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { isoDate } from '../core/iso-date.ts';
import { cents } from '../core/money.ts';
import { quantity, unitPriceFromNumber } from '../core/quantity.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { packRows, unpackRows } from '../domain/ledger/packed-rows.ts';
import { backupParts, readBackup } from './backup.ts';

const buy: Transaction = {
  file: 'a.csv',
  lines: [2],
  date: isoDate('2025-03-04'),
  type: 'buy',
  symbol: 'ORCA',
  quantity: quantity(5e8),
  price: unitPriceFromNumber(20),
  fees: cents(0),
  amount: cents(-10_000),
  currency: 'USD',
  account: null,
  description: 'ORCA MARITIME',
  rawType: 'Buy',
  flags: [],
};
const batches = [
  {
    id: 'one',
    at: '2026-01-01T00:00:00.000Z',
    files: [{ name: 'a.csv', broker: 'Charles Schwab' }],
    rows: packRows([buy, { ...buy, id: 'x', flags: ['y'] }]),
  },
];
const writeBackup = (content: Parameters<typeof backupParts>[0]): string =>
  [...backupParts(content)].join('');
const batchOf = (row: Transaction) => ({ ...batches[0]!, rows: packRows([row]) });

describe('backup', () => {
  it('comes back as it was written', () => {
    const back = readBackup(
      writeBackup({ written: '2026-01-02T00:00:00.000Z', batches, settings: { a: 1 }, mappings: {} }),
    );
    expect(back.batches.map((b) => ({ ...b, rows: unpackRows(b.rows) }))).toEqual(
      batches.map((b) => ({ ...b, rows: unpackRows(b.rows) })),
    );
    expect(back.settings).toEqual({ a: 1 });
  });

  it.each([
    ['not json', '{'],
    ['another document', '{"hello":1}'],
    [
      'a broken date',
      writeBackup({
        written: '',
        batches: [batchOf({ ...buy, date: '2025-02-30' as never })],
        settings: {},
        mappings: {},
      }),
    ],
    [
      'fractional cents',
      writeBackup({
        written: '',
        batches: [batchOf({ ...buy, amount: 0.5 as never })],
        settings: {},
        mappings: {},
      }),
    ],
    [
      'an unknown kind of row',
      writeBackup({
        written: '',
        batches: [batchOf({ ...buy, type: 'gift' as never })],
        settings: {},
        mappings: {},
      }),
    ],
  ])('refuses %s in words', (_name, text) => {
    try {
      readBackup(text);
      expect.unreachable();
    } catch (e) {
      expect((e as KeepfolioError).code).toBe('not-a-backup');
      expect((e as KeepfolioError).hint).toContain('unchanged');
    }
  });
});
