import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { pcg32 } from '../../src/core/rng.ts';
import { parseChronosConfig } from '../../src/models/chronos/config.ts';
import { tensorShapes } from '../../src/models/chronos/weights.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { writeSafetensors } from '../../src/models/safetensors.ts';

/** A file as Playwright hands it to an input. */
interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const core = { d_model: 16, d_kv: 8, d_ff: 32, num_heads: 2, num_layers: 1, decoder_start_token_id: 0 };
const CONFIGS = {
  bolt: {
    ...core,
    architectures: ['ChronosBoltModelForForecasting'],
    chronos_pipeline_class: 'ChronosBoltPipeline',
    vocab_size: 2,
    chronos_config: {
      context_length: 128,
      prediction_length: 64,
      input_patch_size: 16,
      input_patch_stride: 16,
      quantiles: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      use_reg_token: true,
    },
  },
  t5: {
    ...core,
    architectures: ['T5ForConditionalGeneration'],
    vocab_size: 256,
    chronos_config: {
      tokenizer_class: 'MeanScaleUniformBins',
      tokenizer_kwargs: { low_limit: -15, high_limit: 15 },
      n_tokens: 256,
      n_special_tokens: 2,
      pad_token_id: 0,
      eos_token_id: 1,
      use_eos_token: true,
      model_type: 'seq2seq',
      context_length: 64,
      prediction_length: 64,
      num_samples: 10,
    },
  },
} as const;
export type Family = keyof typeof CONFIGS;

/** Random weights of the official layout, small enough for a test. */
export function tinyTensors(family: Family): RawTensors {
  const rng = pcg32(7);
  return Object.fromEntries(
    Object.entries(tensorShapes(parseChronosConfig(CONFIGS[family]))).map(([name, shape]) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return [name, { shape, data: Float32Array.from({ length }, () => 0.2 * rng.normal()) }];
    }),
  );
}

export const configBytes = (family: Family): Buffer => Buffer.from(JSON.stringify(CONFIGS[family]));
export const weightBytes = (tensors: RawTensors): Buffer => Buffer.from(writeSafetensors(tensors));
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The two files as somebody would choose them. */
export const uploads = (config: Buffer, weights: Buffer): Upload[] => [
  { name: 'config.json', mimeType: 'application/json', buffer: config },
  { name: 'model.safetensors', mimeType: 'application/octet-stream', buffer: weights },
];

/** Writes a checkpoint folder. @returns its path */
export function writeFolder(parent: string, name: string, config: Buffer, weights: Buffer): string {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), config);
  writeFileSync(join(folder, 'model.safetensors'), weights);
  writeFileSync(join(folder, 'README.md'), 'of no use to the app');
  return folder;
}

/** The part of the privacy page where a person brings a checkpoint. */
export class ForecasterPanel {
  readonly page: Page;
  readonly kept: Locator;
  readonly refused: Locator;
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.kept = page.getByTestId('kept-checkpoint');
    this.refused = page.getByTestId('checkpoint-refused');
    this.list = page.getByTestId('forecasters');
  }

  async choose(files: readonly Upload[]): Promise<void> {
    await this.page.getByTestId('checkpoint-files').setInputFiles([...files]);
  }

  async chooseFolder(path: string): Promise<void> {
    await this.page.getByTestId('checkpoint-folder').setInputFiles(path);
  }

  async inUse(name: string): Promise<void> {
    await expect(this.list.locator('li', { hasText: 'in use' })).toContainText(name, { timeout: 150_000 });
  }

  /** Names of the checkpoint folders in the browser's private files. */
  storedFolders(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('checkpoints').catch(() => null);
      const names: string[] = [];
      if (folder) for await (const name of folder.keys()) names.push(name);
      return names;
    });
  }

  /** Flips the last byte of the stored weights, as a failing disk would. */
  damage(): Promise<void> {
    return this.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const all = await root.getDirectoryHandle('checkpoints');
      for await (const name of all.keys()) {
        const handle = await (await all.getDirectoryHandle(name)).getFileHandle('model.safetensors');
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
        const out = await handle.createWritable();
        await out.write(bytes);
        await out.close();
      }
    });
  }
}
