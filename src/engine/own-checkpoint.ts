import { KeepfolioError } from '../core/errors.ts';
import { sha256Stream } from '../core/sha256-stream.ts';
import { forecastQuantiles, type ChronosBranch } from '../models/chronos/branch.ts';
import { MAX_PARAMETERS, validateCheckpoint, type Checkpoint } from '../models/chronos/checkpoint.ts';
import { parseChronosConfig } from '../models/chronos/config.ts';
import { parameterCount } from '../models/chronos/weights.ts';

/** One file a person dropped, read piece by piece: its bytes need not be in memory before they are wanted. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
  /** Bytes `from` (inclusive) to `to` (exclusive). */
  read(from: number, to: number): Promise<Uint8Array>;
  /** What the file must hash to (lower-case hex), when it was sealed before. */
  readonly sha256?: string;
}

/** A file as it was when it passed the checks. */
export interface FileSeal {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How reading goes on, and whether it should. */
export interface ReadWatch {
  progress(stage: string, fraction: number): void;
  isCancelled(): boolean;
}

export interface OwnCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly files: readonly FileSeal[];
  /** Memory it takes while it is being loaded; see `checkpointMemory`. */
  readonly memoryBytes: number;
}

const PIECE = 4 * 1024 * 1024;
const CONFIG = 'config.json';
const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const MAX_JSON_BYTES = 4 * 1024 * 1024;
/** The largest official checkpoint has 24 blocks a stack; a forged count must not fill memory with names of tensors. */
const MAX_BLOCKS = 64;

/** No checkpoint may take more than this, whatever the device has. */
export const MEMORY_CEILING = 1024 ** 3;
/** Share of the device's memory a checkpoint may take, where the browser tells it. */
const DEVICE_SHARE = 0.25;
/** Activations of a batch and the caches of a decoder. */
const WORKING_BYTES = 64 * 1024 ** 2;

/** Bytes while loading: the files, the weights in float32, the same transposed, and once more on the device. */
export const checkpointMemory = (fileBytes: number, parameters: number): number =>
  fileBytes + 3 * 4 * parameters + WORKING_BYTES;

/** What a checkpoint may take. @param deviceGiB as the browser tells it (it rounds, and caps at 8); null when it does not */
export const memoryLimit = (deviceGiB: number | null): number =>
  deviceGiB === null ? MEMORY_CEILING : Math.min(MEMORY_CEILING, deviceGiB * DEVICE_SHARE * 1024 ** 3);

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const incomplete = (what: string, hint: string): KeepfolioError =>
  new KeepfolioError('checkpoint-incomplete', what, hint);

function plainName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The files of one checkpoint among whatever lay in the folder. @throws KeepfolioError "checkpoint-incomplete" */
function chosenFiles(files: readonly SourceFile[]): SourceFile[] {
  const named = (name: string): SourceFile[] => files.filter((f) => plainName(f.name) === name);
  const configs = named(CONFIG);
  if (configs.length > 1)
    throw incomplete(
      `there are ${configs.length} config.json files`,
      'Drop the folder of one checkpoint at a time.',
    );
  const config = configs[0];
  if (!config) throw incomplete('config.json is missing', `Drop it together with ${SINGLE}.`);
  const weights =
    named(SINGLE).length > 0 ? named(SINGLE) : files.filter((f) => f.name.endsWith('.safetensors'));
  const index = named(SINGLE).length > 0 ? [] : named(INDEX);
  if (weights.length === 0 || (named(SINGLE).length === 0 && index.length === 0))
    throw incomplete(
      `${SINGLE} is missing`,
      files.some((f) => /\.(bin|pt|ckpt)$/.test(f.name))
        ? 'Only safetensors are read; weights of another format cannot be opened safely.'
        : 'Drop it together with config.json, or all shards with their index.',
    );
  return [config, ...index, ...weights];
}

async function readSealed(
  file: SourceFile,
  watch: ReadWatch,
  onBytes: (count: number) => void,
): Promise<{ bytes: Uint8Array; seal: FileSeal }> {
  const bytes = new Uint8Array(file.size);
  const hash = sha256Stream();
  for (let at = 0; at < file.size; at += PIECE) {
    if (watch.isCancelled()) throw new KeepfolioError('cancelled', 'Stopped at your request.');
    const piece = await file.read(at, Math.min(file.size, at + PIECE));
    hash.add(piece);
    bytes.set(piece, at);
    onBytes(piece.length);
  }
  const name = plainName(file.name);
  const sha256 = hash.finish();
  if (file.sha256 !== undefined && file.sha256 !== sha256)
    throw new KeepfolioError(
      'checkpoint-changed',
      `${name} is not the file that was checked: its SHA-256 differs`,
      'Remove this checkpoint and drop it again.',
      { file: name, expected: file.sha256, actual: sha256 },
    );
  return { bytes, seal: { name, bytes: file.size, sha256 } };
}

