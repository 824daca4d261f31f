import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../core/rng.ts';
import { disposeBranch, forecastQuantiles, loadChronosBranch } from '../models/chronos/branch.ts';
import { parseChronosConfig } from '../models/chronos/config.ts';
import { tensorShapes } from '../models/chronos/weights.ts';
import { sha256Hex } from '../models/manifest.ts';
import type { RawTensors } from '../models/nn/params.ts';
import { writeSafetensors } from '../models/safetensors.ts';
import {
  checkpointMemory,
  memoryLimit,
  MEMORY_CEILING,
  readOwnCheckpoint,
  type ReadWatch,
  type SourceFile,
  tryForecaster,
} from './own-checkpoint.ts';

const T5 = { d_model: 8, d_kv: 4, d_ff: 16, num_heads: 2, num_layers: 1, vocab_size: 64 };
const CONFIGS = {
  bolt: {
    ...T5,
    chronos_pipeline_class: 'ChronosBoltPipeline',
    chronos_config: {
      context_length: 32,
      prediction_length: 8,
      input_patch_size: 4,
      quantiles: [0.1, 0.5, 0.9],
    },
  },
  t5: {
    ...T5,
    chronos_config: {
      tokenizer_class: 'MeanScaleUniformBins',
      tokenizer_kwargs: { low_limit: -15, high_limit: 15 },
      n_tokens: 64,
      context_length: 16,
      prediction_length: 4,
      num_samples: 3,
    },
  },
} as const;
type Family = keyof typeof CONFIGS;

function tensorsOf(family: Family): RawTensors {
  const rng = pcg32(3);
  return Object.fromEntries(
    Object.entries(tensorShapes(parseChronosConfig(CONFIGS[family]))).map(([name, shape]) => [
      name,
      {
        shape,
        data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.3 * rng.normal()),
      },
    ]),
  );
}

const source = (name: string, bytes: Uint8Array, sha256?: string): SourceFile => ({
  name,
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
  ...(sha256 === undefined ? {} : { sha256 }),
});
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const twoFiles = (family: Family, tensors = tensorsOf(family)): SourceFile[] => [
  source('tiny/config.json', json(CONFIGS[family])),
  source('tiny/model.safetensors', writeSafetensors(tensors)),
  source('tiny/README.md', json('ignored')),
];
const quiet: ReadWatch = { progress: () => {}, isCancelled: () => false };

beforeAll(() => tf.setBackend('cpu'));

