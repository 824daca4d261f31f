/** Corporate actions and short sales, worked by hand from RULES 6 and 7. */
import { describe, it } from 'vitest';
import { scenario } from './scenario.test-data.ts';

describe('splits and stock dividends', () => {
  it('a 3:1 split keeps total basis and dates', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 90)
      .does('split', 'sp', '2024-05-01', { new: 3, old: 1 })
      .sell('s1', '2025-01-11', 15, 40)
      .expectRows({ sale: 's1', lot: 'b1', cost: 450, gain: 150, term: 'long', from: '2024-01-10' })
      .expectOpen({ lot: 'b1', quantity: 15, basis: 450, from: '2024-01-10' });
  });

  it('a 1:3 reverse split with cash for the third left over', () => {
    scenario()
      .have('b1', '2024-01-10', 100, 9)
      .does('split', 'sp', '2024-05-01', { new: 1, old: 3, cash_in_lieu: { quantity: 0.333333, amount: 10 } })
      .sell('s1', '2024-06-03', 33, 30)
      .expectRows(
        { sale: 'sp', lot: 'b1', proceeds: 10, cost: 9, gain: 1, kind: 'cash_in_lieu' },
        { sale: 's1', lot: 'b1', quantity: 33, cost: 891, gain: 99 },
      )
      .expectOpen();
  });

  it('a 5 % stock dividend spreads basis over more shares, lot by lot', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 10)
      .have('b2', '2024-01-10', 60, 21)
      .does('stock_dividend', 'sd', '2024-05-01', { new: 21, old: 20 })
      .expectOpen({ lot: 'b1', quantity: 105, basis: 1000 }, { lot: 'b2', quantity: 63, basis: 1260 });
  });

  it('quantities printed with six digits sell everything a split left', () => {
    scenario()
      .have('b1', '2024-01-10', 1, 90)
      .have('b2', '2024-01-11', 1, 60)
      .does('split', 'sp', '2024-05-01', { new: 2, old: 3 })
      .sell('s1', '2024-06-03', 1.333333, 90)
      .expectRows(
        { sale: 's1', lot: 'b1', cost: 90, gain: -30 },
        { sale: 's1', lot: 'b2', cost: 60, gain: 0 },
      )
      .expectOpen();
  });

  it('a split named for one account leaves the other alone', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 90)
      .have('b2', '2024-01-10', 10, 90, { account: 'other' })
      .does('split', 'sp', '2024-05-01', { new: 2, old: 1, account: 'main' })
      .expectOpen(
        { lot: 'b1', quantity: 20, basis: 900 },
        { lot: 'b2', account: 'other', quantity: 10, basis: 900 },
      );
  });

  it('a split listed once per account splits each account once, though main goes unnamed', () => {
    scenario()
      .have('b1', '2024-01-10', 10, 90)
      .have('b2', '2024-01-10', 10, 90, { account: 'other' })
      .does('split', 'sp1', '2024-05-01', { new: 2, old: 1 })
      .does('split', 'sp2', '2024-05-01', { new: 2, old: 1, account: 'other' })
      .expectOpen(
        { lot: 'b1', quantity: 20, basis: 900 },
        { lot: 'b2', account: 'other', quantity: 20, basis: 900 },
      );
  });
});

describe('spin-offs, IRC 355', () => {
  it('basis by the stated fraction, dates carry over', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 50)
      .does('spinoff', 'so', '2024-04-02', {
        new_symbol: 'KID',
        new_shares_per_share: 0.25,
        basis_fraction_to_new: 0.2,
      })
      .sell('s1', '2024-04-10', 25, 60, { symbol: 'KID' })
      .expectRows({ sale: 's1', lot: 'b1', cost: 1000, gain: 500, term: 'long', from: '2023-01-10' })
      .expectOpen({ lot: 'b1', symbol: 'XYZ', quantity: 100, basis: 4000 });
  });

  it('basis by market value: 80 for the parent, 4 x 5 for the child is a fifth; the fraction is sold', () => {
    scenario()
      .have('b1', '2023-01-10', 10, 100)
      .does('spinoff', 'so', '2024-04-02', {
        new_symbol: 'KID',
        new_shares_per_share: 0.25,
        parent_price: 80,
        new_price: 80,
        cash_in_lieu: { quantity: 0.5, amount: 42 },
      })
      .expectRows({
        sale: 'so',
        lot: 'b1',
        quantity: 0.5,
        proceeds: 42,
        cost: 40,
        gain: 2,
        term: 'long',
        kind: 'cash_in_lieu',
      })
      .expectOpen(
        { lot: 'b1', symbol: 'XYZ', quantity: 10, basis: 800 },
        { lot: 'b1', symbol: 'KID', quantity: 2, basis: 160 },
      );
  });

  it('spun-off shares are no purchase: a loss on the child inside 30 days stands', () => {
    scenario()
      .have('k1', '2023-01-10', 10, 100, { symbol: 'KID' })
      .have('b1', '2023-01-10', 40, 100)
      .does('spinoff', 'so', '2024-04-02', {
        new_symbol: 'KID',
        new_shares_per_share: 0.25,
        basis_fraction_to_new: 0.1,
      })
      .sell('s1', '2024-04-10', 10, 60, { symbol: 'KID', lots: [{ lot: 'k1', quantity: 10 }] })
      .expectRows({ sale: 's1', lot: 'k1', wash: 0, gain: -400 });
  });
});

