/** Shipped weights: hashes as in the manifest, a card and a config beside each, all safetensors together < 8 MB. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { namesBeside } from './lib/checkpoints-beside.ts';

const LIMIT = 8 * 1024 * 1024;
const models = resolve(import.meta.dirname, '..', 'public', 'models');
const manifest = JSON.parse(readFileSync(join(models, 'manifest.json'), 'utf8')) as {
  files: Record<string, { sha256: string; bytes: number }>;
};
const problems: string[] = [];
let total = 0;

for (const [file, { sha256, bytes }] of Object.entries(manifest.files)) {
  const path = join(models, file);
  if (!existsSync(path)) {
    problems.push(`${file} is in the manifest but missing`);
    continue;
  }
  const data = readFileSync(path);
  if (data.length !== bytes || createHash('sha256').update(data).digest('hex') !== sha256)
    problems.push(`${file} differs from its hash in the manifest`);
  if (file.endsWith('.safetensors')) total += data.length;
}
// Checkpoints somebody put beside the shipped models are theirs: listed for the app, not shipped.
const beside = namesBeside(models);
const folders = readdirSync(models, { withFileTypes: true }).filter(
  (e) => e.isDirectory() && !beside.includes(e.name),
);
for (const folder of folders)
  for (const name of ['config.json', 'model.safetensors', 'README.md']) {
    if (!existsSync(join(models, folder.name, name))) problems.push(`${folder.name}/${name} is missing`);
    else if (name !== 'README.md' && !(`${folder.name}/${name}` in manifest.files))
      problems.push(`${folder.name}/${name} is not in the manifest`);
  }
for (const p of problems) console.error(`weights: ${p}`);
console.log(
  `weights: ${folders.length} models, ${(total / 1024 / 1024).toFixed(2)} MB of safetensors (limit ${LIMIT / 1024 / 1024} MB), ${problems.length} problems`,
);
process.exitCode = problems.length === 0 && total < LIMIT && folders.length > 0 ? 0 : 1;
