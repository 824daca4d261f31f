/** `npm run check`: types, lint, format, layers (with planted violations), first-paint size, weights. Every part runs and is reported. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const PARTS: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['tsc', '--noEmit', '-p', '.']],
  ['lint', ['oxlint', '--deny-warnings', 'src', 'cli', 'training', 'bench', 'e2e', 'scripts']],
  ['format', ['prettier', '--check', 'src', 'cli', 'training', 'bench', 'e2e', 'scripts', '*.ts', '*.json']],
  ['layers', ['tsx', 'scripts/check-layers.ts']],
  ['build', ['vite', 'build', '--logLevel', 'warn']],
  ['first paint', ['tsx', 'scripts/check-size.ts']],
  ['weights', ['tsx', 'scripts/check-weights.ts']],
];

const failed = PARTS.filter(([name, args]) => {
  console.log(`\n== ${name}`);
  return spawnSync('npx', [...args], { cwd: root, stdio: 'inherit' }).status !== 0;
}).map(([name]) => name);
console.log(
  failed.length === 0 ? `\ncheck: all ${PARTS.length} parts passed` : `\ncheck: failed: ${failed.join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
