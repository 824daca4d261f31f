import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex, type Manifest } from '../../src/models/manifest.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { writeSafetensors } from '../../src/models/safetensors.ts';
import { namesBeside } from '../../scripts/lib/checkpoints-beside.ts';
import { MODELS_DIR } from './paths.ts';

export interface Shipment {
  readonly name: string;
  readonly config: Record<string, unknown>;
  readonly tensors: RawTensors;
  /** The model card: data, split, seeds, metrics, baselines, limits, how to reproduce. */
  readonly card: string;
}

/**
 * Hashes of every file of the shipped models, paths with forward slashes, sorted: all below `public/models` but the
 * manifest itself and checkpoints somebody put beside them.
 */
export async function refreshManifest(dir: string = MODELS_DIR): Promise<Manifest> {
  const files: Record<string, { sha256: string; bytes: number }> = {};
  const beside = namesBeside(dir);
  const names = (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) =>
      join(e.parentPath, e.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((f) => f !== 'manifest.json' && !beside.includes(f.split('/')[0] ?? ''))
    .toSorted();
  for (const file of names) {
    const bytes = new Uint8Array(await readFile(join(dir, file)));
    files[file] = { sha256: await sha256Hex(bytes), bytes: bytes.byteLength };
  }
  await writeFile(join(dir, 'manifest.json'), `${JSON.stringify({ files }, null, 2)}\n`);
  return { files };
}

/** Writes `public/models/NAME/{config.json, model.safetensors (fp16), README.md}` and refreshes the manifest. */
export async function ship(
  { name, config, tensors, card }: Shipment,
  dir: string = MODELS_DIR,
): Promise<void> {
  const folder = join(dir, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  await writeFile(join(folder, 'model.safetensors'), writeSafetensors(tensors, 'F16'));
  await writeFile(join(folder, 'README.md'), card);
  await refreshManifest(dir);
}
