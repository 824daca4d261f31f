import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** One row of layers.json. */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** No clock, no randomness: `Math.random`, `Date`, `performance` may not be named. */
  readonly pure?: boolean;
}
export type Layers = Readonly<Record<string, Room>>;

export interface Violation {
  readonly file: string;
  readonly what: string;
}

const TEST_PACKAGES = ['vitest', 'fast-check', 'node:*', '@tensorflow/*', 'react', 'react-dom'];
const isTest = (file: string): boolean => /\.(test|test-data|test-helpers)\.tsx?$/.test(file);

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*')
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`);

type Node = { readonly type?: string; readonly [key: string]: unknown };

/** Visits every node of an ESTree. */
function walk(node: unknown, visit: (n: Node) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit);
  } else if (node !== null && typeof node === 'object') {
    visit(node as Node);
    for (const key in node) walk((node as Node)[key], visit);
  }
}

const literal = (node: unknown): string | null => {
  const value = (node as { value?: unknown } | null | undefined)?.value;
  return typeof value === 'string' ? value : null;
};

/** What a module imports (type-only and dynamic imports and `new URL(…)` workers included) and which impure names it uses. */
function readModule(code: string, file: string): { imports: string[]; impure: string[] } {
  const imports: string[] = [];
  const impure: string[] = [];
  walk(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), (n) => {
    if (
      n.type === 'ImportDeclaration' ||
      n.type === 'ExportAllDeclaration' ||
      n.type === 'ExportNamedDeclaration' ||
      n.type === 'ImportExpression' ||
      n.type === 'TSImportType'
    ) {
      const source = literal(n['source'] ?? n['argument']);
      if (source !== null) imports.push(source);
    }
    if (n.type === 'MemberExpression') {
      const object = (n['object'] as { name?: string }).name;
      const property = (n['property'] as { name?: string }).name;
      if (
        (object === 'Math' && property === 'random') ||
        (object === 'Date' && property === 'now') ||
        object === 'performance'
      )
        impure.push(`${object}.${property}`);
    }
    if (n.type === 'NewExpression' && (n['callee'] as { name?: string }).name === 'Date')
      impure.push('new Date');
  });
  return { imports, impure };
}

/** The reason an import is refused, or null. */
function refuse(source: string, file: string, name: string, room: Room, layers: Layers): string | null {
  if (!source.startsWith('.')) {
    const allowed = isTest(file) ? [...room.packages, ...TEST_PACKAGES] : room.packages;
    return allowed.some((p) => matches(p, source)) ? null : `package ${source}`;
  }
  const target = posix.join(posix.dirname(file), source).split('/');
  if (target[0] !== 'src') return `the entry ${target.join('/')}`;
  const other = target[1] ?? '';
  if (!(other in layers))
    return target.length === 2 ? `the root file ${other}` : `the unlisted room ${other}`;
  if (other === name || room.rooms.includes(other) || isTest(file)) return null;
  return `the room ${other}`;
}

/** All violations of one file. `file` is relative to the repository, with forward slashes. */
export function checkFile(file: string, code: string, layers: Layers): Violation[] {
  const name = file.split('/')[1] ?? '';
  const room = layers[name];
  if (!room)
    return file.split('/').length === 3 ? [{ file, what: `room ${name} is not in layers.json` }] : [];
  const { imports, impure } = readModule(code, file);
  const found: Violation[] = [];
  for (const source of imports) {
    const why = refuse(source, file, name, room, layers);
    if (why) found.push({ file, what: `${name} may not import ${why}` });
  }
  if (room.pure && !isTest(file))
    for (const what of new Set(impure)) found.push({ file, what: `${name} is pure: no ${what}` });
  return found;
}

/** Checks all of src/. @returns violations and the number of modules looked at (0 would mean a broken check). */
export function checkTree(root: string, layers: Layers): { violations: Violation[]; modules: number } {
  const violations: Violation[] = [];
  let modules = 0;
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.endsWith('.d.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const file = relative(root, path).split('\\').join('/');
    modules++;
    violations.push(...checkFile(file, readFileSync(path, 'utf8'), layers));
  }
  return { violations, modules };
}
