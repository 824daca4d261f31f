import { describe, expect, it } from 'vitest';
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
  };
}

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

  it('refuses steps with a gap or out of order', async () => {
    await expect(migrate(fakeTarget(), 0, [twoSteps[1]!])).rejects.toThrow(RangeError);
  });

  it('numbers the shipped steps from 1 without gap', () => {
    expect(MIGRATIONS.map((m) => m.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });
});
