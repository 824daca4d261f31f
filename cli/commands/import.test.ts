import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_FILES } from '../../src/importers/testing/small-files.ts';
import { command } from './import.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  for (const [name, text] of Object.entries(SMALL_FILES)) await writeFile(join(folder, `${name}.csv`), text);
});
afterAll(() => rm(folder, { recursive: true }));

interface Document {
  readonly format: { readonly id: string };
  readonly encoding: string;
  readonly transactions: readonly Record<string, unknown>[];
  readonly problems: readonly unknown[];
  readonly ignored: readonly { readonly lines: readonly number[] }[];
  readonly duplicates: number;
}
const run = async (...args: string[]): Promise<Document> => (await command.run(args)) as Document;

describe('keepfolio import', () => {
  it('prints dollars, decimals and the names of the contract', async () => {
    const d = await run(join(folder, 'schwab.csv'));
    expect(d.format.id).toBe('schwab-transactions');
    expect(d.transactions[0]).toMatchObject({
      lines: [2],
      date: '2025-03-04',
      type: 'sell',
      quantity: -7,
      price: 21.5,
      fees: 0.02,
      amount: 150.48,
      raw_type: 'Sell',
      account: null,
    });
    expect(d.transactions[1]).toMatchObject({ posted_date: '2025-02-18', date: '2025-02-14' });
    expect(d.transactions[0]).not.toHaveProperty('posted_date');
    expect(d.transactions[3]).toMatchObject({
      option: { underlying: 'ZED', strike: 50, right: 'C', multiplier: 100 },
    });
  });

  it('counts what a second file repeats', async () => {
    const path = join(folder, 'schwab.csv');
    const d = await run(path, path);
    expect(d.duplicates).toBe(7);
    expect(d.transactions).toHaveLength(7);
  });

  it('refuses what it cannot use, with a reason', async () => {
    await expect(run()).rejects.toThrow(/at least one file/);
    await expect(run(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(run(join(folder, 'schwab.csv'), '--broker', 'robinhood')).rejects.toMatchObject({
      code: 'not-this-broker',
    });
    await expect(run(join(folder, 'schwab.csv'), '--account-type', 'moon')).rejects.toThrow(/one of/);
  });
});
