import { KeepfolioError } from '../core/errors.ts';
import { bfloatToFloat, floatToHalf, halfToFloat } from './half-float.ts';
import type { RawTensors } from './nn/params.ts';

/** Storage types read; everything is computed in float32. */
export type StorageType = 'F32' | 'F16' | 'BF16';
const WIDTH: Readonly<Record<StorageType, number>> = { F32: 4, F16: 2, BF16: 2 };

interface Entry {
  readonly dtype: StorageType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function refuse(file: string, why: string): never {
  throw new KeepfolioError(
    'weights-invalid',
    `${file}: ${why}`,
    'The file is damaged or not a safetensors file; download it again.',
  );
}

function readEntry(file: string, name: string, raw: unknown, dataLength: number): Entry {
  const e = (raw ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const { dtype, shape, data_offsets: offsets } = e;
  if (typeof dtype !== 'string' || !Object.hasOwn(WIDTH, dtype)) {
    throw new KeepfolioError(
      'weights-dtype',
      `${file}: tensor "${name}" is stored as ${String(dtype)}`,
      'Only F32, F16 and BF16 are read; convert the checkpoint.',
    );
  }
  const isIndex = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isIndex)) refuse(file, `tensor "${name}" has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isIndex)) {
    refuse(file, `tensor "${name}" has no valid data_offsets`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataLength) refuse(file, `tensor "${name}" reaches beyond the end of the file`);
  const type = dtype as StorageType;
  const bytes = (shape as number[]).reduce((a, b) => a * b, 1) * WIDTH[type];
  if (end - begin !== bytes)
    refuse(file, `tensor "${name}" holds ${end - begin} bytes, its shape needs ${bytes}`);
  return { dtype: type, shape: shape as number[], begin, end };
}

function decode(file: string, name: string, entry: Entry, view: DataView): Float32Array {
  const out = new Float32Array((entry.end - entry.begin) / WIDTH[entry.dtype]);
  for (let i = 0; i < out.length; i++) {
    if (entry.dtype === 'F32') out[i] = view.getFloat32(entry.begin + 4 * i, true);
    else {
      const h = view.getUint16(entry.begin + 2 * i, true);
      out[i] = entry.dtype === 'F16' ? halfToFloat(h) : bfloatToFloat(h);
    }
  }
  // x - x is 0 for every finite number and NaN otherwise: one pass for NaN and both infinities.
  const bad = out.findIndex((x) => x - x !== 0);
  if (bad >= 0) refuse(file, `tensor "${name}" holds ${String(out[bad])} at position ${bad}`);
  return out;
}

function readHeader(bytes: Uint8Array, file: string): { header: Record<string, unknown>; start: number } {
  if (bytes.byteLength < 8) refuse(file, 'shorter than a safetensors header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.byteLength - 8)
    refuse(file, `header of ${length} bytes in a file of ${bytes.byteLength}`);
  try {
    const parsed: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      refuse(file, 'header is not an object');
    return { header: parsed as Record<string, unknown>, start: 8 + length };
  } catch (e) {
    if (e instanceof KeepfolioError) throw e;
    return refuse(file, 'header is not JSON');
  }
}

/**
 * Reads a safetensors file (F32, F16, BF16) to float32 arrays.
 * @param file only names the file in refusals.
 * @throws KeepfolioError "weights-invalid" (bounds, shapes, NaN, infinity) or "weights-dtype"
 */
export function parseSafetensors(bytes: Uint8Array, file = 'model.safetensors'): RawTensors {
  const { header, start } = readHeader(bytes, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  const out: RawTensors = {};
  for (const [name, raw] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const entry = readEntry(file, name, raw, view.byteLength);
    out[name] = { shape: entry.shape, data: decode(file, name, entry, view) };
  }
  return out;
}

/**
 * Reads a checkpoint split over several files: `index` is the text of `model.safetensors.index.json`,
 * `fetchBytes` gives a shard by its file name. Every tensor of the index must be in the shard it names.
 * @throws KeepfolioError "weights-invalid"
 */
export async function parseSharded(
  index: string,
  fetchBytes: (file: string) => Promise<Uint8Array>,
): Promise<RawTensors> {
  const name = 'model.safetensors.index.json';
  let map: Record<string, unknown> = {};
  try {
    map = ((JSON.parse(index) as { weight_map?: Record<string, unknown> } | null)?.weight_map ??
      {}) as typeof map;
  } catch {
    refuse(name, 'not JSON');
  }
  const files = [...new Set(Object.values(map))];
  if (files.length === 0) refuse(name, 'no weight_map');
  const out: RawTensors = {};
  for (const file of files) {
    if (typeof file !== 'string' || /[\\/]/.test(file))
      refuse(name, `"${String(file)}" is not a plain file name`);
    const shard = parseSafetensors(await fetchBytes(file), file);
    for (const [tensor, home] of Object.entries(map)) {
      if (home !== file) continue;
      out[tensor] = shard[tensor] ?? refuse(file, `tensor "${tensor}" of the index is not in it`);
    }
  }
  return out;
}

/** Writes a safetensors file. Tensors keep the order of the record; `metadata` values must be strings. */
export function writeSafetensors(
  tensors: RawTensors,
  type: 'F32' | 'F16' = 'F32',
  metadata: Record<string, string> = {},
): Uint8Array {
  const width = WIDTH[type];
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  let offset = 0;
  for (const [name, t] of Object.entries(tensors)) {
    const end = offset + t.data.length * width;
    header[name] = { dtype: type, shape: t.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8, ' '));
  const out = new Uint8Array(8 + json.length + offset);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  let at = 8 + json.length;
  for (const t of Object.values(tensors)) {
    for (const x of t.data) {
      if (type === 'F32') view.setFloat32(at, x, true);
      else view.setUint16(at, floatToHalf(x), true);
      at += width;
    }
  }
  return out;
}
