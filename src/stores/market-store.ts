import { createStore } from 'zustand/vanilla';
import { KeepfolioError } from '../core/errors.ts';
import { appStore, runJob } from './app-store.ts';
import { appBase, callCompute, callMl, computeClient, mlClient } from './clients.ts';
import { marketRecords } from './database.ts';
import type { MarketInfo } from './view-types.ts';

export interface MarketState {
  readonly info: MarketInfo | null;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly error: KeepfolioError | null;
  /** Whether these prices are the person's own files rather than the market shipped with the app. */
  readonly own: boolean;
}

export const marketStore = createStore<MarketState>(() => ({
  info: null,
  status: 'idle',
  error: null,
  own: false,
}));

const OWN_KEY = 'own-bundle';
let bytes: Promise<Uint8Array> | null = null;
let inCompute: { readonly client: object; readonly done: Promise<MarketInfo> } | null = null;
let inMl: { readonly client: object; readonly done: Promise<MarketInfo> } | null = null;

async function readBytes(): Promise<Uint8Array> {
  const stored = await (await marketRecords())?.get(OWN_KEY);
  if (stored) {
    marketStore.setState({ own: true });
    return stored;
  }
  const response = await fetch(`${appBase()}market/demo.kfm`);
  if (!response.ok)
    throw new KeepfolioError(
      'market-missing',
      'The demo market could not be loaded.',
      'Lots and tax still work. Reload the page, or drop your own price files.',
    );
  return new Uint8Array(await response.arrayBuffer());
}

/** Prices in the compute worker; loads them on first use and again after a worker was replaced. */
export async function ensureMarket(): Promise<MarketInfo> {
  const client = computeClient();
  if (inCompute?.client !== client) {
    marketStore.setState({ status: 'loading', error: null });
    bytes ??= readBytes();
    inCompute = { client, done: bytes.then((b) => callCompute('loadMarket', { bytes: b })) };
  }
  try {
    const info = await inCompute.done;
    marketStore.setState({ info, status: 'ready' });
    return info;
  } catch (e) {
    bytes = null;
    inCompute = null;
    const error =
      e instanceof KeepfolioError
        ? e
        : new KeepfolioError(
            'market-unreadable',
            'The prices could not be read.',
            'Lots and tax still work. Reload the page.',
          );
    marketStore.setState({ status: 'failed', error });
    throw error;
  }
}

/** The same prices in the models' worker. */
export async function ensureMlMarket(): Promise<void> {
  await ensureMarket();
  const client = await mlClient();
  if (inMl?.client !== client) {
    const load = async (): Promise<MarketInfo> =>
      callMl('loadMarket', { bytes: await (bytes ??= readBytes()) });
    inMl = { client, done: load() };
  }
  try {
    await inMl.done;
  } catch (e) {
    inMl = null;
    throw e;
  }
}

async function adopt(bundle: Uint8Array, info: MarketInfo): Promise<void> {
  bytes = Promise.resolve(bundle);
  inCompute = { client: computeClient(), done: Promise.resolve(info) };
  inMl = null;
  marketStore.setState({ info, status: 'ready', error: null, own: true });
  if (appStore.getState().canStore) await (await marketRecords())?.put(OWN_KEY, bundle);
}

/** Replaces the market by a bundle file the person dropped. @throws KeepfolioError when it is not one */
export async function adoptBundle(name: string, bundle: Uint8Array): Promise<MarketInfo> {
  return runJob(`Reading ${name}`, async (signal) => {
    const info = await callCompute('loadMarket', { bytes: bundle }, { signal });
    await adopt(bundle, info);
    return info;
  });
}

/** Adds a dropped price CSV to the market. @returns the symbols it priced */
export async function addPriceFile(name: string, file: Uint8Array): Promise<readonly string[]> {
  await ensureMarket().catch(() => {}); // without a market the file alone is one
  return runJob(`Reading prices from ${name}`, async (signal) => {
    const added = await callCompute('addPrices', { name, bytes: file }, { signal });
    await adopt(added.bundle, added.info);
    return added.symbols;
  });
}

/** Back to the market that is shipped with the app. */
export async function forgetOwnMarket(): Promise<void> {
  await (await marketRecords())?.delete(OWN_KEY);
  bytes = null;
  inCompute = null;
  inMl = null;
  marketStore.setState({ own: false, info: null, status: 'idle' });
  await ensureMarket();
}
