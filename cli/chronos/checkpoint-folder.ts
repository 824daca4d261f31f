import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KeepfolioError } from '../../src/core/errors.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { parseSafetensors, parseSharded } from '../../src/models/safetensors.ts';
import { readInput } from '../read-input.ts';

/** Reads a checkpoint folder: config.json with model.safetensors or a sharded index. */
export async function readCheckpointFolder(
  dir: string,
): Promise<{ config: Record<string, unknown>; tensors: RawTensors }> {
  const text = new TextDecoder().decode(await readInput(join(dir, 'config.json')));
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    config = null;
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new KeepfolioError(
      'chronos-config',
      `${join(dir, 'config.json')} is not a JSON object`,
      'Download it again.',
    );
  }
  const single = join(dir, 'model.safetensors');
  const index = join(dir, 'model.safetensors.index.json');
  const tensors =
    existsSync(single) || !existsSync(index)
      ? parseSafetensors(await readInput(single), 'model.safetensors')
      : await parseSharded(new TextDecoder().decode(await readInput(index)), (f) =>
          readInput(join(dir, basename(f))),
        );
  return { config: config as Record<string, unknown>, tensors };
}
