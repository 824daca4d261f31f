import { beforeEach, describe, expect, it } from 'vitest';
import { KeepfolioError } from '../core/errors.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import type { Client } from '../workers/rpc/client.ts';
import { appStore } from './app-store.ts';
import {
  addCheckpoint,
  checkpointStore,
  chooseForecaster,
  dropCheckpoint,
  ensureForecaster,
  openCheckpoints,
} from './checkpoint-store.ts';
import { replaceClients } from './clients.ts';
import type { CheckpointFile, CheckpointInfo } from './view-types.ts';

const info = (sha256: string): CheckpointInfo => ({
  family: 'bolt',
  parameters: 8_652_672,
  bytes: 30,
  sha256,
  official: null,
  memoryBytes: 100,
  contextLength: 512,
  predictionLength: 64,
  files: [
    { name: 'config.json', bytes: 10, sha256: 'c'.repeat(64) },
    { name: 'model.safetensors', bytes: 30, sha256 },
  ],
});
const files: CheckpointFile[] = ['tiny/config.json', 'tiny/model.safetensors'].map((name) => ({
  name,
  blob: new Blob([name]),
}));

type Told = { readonly name: string; readonly files: readonly CheckpointFile[] } | null;

/** A models' worker that checks with `check` and remembers what it was told to use. */
function worker(check: () => CheckpointInfo, use: (told: Told) => void = () => {}): Told[] {
  const told: Told[] = [];
  const call = async (method: string, request: { readonly checkpoint?: Told }): Promise<unknown> => {
    if (method === 'checkCheckpoint') return check();
    use(request.checkpoint ?? null);
    told.push(request.checkpoint ?? null);
    return null;
  };
  replaceClients({ ml: { ready: Promise.resolve(), call } as unknown as Client<MlApi> });
  return told;
}

const ensure = (): Promise<void> => ensureForecaster(new AbortController().signal, () => {});
const state = () => checkpointStore.getState();

// No database and no private files here: what is dropped serves this tab.
beforeEach(async () => {
  worker(() => info('a'.repeat(64)));
  await openCheckpoints();
  for (const k of state().kept) await dropCheckpoint(k.id);
  appStore.setState({ notices: [] });
});

describe('a dropped checkpoint', () => {
  it('forecasts from then on, with the hashes it passed with', async () => {
    const told = worker(() => info('a'.repeat(64)));
    expect(await addCheckpoint('tiny', files)).toBe(true);
    expect(state().kept).toMatchObject([
      { name: 'tiny', bytes: 40, where: 'this tab', sha256: 'a'.repeat(64) },
    ]);
    expect(state().inUse).toBe(state().kept[0]?.id);
    expect(told[0]?.files.map((f) => f.sha256)).toEqual(['c'.repeat(64), 'a'.repeat(64)]);
    // The worker knows already; a new one is told again.
    await ensure();
    expect(told).toHaveLength(1);
    const next = worker(() => info(''));
    await ensure();
    expect(next[0]?.name).toBe('tiny');
    // Dropping the same again keeps one.
    worker(() => info('a'.repeat(64)));
    await addCheckpoint('again', files);
    expect(state().kept).toHaveLength(1);
  });

  it('that is refused leaves nothing but the reason', async () => {
    worker(() => {
      throw new KeepfolioError('weights-invalid', 'it holds NaN', 'Download it again.');
    });
    expect(await addCheckpoint(null, files)).toBe(false);
    expect(state()).toMatchObject({ kept: [], inUse: null, refusal: { error: { message: 'it holds NaN' } } });
    // One that cannot be loaded from where it was kept is not kept either.
    worker(
      () => info('b'.repeat(64)),
      () => {
        throw new KeepfolioError('checkpoint-changed', 'SHA-256 differs');
      },
    );
    expect(await addCheckpoint('tiny', files)).toBe(false);
    expect(state()).toMatchObject({ kept: [], inUse: null });
  });

  it('gives way to the shipped network when it cannot be loaded later, and says so', async () => {
    await addCheckpoint('tiny', files);
    const told = worker(
      () => info(''),
      (next) => {
        if (next) throw new KeepfolioError('checkpoint-changed', 'its SHA-256 differs', 'Drop it again.');
      },
    );
    await ensure();
    expect(state().inUse).toBeNull();
    expect(told.every((t) => t === null)).toBe(true);
    expect(appStore.getState().notices[0]?.message).toBe('tiny is not used: its SHA-256 differs.');
  });

  it('can be set aside, used again and removed', async () => {
    const told = worker(() => info('a'.repeat(64)));
    await addCheckpoint('tiny', files);
    const id = state().inUse;
    await chooseForecaster(null);
    expect(state().inUse).toBeNull();
    await chooseForecaster(id);
    await dropCheckpoint(id ?? '');
    expect(state()).toMatchObject({ kept: [], inUse: null });
    expect(told.map((t) => t?.name ?? null)).toEqual(['tiny', null, 'tiny', null]);
  });
});
