/**
 * Enforces layers.json on the syntax tree of every module, and proves that it bites: for every room a forbidden
 * room, a forbidden package, an entry and (where the room is pure) a clock are planted, and each must be refused.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkFile, checkTree, type Layers } from './lib/layers.ts';

const root = resolve(import.meta.dirname, '..');
const { rooms: layers } = JSON.parse(readFileSync(join(root, 'layers.json'), 'utf8')) as { rooms: Layers };

/** One offending module per rule and room, with the words the refusal must contain. */
function plants(): { file: string; code: string; expect: string }[] {
  return Object.entries(layers).flatMap(([name, room]) => {
    const file = `src/${name}/planted/violation.ts`;
    const list = [
      { file, code: `import type { X } from 'left-pad';\nexport type Y = X;`, expect: 'package left-pad' },
      { file, code: `export const load = () => import('../../../training/train.ts');`, expect: 'the entry' },
    ];
    const other = Object.keys(layers).find((o) => o !== name && !room.rooms.includes(o));
    if (other)
      list.push({ file, code: `export type { X } from '../../${other}/x.ts';`, expect: `the room ${other}` });
    if (room.pure) {
      list.push({ file, code: `export const now = (): number => Date.now();`, expect: 'no Date.now' });
      list.push({ file, code: `export const dice = (): number => Math.random();`, expect: 'no Math.random' });
    }
    return list;
  });
}

const { violations, modules } = checkTree(root, layers);
for (const v of violations) console.error(`layers: ${v.file}: ${v.what}`);
const planted = plants();
const missed = planted.filter(
  (p) => !checkFile(p.file, p.code, layers).some((v) => v.what.includes(p.expect)),
);
for (const p of missed) console.error(`layers: planted violation not refused (${p.expect}) in ${p.file}`);
console.log(
  `layers: ${modules} modules, ${violations.length} violations; ${planted.length - missed.length} of ${planted.length} planted violations refused`,
);
process.exitCode = violations.length === 0 && missed.length === 0 && modules > 0 ? 0 : 1;
