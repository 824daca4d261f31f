import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Where shipped models lie. */
export const MODELS_DIR = join(ROOT, 'public', 'models');
/** Where trainings keep what they need to resume (ignored by git). */
export const CHECKPOINTS_DIR = join(ROOT, '.checkpoints');

/** Reads a path below `public/models`, for `loadArtefact` under Node. */
export async function fetchModelFile(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(join(MODELS_DIR, path)));
}