describe('mergers', () => {
  it('IRC 354: stock for stock, nothing is recognised', () => {
    scenario()
      .have('b1', '2023-06-10', 100, 50)
      .does('merger', 'm1', '2024-04-02', {
        tax: 'reorg',
        new_symbol: 'NEW',
        new_shares_per_share: 0.5,
        new_price: 120,
      })
      .expectRows()
      .expectOpen({ lot: 'b1', symbol: 'NEW', quantity: 50, basis: 5000, from: '2023-06-10' });
  });

  it('IRC 356: boot below the realised gain is all gain, basis stays', () => {
    // Value 0.5 x 120 + 10 = 70 a share; realised 2,000; cash 1,000.
    scenario()
      .have('b1', '2023-01-10', 100, 50)
      .does('merger', 'm1', '2024-04-02', {
        tax: 'reorg',
        new_symbol: 'NEW',
        new_shares_per_share: 0.5,
        new_price: 120,
        cash_per_share: 10,
      })
      .expectRows({ sale: 'm1', lot: 'b1', gain: 1000, term: 'long', kind: 'merger_boot' })
      .expectOpen({ lot: 'b1', symbol: 'NEW', quantity: 50, basis: 5000 });
  });

  it('IRC 356: the gain is capped by what was realised, per lot, and a loss is not allowed', () => {
    // Worth 70 a share with 10 in cash: lot b1 (66) realises 400 of 1,000 cash, lot b2 (90) loses 2,000.
    scenario()
      .have('b1', '2023-01-10', 100, 66)
      .have('b2', '2023-01-11', 100, 90)
      .does('merger', 'm1', '2024-04-02', {
        tax: 'reorg',
        new_symbol: 'NEW',
        new_shares_per_share: 0.5,
        new_price: 120,
        cash_per_share: 10,
      })
      .expectRows({ sale: 'm1', lot: 'b1', gain: 400, kind: 'merger_boot' })
      .expectOpen(
        { lot: 'b1', symbol: 'NEW', quantity: 50, basis: 6000 },
        { lot: 'b2', symbol: 'NEW', quantity: 50, basis: 8000 },
      );
  });

  it('a taxable merger is a sale and a purchase at market', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 50)
      .does('merger', 'm1', '2024-04-02', {
        tax: 'taxable',
        new_symbol: 'NEW',
        new_shares_per_share: 0.5,
        new_price: 80,
        cash_per_share: 5,
      })
      .expectRows({
        sale: 'm1',
        lot: 'b1',
        proceeds: 4500,
        cost: 5000,
        gain: -500,
        term: 'long',
        kind: 'merger',
      })
      .expectOpen({ lot: 'm1', symbol: 'NEW', quantity: 50, basis: 4000, from: '2024-04-02' });
  });

  it('a taxable exchange is an acquisition: it washes an earlier loss on the new stock', () => {
    scenario()
      .have('n1', '2023-01-10', 50, 100, { symbol: 'NEW' })
      .sell('s1', '2024-03-25', 50, 80, { symbol: 'NEW' })
      .have('b1', '2023-01-10', 100, 30)
      .does('merger', 'm1', '2024-04-02', {
        tax: 'taxable',
        new_symbol: 'NEW',
        new_shares_per_share: 0.5,
        new_price: 80,
      })
      .expectRows(
        { sale: 's1', lot: 'n1', wash: 1000, gain: 0 },
        { sale: 'm1', lot: 'b1', gain: 1000, kind: 'merger' },
      )
      .expectOpen({ lot: 'm1', symbol: 'NEW', quantity: 50, basis: 5000 });
  });

  it('cash alone is a sale whatever it is called', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 50)
      .does('merger', 'm1', '2024-04-02', { tax: 'reorg', cash_per_share: 61 })
      .expectRows({ sale: 'm1', lot: 'b1', proceeds: 6100, gain: 1100, kind: 'merger' })
      .expectOpen();
  });
});

describe('return of capital, IRC 301(c)', () => {
  it('lowers basis and keeps dates', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 5)
      .does('return_of_capital', 'r1', '2024-03-01', { amount_per_share: 2 })
      .expectRows()
      .expectOpen({ lot: 'b1', quantity: 100, basis: 300 });
  });

  it('past zero the rest is gain, term by the lot', () => {
    scenario()
      .have('b1', '2023-01-10', 100, 1)
      .have('b2', '2024-02-10', 100, 1.5)
      .does('return_of_capital', 'r1', '2024-03-01', { amount_per_share: 2 })
      .expectRows(
        { sale: 'r1', lot: 'b1', gain: 100, term: 'long', kind: 'return_of_capital' },
        { sale: 'r1', lot: 'b2', gain: 50, term: 'short', kind: 'return_of_capital' },
      )
      .expectOpen({ lot: 'b1', quantity: 100, basis: 0 }, { lot: 'b2', quantity: 100, basis: 0 });
  });
});

