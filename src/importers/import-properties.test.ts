import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { importFile } from './import-file.ts';
import { mergeTransactions } from './merge.ts';
import { accountingFault } from './testing/accounting.ts';
import { SMALL_FILES, utf16, utf8 } from './testing/small-files.ts';

interface Row {
  readonly day: number;
  readonly kind: 'buy' | 'sell' | 'dividend' | 'deposit';
  readonly symbol: string;
  readonly units: number;
  readonly cents: number;
}

const row = fc.record<Row>({
  day: fc.integer({ min: 1, max: 28 }),
  kind: fc.constantFrom('buy', 'sell', 'dividend', 'deposit'),
  symbol: fc.constantFrom('ABC', 'DEF', 'GHI'),
  units: fc.integer({ min: 1, max: 5000 }),
  cents: fc.integer({ min: 1, max: 500_000 }),
});
const rows = fc.array(row, { minLength: 2, maxLength: 25 });

const grouped = (n: number, group: string, mark: string): string => {
  const whole = String(Math.floor(Math.abs(n) / 100)).replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${n < 0 ? '-' : ''}${whole}${mark}${String(Math.abs(n) % 100).padStart(2, '0')}`;
};
const dollar = (n: number): string => `${n < 0 ? '-' : ''}$${grouped(Math.abs(n), ',', '.')}`;

const HEADER = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
function schwabLine(r: Row): string {
  const date = `03/${String(r.day).padStart(2, '0')}/2025`;
  const cash = r.kind === 'buy' ? -r.units * r.cents : r.kind === 'sell' ? r.units * r.cents : r.cents;
  const [action, symbol, units, price] =
    r.kind === 'buy'
      ? ['Buy', r.symbol, r.units.toLocaleString('en-US'), dollar(r.cents)]
      : r.kind === 'sell'
        ? ['Sell', r.symbol, r.units.toLocaleString('en-US'), dollar(r.cents)]
        : r.kind === 'dividend'
          ? ['Cash Dividend', r.symbol, '', '']
          : ['MoneyLink Deposit', '', '', ''];
  return `"${date}","${action}","${symbol}","NAME OF ${r.symbol}, INC","${units}","${price}","","${dollar(cash)}"`;
}
const schwab = (list: readonly Row[]): string => `${[HEADER, ...list.map(schwabLine)].join('\n')}\n`;

/** What a row says, wherever it stands. */
const facts = (t: Transaction): string =>
  [t.date, t.type, t.symbol, t.quantity, t.price, t.fees, t.amount, t.currency, t.description].join('|');
const bag = (list: readonly Transaction[]): string[] => list.map(facts).toSorted();
const read = (text: string | Uint8Array, name = 'a.csv') =>
  importFile({ name, bytes: typeof text === 'string' ? utf8(text) : text });

describe('the same file in another dress', () => {
  it('gives the same transactions for every line end, encoding and delimiter', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const text = schwab(list);
        const want = read(text).transactions.map(facts);
        expect(want.length).toBe(list.length);
        const dresses: (string | Uint8Array)[] = [
          text.replaceAll('\n', '\r\n'),
          text.replaceAll('\n', '\r'),
          `\ufeff${text}`,
          utf16(text, true),
          utf16(text, false),
          text.replaceAll('","', '";"'),
          text.replaceAll('","', '"\t"'),
          `"Transactions  for account XXXX-1111 as of 04/01/2025 07:00:00 ET"\n\n${text}\nTransactions Total,"","","","","","",-$1.00\n`,
          text.trimEnd(),
        ];
        for (const d of dresses) expect(read(d).transactions.map(facts)).toEqual(want);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same transactions in any order of rows and of columns', () => {
    fc.assert(
      fc.property(
        rows.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
        ([list, shuffled], order) => {
          const want = bag(read(schwab(list)).transactions);
          expect(bag(read(schwab(shuffled)).transactions)).toEqual(want);
          const moved = schwab(list)
            .trimEnd()
            .split('\n')
            .map((l) => {
              const cells = l.slice(1, -1).split('","');
              return `"${order.map((i) => cells[i]).join('","')}"`;
            });
          expect(bag(read(moved.join('\n')).transactions)).toEqual(want);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads a generic table in any locale', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const trades = list.filter((r) => r.kind === 'buy' || r.kind === 'sell');
        fc.pre(trades.length > 0);
        const write = (sep: string, group: string, mark: string, date: (d: number) => string): string =>
          [
            ['Date', 'Action', 'Symbol', 'Quantity', 'Price', 'Amount', 'Fee'].join(sep),
            ...trades.map((r) =>
              [
                date(r.day),
                r.kind,
                r.symbol,
                String(r.units),
                grouped(r.cents, group, mark),
                grouped(r.kind === 'buy' ? -r.units * r.cents : r.units * r.cents, group, mark),
                `0${mark}00`,
              ].join(sep),
            ),
          ].join('\n');
        const pad = (d: number): string => String(d).padStart(2, '0');
        // The 31st makes the order of day and month certain.
        const us = write(';', ',', '.', (d) => `2025-03-${pad(d)}`);
        const de =
          write(';', '.', ',', (d) => `${pad(d)}.03.2025`) + `\n31.03.2025;buy;ZZZ;1;1,00;-1,00;0,00`;
        const fr =
          write('\t', ' ', ',', (d) => `${pad(d)}/03/2025`) + `\n31/03/2025\tbuy\tZZZ\t1\t1,00\t-1,00\t0,00`;
        const want = read(`${us}\n2025-03-31;buy;ZZZ;1;1.00;-1.00;0.00`).transactions.map(facts);
        expect(want.length).toBe(trades.length + 1);
        expect(read(de).transactions.map(facts)).toEqual(want);
        expect(read(fr).transactions.map(facts)).toEqual(want);
      }),
      { numRuns: 60 },
    );
  });
});

describe('importing more than once', () => {
  it('twice is once; halves add up to the whole; identical fills survive', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, cut) => {
        const doubled = [...list, ...list.slice(0, 3)];
        const whole = read(schwab(doubled)).transactions;
        expect(whole.length).toBe(doubled.length);
        const again = mergeTransactions(whole, read(schwab(doubled), 'b.csv').transactions);
        expect(again.added).toEqual([]);
        expect(again.merged.length).toBe(whole.length);
        const at = 1 + (cut % (doubled.length - 1));
        const halves = mergeTransactions(read(schwab(doubled.slice(0, at))).transactions, []).merged;
        const joined = [...halves, ...read(schwab(doubled.slice(at)), 'b.csv').transactions];
        expect(bag(joined)).toEqual(bag(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('an overlap adds only what is new, in every format', () => {
    for (const [name, text] of Object.entries(SMALL_FILES)) {
      const once = read(text, name).transactions;
      const twice = mergeTransactions(once, read(text, `${name} again`).transactions);
      expect(twice.added, name).toEqual([]);
      expect(twice.duplicates.length, name).toBe(once.length);
    }
  });

  it('keeps the larger count of identical rows', () => {
    const line = schwabLine({ day: 3, kind: 'buy', symbol: 'ABC', units: 2, cents: 100 });
    const three = read([HEADER, line, line, line].join('\n')).transactions;
    const two = read([HEADER, line, line].join('\n')).transactions;
    expect(mergeTransactions(two, three).merged.length).toBe(3);
    expect(mergeTransactions(three, two).merged.length).toBe(3);
  });
});

describe('every layout', () => {
  it.each(Object.entries(SMALL_FILES))('%s: each record is accounted for exactly once', (name, text) => {
    const r = read(text, name);
    if (name !== 'ghostfolio') expect(accountingFault(text, r)).toBe('');
    if (name === 'unknown') expect(r.needsMapping?.headers).toEqual(['Wann', 'Was', 'Wieviel']);
    else if (name === 'positions') expect(r.positions.map((p) => p.symbol)).toEqual(['ABC', 'DEF']);
    else {
      expect(r.transactions.length).toBeGreaterThan(1);
      expect(r.problems.filter((p) => p.line > 0)).toEqual([]);
      expect(r.format.confidence).toBeGreaterThan(0.5);
    }
  });
});
