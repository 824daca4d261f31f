import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate, addDays } from '../core/iso-date.ts';
import { centsFromDollars, cents, type Cents } from '../core/money.ts';
import { quantityFromNumber } from '../core/quantity.ts';
import type { Transaction, TransactionType } from '../domain/ledger/transaction.ts';
import { form8949, scheduleD } from '../domain/tax/form-8949.ts';
import { csv8949, csvOfGains, txf } from '../domain/tax/exports.ts';
import { buildLedger, type LedgerOptions } from './ledger.ts';

let line = 0;
const row = (
  date: string,
  type: TransactionType,
  symbol: string | null,
  quantity: number,
  amount: number,
  over: Partial<Transaction> = {},
): Transaction => ({
  file: 'a.csv',
  lines: [++line],
  date: isoDate(date),
  type,
  symbol,
  quantity: quantityFromNumber(quantity),
  price: null,
  fees: cents(0),
  amount: centsFromDollars(amount),
  currency: 'USD',
  account: 'one',
  description: '',
  rawType: '',
  flags: [],
  ...over,
});
const lots = (rows: Transaction[], options: LedgerOptions = {}) =>
  buildLedger(rows, options).openLots.map((o) => [
    o.symbol,
    o.account,
    o.quantity / 1e8,
    o.basis === null ? null : o.basis / 100,
    o.holdingFrom,
  ]);
const gains = (rows: Transaction[], options: LedgerOptions = {}) =>
  buildLedger(rows, options).realized.map((r) => [
    r.symbol,
    r.quantity / 1e8,
    r.proceeds / 100,
    r.cost / 100,
    r.washDisallowed / 100,
    r.gain / 100,
    r.term,
  ]);
const codes = (rows: Transaction[], options: LedgerOptions = {}) =>
  buildLedger(rows, options).findings.map((f) => f.code);

