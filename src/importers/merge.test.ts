import { describe, expect, it } from 'vitest';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { importFile } from './import-file.ts';
import { mergeTransactions } from './merge.ts';
import { pairTransfers } from './pair-transfers.ts';
import { utf8 } from './testing/small-files.ts';

const HEADER = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
const read = (account: string, ...lines: string[]): readonly Transaction[] =>
  importFile({
    name: `${account}.csv`,
    bytes: utf8(
      `"Transactions  for account ${account} as of 01/01/2026 07:00:00 ET"\n${[HEADER, ...lines].join('\n')}\n`,
    ),
  }).transactions;

describe('mergeTransactions', () => {
  it('tells apart rows that differ in any printed fact', () => {
    const a = read('A', '"01/05/2025","Buy","ZED","ZED","1","$2.00","","-$2.00"');
    for (const other of [
      '"01/06/2025","Buy","ZED","ZED","1","$2.00","","-$2.00"',
      '"01/05/2025","Buy","ZEE","ZED","1","$2.00","","-$2.00"',
      '"01/05/2025","Buy","ZED","ZED","1","$2.00","$0.01","-$2.00"',
      '"01/05/2025","Buy","ZED","ZED","1","$2.01","","-$2.00"',
      '"01/05/2025","Reinvest Shares","ZED","ZED","1","$2.00","","-$2.00"',
    ])
      expect(mergeTransactions(a, read('A', other)).added).toHaveLength(1);
    expect(
      mergeTransactions(a, read('B', '"01/05/2025","Buy","ZED","ZED","1","$2.00","","-$2.00"')).added,
    ).toHaveLength(1);
  });

  it('knows an expiry again although a longer history turns its direction', () => {
    const expiry = '"03/18/2024 as of 03/15/2024","Expired","ZED 03/15/2024 195.00 C","CALL","-1","","",""';
    const opened =
      '"02/21/2024","Sell to Open","ZED 03/15/2024 195.00 C","CALL","1","$1.42","$0.66","$141.34"';
    const short = read('A', expiry);
    const long = read('A', expiry, opened);
    expect(short[0]?.quantity).toBe(-1e8);
    expect(long[0]?.quantity).toBe(1e8);
    expect(mergeTransactions(short, long).added).toHaveLength(1);
  });

  it('is quick with a hundred thousand identical rows', () => {
    const [t] = read('A', '"01/05/2025","Buy","ZED","ZED","1","$2.00","","-$2.00"');
    const many = Array.from({ length: 100_000 }, () => t as Transaction);
    const t0 = performance.now();
    expect(mergeTransactions(many, many).added).toHaveLength(0);
    expect(performance.now() - t0).toBeLessThan(5000);
  });
});

describe('pairTransfers', () => {
  const out = (day: string, units: number): string =>
    `"01/${day}/2025","Journaled Shares","ZED","ZED","-${units}","","",""`;
  const arrive = (day: string, units: number): string =>
    `"01/${day}/2025","Security Transfer","ZED","ZED","${units}","","",""`;

  it('pairs by symbol, units and the nearest day, between two accounts', () => {
    const rows = [
      ...read('A', out('03', 50), out('20', 50), out('04', 7)),
      ...read('B', arrive('06', 50), arrive('21', 50), arrive('25', 9)),
    ];
    const r = pairTransfers(rows);
    expect(r.pairs.map((p) => [p.out.date, p.in.date])).toEqual([
      ['2025-01-20', '2025-01-21'],
      ['2025-01-03', '2025-01-06'],
    ]);
    expect(r.basisMissing.map((t) => t.quantity / 1e8)).toEqual([9]);
    expect(r.unmatchedOut.map((t) => t.quantity / 1e8)).toEqual([-7]);
  });

  it('does not pair inside one account, nor weeks apart', () => {
    const rows = [...read('A', out('03', 50), arrive('03', 50)), ...read('B', arrive('30', 50))];
    expect(pairTransfers(rows).pairs).toEqual([]);
    expect(pairTransfers(rows).basisMissing).toHaveLength(2);
  });
});