describe('a dropped checkpoint', () => {
  it.each(['bolt', 't5'] as const)('is read, sealed and able to forecast (%s)', async (family) => {
    const seen: number[] = [];
    const files = twoFiles(family);
    const own = await readOwnCheckpoint(files, MEMORY_CEILING, {
      ...quiet,
      progress: (_stage, fraction) => seen.push(fraction),
    });
    expect(own.checkpoint.family).toBe(family);
    expect(own.files.map((f) => f.name)).toEqual(['config.json', 'model.safetensors']);
    const weights = files[1] as SourceFile;
    expect(own.files[1]?.sha256).toBe(await sha256Hex(await weights.read(0, weights.size)));
    expect(own.checkpoint.sha256).toBe(own.files[1]?.sha256);
    expect(seen.at(-1)).toBe(1);
    const before = tf.memory().numTensors;
    const branch = loadChronosBranch(own.checkpoint);
    await tryForecaster(branch);
    disposeBranch(branch);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('may be sharded, with an index', async () => {
    const entries = Object.entries(tensorsOf('bolt'));
    const parts = [entries.slice(0, 9), entries.slice(9)].map((p) => Object.fromEntries(p));
    const map = Object.fromEntries(
      parts.flatMap((p, i) => Object.keys(p).map((n) => [n, `part-${i}.safetensors`])),
    );
    const files = [
      source('config.json', json(CONFIGS.bolt)),
      source('model.safetensors.index.json', json({ weight_map: map })),
      ...parts.map((p, i) => source(`part-${i}.safetensors`, writeSafetensors(p))),
    ];
    const own = await readOwnCheckpoint(files, MEMORY_CEILING, quiet);
    expect(own.files).toHaveLength(4);
    await expect(readOwnCheckpoint(files.slice(0, 3), MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'checkpoint-incomplete',
      message: 'part-1.safetensors of the index is missing',
    });
  });

  it('is refused with the reason when damaged, of another shape or cut off', async () => {
    const nan = tensorsOf('bolt');
    (nan['shared.weight'] as { data: Float32Array }).data[3] = NaN;
    await expect(readOwnCheckpoint(twoFiles('bolt', nan), MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'weights-invalid',
      message: 'model.safetensors: tensor "shared.weight" holds NaN at position 3',
    });
    const other = { ...tensorsOf('bolt'), 'shared.weight': { shape: [2, 4], data: new Float32Array(8) } };
    await expect(readOwnCheckpoint(twoFiles('bolt', other), MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'chronos-weights',
    });
    const long = writeSafetensors(tensorsOf('t5'));
    new DataView(long.buffer).setBigUint64(0, 1n << 40n, true);
    const files = [source('config.json', json(CONFIGS.t5)), source('model.safetensors', long)];
    await expect(readOwnCheckpoint(files, MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'weights-invalid',
      message: expect.stringContaining('header of 1099511627776 bytes') as string,
    });
  });

  it('is refused by size before its weights are read', async () => {
    let read = 0;
    const files = [
      source(
        'config.json',
        json({ ...CONFIGS.bolt, d_model: 768, d_ff: 3072, d_kv: 64, num_heads: 12, num_layers: 12 }),
      ),
      { name: 'model.safetensors', size: 8e8, read: async () => (read++, new Uint8Array()) },
    ];
    await expect(readOwnCheckpoint(files, MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'checkpoint-too-large',
      hint: expect.stringContaining('60 million weights') as string,
    });
    await expect(readOwnCheckpoint(twoFiles('bolt'), 1000, quiet)).rejects.toMatchObject({
      code: 'checkpoint-too-large',
    });
    const forged = [
      source('config.json', json({ ...CONFIGS.bolt, num_layers: 1_000_000 })),
      files[1] as SourceFile,
    ];
    await expect(readOwnCheckpoint(forged, MEMORY_CEILING, quiet)).rejects.toMatchObject({
      message: 'config.json asks for 1000000 blocks',
    });
    expect(read).toBe(0);
  });

  it('names what is missing', async () => {
    const [config, weights] = twoFiles('bolt') as [SourceFile, SourceFile];
    const only = (...files: SourceFile[]) => readOwnCheckpoint(files, MEMORY_CEILING, quiet);
    await expect(only(config)).rejects.toThrow('model.safetensors is missing');
    await expect(only(weights)).rejects.toThrow('config.json is missing');
    await expect(only(config, source('pytorch_model.bin', json(1)))).rejects.toMatchObject({
      hint: expect.stringContaining('Only safetensors') as string,
    });
    await expect(only(config, { ...config, name: 'b/config.json' }, weights)).rejects.toThrow(
      '2 config.json',
    );
  });

  it('that changed since it was checked is not loaded, and reading can be stopped', async () => {
    const [config, weights] = twoFiles('bolt') as [SourceFile, SourceFile];
    const sealed = [config, { ...weights, sha256: '0'.repeat(64) }];
    await expect(readOwnCheckpoint(sealed, MEMORY_CEILING, quiet)).rejects.toMatchObject({
      code: 'checkpoint-changed',
    });
    await expect(
      readOwnCheckpoint([config, weights], MEMORY_CEILING, { ...quiet, isCancelled: () => true }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a sampled forecast', () => {
  it('tells its steps, and can be stopped between two without leaving a tensor', async () => {
    const { checkpoint } = await readOwnCheckpoint(twoFiles('t5'), MEMORY_CEILING, quiet);
    const branch = loadChronosBranch(checkpoint);
    const before = tf.memory().numTensors;
    const series = [Float32Array.from({ length: 16 }, (_, i) => 5 + Math.sin(i))];
    const seen: number[] = [];
    // Six steps are more than one block of four.
    const whole = await forecastQuantiles({ ...branch, onStep: (f) => void seen.push(f) }, series, 6);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((n) => n / 6));
    expect(whole.values).toEqual((await forecastQuantiles(branch, series, 6)).values);
    const stop = (fraction: number): void => {
      if (fraction > 0.4) throw new Error('stopped');
    };
    await expect(forecastQuantiles({ ...branch, onStep: stop }, series, 6)).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
    disposeBranch(branch);
  });
});

describe('memory', () => {
  it('fits the official sizes up to small on a desktop, less where the device has less', () => {
    expect(checkpointMemory(190_888_824, 47_718_016)).toBeLessThan(memoryLimit(8));
    expect(checkpointMemory(84_956_096, 21_236_096)).toBeLessThan(memoryLimit(2));
    expect(checkpointMemory(190_888_824, 47_718_016)).toBeGreaterThan(memoryLimit(2));
    expect(memoryLimit(null)).toBe(MEMORY_CEILING);
    expect(memoryLimit(0.5)).toBe(128 * 1024 ** 2);
  });
});