/** Refuses by the sizes alone, before any weight is read. @returns bytes it will take */
function admit(configBytes: Uint8Array, weightBytes: number, limit: number): number {
  let json: unknown = null;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(configBytes));
  } catch {
    // Refused below, like a document of the wrong kind.
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new KeepfolioError('chronos-config', 'config.json is not a JSON object', 'Download it again.');
  const config = parseChronosConfig(json as Record<string, unknown>);
  if (Math.max(config.encoderLayers, config.decoderLayers) > MAX_BLOCKS)
    throw new KeepfolioError(
      'checkpoint-too-large',
      `config.json asks for ${Math.max(config.encoderLayers, config.decoderLayers)} blocks`,
      `No official checkpoint has more than ${MAX_BLOCKS}.`,
    );
  const parameters = parameterCount(config);
  const needs = checkpointMemory(weightBytes, parameters);
  if (parameters > MAX_PARAMETERS || needs > limit)
    throw new KeepfolioError(
      'checkpoint-too-large',
      `this checkpoint has ${(parameters / 1e6).toFixed(1)} million weights and would take about ${megabytes(needs)} of memory`,
      `Here at most ${MAX_PARAMETERS / 1e6} million weights and ${megabytes(limit)} fit. Take a smaller official model.`,
      { parameters, needs, limit },
    );
  return needs;
}

/**
 * Reads, hashes and checks a checkpoint: one folder's config.json with model.safetensors, or with a sharded index.
 * Other files of the folder are ignored. The config is checked before a weight is read.
 * @param limit bytes it may take; see `memoryLimit`
 * @throws KeepfolioError "checkpoint-incomplete", "checkpoint-too-large", "checkpoint-changed", "chronos-config",
 *   "chronos-weights", "weights-invalid", "weights-dtype", "cancelled"
 */
export async function readOwnCheckpoint(
  files: readonly SourceFile[],
  limit: number,
  watch: ReadWatch,
): Promise<OwnCheckpoint> {
  const chosen = chosenFiles(files);
  const json = chosen.filter((f) => f.name.endsWith('.json'));
  const weights = chosen.filter((f) => !f.name.endsWith('.json'));
  for (const f of json)
    if (f.size > MAX_JSON_BYTES)
      throw new KeepfolioError(
        'chronos-config',
        `${plainName(f.name)} is ${megabytes(f.size)} long`,
        'Download it again.',
      );
  const total = chosen.reduce((n, f) => n + f.size, 0);
  let done = 0;
  const onBytes = (count: number): void =>
    watch.progress('Reading and hashing', total === 0 ? 1 : (done += count) / total);
  const read = new Map<string, Uint8Array>();
  const seals: FileSeal[] = [];
  const take = async (f: SourceFile): Promise<Uint8Array> => {
    const { bytes, seal } = await readSealed(f, watch, onBytes);
    read.set(seal.name, bytes);
    seals.push(seal);
    return bytes;
  };
  const config = await take(json[0] as SourceFile);
  const memoryBytes = admit(
    config,
    weights.reduce((n, f) => n + f.size, 0),
    limit,
  );
  for (const f of [...json.slice(1), ...weights]) await take(f);
  watch.progress('Checking every weight', 1);
  return { checkpoint: await validateCheckpoint(read), files: seals, memoryBytes };
}

/** SHA-256 of official weights that public sources pin, and what they are. */
const OFFICIAL: Readonly<Record<string, string>> = {
  '75068728d376d2bec670379eeef4bfb4d24c0cfe24d957451f8d19b447030a32': 'chronos-bolt-tiny',
};

/** The official name of weights by their hash; null when it is not one we know. */
export const officialName = (sha256: string): string | null =>
  Object.hasOwn(OFFICIAL, sha256) ? (OFFICIAL[sha256] as string) : null;

/**
 * Forecasts one step of a made-up series, to see that the loaded network computes at all.
 * @throws KeepfolioError "checkpoint-unusable" when what comes out is not finite
 */
export async function tryForecaster(branch: ChronosBranch): Promise<void> {
  const series = Float32Array.from({ length: 64 }, (_, i) => 100 + Math.sin(i / 3));
  const { values } = await forecastQuantiles(branch, [series], 1);
  if (!values.every(Number.isFinite))
    throw new KeepfolioError(
      'checkpoint-unusable',
      'this checkpoint runs, but its forecast of a test series is not a number',
      'Its weights may be damaged; download it again.',
    );
}
