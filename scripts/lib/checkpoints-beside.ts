import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** A checkpoint somebody put into public/models beside the app's own models. */
export interface FolderBeside {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** The shipped forecaster: the only Chronos folder that is the app's own. */
const SHIPPED = 'chronos-bolt-keepfolio';
const WANTED = /^(config\.json|model\.safetensors\.index\.json|.+\.safetensors)$/;

function isChronos(folder: string): boolean {
  const file = join(folder, 'config.json');
  if (!existsSync(file)) return false;
  try {
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof config === 'object' && config !== null && 'chronos_config' in config;
  } catch {
    return false;
  }
}

/** Names of the folders below `models` that hold a Chronos checkpoint which is not the shipped one. */
export function namesBeside(models: string): string[] {
  if (!existsSync(models)) return [];
  return readdirSync(models)
    .filter((name) => name !== SHIPPED && statSync(join(models, name)).isDirectory())
    .filter((name) => isChronos(join(models, name)))
    .toSorted();
}

/** The same with the files a checkpoint needs, their sizes and hashes. */
export function foldersBeside(models: string): FolderBeside[] {
  return namesBeside(models).map((name) => ({
    name,
    files: readdirSync(join(models, name))
      .filter((file) => WANTED.test(file))
      .map((file) => {
        const bytes = readFileSync(join(models, name, file));
        return { name: file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
  }));
}

const LIST = 'models/beside.json';

/** Lists those folders in models/beside.json, so that the app can offer them as forecasters. */
export function checkpointsBeside(models: string): Plugin {
  const list = (): string => JSON.stringify(foldersBeside(models));
  return {
    name: 'keepfolio:checkpoints-beside',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: LIST, source: list() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.split('?')[0]?.endsWith(`/${LIST}`)) return next();
        response.setHeader('Content-Type', 'application/json');
        response.end(list());
      });
    },
  };
}
