import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdamWState } from '../../src/models/nn/adamw.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { parseSafetensors, writeSafetensors } from '../../src/models/safetensors.ts';
import { CHECKPOINTS_DIR } from './paths.ts';

/** A training, stopped between two steps. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly params: RawTensors;
  readonly optimiser: AdamWState | null;
  /**
   * Whatever else the training needs to go on: losses so far, seeds. Derive each step's random numbers from
   * (seed, step), e.g. `pcg32(seed, step)`, and no generator state needs saving.
   */
  readonly extra: Record<string, unknown>;
}

const prefixed = (prefix: string, t: RawTensors): RawTensors =>
  Object.fromEntries(Object.entries(t).map(([n, x]) => [`${prefix}/${n}`, x]));
const unprefixed = (prefix: string, t: RawTensors): RawTensors =>
  Object.fromEntries(
    Object.entries(t)
      .filter(([n]) => n.startsWith(`${prefix}/`))
      .map(([n, x]) => [n.slice(prefix.length + 1), x]),
  );

/** Saves in full precision into `.checkpoints/NAME/`; an interrupted save leaves the previous one whole. */
export async function saveCheckpoint(
  name: string,
  c: Checkpoint,
  dir: string = CHECKPOINTS_DIR,
): Promise<void> {
  const folder = join(dir, name);
  await mkdir(folder, { recursive: true });
  const { optimiser, params } = c;
  const tensors = {
    ...prefixed('p', params),
    ...(optimiser ? { ...prefixed('m', optimiser.m), ...prefixed('v', optimiser.v) } : {}),
  };
  const state = { step: c.step, optimiserStep: optimiser?.step ?? null, extra: c.extra };
  // One file: weights and counters can never belong to different steps.
  const bytes = writeSafetensors(tensors, 'F32', { state: JSON.stringify(state) });
  await writeFile(join(folder, 'state.tmp'), bytes);
  await rename(join(folder, 'state.tmp'), join(folder, 'state.safetensors'));
}

/** The last checkpoint saved under a name, or null. */
export async function loadCheckpoint(
  name: string,
  dir: string = CHECKPOINTS_DIR,
): Promise<Checkpoint | null> {
  const file = join(dir, name, 'state.safetensors');
  if (!existsSync(file)) return null;
  const bytes = new Uint8Array(await readFile(file));
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as {
    __metadata__: { state: string };
  };
  const state = JSON.parse(header.__metadata__.state) as {
    step: number;
    optimiserStep: number | null;
    extra: Record<string, unknown>;
  };
  const all = parseSafetensors(bytes, file);
  const optimiser =
    state.optimiserStep === null
      ? null
      : { step: state.optimiserStep, m: unprefixed('m', all), v: unprefixed('v', all) };
  return { step: state.step, params: unprefixed('p', all), optimiser, extra: state.extra };
}
