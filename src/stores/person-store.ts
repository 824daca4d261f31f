import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { appStore, runJob } from './app-store.ts';
import { callMl, noteDevice } from './clients.ts';
import { personRecords } from './database.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ledgerStore, ownerKey, settingsInForce } from './ledger-store.ts';
import { ensureMlMarket } from './market-store.ts';
import { ensureMlLedger } from './open-ledger.ts';
import type { PersonView, TrainingTick } from './view-types.ts';

export interface PersonState {
  /** Whose result this is. */
  readonly owner: string;
  readonly status: 'idle' | 'training' | 'ready' | 'failed';
  readonly ticks: readonly TrainingTick[];
  readonly person: PersonView | null;
  /** Trades were added or taken back since this was learned. */
  readonly stale: boolean;
  readonly error: KeepfolioError | null;
  cancel(): void;
}

const idle = (owner: string): PersonState => ({
  owner,
  status: 'idle',
  ticks: [],
  person: null,
  stale: false,
  error: null,
  cancel: () => {},
});

export const personStore = createStore<PersonState>(() => idle(''));

/** Fixed, so that the same trades always teach the same thing. */
const SEED = 1;

/** What the result depends on; a different basis makes it stale. */
const basisOf = (): string => ledgerStore.getState().fingerprint;

/** Shows what was learned earlier from these trades, if anything. */
export async function loadPerson(): Promise<void> {
  const owner = ownerKey(ledgerStore.getState().source);
  const now = personStore.getState();
  if (now.owner === owner && now.status === 'training') return;
  if (now.owner !== owner) now.cancel();
  const saved = await (await personRecords())?.get(owner);
  if (ownerKey(ledgerStore.getState().source) !== owner) return;
  if (saved)
    personStore.setState({
      ...idle(owner),
      status: 'ready',
      person: saved.person,
      stale: saved.basis !== basisOf(),
    });
  else if (now.owner !== owner || now.status !== 'ready') personStore.setState(idle(owner));
}

async function save(owner: string, basis: string, person: PersonView): Promise<void> {
  if (appStore.getState().canStore) await (await personRecords())?.put(owner, { person, basis });
}

/** Fine-tunes the 76 numbers on these trades; ticks arrive while it runs. Stopping keeps the earlier result. */
export async function personalise(): Promise<void> {
  const { key, source } = ledgerStore.getState();
  const owner = ownerKey(source);
  const before = personStore.getState();
  const controller = new AbortController();
  const basis = basisOf();
  personStore.setState({
    owner,
    status: 'training',
    ticks: [],
    error: null,
    cancel: () => controller.abort(),
  });
  try {
    const person = await runJob(
      'Learning your goals',
      async (signal, report) => {
        await unlessStopped(ensureMlMarket(), signal);
        await unlessStopped(ensureMlLedger(key), signal);
        return callMl(
          'personalize',
          { settings: settingsInForce(), seed: SEED },
          {
            signal,
            onProgress(tick) {
              report(tick);
              if (personStore.getState().owner === owner)
                personStore.setState((s) => ({ ticks: [...s.ticks, tick] }));
            },
          },
        );
      },
      controller.signal,
    );
    if (personStore.getState().owner !== owner) return;
    noteDevice(person.device);
    personStore.setState({ status: 'ready', person, stale: false });
    await save(owner, basis, person);
  } catch (e) {
    if (personStore.getState().owner !== owner) return;
    if (isCancelled(e))
      personStore.setState({ status: before.person ? 'ready' : 'idle', person: before.person, ticks: [] });
    else personStore.setState({ status: 'failed', error: asKeepfolioError(e) });
  }
}

// What was learned belongs to one ledger: a new owner or new trades reload it.
ledgerStore.subscribe((now, before) => {
  if (now.source !== before.source || (now.batches !== before.batches && now.rows > 0)) void loadPerson();
});
