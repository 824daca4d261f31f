import { KeepfolioError } from '../core/errors.ts';
import { sha256 } from '../core/sha256.ts';
import type { RawTensors } from './nn/params.ts';
import { parseSafetensors } from './safetensors.ts';

/** `public/models/manifest.json`: path below `public/models` -> what the file must be. */
export interface Manifest {
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

/** A shipped model as it comes off the disk or the network, checked. */
export interface Artefact {
  readonly name: string;
  /** The parsed config.json. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: RawTensors;
  /** SHA-256 of model.safetensors, lower-case hex. */
  readonly sha256: string;
}

const REMEDY = 'Reload the page without cache, or install the app again: this copy of the model is damaged.';

/** Lower-case hex SHA-256. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = await sha256(bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

function parseJson(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Reported below, like a document of the wrong kind.
  }
  throw new KeepfolioError('model-corrupt', `${file} is not a JSON object`, REMEDY);
}

async function fetchChecked(
  file: string,
  manifest: Manifest,
  fetchBytes: (path: string) => Promise<Uint8Array>,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const want = Object.hasOwn(manifest.files ?? {}, file) ? manifest.files[file] : undefined;
  if (!want) throw new KeepfolioError('model-unknown', `${file} is not in manifest.json`, REMEDY, { file });
  const bytes = await fetchBytes(file);
  const actual = await sha256Hex(bytes);
  if (bytes.byteLength !== want.bytes || actual !== want.sha256) {
    throw new KeepfolioError(
      'model-corrupt',
      `${file} is not the file that was published (SHA-256 differs)`,
      REMEDY,
      {
        file,
        expected: want.sha256,
        actual,
      },
    );
  }
  return { bytes, sha256: actual };
}

/**
 * Loads a shipped model and refuses it when a single byte differs from the manifest.
 * @param name folder below `public/models`, e.g. "chronos-bolt-keepfolio".
 * @param fetchBytes gives the bytes of a path below `public/models` ("manifest.json", "NAME/config.json", …).
 * @throws KeepfolioError "model-corrupt" or "model-unknown", naming the file
 */
export async function loadArtefact(
  name: string,
  fetchBytes: (path: string) => Promise<Uint8Array>,
): Promise<Artefact> {
  const manifest = parseJson(await fetchBytes('manifest.json'), 'manifest.json') as unknown as Manifest;
  const config = await fetchChecked(`${name}/config.json`, manifest, fetchBytes);
  const weights = await fetchChecked(`${name}/model.safetensors`, manifest, fetchBytes);
  return {
    name,
    config: parseJson(config.bytes, `${name}/config.json`),
    tensors: parseSafetensors(weights.bytes, `${name}/model.safetensors`),
    sha256: weights.sha256,
  };
}
