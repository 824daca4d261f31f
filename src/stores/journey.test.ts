import { beforeEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { isoDate } from '../core/iso-date.ts';
import { cents } from '../core/money.ts';
import { quantity, unitPriceFromNumber } from '../core/quantity.ts';
import { OBJECTIVES, type ObjectiveWeights } from '../domain/portfolio/types.ts';
import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import type { Client } from '../workers/rpc/client.ts';
import { appStore, runJob } from './app-store.ts';
import { replaceClients } from './clients.ts';
import type { Transaction } from './database.ts';
import { confirmImport, discardImport, importStore, takeFiles, undoLastImport } from './import-store.ts';
import { ledgerStore, openOwn } from './ledger-store.ts';
import { personalise, personStore } from './person-store.ts';
import type { PersonView } from './view-types.ts';

const buy = (line: number): Transaction => ({
  file: 'a.csv',
  lines: [line],
  date: isoDate('2025-03-04'),
  type: 'buy',
  symbol: 'ORCA',
  quantity: quantity(5e8),
  price: unitPriceFromNumber(20),
  fees: cents(0),
  amount: cents(-10_000),
  currency: 'USD',
  account: null,
  description: '',
  rawType: 'Buy',
  flags: [],
});

type Handlers = Readonly<
  Record<
    string,
    (request: never, options: { signal?: AbortSignal; onProgress?: (p: unknown) => void }) => unknown
  >
>;
const clientOf = <A>(handlers: Handlers): Client<A> =>
  ({
    ready: Promise.resolve(),
    call: async (method: string, request: never, options = {}) => {
      const handler = handlers[method];
      if (!handler) throw new KeepfolioError('unknown-method', method);
      return handler(request, options);
    },
  }) as unknown as Client<A>;

const compute: Handlers = {
  importFile: ({ name }: { name: string }) => ({
    file: name,
    format: { id: 'x', broker: 'X', confidence: 1, reason: '' },
    encoding: 'utf-8',
    transactions: name === 'again.csv' ? [buy(2), buy(3)] : [buy(2)],
    problems: [],
    ignored: [],
    positions: [],
    mapping: null,
  }),
  // A multiset merge over line numbers is enough here.
  merge: ({ existing, incoming }: { existing: Transaction[]; incoming: Transaction[] }) => {
    const seen = new Set(existing.map((t) => t.lines[0]));
    const added = incoming.filter((t) => !seen.has(t.lines[0]));
    return {
      merged: [...existing, ...added],
      added,
      duplicates: incoming.filter((t) => seen.has(t.lines[0])),
    };
  },
  brokers: () => [],
  ledger: () => ({
    openLots: [],
    realized: [],
    byYear: {},
    washSales: [],
    noBuyUntil: [],
    cash: {},
    accounts: [],
    findings: [],
  }),
  loadMarket: () => ({
    assets: 1,
    from: '2020-01-02',
    to: '2026-01-02',
    hash: 'h',
    synthetic: true,
    bytes: 1,
  }),
  prices: () => [],
};

const even = Object.fromEntries(OBJECTIVES.map((o) => [o, 1 / 6])) as ObjectiveWeights;
const person = {
  parameters: 76,
  decisions: 50,
  enough: true,
  prior: even,
  objectives: even,
  spread: even,
} as unknown as PersonView;

const file = (name: string): File => new File(['Date,Action\n'], name);

beforeEach(async () => {
  discardImport();
  replaceClients({ compute: clientOf<ComputeApi>(compute) });
  await openOwn();
});

describe('from a dropped file to a ledger', () => {
  it('saves nothing before it is confirmed, counts shared rows of two files once, and undoes exactly what it added', async () => {
    expect(await takeFiles([file('a.csv'), file('again.csv')])).toBe(true);
    expect(importStore.getState().merge?.added).toHaveLength(2);
    expect(importStore.getState().merge?.duplicates).toHaveLength(1);
    expect(ledgerStore.getState().transactions).toHaveLength(0);
    expect(await confirmImport()).toBe(2);
    expect(ledgerStore.getState().transactions).toHaveLength(2);
    expect(ledgerStore.getState().status).toBe('ready');
    await undoLastImport();
    expect(ledgerStore.getState().transactions).toHaveLength(0);
    expect(ledgerStore.getState().status).toBe('empty');
  });

  it('keeps a file that could not be read in the review, with its remedy', async () => {
    const broken = {
      ...compute,
      importFile: () =>
        Promise.reject(new KeepfolioError('not-a-csv', 'This is a picture.', 'Export a CSV.')),
    };
    replaceClients({ compute: clientOf<ComputeApi>(broken) });
    expect(await takeFiles([file('photo.csv')])).toBe(true);
    expect(importStore.getState().files[0]?.error).toMatchObject({
      code: 'not-a-csv',
      hint: 'Export a CSV.',
    });
    expect(importStore.getState().merge?.added).toEqual([]);
  });

  it('says once that this browser stores nothing, and works on', () => {
    expect(appStore.getState().canStore).toBe(false); // there is no IndexedDB under Node
    expect(appStore.getState().notices.filter((n) => n.message.includes('store'))).toHaveLength(1);
  });
});

describe('learning', () => {
  const ml = (personalize: Handlers[string]): Client<MlApi> =>
    clientOf<MlApi>({ loadMarket: () => ({}), personalize });
  beforeEach(async () => {
    globalThis.document ??= { baseURI: 'http://localhost/' } as Document;
    globalThis.fetch = async () => new Response(new Uint8Array([1]));
    await takeFiles([file('a.csv')]);
    await confirmImport();
  });

  it('streams ticks and keeps the result', async () => {
    const client = ml((_request, { onProgress }) => {
      for (let epoch = 1; epoch <= 3; epoch++)
        onProgress?.({
          stage: 'fine-tuning',
          fraction: epoch / 3,
          epoch,
          epochs: 3,
          trainLoss: 1 / epoch,
          heldOutLoss: null,
        });
      return person;
    });
    replaceClients({ compute: clientOf<ComputeApi>(compute), ml: client });
    await personalise();
    expect(personStore.getState()).toMatchObject({ status: 'ready', stale: false });
    expect(personStore.getState().ticks.map((t) => t.trainLoss)).toEqual([1, 1 / 2, 1 / 3]);
  });

  it('stops when asked, keeping the earlier result and showing no failure', async () => {
    const before = personStore.getState().person;
    const client = ml(
      (_request, { signal }) =>
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () =>
            reject(new KeepfolioError('cancelled', 'Stopped at your request.')),
          ),
        ),
    );
    replaceClients({ compute: clientOf<ComputeApi>(compute), ml: client });
    const running = personalise();
    await new Promise((resolve) => setTimeout(resolve, 20));
    personStore.getState().cancel();
    await running;
    expect(personStore.getState()).toMatchObject({ status: before ? 'ready' : 'idle', error: null });
    expect(personStore.getState().person).toBe(before);
  });

  it('shows a failure with its remedy', async () => {
    const client = ml(() =>
      Promise.reject(new KeepfolioError('weights-corrupt', 'A weight file is damaged.', 'Reload.')),
    );
    replaceClients({ compute: clientOf<ComputeApi>(compute), ml: client });
    await personalise();
    expect(personStore.getState()).toMatchObject({
      status: 'failed',
      error: { code: 'weights-corrupt', hint: 'Reload.' },
    });
  });
});

describe('jobs', () => {
  it('are visible while they run and gone after, also when they fail', async () => {
    const failing = runJob('Testing', async (_signal, progress) => {
      progress({ stage: 'halfway', fraction: 0.5 });
      expect(appStore.getState().jobs.at(-1)).toMatchObject({
        title: 'Testing',
        stage: 'halfway',
        fraction: 0.5,
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(appStore.getState().jobs).toEqual([]);
  });
});