describe('brokers’ rows', () => {
  it('a split row gives shares added', () => {
    const rows = [
      row('2024-01-10', 'buy', 'NVDA', 10, -5000),
      row('2024-06-10', 'split', 'NVDA', 90, 0),
      row('2024-07-01', 'sell', 'NVDA', -50, 6000),
    ];
    expect(gains(rows)).toEqual([['NVDA', 50, 6000, 2500, 0, 3500, 'short']]);
    expect(lots(rows)).toEqual([['NVDA', 'one', 50, 2500, '2024-01-10']]);
  });

  it('a reverse split as two legs under two identifiers', () => {
    const rows = [
      row('2024-01-10', 'buy', 'GE', 80, -8000),
      row('2024-06-10', 'split', '369604103', -80, 0, { linksTo: 'GE' }),
      row('2024-06-10', 'split', 'GE', 10, 0),
    ];
    expect(lots(rows)).toEqual([['GE', 'one', 10, 8000, '2024-01-10']]);
  });

  it('a rename as two legs keeps basis and date', () => {
    const rows = [
      row('2024-01-10', 'buy', 'FB', 10, -3000),
      row('2024-06-10', 'symbol_change', 'FB', -10, 0),
      row('2024-06-10', 'symbol_change', 'META', 10, 0),
    ];
    expect(lots(rows)).toEqual([['META', 'one', 10, 3000, '2024-01-10']]);
  });

  it('merger legs: shares carry basis over, cash alone is a sale', () => {
    const held = row('2024-01-10', 'buy', 'OLD', 100, -5000);
    expect(
      lots([held, row('2024-06-10', 'merger', 'OLD', -100, 0), row('2024-06-10', 'merger', 'NEW', 50, 0)]),
    ).toEqual([['NEW', 'one', 50, 5000, '2024-01-10']]);
    expect(gains([held, row('2024-06-10', 'merger', 'OLD', -100, 6100)])).toEqual([
      ['OLD', 100, 6100, 5000, 0, 1100, 'short'],
    ]);
  });

  it('two mergers in the same days are kept apart; new shares without old ones wait for a basis', () => {
    const rows = [
      row('2024-01-10', 'buy', 'OLDA', 100, -5000),
      row('2024-01-10', 'buy', 'OLDB', 10, -700),
      row('2024-06-10', 'merger', 'OLDA', -100, 0),
      row('2024-06-10', 'merger', 'NEWA', 50, 0),
      row('2024-06-11', 'merger', 'OLDB', -10, 900),
    ];
    expect(lots(rows)).toEqual([['NEWA', 'one', 50, 5000, '2024-01-10']]);
    expect(gains(rows)).toEqual([['OLDB', 10, 900, 700, 0, 200, 'short']]);
    expect(codes([row('2024-06-10', 'merger', 'NEWA', 50, 0)])).toEqual(['basis-missing']);
  });

  it('shares in without a cost wait on the worklist, and an answer completes them', () => {
    const rows = [
      row('2024-01-10', 'transfer_in', 'KO', 10, 0, { id: 'T1' }),
      row('2024-02-10', 'sell', 'KO', -4, 240),
    ];
    expect(codes(rows)).toEqual(['basis-missing']);
    expect(buildLedger(rows).byYear).toEqual({});
    const basis = { T1: { cost: cents(40000), acquired: isoDate('2020-05-05') } };
    expect(gains(rows, { basis })).toEqual([['KO', 4, 240, 160, 0, 80, 'long']]);
    expect(lots(rows, { basis })).toEqual([['KO', 'one', 6, 240, '2020-05-05']]);
  });

  it('a transfer between own accounts keeps basis and date', () => {
    const rows = [
      row('2020-01-10', 'buy', 'KO', 10, -400),
      row('2024-01-10', 'transfer_out', 'KO', -10, 0),
      row('2024-01-12', 'transfer_in', 'KO', 10, 0, { account: 'two', file: 'b.csv' }),
    ];
    expect(lots(rows)).toEqual([['KO', 'two', 10, 400, '2020-01-10']]);
    expect(codes(rows)).toEqual([]);
  });

  it('sold more than held: a finding, a row without basis, no total', () => {
    const rows = [row('2024-01-10', 'buy', 'KO', 10, -400), row('2024-02-10', 'sell', 'KO', -15, 750)];
    expect(codes(rows)).toEqual(['sold-more-than-held']);
    expect(gains(rows)).toEqual([
      ['KO', 10, 500, 400, 0, 100, 'short'],
      ['KO', 5, 250, 250, 0, 0, 'short'],
    ]);
    expect(buildLedger(rows).byYear['2024']?.shortTerm).toBe(10000);
  });

  it('a cancelled buy leaves nothing behind', () => {
    const rows = [
      row('2024-01-10', 'buy', 'KO', 10, -400),
      row('2024-01-11', 'buy', 'KO', 10, -410),
      row('2024-01-12', 'cancel_buy', 'KO', -10, 400),
    ];
    expect(lots(rows)).toEqual([['KO', 'one', 10, 410, '2024-01-11']]);
  });

  it('an IRA buying washes a taxable loss for good', () => {
    const rows = [
      row('2024-01-10', 'buy', 'KO', 10, -600),
      row('2024-06-10', 'sell', 'KO', -10, 500),
      row('2024-06-12', 'buy', 'KO', 10, -500, { account: 'my ira' }),
    ];
    const ledger = buildLedger(rows, { accounts: { 'my ira': { type: 'ira' } } });
    expect(ledger.realized[0]).toMatchObject({
      washDisallowed: 10000,
      permanentlyDisallowed: 10000,
      gain: 0,
    });
    expect(ledger.washSales[0]).toMatchObject({ isPermanent: true, isProvisional: true });
    expect(ledger.realized[0]?.trail.join(' ')).toContain('Rev. Rul. 2008-5');
  });

  const call = {
    underlying: 'KO',
    expiry: isoDate('2024-07-19'),
    right: 'C',
    strike: 60e8 as never,
    multiplier: 100,
  } as const;

  it('Rev. Rul. 78-182: an exercised call adds its cost to the stock, an assigned one to the proceeds', () => {
    const bought = [
      row('2024-05-10', 'buy_to_open', 'KO240719C00060000', 1, -200, { option: call }),
      row('2024-07-19', 'option_exercised', 'KO240719C00060000', -1, 0, { option: call }),
      row('2024-07-19', 'buy', 'KO', 100, -6000),
    ];
    expect(lots(bought)).toEqual([['KO', 'one', 100, 6200, '2024-07-19']]);
    const written = [
      row('2023-01-10', 'buy', 'KO', 100, -5000),
      row('2024-05-10', 'sell_to_open', 'KO240719C00060000', -1, 150, { option: call }),
      row('2024-07-19', 'option_assigned', 'KO240719C00060000', 1, 0, { option: call }),
      row('2024-07-19', 'sell', 'KO', -100, 6000),
    ];
    expect(gains(written)).toEqual([['KO', 100, 6150, 5000, 0, 1150, 'long']]);
  });

  it('IRC 1234: an option that expires is a loss for the holder, a short-term gain for the writer', () => {
    const held = [
      row('2024-05-10', 'buy_to_open', 'KO240719C00060000', 1, -200, { option: call }),
      row('2024-07-19', 'option_expired', 'KO240719C00060000', -1, 0, { option: call }),
    ];
    expect(gains(held)[0]?.slice(1)).toEqual([1, 0, 200, 0, -200, 'short']);
    const written = [
      row('2024-05-10', 'sell_to_open', 'KO240719C00060000', -1, 150, { option: call }),
      row('2024-07-19', 'option_expired', 'KO240719C00060000', 1, 0, { option: call }),
    ];
    expect(gains(written)[0]?.slice(1)).toEqual([1, 150, 0, 0, 150, 'short']);
  });

  it('IRC 1091(a): a call bought after a loss on the stock washes it; the broker does not see it', () => {
    const rows = [
      row('2024-01-10', 'buy', 'KO', 100, -6000),
      row('2024-06-10', 'sell', 'KO', -100, 5000),
      row('2024-06-12', 'buy_to_open', 'KO240719C00060000', 1, -200, { option: call }),
    ];
    expect(gains(rows)).toEqual([['KO', 100, 5000, 6000, 1000, 0, 'short']]);
    expect(gains(rows, { view: 'broker' })).toEqual([['KO', 100, 5000, 6000, 0, -1000, 'short']]);
  });

  it('coins on an exchange are outside the wash-sale rule; a fund called BTC among stocks is not', () => {
    const trades = (file: string, extra: Transaction[]) => [
      row('2024-01-10', 'buy', 'BTC', 1, -100, { file }),
      row('2024-06-10', 'sell', 'BTC', -1, 60, { file }),
      row('2024-06-12', 'buy', 'BTC', 1, -61, { file }),
      ...extra,
    ];
    expect(gains(trades('kraken.csv', []))[0]?.[4]).toBe(0);
    const stocks = ['KO', 'PEP'].map((s) => row('2024-01-10', 'buy', s, 1, -50, { file: 'b.csv' }));
    expect(gains(trades('b.csv', stocks))[0]?.[4]).toBe(40);
  });

  it('a coin conversion is a sale at the value given less the fee, and that is the cost of the new coin', () => {
    const over = { id: 'c1', file: 'coins.csv', lines: [10] };
    const rows = [
      row('2024-01-10', 'buy', 'ETH', 1, -2000, { file: 'coins.csv' }),
      row('2024-04-02', 'convert_out', 'ETH', -0.25, 0, {
        ...over,
        marketValue: cents(82250),
        fees: cents(740),
      }),
      row('2024-04-02', 'convert_in', 'USDC', 815.1, 0, over),
    ];
    expect(gains(rows)).toEqual([['ETH', 0.25, 815.1, 500, 0, 315.1, 'short']]);
    expect(lots(rows)).toContainEqual(['USDC', 'one', 815.1, 815.1, '2024-04-02']);
  });

  it('a split of shares the files never show keeps the added ones, without basis', () => {
    const rows = [row('2024-06-10', 'split', 'KO', 40, 0)];
    expect(lots(rows)).toEqual([['KO', 'one', 40, null, '2024-06-10']]);
    expect(codes(rows)).toEqual(['basis-missing']);
  });

  it('income by year and cash by account, sweeps left out', () => {
    const ledger = buildLedger([
      row('2024-01-02', 'deposit', null, 0, 1000),
      row('2024-01-03', 'sweep', 'VMFXX', 500, -500),
      row('2024-03-10', 'dividend_qualified', 'KO', 0, 12),
      row('2024-03-11', 'dividend', 'VTI', 0, 8),
      row('2024-12-20', 'capital_gain_lt', 'VTI', 0, 5),
      row('2024-12-31', 'interest', null, 0, 3.21),
    ]);
    expect(ledger.income['2024']).toMatchObject({
      ordinaryDividends: 2000,
      qualifiedDividends: 1200,
      longGainDistributions: 500,
      interest: 321,
    });
    expect(ledger.cash).toEqual([{ account: 'one', currency: 'USD', amount: 102821 }]);
  });

  it('other money is kept, flagged and in no total', () => {
    const rows = [
      row('2024-01-10', 'buy', 'SHOP.TO', 10, -600, { currency: 'CAD' }),
      row('2024-06-10', 'sell', 'SHOP.TO', -10, 500, { currency: 'CAD' }),
    ];
    expect(codes(rows)).toEqual(['other-currency']);
    expect(buildLedger(rows).byYear).toEqual({});
    expect(buildLedger(rows).realized[0]?.currency).toBe('CAD');
  });
});

