import { KeepfolioError } from '../../core/errors.ts';
import { sha256Hex } from '../manifest.ts';
import type { RawTensors } from '../nn/params.ts';
import { parseSafetensors, parseSharded } from '../safetensors.ts';
import { parseChronosConfig } from './config.ts';
import { parameterCount, tensorShapes } from './weights.ts';

/** A dropped checkpoint that passed every check, and what to show about it. */
export interface Checkpoint {
  readonly family: 'bolt' | 't5';
  readonly parameters: number;
  /** Bytes of the weight files as stored. */
  readonly bytes: number;
  /** SHA-256 over the weight files in name order, lower-case hex. */
  readonly sha256: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: RawTensors;
}

/** Float32 weights beyond this do not fit a browser tab beside their working memory. */
export const MAX_PARAMETERS = 60_000_000;
const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/** Files by their last name: a dropped folder and two dropped files look alike. */
function byName(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...files].map(([path, bytes]) => [path.split(/[\\/]/).at(-1) ?? path, bytes]));
}

function readConfig(bytes: Uint8Array | undefined): Record<string, unknown> {
  if (!bytes) {
    throw new KeepfolioError(
      'checkpoint-incomplete',
      'config.json is missing',
      `Drop it together with ${SINGLE}.`,
    );
  }
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Refused below, like a document of the wrong kind.
  }
  throw new KeepfolioError('chronos-config', 'config.json is not a JSON object', 'Download it again.');
}

async function readTensors(files: Map<string, Uint8Array>): Promise<RawTensors> {
  const single = files.get(SINGLE);
  if (single) return parseSafetensors(single, SINGLE);
  const index = files.get(INDEX);
  if (!index) {
    throw new KeepfolioError(
      'checkpoint-incomplete',
      `${SINGLE} is missing`,
      'Drop it together with config.json.',
    );
  }
  return parseSharded(new TextDecoder().decode(index), async (name) => {
    const bytes = files.get(name);
    if (bytes) return bytes;
    throw new KeepfolioError(
      'checkpoint-incomplete',
      `${name} of the index is missing`,
      'Drop all files of the folder.',
    );
  });
}

async function hashOf(files: Map<string, Uint8Array>): Promise<{ sha256: string; bytes: number }> {
  const weights = [...files]
    .filter(([n]) => n.endsWith('.safetensors'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const bytes = weights.reduce((n, [, b]) => n + b.byteLength, 0);
  const only = weights[0]?.[1];
  if (weights.length === 1 && only) return { sha256: await sha256Hex(only), bytes };
  const hashes = await Promise.all(weights.map(([, b]) => sha256Hex(b)));
  return { sha256: await sha256Hex(new TextEncoder().encode(hashes.join('\n'))), bytes };
}

/**
 * Checks a dropped Chronos checkpoint before it becomes the forecaster: config, size, header bounds, dtypes, shapes,
 * NaN; a tensor of the layout that is missing or of another shape is named.
 * @param files by path or name: config.json with model.safetensors, or with a sharded index and its shards
 * @throws KeepfolioError "checkpoint-incomplete", "checkpoint-too-large", "chronos-config", "chronos-weights",
 *   "weights-invalid", "weights-dtype"
 */
export async function validateCheckpoint(
  files: ReadonlyMap<string, Uint8Array>,
  maxParameters = MAX_PARAMETERS,
): Promise<Checkpoint> {
  const named = byName(files);
  const config = readConfig(named.get('config.json'));
  const parsed = parseChronosConfig(config);
  const parameters = parameterCount(parsed);
  if (parameters > maxParameters) {
    throw new KeepfolioError(
      'checkpoint-too-large',
      `this checkpoint has ${Math.round(parameters / 1e6)} million weights`,
      `At most ${Math.round(maxParameters / 1e6)} million fit into this browser; take a smaller official model.`,
    );
  }
  const tensors = await readTensors(named);
  for (const [name, shape] of Object.entries(tensorShapes(parsed))) {
    const t = tensors[name];
    const problem = !t
      ? `tensor "${name}" is missing`
      : t.shape.join() === shape.join()
        ? ''
        : `tensor "${name}" has shape [${t.shape.join(', ')}], config.json asks for [${shape.join(', ')}]`;
    if (problem)
      throw new KeepfolioError(
        'chronos-weights',
        problem,
        'Use the weights that belong to this config.json.',
      );
  }
  return { family: parsed.family, parameters, ...(await hashOf(named)), config, tensors };
}
