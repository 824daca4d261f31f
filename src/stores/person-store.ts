import { createStore } from 'zustand/vanilla';
import type { KeepfolioError } from '../core/errors.ts';
import { adapterFileText, readAdapterFile } from '../domain/portfolio/adapter-file.ts';
import { appStore, report, runJob } from './app-store.ts';
import { inBatches } from './batches.ts';
import { callMl, noteDevice } from './clients.ts';
import { learningRecords, personRecords } from './database.ts';
import { asKeepfolioError, isCancelled, unlessStopped } from './errors.ts';
import { ledgerStore, ownerKey, settingsInForce } from './ledger-store.ts';
import { ensureMlMarket } from './market-store.ts';
import { ensureMlLedger } from './open-ledger.ts';
import type { LearningState, PersonView, TrainingTick } from './view-types.ts';

export interface PersonState {
  /** Whose result this is. */
  readonly owner: string;
  readonly status: 'idle' | 'training' | 'ready' | 'failed';
  readonly ticks: readonly TrainingTick[];
  readonly person: PersonView | null;
  /** Trades were added or taken back since this was learned. */
  readonly stale: boolean;
  readonly error: KeepfolioError | null;
  /** Passes done by a learning that a reload cut off; null when there is none to go on with. */
  readonly unfinished: number | null;
  cancel(): void;
}

const idle = (owner: string): PersonState => ({
  owner,
  status: 'idle',
  ticks: [],
  person: null,
  stale: false,
  error: null,
  unfinished: null,
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
  const begun = await unfinishedOf(owner);
  if (ownerKey(ledgerStore.getState().source) !== owner) return;
  const unfinished = begun ? (begun.tuning?.epoch ?? 0) : null;
  if (saved)
    personStore.setState({
      ...idle(owner),
      status: 'ready',
      person: withHistory(saved.person),
      stale: saved.basis !== basisOf(),
      unfinished,
    });
  else if (now.owner !== owner || now.status !== 'ready')
    personStore.setState({ ...idle(owner), unfinished });
}

/** A result kept by an earlier version had no goals by quarter and named no weights. */
const withHistory = (p: PersonView): PersonView => ({
  ...p,
  head: (p as Partial<PersonView>).head ?? '',
  trajectory: (p as Partial<PersonView>).trajectory ?? [],
});

const learningKey = (owner: string): string => `learning:${owner}`;

/** What a reload cut off, when it was about these very trades. */
async function unfinishedOf(owner: string): Promise<LearningState | null> {
  const begun = await (await learningRecords())?.get(learningKey(owner));
  return begun && begun.basis === basisOf() ? begun.state : null;
}

/** States are written one after the other: a late one must not bring back what was deleted. */
let writing: Promise<unknown> = Promise.resolve();
/** Number of the newest state of each owner. */
const newest = new Map<string, number>();

function keepState(owner: string, basis: string, state: LearningState | null): void {
  if (!appStore.getState().canStore) return;
  const before = writing;
  const mine = (newest.get(owner) ?? 0) + 1;
  newest.set(owner, mine);
  const write = async (): Promise<void> => {
    await before;
    // States are large and come quickly: one that another has overtaken is not written.
    if (mine !== newest.get(owner)) return;
    const records = await learningRecords();
    await (state ? records?.put(learningKey(owner), { state, basis }) : records?.delete(learningKey(owner)));
  };
  writing = write().catch(report);
}

async function save(owner: string, basis: string, person: PersonView): Promise<void> {
  if (appStore.getState().canStore) await (await personRecords())?.put(owner, { person, basis });
}

interface Asked {
  readonly resume?: LearningState;
  readonly adapterFile?: string;
}

/** Often enough to look alive; a chart takes tens of milliseconds to draw. */
const SHOW_EVERY_MS = 100;

async function ask(owner: string, basis: string, asked: Asked, stop: AbortSignal): Promise<PersonView> {
  const { key } = ledgerStore.getState();
  let say: (tick: TrainingTick) => void = () => {};
  const ticks = inBatches<TrainingTick>(SHOW_EVERY_MS, (some) => {
    say(some.at(-1) as TrainingTick);
    if (personStore.getState().owner === owner)
      personStore.setState((s) => ({ ticks: [...s.ticks, ...some] }));
  });
  return runJob(
    asked.adapterFile === undefined ? 'Learning your goals' : 'Reading the learned numbers',
    async (signal, tell) => {
      say = tell;
      await unlessStopped(ensureMlMarket(), signal);
      await unlessStopped(ensureMlLedger(key), signal);
      const onProgress = ({ state, ...tick }: TrainingTick): void =>
        state ? keepState(owner, basis, state) : ticks.add(tick);
      const request = { settings: settingsInForce(), seed: SEED, ...asked };
      try {
        const person = await callMl('personalize', request, { signal, onProgress });
        ticks.end();
        return person;
      } finally {
        ticks.drop();
      }
    },
    stop,
  );
}

async function run(asked: Asked): Promise<void> {
  const owner = ownerKey(ledgerStore.getState().source);
  const before = personStore.getState();
  const controller = new AbortController();
  const basis = basisOf();
  const cancel = (): void => controller.abort();
  personStore.setState({ owner, status: 'training', ticks: [], error: null, unfinished: null, cancel });
  try {
    const person = await ask(owner, basis, asked, controller.signal);
    keepState(owner, basis, null);
    if (personStore.getState().owner !== owner) return;
    noteDevice(person.device);
    personStore.setState({ status: 'ready', person, stale: false });
    await save(owner, basis, person);
  } catch (e) {
    if (personStore.getState().owner !== owner) return;
    if (isCancelled(e)) {
      // Stopping by hand is a decision: nothing is left to go on with.
      keepState(owner, basis, null);
      personStore.setState({ status: before.person ? 'ready' : 'idle', person: before.person, ticks: [] });
    } else personStore.setState({ status: 'failed', person: before.person, error: asKeepfolioError(e) });
  }
}

/** Fine-tunes the 76 numbers on these trades; ticks arrive while it runs. Stopping keeps the earlier result. */
export const personalise = (): Promise<void> => run({});

/** Goes on with a learning that a reload cut off; begins anew where there is none. */
export async function resumeLearning(): Promise<void> {
  const resume = await unfinishedOf(ownerKey(ledgerStore.getState().source));
  return run(resume ? { resume } : {});
}

/** The 76 numbers as a file; null before anything was learned. */
export function exportAdapter(): { readonly name: string; readonly text: string } | null {
  const { person } = personStore.getState();
  if (!person || person.head === '') return null;
  const { A, B } = person.adapter;
  return { name: 'keepfolio-76-numbers.json', text: adapterFileText({ head: person.head, A, B }) };
}

/** Takes numbers from an exported file instead of learning; a file that does not fit is refused with the reason. */
export async function importAdapter(text: string): Promise<void> {
  try {
    readAdapterFile(text, null);
  } catch (e) {
    personStore.setState({ status: 'failed', error: asKeepfolioError(e) });
    return;
  }
  return run({ adapterFile: text });
}

/** Forgets what was learned from these trades; the trades stay. */
export async function forgetPerson(): Promise<void> {
  const owner = ownerKey(ledgerStore.getState().source);
  personStore.getState().cancel();
  keepState(owner, basisOf(), null);
  await (await personRecords())?.delete(owner);
  personStore.setState(idle(owner));
}

// What was learned belongs to one ledger: a new owner or new trades reload it.
ledgerStore.subscribe((now, before) => {
  if (now.source !== before.source || (now.batches !== before.batches && now.rows > 0)) void loadPerson();
});
