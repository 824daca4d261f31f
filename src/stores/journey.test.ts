import { beforeEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { isoDate } from '../core/iso-date.ts';
import { rowsOfFile } from '../domain/ledger/packed-rows.ts';
import { OBJECTIVES, type ObjectiveWeights } from '../domain/portfolio/types.ts';
import { computeHandlers } from '../workers/compute/handlers.ts';
import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import type { Client } from '../workers/rpc/client.ts';
import { cancelledError, type Handlers } from '../workers/rpc/serve.ts';
import { localClient } from '../workers/testing/local-client.ts';
import { appStore, runJob } from './app-store.ts';
import { computeClient, replaceClients } from './clients.ts';
import {
  chooseKnownRows,
  confirmImport,
  discardImport,
  importStore,
  takeFiles,
  undoLastImport,
} from './import-store.ts';
import { exportLedger, ledgerStore, openOwn } from './ledger-store.ts';
import { exportAdapter, forgetPerson, importAdapter, personalise, personStore } from './person-store.ts';
import type { MarketInfo, PersonView } from './view-types.ts';

const HEADER = '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"';
const buy = (shares: number): string =>
  `"03/04/2025","Buy","ORCA","ORCA MARITIME","${shares}","$20.00","","-$${shares * 20}.00"`;
const sheet = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

type Compute = Partial<Handlers<ComputeApi>>;
const compute = (): Compute => ({
  ...computeHandlers({ today: () => isoDate('2026-01-02'), ledgerRecords: async () => null }),
  loadMarket: () => ({
    assets: 1,
    from: isoDate('2020-01-02'),
    to: isoDate('2026-01-02'),
    hash: 'h',
    synthetic: true,
    bytes: 1,
  }),
  prices: () => [],
});

const even = Object.fromEntries(OBJECTIVES.map((o) => [o, 1 / 6])) as ObjectiveWeights;
const person = {
  parameters: 76,
  decisions: 50,
  enough: true,
  prior: even,
  objectives: even,
  spread: even,
} as unknown as PersonView;

const file = (name: string, text = sheet(buy(5))): File => new File([text], name);
const settled = async (): Promise<void> => {
  while (ledgerStore.getState().status === 'loading') await new Promise((resolve) => setTimeout(resolve, 5));
};

beforeEach(async () => {
  discardImport();
  replaceClients({ compute: localClient<ComputeApi>(compute()) });
  await openOwn();
});

describe('from a dropped file to a ledger', () => {
  it('saves nothing before it is confirmed, counts shared rows of two files once, and undoes exactly what it added', async () => {
    expect(await takeFiles([file('a.csv'), file('again.csv', sheet(buy(5), buy(6)))])).toBe(true);
    expect(importStore.getState().merge).toMatchObject({ added: 2, duplicates: { total: 1 } });
    expect(ledgerStore.getState().rows).toBe(0);
    expect(await confirmImport()).toBe(2);
    expect(ledgerStore.getState().rows).toBe(2);
    await settled();
    expect(ledgerStore.getState()).toMatchObject({ status: 'ready', symbols: ['ORCA'] });
    expect(ledgerStore.getState().positions.map((p) => [p.symbol, p.lots.total])).toEqual([['ORCA', 2]]);
    await undoLastImport();
    expect(ledgerStore.getState().rows).toBe(0);
    expect(ledgerStore.getState().status).toBe('empty');
  });

  it('keeps a file that could not be read in the review, with its remedy', async () => {
    expect(await takeFiles([file('photo.csv', '\u0089PNG\u0000\u0001\u0002\u0000')])).toBe(true);
    expect(importStore.getState().files[0]?.error).toMatchObject({
      code: 'not-text',
      hint: expect.stringContaining('CSV'),
    });
    expect(importStore.getState().merge?.added).toBe(0);
  });

  it('adds rows taken for known ones all the same when the person says so', async () => {
    await takeFiles([file('a.csv')]);
    await confirmImport();
    await takeFiles([file('again.csv', sheet(buy(5), buy(6)))]);
    expect(importStore.getState().merge).toMatchObject({ added: 1, duplicates: { total: 1 } });
    chooseKnownRows([0]);
    expect(await confirmImport()).toBe(2);
    expect(ledgerStore.getState().rows).toBe(3);
  });

  it('takes a worker that died for no reason to lose the ledger in use', async () => {
    const first = computeHandlers({ today: () => isoDate('2026-01-02'), ledgerRecords: async () => null });
    replaceClients({ compute: localClient<ComputeApi>(first) });
    expect(await (await exportLedger('csv')).content.text()).toContain('date,type,symbol');
  });

  it('says once that this browser stores nothing, and works on', () => {
    expect(appStore.getState().canStore).toBe(false); // there is no IndexedDB under Node
    expect(appStore.getState().notices.filter((n) => n.message.includes('store'))).toHaveLength(1);
  });
});

describe('learning', () => {
  const ml = (personalize: Handlers<MlApi>['personalize']): Client<MlApi> =>
    localClient<MlApi>({
      loadMarket: () => ({}) as MarketInfo,
      async loadLedger({ content }) {
        given = rowsOfFile(new Uint8Array(await content.arrayBuffer())).length;
        return null;
      },
      personalize,
    });
  let given = -1;
  beforeEach(async () => {
    globalThis.document ??= { baseURI: 'http://localhost/' } as Document;
    globalThis.fetch = async () => new Response(new Uint8Array([1]));
    await takeFiles([file('a.csv')]);
    await confirmImport();
    await settled();
  });
  const learnWith = (client: Client<MlApi>): void => replaceClients({ compute: computeClient(), ml: client });

  it('streams ticks and keeps the result', async () => {
    const client = ml((_request, { progress }) => {
      for (let epoch = 1; epoch <= 3; epoch++)
        progress({
          stage: 'fine-tuning',
          fraction: epoch / 3,
          epoch,
          epochs: 3,
          trainLoss: 1 / epoch,
          heldOutLoss: null,
        });
      return person;
    });
    learnWith(client);
    await personalise();
    expect(given, 'the rows went along').toBe(1);
    expect(personStore.getState()).toMatchObject({ status: 'ready', stale: false });
    expect(personStore.getState().ticks.map((t) => t.trainLoss)).toEqual([1, 1 / 2, 1 / 3]);
  });

  it('stops when asked, keeping the earlier result and showing no failure', async () => {
    const before = personStore.getState().person;
    const client = ml(async (_request, { isCancelled }) => {
      while (!isCancelled()) await new Promise((resolve) => setTimeout(resolve, 1));
      throw cancelledError();
    });
    learnWith(client);
    const running = personalise();
    await new Promise((resolve) => setTimeout(resolve, 20));
    personStore.getState().cancel();
    await running;
    expect(personStore.getState()).toMatchObject({ status: before ? 'ready' : 'idle', error: null });
    expect(personStore.getState().person).toBe(before);
  });

  it('gives the 76 numbers out, takes them back, refuses what does not fit, and forgets', async () => {
    const adapter = { A: Array<number>(64).fill(0.5), B: Array<number>(12).fill(-0.25) };
    const asked: (string | undefined)[] = [];
    learnWith(
      ml(({ adapterFile }) => {
        asked.push(adapterFile);
        return { ...person, adapter, head: 'ab'.repeat(32), trajectory: [] };
      }),
    );
    await personalise();
    const saved = exportAdapter();
    expect(JSON.parse(saved?.text ?? '')).toMatchObject({ ...adapter, kind: 'keepfolio-adapter' });
    await forgetPerson();
    expect(personStore.getState()).toMatchObject({ status: 'idle', person: null });
    expect(exportAdapter()).toBeNull();
    await importAdapter('{"kind":"something"}');
    expect(personStore.getState()).toMatchObject({ status: 'failed', error: { code: 'adapter-file' } });
    expect(asked, 'the worker never saw it').toEqual([undefined]);
    await importAdapter(saved?.text ?? '');
    expect(asked).toEqual([undefined, saved?.text]);
    expect(personStore.getState().status).toBe('ready');
  });

  it('shows a failure with its remedy', async () => {
    const client = ml(() =>
      Promise.reject(new KeepfolioError('weights-corrupt', 'A weight file is damaged.', 'Reload.')),
    );
    learnWith(client);
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
