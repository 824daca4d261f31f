import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { runJob } from './app-store.ts';
import { checkpointStore, ensureForecaster } from './checkpoint-store.ts';
import { callMl } from './clients.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ensureMlMarket } from './market-store.ts';
import type { ForecastView } from './view-types.ts';

export interface ForecastState {
  readonly symbol: string | null;
  readonly status: 'idle' | 'working' | 'ready' | 'failed';
  readonly forecast: ForecastView | null;
  readonly error: KeepfolioError | null;
}

export const forecastStore = createStore<ForecastState>(() => ({
  symbol: null,
  status: 'idle',
  forecast: null,
  error: null,
}));

/** Business days ahead: about three months. */
export const HORIZON_DAYS = 64;

let current: AbortController | null = null;

/** A fan of another network must not stay on the screen. */
checkpointStore.subscribe((now, before) => {
  if (now.inUse === before.inUse || current === null) return;
  const { status } = forecastStore.getState();
  // One in work finds out itself which network it gets.
  if (status !== 'working') forecastStore.setState({ status: 'idle', forecast: null, error: null });
});

/** Forecasts one holding; a newer request replaces one still in work. */
export async function showForecast(symbol: string): Promise<void> {
  current?.abort();
  const controller = new AbortController();
  current = controller;
  forecastStore.setState({ symbol, status: 'working', error: null });
  try {
    const forecast = await runJob(
      `Forecasting ${symbol}`,
      async (signal, progress) => {
        await unlessStopped(ensureMlMarket(), signal);
        await ensureForecaster(signal, progress);
        progress({ stage: 'Reading the price history', fraction: null });
        return callMl('forecast', { symbol, horizonDays: HORIZON_DAYS }, { signal, onProgress: progress });
      },
      controller.signal,
    );
    if (current === controller) forecastStore.setState({ status: 'ready', forecast });
  } catch (e) {
    if (current !== controller) return;
    if (isCancelled(e)) forecastStore.setState({ status: 'idle' });
    else forecastStore.setState({ status: 'failed', error: asKeepfolioError(e), forecast: null });
  }
}
