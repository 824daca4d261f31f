import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity } from '../../core/quantity.ts';
import type { Finding, Transaction } from '../../domain/ledger/transaction.ts';
import { worklistOf } from './worklist.ts';

const row = (line: number, symbol: string, date: string): Transaction => ({
  file: 'a.csv',
  lines: [line],
  date: isoDate(date),
  type: 'transfer_in',
  symbol,
  quantity: quantity(30e8),
  price: null,
  fees: cents(0),
  amount: cents(0),
  currency: 'USD',
  account: null,
  description: '',
  rawType: '',
  flags: [],
});
const transactions = [
  row(9, 'NEW', '2022-05-02'),
  row(4, 'HELD', '2021-04-14'),
  row(2, 'SOLD', '2020-01-03'),
];
const missing = [
  {
    lotId: 'a.csv:4',
    symbol: 'HELD',
    account: 'Fidelity',
    received: isoDate('2021-04-14'),
    quantity: quantity(20e8),
  },
];
const sold: Finding = { file: 'a.csv', line: 2, code: 'basis-missing', message: '', raw: '' };
const accountOfFile = { 'a.csv': 'Fidelity' };

describe('the basis worklist', () => {
  it('asks about shares held and about shares sold since, oldest first', () => {
    const list = worklistOf({ transactions, missing, findings: [sold], settings: { accountOfFile } });
    expect(list.map((e) => [e.symbol, e.account, e.shares, e.held])).toEqual([
      ['SOLD', 'Fidelity', 30e8, 0],
      ['HELD', 'Fidelity', 30e8, 20e8],
    ]);
  });
  it('keeps an answered entry in its place, and drops answers whose rows are gone', () => {
    const answer = { cost: cents(100), acquired: isoDate('2019-03-04') };
    const basis = { 'a.csv:4': answer, 'gone.csv:1': answer };
    const list = worklistOf({ transactions, missing: [], findings: [sold], settings: { basis } });
    expect(list.map((e) => [e.symbol, e.account, e.answer, e.held])).toEqual([
      ['SOLD', 'main', null, 0],
      ['HELD', 'main', answer, null],
    ]);
  });
});
