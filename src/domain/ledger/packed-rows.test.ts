import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber } from '../../core/quantity.ts';
import {
  fileParts,
  joinRows,
  packRows,
  rowsBetween,
  rowsOfFile,
  RowPacker,
  unpackRows,
} from './packed-rows.ts';
import { BLOCK_ROWS, packBlock, unpackBlock } from './row-block.ts';
import type { Transaction } from './transaction.ts';

const plain = (line: number, part: Partial<Transaction> = {}): Transaction => ({
  file: 'a.csv',
  lines: [line],
  date: isoDate('2025-03-04'),
  type: 'buy',
  symbol: line % 3 === 0 ? null : `S${line % 7}`,
  quantity: quantity(line * 1e8),
  price: line % 2 ? null : unitPriceFromNumber(20),
  fees: cents(line % 5),
  amount: cents(-line),
  currency: 'USD',
  account: line % 4 ? null : 'IRA',
  description: 'ORCA "MARITIME", ünïcode \u0000 \ud800',
  rawType: 'Buy',
  flags: [],
  ...part,
});

const odd: Transaction[] = [
  plain(7, { lines: [7, 8, 9], flags: ['no_cost_basis', 'x'] }),
  plain(0, { lines: [] }),
  plain(3, { price: unitPriceFromNumber(0), quantity: quantity(-Number.MAX_SAFE_INTEGER), description: '' }),
  plain(4, {
    option: {
      underlying: 'ORCA',
      expiry: isoDate('2026-01-16'),
      right: 'C',
      strike: unitPriceFromNumber(5),
      multiplier: 100,
    },
    priceCurrency: 'GBX',
    linksTo: 'X',
    settleDate: isoDate('2025-03-06'),
    postedDate: isoDate('2025-03-05'),
    id: '{"a":1}',
    ratio: '2:1',
    accruedInterest: cents(1),
    taxWithheld: cents(2),
    marketValue: cents(3),
  }),
  plain(5, { account: '', symbol: '', id: '' }),
];

describe('rows in blocks', () => {
  it('come back exactly as they were, with whatever they carry', () => {
    expect(unpackBlock(packBlock(odd))).toEqual(odd);
    expect(unpackBlock(packBlock([]))).toEqual([]);
  });

  it('come back in order from any number of blocks, and from any place in them', () => {
    const rows = Array.from({ length: 2 * BLOCK_ROWS + 5 }, (_, i) => plain(i + 1, { description: `d${i}` }));
    const packed = packRows(rows);
    expect(packed.blocks).toHaveLength(3);
    expect(JSON.stringify(unpackRows(packed))).toBe(JSON.stringify(rows));
    expect(rowsBetween(packed, BLOCK_ROWS - 2, 4)).toEqual(rows.slice(BLOCK_ROWS - 2, BLOCK_ROWS + 2));
    expect(rowsBetween(packed, rows.length - 1, 100)).toEqual(rows.slice(-1));
    const packer = new RowPacker();
    for (const row of rows) packer.push(row);
    expect(JSON.stringify(unpackRows(packer.finish()))).toBe(JSON.stringify(rows));
    expect(unpackRows(joinRows([packed, packRows(odd)]))).toEqual([...rows, ...odd]);
  });

  it('cross to another worker as one file', () => {
    const rows = joinRows([packRows(odd), packRows(odd.slice(1))]);
    const parts = fileParts(rows);
    const shifted = new Uint8Array(4 + parts.reduce((n, p) => n + p.length, 0));
    let at = 4;
    for (const part of parts) {
      shifted.set(part, at);
      at += part.length;
    }
    expect(unpackRows(rowsOfFile(shifted.subarray(4)))).toEqual([...odd, ...odd.slice(1)]);
  });

  it('refuses bytes that are no block', () => {
    expect(() => unpackBlock(new Uint8Array(64))).toThrow(RangeError);
    expect(() => packBlock(Array.from({ length: BLOCK_ROWS + 1 }, () => plain(1)))).toThrow(RangeError);
  });
});
