import { AFTER, BEFORE, type Wish } from './lexicon/wishes.ts';
import { cue, type Cue, type Hit, type Passage } from './passage.ts';
import type { Mention } from './things.ts';

/** What is wished about a mention. */
export interface WishedThing {
  readonly mention: Mention;
  readonly wish: 'exclude' | 'prefer' | 'keep';
  /** Where the wish stands, when it reaches the mention through a pronoun. */
  readonly at?: Hit;
}

/** A phrase that says what should be done with what stands before or behind it. */
export interface WishCue extends Hit {
  readonly wish: Wish;
}

const compile = (lists: Readonly<Record<string, readonly string[]>>): { wish: Wish; cues: Cue[] }[] =>
  Object.entries(lists).map(([wish, sources]) => ({ wish: wish as Wish, cues: sources.map(cue) }));
export const BEFORE_CUES = compile(BEFORE);
export const AFTER_CUES = compile(AFTER);

/** All cues, the earliest and longest of overlapping ones. */
export function findCues(p: Passage, table: typeof BEFORE_CUES): WishCue[] {
  const all = table.flatMap(({ wish, cues }) =>
    cues.flatMap((c) => p.find(c).map((h): WishCue => ({ ...h, wish }))),
  );
  all.sort((a, b) => a.from - b.from || b.to - a.to);
  const out: WishCue[] = [];
  for (const c of all) {
    const last = out.at(-1);
    if (!last || c.from >= last.to) out.push(c);
  }
  return out;
}

const LIST_LINKS = new Set([
  ',',
  'and',
  'or',
  'nor',
  'my',
  'the',
  'any',
  'also',
  'plus',
  'then',
  'as',
  'well',
  'even',
  'both',
  'all',
  'of',
  'stock',
  'stocks',
  'shares',
  'companies',
  'in',
  'on',
  'to',
  'from',
  'especially',
  'like',
  'maybe',
  'some',
  'our',
  'either',
  'every',
  'each',
  'whole',
  'single',
  'too',
  'position',
  '(',
  ')',
  'big',
]);

/** True when m2 continues a list that m1 is in. */
export function continuesList(p: Passage, m1: Mention, m2: Mention): boolean {
  const between = p.tokens.slice(m1.to, m2.from).map((t) => t.w);
  if (isThroughStranger(between)) return true;
  return (
    between.length <= 4 &&
    between.every((w) => LIST_LINKS.has(w)) &&
    (between.length > 0 || m1.kind === m2.kind)
  );
}

/** "oil, guns, or tobacco": one word we have no name for, fenced by list marks, does not end a list. */
function isThroughStranger(between: readonly string[]): boolean {
  const strangers = between.filter((w) => !LIST_LINKS.has(w));
  const at = between.indexOf(strangers[0] ?? '');
  const isMark = (w: string | undefined): boolean => w === ',' || w === 'and' || w === 'or' || w === 'nor';
  return (
    strangers.length === 1 &&
    between.length <= 5 &&
    /^[a-z]{3,}s$/.test(strangers[0] as string) &&
    isMark(between[at - 1]) &&
    isMark(between[at + 1])
  );
}