describe('transfers', () => {
  it('the oldest shares move, with basis and date', () => {
    scenario()
      .have('b1', '2023-01-10', 10, 10)
      .have('b2', '2024-01-10', 10, 20)
      .does('transfer', 't1', '2024-03-01', { account: 'main', to_account: 'new', quantity: 15 })
      .sell('s1', '2024-04-01', 12, 30, { account: 'new' })
      .expectRows(
        { sale: 's1', lot: 'b1', cost: 100, term: 'long' },
        { sale: 's1', lot: 'b2', quantity: 2, cost: 40, term: 'short' },
      )
      .expectOpen(
        { lot: 'b2', account: 'main', quantity: 5, basis: 100 },
        { lot: 'b2', account: 'new', quantity: 3, basis: 60 },
      );
  });
});

describe('short sales, IRC 1233', () => {
  it('gain at closing, short-term however long it was open', () => {
    scenario()
      .does('short_sell', 'x1', '2023-01-10', { quantity: 100, price: 50, fees: 5 })
      .does('buy_to_cover', 'c1', '2024-06-10', { quantity: 100, price: 30, fees: 5 })
      .expectRows({
        sale: 'c1',
        lot: 'x1',
        proceeds: 4995,
        cost: 3005,
        gain: 1990,
        term: 'short',
        kind: 'short_cover',
      });
  });

  it('two shorts closed by one purchase, oldest first', () => {
    scenario()
      .does('short_sell', 'x1', '2024-01-10', { quantity: 50, price: 50 })
      .does('short_sell', 'x2', '2024-02-10', { quantity: 50, price: 60 })
      .does('buy_to_cover', 'c1', '2024-06-10', { quantity: 80, price: 40 })
      .expectRows(
        { sale: 'c1', lot: 'x1', quantity: 50, gain: 500 },
        { sale: 'c1', lot: 'x2', quantity: 30, gain: 600 },
      );
  });

  it('1233(b): stock held a year or less starts its clock again at the closing, up to the shorted shares', () => {
    scenario()
      .have('b1', '2024-01-10', 100, 40)
      .does('short_sell', 'x1', '2024-06-10', { quantity: 60, price: 50 })
      .does('buy_to_cover', 'c1', '2024-09-10', { quantity: 60, price: 45 })
      .expectOpen(
        { lot: 'b1', quantity: 60, basis: 2400, from: '2024-09-10' },
        { lot: 'b1', quantity: 40, basis: 1600, from: '2024-01-10' },
      );
  });

  it('1233(d): against stock held over a year a closing loss is long-term, and that stock keeps its clock', () => {
    scenario()
      .have('b1', '2022-01-10', 100, 40)
      .does('short_sell', 'x1', '2024-06-10', { quantity: 100, price: 50 })
      .does('buy_to_cover', 'c1', '2024-09-10', { quantity: 100, price: 55 })
      .expectRows({ sale: 'c1', lot: 'x1', gain: -500, term: 'long' })
      .expectOpen({ lot: 'b1', quantity: 100, basis: 4000, from: '2022-01-10' });
  });

  it('1091(e): another short opened within 30 days washes the closing loss into itself', () => {
    scenario()
      .does('short_sell', 'x1', '2024-06-03', { quantity: 100, price: 50 })
      .does('buy_to_cover', 'c1', '2024-07-01', { quantity: 100, price: 55 })
      .does('short_sell', 'x2', '2024-07-15', { quantity: 100, price: 56 })
      .does('buy_to_cover', 'c2', '2024-10-01', { quantity: 100, price: 40 })
      .expectRows(
        { sale: 'c1', lot: 'x1', wash: 500, gain: 0 },
        { sale: 'c2', lot: 'x2', proceeds: 5600, cost: 4500, gain: 1100 },
      );
  });
});

describe('quantities with endless decimals', () => {
  it('three thirds are one: nothing is left over and nothing is missing', () => {
    const third = 1 / 3;
    scenario()
      .have('b1', '2024-01-10', third, 90)
      .have('b2', '2024-01-11', third, 90)
      .have('b3', '2024-01-12', third, 90)
      .sell('s1', '2024-06-03', 1, 90)
      .expectRows({ sale: 's1', lot: 'b1' }, { sale: 's1', lot: 'b2' }, { sale: 's1', lot: 'b3' })
      .expectOpen();
    const twoThirds = 2 / 3;
    scenario()
      .have('b1', '2024-01-10', twoThirds, 90)
      .have('b2', '2024-01-11', twoThirds, 90)
      .have('b3', '2024-01-12', twoThirds, 90)
      .sell('s1', '2024-06-03', 2, 90)
      .expectOpen();
  });
});

describe('worthless securities, IRC 165(g)', () => {
  it('count as sold for nothing on 31 December, which decides the term', () => {
    scenario()
      .have('b1', '2023-12-15', 100, 5)
      .does('worthless', 'w1', '2024-03-01')
      .expectRows({ sale: 'w1', lot: 'b1', proceeds: 0, cost: 500, gain: -500, term: 'long' })
      .expectYear(2024, 0, -500);
  });
});
