import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** A table of a Markdown document with the heading above it. */
interface MarkdownTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim().replaceAll('**', ''));

/** Every table of a Markdown document. */
export function tablesOf(markdown: string): MarkdownTable[] {
  const tables: { title: string; head: string[]; rows: string[][] }[] = [];
  let title = '';
  let open: (typeof tables)[number] | null = null;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('#')) title = line.replace(/^#+\s*/, '');
    if (!line.trim().startsWith('|')) open = null;
    else if (open === null) tables.push((open = { title, head: cellsOf(line), rows: [] }));
    else if (!/^[\s|:-]+$/.test(line)) open.rows.push(cellsOf(line));
  }
  return tables;
}

/** The list items under a heading, without their marks. */
export function itemsUnder(markdown: string, heading: string): string[] {
  const section = markdown.split(new RegExp(`^#+ ${heading}\\s*$`, 'm'))[1]?.split(/^#/m)[0] ?? '';
  return [...section.matchAll(/^- (.+)$/gm)].map((m) => (m[1] as string).replaceAll('**', ''));
}

/** Numbers as the page needs them: five figures. */
const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

/**
 * What the page "How good is it?" is drawn from: the evaluations as they were written, and the hashes of the weights that
 * are shipped, so that the page can say when the two do not belong together. Whatever is missing is null.
 */
export function evaluationForPage(root: string): string {
  const text = (...path: string[]): string | null =>
    existsSync(join(root, ...path)) ? readFileSync(join(root, ...path), 'utf8') : null;
  const json = (...path: string[]): unknown => JSON.parse(text(...path) ?? 'null');
  const hash = (name: string): string | null => {
    const file = join(root, 'public', 'models', name, 'model.safetensors');
    return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null;
  };
  const head = text('docs', 'models', 'objective-head.md');
  const evaluation = {
    shipped: Object.fromEntries(
      ['policy', 'encoder', 'chronos-bolt-keepfolio', 'objective-head'].map((name) => [name, hash(name)]),
    ),
    policy: json('docs', 'evaluation', 'report.json') ?? json('docs', 'evaluation', 'policy-quick.json'),
    encoder: json('docs', 'models', 'encoder.json'),
    chronos: json('docs', 'models', 'chronos-evaluation.json'),
    objectives: head === null ? null : { aims: itemsUnder(head, 'Aims'), tables: tablesOf(head).slice(0, 1) },
  };
  return JSON.stringify(evaluation, rounded);
}

const FILE = 'evaluation.json';

/** Puts evaluation.json beside the app, made from docs/ at each build: never an old copy. */
export function evaluationPage(root: string): Plugin {
  return {
    name: 'keepfolio:evaluation-page',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: evaluationForPage(root) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.split('?')[0]?.endsWith(`/${FILE}`)) return next();
        response.setHeader('Content-Type', 'application/json');
        response.end(evaluationForPage(root));
      });
    },
  };
}
