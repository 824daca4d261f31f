import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBolt } from '../../src/models/chronos/bolt.ts';
import { loadChronosT5 } from '../../src/models/chronos/t5-predict.ts';
import { useBackend } from '../backend.ts';
import { boltDocument } from './bolt-cases.ts';
import { readCheckpointFolder } from './checkpoint-folder.ts';
import type { Json } from './json-tensor.ts';
import { t5Document } from './t5-cases.ts';

const GOLDEN = join(import.meta.dirname, '../../../shared/chronos');
const FOLDERS = [
  't5-upstream-dummy',
  't5-gated-gelu-untied',
  't5-relu-tied-4096',
  'bolt-upstream-dummy',
  'bolt-reg',
  'bolt-noreg',
  'bolt-reg-bf16',
];
const present = existsSync(GOLDEN);
if (!present) console.warn('chronos golden tests skipped: ../shared/chronos is not there');

type Tensor = { dtype: string; shape: number[]; data: (number | boolean | null)[] };
const isTensor = (x: unknown): x is Tensor =>
  typeof x === 'object' && x !== null && 'shape' in x && 'data' in x;

/** Bars of the golden files' README for true float32 (null = exact); `scale` is that of the tensor's row. */
function tolerance(path: string, want: number, scale: number): number {
  const loose = path.includes('large_offset');
  const key = path.split('/').at(-1) ?? '';
  if (key === 'context_padded') return 1e-7 * Math.abs(want);
  if (key === 'loc') return 3e-6 * (Math.abs(want) + scale);
  if (key === 'scale' || key === 'next_scale') return (loose ? 1e-3 : 1e-5) * Math.abs(want) + 1e-12;
  if (/probabilities/.test(key)) return 1e-6;
  if (/forecast|median|quantiles_2|mean/.test(key) && !path.includes('predict'))
    return 1e-5 * Math.max(1, Math.abs(want));
  if (/quantile|mean/.test(key))
    return (path.includes('predict') || loose ? 1e-3 : 1e-4) * (scale + 0.005 * Math.abs(want));
  if (key === 'loss') return 1e-4 * Math.abs(want);
  // Near-zero weights: the usual bar would let anything pass.
  if (path.startsWith('bolt-upstream') || path.startsWith('t5-upstream')) return 2e-6;
  return loose ? 1e-2 : 1e-4;
}

let compared = 0;
function compare(want: unknown, got: unknown, path: string, scales: number[] | null): void {
  if (isTensor(want)) {
    if (path.includes('debug')) return;
    expect(isTensor(got), path).toBe(true);
    const g = got as Tensor;
    expect(g.shape, path).toEqual(want.shape);
    want.data.forEach((x, i) => {
      const y = g.data[i];
      const exact = want.dtype !== 'float32' || x === null;
      const row = scales ? (scales[Math.floor((i * scales.length) / want.data.length)] ?? 1) : 1;
      const fine = exact
        ? y === x
        : Math.abs(Number(y) - Number(x)) <= tolerance(path, Number(x), row) * 1.0001;
      if (!fine) expect.fail(`${path}[${i}]: ${String(y)} instead of ${String(x)}`);
    });
    compared += 1;
    return;
  }
  if (Array.isArray(want)) {
    want.forEach((x, i) => compare(x, (got as unknown[] | undefined)?.[i], `${path}/${i}`, scales));
    return;
  }
  if (typeof want === 'object' && want !== null) {
    const w = want as Record<string, unknown>;
    const own = isTensor(w['scale']) ? w['scale'].data.map(Number) : scales;
    for (const [k, v] of Object.entries(w)) {
      if (k !== 'gradients' && !/float64|min_/.test(k))
        compare(v, (got as Json | undefined)?.[k], `${path}/${k}`, own);
    }
    compareGradients(w['gradients'], (got as Json | undefined)?.['gradients'], path);
    return;
  }
  if (path.endsWith('/loss'))
    expect(Math.abs(Number(got) - Number(want)), path).toBeLessThan(tolerance(path, Number(want), 1));
  else if (/num_kept|inverse_cdf/.test(path)) expect(got, path).toBe(want);
}

function compareGradients(want: unknown, got: unknown, path: string): void {
  if (want === undefined) return;
  type Report = Record<string, { l2_norm: number }>;
  for (const [name, w] of Object.entries(want as Report)) {
    const g = (got as Report)[name]?.l2_norm ?? NaN;
    expect(Math.abs(g - w.l2_norm), `${path} gradient of ${name}`).toBeLessThan(1e-3 * w.l2_norm + 1e-9);
  }
}

/** Every `expected` of a document against the `result` beside it. */
function compareAll(node: unknown, path: string): void {
  if (Array.isArray(node)) node.forEach((x, i) => compareAll(x, `${path}/${i}`));
  if (typeof node !== 'object' || node === null) return;
  const o = node as Json;
  if (o['expected'] !== undefined)
    compare(o['expected'], o['result'], `${path}/${String(o['name'] ?? '')}`, null);
  for (const [k, v] of Object.entries(o))
    if (k !== 'expected' && k !== 'result') compareAll(v, `${path}/${k}`);
}

describe.skipIf(!present)('golden cases, wasm', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });
  it.each(FOLDERS)('%s', async (name) => {
    const dir = join(GOLDEN, name);
    const { config, tensors } = await readCheckpointFolder(dir);
    const doc = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as Json;
    const isBolt = name.startsWith('bolt');
    const out = isBolt
      ? await boltDocument(loadBolt(config, tensors), doc)
      : await t5Document(loadChronosT5(config, tensors), doc);
    compared = 0;
    compareAll(out, name);
    expect(compared).toBeGreaterThan(40);
  });
});
