import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../command.ts';
import { command as runCase } from './case.ts';
import { command as lots } from './lots.ts';
import { command as tax } from './tax.ts';

const dir = mkdtempSync(join(tmpdir(), 'keepfolio-ledger-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const transactions = [
  { id: 'b1', date: '2024-01-10', type: 'buy', symbol: 'XYZ', quantity: 10, price: 50 },
  { id: 's1', date: '2024-06-03', type: 'sell', symbol: 'XYZ', quantity: 10, price: 40 },
  { id: 'b2', date: '2024-06-10', type: 'buy', symbol: 'XYZ', quantity: 4, price: 41, account: 'other' },
];

describe('case', () => {
  it('gives every case its result, and a broken one its error', async () => {
    const good = file('good.json', { id: 'g', kind: 'lots', method: 'FIFO', transactions });
    const bad = file('bad.json', { kind: 'lots', transactions: [{ type: 'buy' }] });
    const out = (await runCase.run([good, bad])) as Record<string, unknown>[];
    expect(out[0]).toMatchObject({
      id: 'g',
      result: { by_year: { 2024: { short_term: -60, wash_disallowed: 40 } } },
    });
    expect(out[1]).toMatchObject({ id: 'bad', error: { code: 'bad-transaction' } });
  });

  it('keeps the others when a file of the batch is no JSON or is not there, and refuses it alone', async () => {
    const good = file('good2.json', { id: 'g', kind: 'lots', method: 'FIFO', transactions });
    const torn = file('torn.json', '{"id":');
    const gone = join(dir, 'gone.json');
    expect(await runCase.run([torn, good, gone])).toMatchObject([
      { id: 'torn', error: { code: 'not-json' } },
      { id: 'g', result: { open_lots: [{ lot: 'b2' }] } },
      { id: 'gone', error: { code: 'file-unreadable' } },
    ]);
    await expect(runCase.run([torn])).rejects.toThrow('not a JSON file');
  });

  it('refuses a year without a table instead of taking the nearest', async () => {
    const early = file('early.json', {
      kind: 'tax',
      input: { year: 2022, filing_status: 'single', wages: 90000 },
    });
    expect(await runCase.run([early])).toMatchObject([{ error: { message: 'no tax table for 2022' } }]);
  });
});

describe('lots', () => {
  const path = file('ledger.json', { transactions });

  it('prints rows, wash sales and lists', async () => {
    expect(await lots.run([path])).toMatchObject({
      realized: [{ sale: 's1', lot: 'b1', wash_disallowed: 40, gain: -60, code: 'W' }],
      open_lots: [{ lot: 'b2', account: 'other', quantity: 4, basis: 204 }],
      wash_sales: [{ sale: 's1', replacement: 'b2', disallowed: 40 }],
      no_buy_until: { XYZ: '2024-07-04' },
      problems: [],
    });
  });

  it('knows the broker’s view, retirement accounts, dates and prices', async () => {
    expect(await lots.run([path, '--view', 'broker'])).toMatchObject({ realized: [{ wash_disallowed: 0 }] });
    expect(await lots.run([path, '--accounts', 'other=ira'])).toMatchObject({
      realized: [{ permanently_disallowed: 40 }],
    });
    expect(await lots.run([path, '--as-of', '2024-06-05'])).toMatchObject({
      realized: [{ wash_disallowed: 0 }],
    });
    const prices = file('prices.csv', 'symbol,price\nXYZ,30\n');
    expect(await lots.run([path, '--prices', prices])).toMatchObject({
      harvest: [{ lot: 'b2', unrealized: -84 }],
    });
    expect(await lots.run([path, '--reconcile'])).toMatchObject({
      reconciliation: [{ saleId: 's1', lawDisallowed: 4000, brokerDisallowed: 0 }],
    });
  });

  it('refuses wrong usage', async () => {
    await expect(lots.run([])).rejects.toThrow(UsageError);
    await expect(lots.run([path, '--method', 'best'])).rejects.toThrow('unknown method');
    await expect(lots.run([path, '--as-of', '2024-02-31'])).rejects.toThrow('--as-of');
  });
});

describe('tax', () => {
  const path = file('year.json', { transactions });
  const who = ['--year', '2024', '--status', 'single', '--income', '60000'];

  it('nets the year and lists Form 8949', async () => {
    expect(await tax.run([path, ...who])).toMatchObject({
      netting: { net_short_term: -60, deduction: 60 },
      tax: { agi: 59940, taxable_income: 45340 },
      form_8949: [{ box: 'A', code: 'W', adjustment: 40, gain: -60 }],
    });
  });

  it('writes exports', async () => {
    const out = join(dir, 'out.txf');
    await tax.run([path, ...who, '--export', 'txf', '--out', out]);
    expect(readFileSync(out, 'utf8')).toContain('N321\r\nC1\r\nL1\r\nP10 XYZ');
  });

  it('refuses wrong usage', async () => {
    await expect(tax.run([path, '--year', '2024'])).rejects.toThrow('--status');
    await expect(tax.run([path, ...who, '--state-rate', '7'])).rejects.toThrow('--state-rate');
    await expect(tax.run([path, ...who, '--out', 'x'])).rejects.toThrow('--out needs --export');
  });
});
