import { describe, expect, it } from 'vitest';
import { isoDate } from '../core/iso-date.ts';
import { cents } from '../core/money.ts';
import { quantity } from '../core/quantity.ts';
import { rowsOfBlocks, unpackRows } from '../domain/ledger/packed-rows.ts';
import type { Transaction } from '../domain/ledger/transaction.ts';
import { MIGRATIONS, migrate, SCHEMA_VERSION, type Migration, type MigrationTarget } from './migrations.ts';

function fakeTarget(): MigrationTarget & { readonly stores: Map<string, unknown[]> } {
  const stores = new Map<string, unknown[]>();
  return {
    stores,
    createStore(name) {
      if (stores.has(name)) throw new Error(`${name} exists`);
      stores.set(name, []);
    },
    deleteStore: (name) => void stores.delete(name),
    async rewrite(name, change) {
      stores.set(
        name,
        (stores.get(name) ?? []).map(change).filter((r) => r !== undefined),
      );
    },
    async put(name, key, record) {
      stores.get(name)?.push({ key, record });
    },
  };
}

const row = (line: number): Transaction => ({
  file: 'a.csv',
  lines: [line],
  date: isoDate('2025-03-04'),
  type: 'buy',
  symbol: 'ORCA',
  quantity: quantity(1e8),
  price: null,
  fees: cents(0),
  amount: cents(-line),
  currency: 'USD',
  account: null,
  description: '',
  rawType: 'Buy',
  flags: [],
});

const twoSteps: readonly Migration[] = [
  { version: 1, why: 'first', up: (t) => t.createStore('people') },
  {
    version: 2,
    why: 'names split',
    up: (t) => t.rewrite('people', (p) => ({ first: String((p as { name: string }).name).split(' ')[0] })),
  },
];

describe('migrations', () => {
  it('builds every store on an empty database and nothing on a current one', async () => {
    const target = fakeTarget();
    expect(await migrate(target, 0)).toEqual(MIGRATIONS.map((m) => m.version));
    expect([...target.stores.keys()].toSorted()).toEqual([
      'imports',
      'mappings',
      'market',
      'meta',
      'people',
      'prices',
      'rows',
      'settings',
    ]);
    expect(await migrate(target, SCHEMA_VERSION)).toEqual([]);
  });

  it('runs only the missing steps and keeps what was stored', async () => {
    const target = fakeTarget();
    await migrate(target, 0, twoSteps.slice(0, 1));
    target.stores.set('people', [{ name: 'Ada Lovelace' }]);
    expect(await migrate(target, 1, twoSteps)).toEqual([2]);
    expect(target.stores.get('people')).toEqual([{ first: 'Ada' }]);
  });

  it('packs the rows of a ledger stored by the first version', async () => {
    const target = fakeTarget();
    await migrate(target, 0, MIGRATIONS.slice(0, 1));
    const transactions = Array.from({ length: 5000 }, (_, i) => row(i + 2));
    const batch = { id: 'one', at: '2026-01-01T00:00:00.000Z', files: [{ name: 'a.csv', broker: 'X' }] };
    target.stores.set('imports', [{ ...batch, transactions }]);
    target.stores.set('settings', ['kept']);
    expect(await migrate(target, 1)).toEqual(MIGRATIONS.slice(1).map((m) => m.version));
    expect(target.stores.get('imports')).toEqual([{ ...batch, rows: 5000 }]);
    expect(target.stores.get('settings')).toEqual(['kept']);
    const blocks = target.stores.get('rows') as { key: unknown; record: Uint8Array<ArrayBuffer> }[];
    expect(blocks.map((b) => b.key)).toEqual([
      ['one', 0],
      ['one', 1],
    ]);
    const rows = unpackRows(rowsOfBlocks(blocks.map((b) => b.record)));
    expect(JSON.stringify(rows)).toBe(JSON.stringify(transactions));
  });

  it('refuses steps with a gap or out of order', async () => {
    await expect(migrate(fakeTarget(), 0, [twoSteps[1]!])).rejects.toThrow(RangeError);
  });

  it('numbers the shipped steps from 1 without gap', () => {
    expect(MIGRATIONS.map((m) => m.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });
});
