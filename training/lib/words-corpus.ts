import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GOALS, type Goal } from '../../src/intent/intent.ts';
import { ROUND_ONE, ROUND_TWO } from '../../src/intent/more-cases.test-data.ts';
import { OWN_CASES, type OwnCase } from '../../src/intent/own-cases.test-data.ts';

/** A sentence and what share each goal has in it; the last two classes are "no goal" and "about something else". */
export interface WordsRow {
  readonly text: string;
  readonly voice: string;
  readonly label: string;
  readonly target: readonly number[];
}

const LETTERS = 'AGLPHO';
export const CLASSES = GOALS.length + 2;
const FOLDER = resolve(import.meta.dirname, '../words');

/** "L>P" = L before P, "H=O" = both alike, "-" = no goal, "x" = about something else than the writer's money. Shares are those the grammar's ranking would give. */
export function targetOf(label: string): number[] {
  const target = Array.from({ length: CLASSES }, () => 0);
  const named = [...label].filter((c) => LETTERS.includes(c));
  if (named.length === 0) target[label === 'x' ? CLASSES - 1 : CLASSES - 2] = 1;
  const isEqual = label.includes('=');
  for (const [k, c] of named.entries())
    target[LETTERS.indexOf(c)] =
      isEqual || named.length === 1 ? 1 / named.length : k === 0 ? 0.7 : 0.3 / (named.length - 1);
  return target;
}

const rowOf = (text: string, label: string, voice: string): WordsRow => ({
  text,
  voice,
  label,
  target: targetOf(label),
});

/** The sentences of the parser's own tests that take a stand on goals. */
function fromTests(cases: readonly OwnCase[], voice: string): WordsRow[] {
  return cases
    .filter((c) => c.goal !== undefined || !(c.free ?? []).includes('objectives'))
    .map((c) => rowOf(c.text, c.goal ?? '-', voice));
}

const files = (): string[] =>
  readdirSync(FOLDER)
    .filter((f) => f.endsWith('.tsv'))
    .toSorted();

/** All labelled sentences: those of `training/words`, one voice a file, and those of the parser's tests. */
export function readCorpus(): WordsRow[] {
  const own = files().flatMap((f) =>
    readFileSync(resolve(FOLDER, f), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [label, text] = line.split('\t');
        if (label === undefined || text === undefined || !/^(?:-|x|[AGLPHO](?:[>=][AGLPHO])*)$/.test(label))
          throw new Error(`${f}: not a label, a tab and a sentence: ${line}`);
        return rowOf(text, label, f.replace('.tsv', ''));
      }),
  );
  return [...own, ...fromTests(OWN_CASES, 'tests'), ...fromTests([...ROUND_ONE, ...ROUND_TWO], 'rounds')];
}

/** Names the corpus: SHA-256 over its rows. */
export const corpusHash = (rows: readonly WordsRow[]): string =>
  createHash('sha256')
    .update(rows.map((r) => `${r.label}\t${r.text}\n`).join(''))
    .digest('hex');

export const goalOfClass = (c: number): Goal | null => GOALS[c] ?? null;
