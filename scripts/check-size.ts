/**
 * First-paint JavaScript: the scripts index.html loads and everything they import statically, gzipped.
 * Must be <= 180 KB and contain no tfjs. Reads dist/ (run after `vite build`).
 */
import { readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 180 * 1024;
const dist = resolve(import.meta.dirname, '..', 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const entries = [
  ...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*modulepreload[^>]*\shref)="\.?\/?([^"]+\.js)"/g),
].map((m) => m[1] as string);
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)(?:[\w\s{},*$]*from)?\s*["'](\.[^"']+)["']/g;

const seen = new Map<string, string>();
function visit(file: string): void {
  if (seen.has(file)) return;
  const code = readFileSync(join(dist, file), 'utf8');
  seen.set(file, code);
  for (const m of code.matchAll(STATIC_IMPORT)) visit(posix.join(posix.dirname(file), m[1] as string));
}
entries.forEach(visit);

let total = 0;
for (const [file, code] of seen) {
  const size = gzipSync(code, { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}`);
}
const withTfjs = [...seen]
  .filter(([, code]) => /registerKernel|WasmBackendModule|makeTensorFromTensorInfo/.test(code))
  .map(([file]) => file);
console.log(
  `first paint: ${(total / 1024).toFixed(1)} KB gzipped in ${seen.size} files (limit ${LIMIT / 1024} KB); tfjs in it: ${withTfjs.length ? withTfjs.join(', ') : 'none'}`,
);
if (entries.length === 0) console.error('no entry script found in dist/index.html');
process.exitCode = entries.length > 0 && total <= LIMIT && withTfjs.length === 0 ? 0 : 1;
