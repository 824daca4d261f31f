import { describe, expect, it } from 'vitest';
import { KeepfolioError } from '../../core/errors.ts';
import { readEvents, readLedgerDocument } from './case-format.ts';

const buy = {
  id: 'b1',
  date: '2024-01-10',
  type: 'buy',
  symbol: 'XYZ',
  quantity: 3,
  price: 26.357142857142858,
  fees: 0.01,
};

describe('the worked-case format', () => {
  it('reads money exactly, also from prices with many decimals', () => {
    const [e] = readEvents([buy]);
    expect(e).toMatchObject({ type: 'buy', quantity: 3e8, cost: 79_081_429, account: 'main' });
    expect(readEvents([{ ...buy, price: undefined, amount: 79.07 }])[0]).toMatchObject({ cost: 79_080_000 });
  });

  it('keeps the order given inside a day and sorts days', () => {
    const events = readEvents([
      { ...buy, id: 'late', date: '2024-03-01' },
      { ...buy, id: 'first' },
      { ...buy, id: 'second' },
    ]);
    expect(events.map((e) => e.id)).toEqual(['first', 'second', 'late']);
  });

  it.each([
    [{ ...buy, date: '2023-02-29' }, 'date is not a day'],
    [{ ...buy, quantity: -1 }, 'quantity must be above zero'],
    [{ ...buy, quantity: 'many' }, 'quantity is missing or not a number'],
    [{ ...buy, type: 'gamble' }, 'unknown type "gamble"'],
    [{ ...buy, symbol: undefined }, 'symbol is missing'],
    [{ ...buy, quantity: 1e15 }, 'quantity is too large'],
  ])('refuses %# by name', (raw, message) => {
    expect(() => readEvents([raw])).toThrow(KeepfolioError);
    expect(() => readEvents([raw])).toThrow(message);
  });

  it('refuses unknown methods and account types', () => {
    expect(() => readLedgerDocument({ method: 'best', transactions: [] })).toThrow('unknown method');
    expect(() => readLedgerDocument({ accounts: { a: { type: '401k' } }, transactions: [] })).toThrow(
      'taxable, ira or roth',
    );
    expect(() => readLedgerDocument([])).toThrow('not an object');
  });
});
