import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { runJob } from './app-store.ts';
import { callMl } from './clients.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ledgerStore } from './ledger-store.ts';
import { ensureMlMarket, marketStore } from './market-store.ts';
import type { MarketMapView, ObservedView } from './view-types.ts';

/** "stopped" = by the person, with nothing to show: it is not begun again by itself. */
type Status = 'idle' | 'working' | 'ready' | 'stopped' | 'failed';

export interface MapState {
  readonly status: Status;
  readonly map: MarketMapView | null;
  readonly error: KeepfolioError | null;
  /** The asset whose 50 numbers are asked for. */
  readonly symbol: string | null;
  readonly observed: ObservedView | null;
  readonly observedError: KeepfolioError | null;
}

const fresh: MapState = {
  status: 'idle',
  map: null,
  error: null,
  symbol: null,
  observed: null,
  observedError: null,
};

export const mapStore = createStore<MapState>(() => fresh);

/** Titles of the two jobs, for whoever shows their progress. */
export const MAP_JOB = 'Drawing the market';
export const OBSERVED_JOB = 'Reading the numbers';

let mapping: AbortController | null = null;
let observing: AbortController | null = null;

/** The map of the market with what the person holds; a newer request replaces one still in work. */
export async function drawMap(): Promise<void> {
  mapping?.abort();
  const controller = new AbortController();
  mapping = controller;
  mapStore.setState({ status: 'working', error: null });
  try {
    const map = await runJob(
      MAP_JOB,
      async (signal, onProgress) => {
        await unlessStopped(ensureMlMarket(), signal);
        const held = ledgerStore.getState().positions.map((p) => p.symbol);
        return callMl('marketMap', { held }, { signal, onProgress });
      },
      controller.signal,
    );
    if (mapping !== controller) return;
    mapStore.setState({ status: 'ready', map });
    const { symbol } = mapStore.getState();
    const first = map.points.find((p) => p.held) ?? map.points[0];
    if (first && !map.points.some((p) => p.symbol === symbol)) void observe(first.symbol);
  } catch (e) {
    if (mapping !== controller) return;
    if (isCancelled(e)) mapStore.setState((s) => ({ status: s.map ? 'ready' : 'stopped' }));
    else mapStore.setState({ status: 'failed', error: asKeepfolioError(e), map: null });
  }
}

/** The 50 numbers of one asset; a newer request replaces one still in work. */
export async function observe(symbol: string): Promise<void> {
  observing?.abort();
  const controller = new AbortController();
  observing = controller;
  mapStore.setState({ symbol, observedError: null });
  try {
    const observed = await runJob(
      `${OBSERVED_JOB} of ${symbol}`,
      async (signal) => {
        await unlessStopped(ensureMlMarket(), signal);
        return callMl('observed', { symbol }, { signal });
      },
      controller.signal,
    );
    if (observing === controller) mapStore.setState({ observed });
  } catch (e) {
    if (observing === controller && !isCancelled(e))
      mapStore.setState({ observed: null, observedError: asKeepfolioError(e) });
  }
}

/** Forgets the map: it was of another market or marks other holdings. */
function forget(): void {
  const running = [mapping, observing];
  // What is stopped here was not stopped by the person: it must not say so.
  mapping = observing = null;
  for (const controller of running) controller?.abort();
  mapStore.setState(fresh, true);
}

marketStore.subscribe((now, before) => {
  // The first market to arrive is the one a map may be waiting for.
  if (before.info && now.info?.hash !== before.info.hash) forget();
});
ledgerStore.subscribe((now, before) => {
  if (now.positions !== before.positions) forget();
});