describe('order of files and rows', () => {
  it('does not matter: shuffled rows give the same ledger', () => {
    const step = fc.record({
      days: fc.constantFrom(0, 0, 1, 5, 20, 31),
      isSale: fc.boolean(),
      account: fc.constantFrom('one', 'two'),
      shares: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 5, max: 15 }),
    });
    const random = fc.array(step, { minLength: 2, maxLength: 10 }).chain((steps) => {
      let date = isoDate('2024-01-02');
      const rows = steps.map((s, i): Transaction => {
        date = addDays(date, s.days);
        const sign = s.isSale ? -1 : 1;
        return {
          ...row(date, s.isSale ? 'sell' : 'buy', 'KO', sign * s.shares, -sign * s.shares * s.price),
          lines: [i + 2],
          account: s.account,
        };
      });
      return fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      );
    });
    fc.assert(
      fc.property(random, ([rows, shuffled]) => {
        const a = buildLedger(rows, { method: 'HIFO' });
        const b = buildLedger(shuffled, { method: 'HIFO' });
        expect(b.realized).toEqual(a.realized);
        expect(b.byYear).toEqual(a.byYear);
        const sorted = (l: typeof a) => l.openLots.map((o) => JSON.stringify(o)).toSorted();
        expect(sorted(b)).toEqual(sorted(a));
      }),
      { numRuns: 5_000, seed: 18 },
    );
  });
});

