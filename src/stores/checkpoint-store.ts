import { createStore } from 'zustand/vanilla';
import { KeepfolioError } from '../core/errors.ts';
import {
  checkpointFiles,
  chooseCheckpoint,
  chosenCheckpoint,
  eraseCheckpoints,
  keepCheckpoint,
  removeCheckpoint,
  storedCheckpoints,
  type NamedBlob,
  type StoredCheckpoint,
} from '../storage/checkpoint-files.ts';
import { notify, report, runJob } from './app-store.ts';
import { appBase, callMl, mlClient } from './clients.ts';
import { keepData } from './database.ts';
import { asKeepfolioError, isCancelled } from './errors.ts';
import type { CheckpointFile, CheckpointInfo, JobProgress } from './view-types.ts';

export type { NamedBlob, StoredCheckpoint };
export { eraseCheckpoints };

/** A checkpoint folder that lies beside the app, in public/models, and is not one of its own models. */
export interface FolderBeside {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

export interface CheckpointState {
  /** Whether the lists below have been read. */
  readonly opened: boolean;
  readonly kept: readonly StoredCheckpoint[];
  readonly beside: readonly FolderBeside[];
  /** The one that forecasts; null = the shipped network. */
  readonly inUse: string | null;
  /** Why the last one that was dropped was refused. */
  readonly refusal: { readonly name: string; readonly error: KeepfolioError } | null;
}

export const checkpointStore = createStore<CheckpointState>(() => ({
  opened: false,
  kept: [],
  beside: [],
  inUse: null,
  refusal: null,
}));

type Report = (progress: JobProgress) => void;

/** Files of checkpoints this browser would not store. */
const inThisTab = new Map<string, readonly CheckpointFile[]>();
let opening: Promise<void> | null = null;
/** What the models' worker was told last; a worker that was replaced knows nothing. */
let told: { readonly client: object; readonly id: string | null } | null = null;

async function foldersBeside(): Promise<FolderBeside[]> {
  try {
    const response = await fetch(`${appBase()}models/beside.json`);
    const list: unknown = response.ok ? await response.json() : null;
    return Array.isArray(list) ? (list as FolderBeside[]) : [];
  } catch {
    return []; // an older copy of the app has no such list
  }
}

/** Reads what is kept and what was chosen; once. A browser that stores nothing has nothing. */
export function openCheckpoints(): Promise<void> {
  opening ??= (async () => {
    const [kept, inUse, beside] = await Promise.all([
      storedCheckpoints().catch(() => []),
      chosenCheckpoint().catch(() => null),
      foldersBeside(),
    ]);
    const known = kept.some((k) => k.id === inUse) ? inUse : null;
    checkpointStore.setState({ opened: true, kept, beside, inUse: known });
  })();
  return opening;
}

const recordOf = (id: string): StoredCheckpoint | undefined =>
  checkpointStore.getState().kept.find((k) => k.id === id);

async function filesOf(record: StoredCheckpoint): Promise<readonly CheckpointFile[]> {
  return inThisTab.get(record.id) ?? checkpointFiles(record);
}

async function setInUse(id: string | null): Promise<void> {
  checkpointStore.setState({ inUse: id });
  if (id === null || !inThisTab.has(id)) await chooseCheckpoint(id).catch(() => {}); // not kept: for this tab only
}

async function tell(id: string | null, signal: AbortSignal, onProgress: Report): Promise<void> {
  const client = await mlClient();
  if (told?.client === client ? told.id === id : id === null) return;
  const record = id === null ? undefined : recordOf(id);
  const checkpoint = record ? { name: record.name, files: await filesOf(record) } : null;
  told = null;
  await callMl('useForecaster', { checkpoint }, { signal, onProgress });
  told = { client, id };
}

/**
 * Makes sure that forecasts come from what the person chose. One that cannot be loaded, or whose bytes changed since
 * it was checked, is not used: the shipped network takes over and the person is told.
 */
export async function ensureForecaster(signal: AbortSignal, onProgress: Report): Promise<void> {
  await openCheckpoints();
  const { inUse } = checkpointStore.getState();
  try {
    await tell(inUse, signal, onProgress);
  } catch (e) {
    const error = asKeepfolioError(e);
    if (isCancelled(error) || inUse === null || error.code === 'worker-died') throw error;
    notify({
      tone: 'problem',
      message: `${recordOf(inUse)?.name ?? 'Your checkpoint'} is not used: ${error.message.replace(/\.$/, '')}.`,
      hint: `${error.hint} Until then the built-in network forecasts.`,
    });
    await setInUse(null);
    await tell(null, signal, onProgress);
  }
}

/** The same weights under another config are another forecaster. */
const idOf = (info: CheckpointInfo): string =>
  `${info.sha256.slice(0, 32)}-${info.files.find((f) => f.name === 'config.json')?.sha256.slice(0, 16) ?? ''}`;

function nameOf(info: CheckpointInfo, given: string | null): string {
  const family = info.family === 'bolt' ? 'Chronos-Bolt' : 'Chronos-T5';
  const size =
    info.parameters < 1e5
      ? `${Math.ceil(info.parameters / 1000)} thousand`
      : `${(info.parameters / 1e6).toFixed(1)} million`;
  return info.official ?? given ?? `${family}, ${size} weights`;
}

async function keep(
  info: CheckpointInfo,
  given: string | null,
  files: readonly NamedBlob[],
  signal: AbortSignal,
): Promise<StoredCheckpoint> {
  const { family, parameters, sha256 } = info;
  const bytes = info.files.reduce((n, f) => n + f.bytes, 0);
  const record = {
    id: idOf(info),
    name: nameOf(info, given),
    family,
    parameters,
    bytes,
    sha256,
    files: info.files,
  };
  const wanted = info.files.map(({ name, sha256: hash }): CheckpointFile => {
    const blob = files.find((f) => f.name.split('/').at(-1) === name)?.blob;
    if (!blob) throw new KeepfolioError('checkpoint-incomplete', `${name} is missing`);
    return { name, blob, sha256: hash };
  });
  try {
    const kept = await keepCheckpoint(record, wanted, signal);
    void keepData().catch(report);
    return kept;
  } catch (e) {
    if (e instanceof KeepfolioError) throw e;
    // A browser that stores nothing: it serves until the tab is closed, and the list says so.
    inThisTab.set(record.id, wanted);
    return { ...record, where: 'this tab' };
  }
}

async function checkAndUse(
  given: string | null,
  files: readonly CheckpointFile[],
  signal: AbortSignal,
  onProgress: Report,
): Promise<void> {
  const info = await callMl('checkCheckpoint', { files }, { signal, onProgress });
  const id = idOf(info);
  const isNew = !recordOf(id);
  if (isNew) {
    onProgress({ stage: 'Keeping it in this browser', fraction: null });
    const kept = await keep(info, given, files, signal);
    checkpointStore.setState((s) => ({ kept: [...s.kept, kept] }));
  }
  try {
    // Chosen only once it is loaded from where it is kept, and verified there.
    await tell(id, signal, onProgress);
    await setInUse(id);
  } catch (e) {
    if (isNew) await forget(id);
    throw e;
  }
}

/**
 * Checks dropped files; a checkpoint that passes is kept and forecasts from now on. A refusal keeps nothing and is
 * left in the store with its reason.
 * @param name of the dropped folder, if there was one
 * @returns whether it is in use now
 */
export async function addCheckpoint(
  name: string | null,
  files: readonly CheckpointFile[],
  fetchFirst?: (signal: AbortSignal) => Promise<readonly CheckpointFile[]>,
): Promise<boolean> {
  const shown = name ?? 'the checkpoint';
  checkpointStore.setState({ refusal: null });
  try {
    await openCheckpoints();
    await runJob(`Checking ${shown}`, async (signal, onProgress) =>
      checkAndUse(name, fetchFirst ? await fetchFirst(signal) : files, signal, onProgress),
    );
    return true;
  } catch (e) {
    if (!isCancelled(e)) checkpointStore.setState({ refusal: { name: shown, error: asKeepfolioError(e) } });
    return false;
  }
}

/** Takes a checkpoint that lies beside the app, as if it had been dropped. */
export function addFolderBeside(folder: FolderBeside): Promise<boolean> {
  return addCheckpoint(folder.name, [], (signal) =>
    Promise.all(
      folder.files.map(async ({ name, sha256 }) => {
        const address = `${appBase()}models/${encodeURIComponent(folder.name)}/${encodeURIComponent(name)}`;
        const response = await fetch(address, { signal }).catch(() => null);
        if (!response?.ok)
          throw new KeepfolioError(
            'model-missing',
            `${name} could not be loaded`,
            'Check the folder beside the app.',
          );
        return { name, blob: await response.blob(), sha256 };
      }),
    ),
  );
}

/** Lets a kept checkpoint forecast, or the shipped network (null). */
export async function chooseForecaster(id: string | null): Promise<void> {
  const before = checkpointStore.getState().inUse;
  try {
    await setInUse(id);
    if (id === null && told === null) return; // no worker holds anything
    const name = id === null ? 'the built-in network' : (recordOf(id)?.name ?? 'the checkpoint');
    await runJob(`Checking ${name}`, ensureForecaster);
  } catch (e) {
    await setInUse(before === id ? null : before);
    report(e);
  }
}

async function forget(id: string): Promise<void> {
  if (!inThisTab.delete(id)) await removeCheckpoint(id);
  checkpointStore.setState((s) => ({ kept: s.kept.filter((k) => k.id !== id) }));
}

/** Removes a kept checkpoint; the shipped network takes over if it was in use. */
export async function dropCheckpoint(id: string): Promise<void> {
  if (checkpointStore.getState().inUse === id) await chooseForecaster(null);
  await forget(id).catch(report);
}

/** Takes the refusal down. */
export const dismissRefusal = (): void => checkpointStore.setState({ refusal: null });
