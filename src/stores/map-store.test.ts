import { beforeEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import { isoDate } from '../core/iso-date.ts';
import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import { cancelledError, type Handlers } from '../workers/rpc/serve.ts';
import { localClient } from '../workers/testing/local-client.ts';
import { appStore } from './app-store.ts';
import { replaceClients } from './clients.ts';
import { ledgerStore } from './ledger-store.ts';
import { drawMap, MAP_JOB, mapStore, observe } from './map-store.ts';
import type { MarketInfo, MarketMapView, ObservedView } from './view-types.ts';

const day = isoDate('2026-01-02');
const info: MarketInfo = { assets: 2, from: day, to: day, hash: 'h', synthetic: true, bytes: 1 };
const point = (symbol: string, held: boolean): MarketMapView['points'][number] => ({
  symbol,
  name: symbol,
  assetClass: 'equity',
  held,
  x: 0,
  y: 0,
  gate: 0.5,
  alike: [],
});
const map: MarketMapView = {
  asOf: day,
  points: [point('AAA', false), point('BBB', true)],
  explained: [0.5, 0.2],
  leftOut: 0,
};
const observed = (symbol: string): ObservedView => ({ symbol, asOf: day, numbers: [] });

function withMl(handlers: Partial<Handlers<MlApi>>): void {
  replaceClients({
    compute: localClient<ComputeApi>({ loadMarket: () => info }),
    ml: localClient<MlApi>({
      loadMarket: () => info,
      marketMap: () => map,
      observed: ({ symbol }) => observed(symbol),
      ...handlers,
    }),
  });
}

beforeEach(() => {
  globalThis.document ??= { baseURI: 'http://localhost/' } as Document;
  globalThis.fetch = async () => new Response(new Uint8Array([1]));
  // What is held has changed: whatever was drawn is forgotten.
  ledgerStore.setState({ positions: [] });
});

describe('the market map', () => {
  it('is drawn with what is held, and begins with the numbers of the first holding', async () => {
    const asked: (readonly string[])[] = [];
    withMl({
      marketMap: ({ held }) => {
        asked.push(held);
        return map;
      },
    });
    ledgerStore.setState({ positions: [{ symbol: 'BBB' }] as never });
    await drawMap();
    await expect.poll(() => mapStore.getState().observed?.symbol).toBe('BBB');
    expect(asked).toEqual([['BBB']]);
    expect(mapStore.getState()).toMatchObject({ status: 'ready', map, symbol: 'BBB' });
    await observe('AAA');
    expect(mapStore.getState()).toMatchObject({ symbol: 'AAA', observed: { symbol: 'AAA' } });
  });

  it('is forgotten when other things are held', async () => {
    withMl({});
    await drawMap();
    ledgerStore.setState({ positions: [] });
    expect(mapStore.getState()).toMatchObject({ status: 'idle', map: null, symbol: null, observed: null });
  });

  it('is forgotten while it is drawn, without a word of having been stopped', async () => {
    let drawn = 0;
    withMl({
      marketMap: async () => {
        await new Promise((turn) => setTimeout(turn, 20));
        drawn++;
        return map;
      },
    });
    const drawing = drawMap();
    await expect.poll(() => appStore.getState().jobs.length).toBeGreaterThan(0);
    ledgerStore.setState({ positions: [] });
    await drawing;
    expect(mapStore.getState()).toMatchObject({ status: 'idle', map: null });
    await drawMap();
    expect(mapStore.getState().status).toBe('ready');
    expect(drawn).toBeGreaterThan(0);
  });

  it('stops when asked and does not begin again by itself', async () => {
    withMl({
      marketMap: async (_request, { isCancelled }) => {
        while (!isCancelled()) await new Promise((turn) => setTimeout(turn, 1));
        throw cancelledError();
      },
    });
    const drawing = drawMap();
    await expect.poll(() => appStore.getState().jobs.map((j) => j.title)).toContain(MAP_JOB);
    appStore
      .getState()
      .jobs.find((j) => j.title === MAP_JOB)
      ?.cancel();
    await drawing;
    expect(mapStore.getState()).toMatchObject({ status: 'stopped', error: null, map: null });
  });

  it('shows a failure with its remedy', async () => {
    withMl({
      marketMap: () => Promise.reject(new KeepfolioError('device-lost', 'The device is gone.', 'Reload.')),
    });
    await drawMap();
    expect(mapStore.getState()).toMatchObject({ status: 'failed', error: { hint: 'Reload.' } });
  });
});
