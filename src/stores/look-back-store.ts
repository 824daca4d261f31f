import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { addDays, daysBetween, yearOf, type IsoDate } from '../core/iso-date.ts';
import { dollars } from '../core/money.ts';
import { LOOK_BACK_POLICIES } from '../workers/contracts/model-views.ts';
import { runJob } from './app-store.ts';
import { callMl, noteDevice } from './clients.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ledgerStore } from './ledger-store.ts';
import { ensureMlMarket, marketStore } from './market-store.ts';
import { objectivesInUse } from './plan-store.ts';
import { settingsStore } from './settings-store.ts';
import type { LookBackPolicy, LookBackView, MarketInfo } from './view-types.ts';

export { LOOK_BACK_POLICIES };

export const COSTS_BPS = [0, 5, 10, 25] as const;

export interface LookBackChoices {
  readonly policies: readonly LookBackPolicy[];
  /** null = three years before the market's last day. */
  readonly from: IsoDate | null;
  readonly costBps: number;
  /** The shares of today as if bought on the first day, or the same money in each symbol. */
  readonly start: 'shares' | 'even';
}

export interface LookBackState extends LookBackChoices {
  readonly status: 'idle' | 'working' | 'ready' | 'failed';
  readonly result: LookBackView | null;
  /** What the result shown was asked for. */
  readonly asked: LookBackChoices | null;
  readonly error: KeepfolioError | null;
}

const fresh = (): LookBackState => ({
  policies: ['model', 'hold', 'equal', 'sixtyForty', 'hold+harvest', 'equal+harvest'],
  from: null,
  costBps: 5,
  start: 'shares',
  status: 'idle',
  result: null,
  asked: null,
  error: null,
});

export const lookBackStore = createStore<LookBackState>(fresh);

/** Calendar days of prices a look-back needs before its first day: more than 252 trading days. */
const BEFORE_DAYS = 380;
const LEAST_DAYS = 60;
const USUAL_DAYS = 3 * 365;

/** First days that can be chosen in a market, and the usual one; null when its history is too short. */
export function startRange(
  info: Pick<MarketInfo, 'from' | 'to'>,
): { readonly first: IsoDate; readonly last: IsoDate; readonly usual: IsoDate } | null {
  const first = addDays(info.from, BEFORE_DAYS);
  const last = addDays(info.to, -LEAST_DAYS);
  if (daysBetween(first, last) < 0) return null;
  const usual = addDays(info.to, -USUAL_DAYS);
  return { first, last, usual: usual < first ? first : usual };
}

/** Changes what is asked for; what is shown stays until it is run again. */
export function chooseLookBack(part: Partial<LookBackChoices>): void {
  lookBackStore.setState(part);
}

export function togglePolicy(policy: LookBackPolicy): void {
  lookBackStore.setState(({ policies }) => ({
    policies: LOOK_BACK_POLICIES.filter((p) => (p === policy) !== policies.includes(p)),
  }));
}

let current: AbortController | null = null;

/** Plays the chosen policies over the person's own symbols. A newer request takes the place of one in work. */
export async function runLookBack(): Promise<void> {
  current?.abort();
  const controller = new AbortController();
  current = controller;
  const { policies, costBps, start } = lookBackStore.getState();
  lookBackStore.setState({ status: 'working', error: null });
  try {
    const { result, asked } = await runJob(
      'Looking back',
      async (signal, progress) => {
        await unlessStopped(ensureMlMarket(), signal);
        const info = marketStore.getState().info as MarketInfo;
        const from = lookBackStore.getState().from ?? startRange(info)?.usual ?? info.from;
        const { positions, totals, view } = ledgerStore.getState();
        const { profile, ledger } = settingsStore.getState();
        const request = {
          from,
          start:
            start === 'shares'
              ? {
                  // Today's shares as if bought that day: their real cost belongs to another day.
                  lots: (view?.sums ?? []).map((sum, i) => ({
                    ...sum,
                    lotId: `held-${i}`,
                    accountType: ledger.accountTypes[sum.account] ?? 'taxable',
                    basis: null,
                    acquired: from,
                    holdingFrom: from,
                    trail: [],
                  })),
                }
              : {
                  symbols: positions.map((p) => p.symbol),
                  dollars: totals && totals.value > 0 ? dollars(totals.value) : 100_000,
                },
          policies,
          objectives: objectivesInUse(),
          profile: { ...profile, year: yearOf(from) },
          costBps,
        };
        const result = await callMl('lookBack', request, { signal, onProgress: progress });
        return { result, asked: { policies, from, costBps, start } };
      },
      controller.signal,
    );
    noteDevice(result.device);
    if (current === controller) lookBackStore.setState({ status: 'ready', result, asked });
  } catch (e) {
    if (current !== controller) return;
    if (isCancelled(e)) lookBackStore.setState((s) => ({ status: s.result ? 'ready' : 'idle' }));
    else lookBackStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}

/** Stops the work; what was shown before stays. */
export const cancelLookBack = (): void => current?.abort();

// Another ledger: the curves would be about other symbols.
ledgerStore.subscribe((now, before) => {
  if (now.source !== before.source || now.version !== before.version) {
    current?.abort();
    lookBackStore.setState({ status: 'idle', result: null, asked: null, error: null });
  }
});
marketStore.subscribe((now, before) => {
  if (now.info && before.info && now.info.hash !== before.info.hash)
    lookBackStore.setState({ status: 'idle', result: null, asked: null, from: null });
});
