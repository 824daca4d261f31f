import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldersBeside, namesBeside } from './checkpoints-beside.ts';

let models = '';
const put = (folder: string, files: Readonly<Record<string, string>>): void => {
  mkdirSync(join(models, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(models, folder, name), text);
};
const chronos = JSON.stringify({ chronos_config: {} });

beforeAll(() => {
  models = mkdtempSync(join(tmpdir(), 'keepfolio-models-'));
  put('chronos-bolt-keepfolio', { 'config.json': chronos, 'model.safetensors': 'shipped' });
  put('encoder', { 'config.json': '{}', 'model.safetensors': 'e' });
  put('broken', { 'config.json': '{' });
  put('empty', {});
  put('chronos-t5-tiny', { 'config.json': chronos, 'model.safetensors': 'w', 'README.md': 'card' });
});
afterAll(() => rmSync(models, { recursive: true, force: true }));

describe('checkpoints beside the shipped models', () => {
  it('are told from the app’s own models', () => {
    expect(namesBeside(models)).toEqual(['chronos-t5-tiny']);
    expect(namesBeside(join(models, 'nowhere'))).toEqual([]);
  });
  it('are listed with the files a forecaster needs and their hashes', () => {
    const [folder] = foldersBeside(models);
    expect(folder?.files.map((f) => f.name)).toEqual(['config.json', 'model.safetensors']);
    expect(folder?.files[1]).toEqual({
      name: 'model.safetensors',
      bytes: 1,
      sha256: createHash('sha256').update('w').digest('hex'),
    });
  });
});