describe('forms and exports', () => {
  const rows = [
    row('2024-01-10', 'buy', 'KO', 10, -600),
    row('2024-06-10', 'sell', 'KO', -10, 500),
    row('2024-06-12', 'buy', 'KO', 4, -200),
    row('2025-08-12', 'sell', 'KO', -4, 300),
  ];
  const { realized } = buildLedger(rows);

  it('Form 8949: full figures, code W, the loss positive in (g)', () => {
    expect(form8949(realized, { year: 2024 })).toEqual([
      expect.objectContaining({
        box: 'A',
        description: '10 KO',
        proceeds: 50000,
        basis: 60000,
        code: 'W',
        adjustment: 4000,
        gain: -6000,
      }),
    ]);
    expect(form8949(realized, { year: 2025 })).toEqual([
      expect.objectContaining({ box: 'D', basis: 24000, code: '', gain: 6000 }),
    ]);
  });

  it('Schedule D adds up to the rows', () => {
    const zero = cents(0);
    const d = scheduleD(form8949(realized), {
      carryoverShort: cents(1000),
      carryoverLong: zero,
      distributions: cents(500) as Cents,
    });
    expect(d).toMatchObject({ netShort: -7000, netLong: 6500, net: -500 });
    expect(d.lines.find((l) => l.line === '1b')).toMatchObject({ adjustment: 4000, gain: -6000 });
  });

  it('CSV and TXF', () => {
    const all = form8949(realized, { year: 2024 });
    expect(csv8949(all).split('\r\n')[1]).toBe('A,10 KO,01/10/2024,06/10/2024,500.00,600.00,W,40.00,-60.00');
    expect(txf(all, isoDate('2025-01-15'))).toBe(
      'V042\r\nAKeepfolio\r\nD01/15/2025\r\n^\r\nTD\r\nN321\r\nC1\r\nL1\r\nP10 KO\r\nD01/10/2024\r\nD06/10/2024\r\n$600.00\r\n$500.00\r\n$40.00\r\n^\r\n',
    );
    expect(csvOfGains(realized)).toContain('IRC 1091');
  });
});
