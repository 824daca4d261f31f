import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Runs the terminal command of the same core and returns the JSON it prints. */
export function headless<T>(...args: readonly string[]): T {
  const out = execFileSync('npx', ['tsx', 'cli/keepfolio.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(out) as T;
}

export const demoMarket = join(root, 'public', 'market', 'demo.kfm');
