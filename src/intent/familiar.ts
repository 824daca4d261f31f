import { COMMON_WORDS } from './lexicon/common-words.ts';
import { CONCEPTS, FOREIGN_CONCEPTS } from './lexicon/concepts.ts';
import type { Hit, Passage } from './passage.ts';

const groups = new Map<string, readonly string[]>();
const prefixes = new Map<string, (readonly [prefix: string, concept: string])[]>();
for (const [concept, list] of Object.entries(CONCEPTS))
  for (const entry of list.split('|')) {
    const head = entry.slice(0, 2);
    if (entry.endsWith('*'))
      prefixes.set(head, [...(prefixes.get(head) ?? []), [entry.slice(0, -1), concept]]);
    else groups.set(entry, [...(groups.get(entry) ?? []), concept]);
  }

/** The groups of words (`concepts.ts`) that a phrase of up to three words is in. */
export const phraseConcepts = (phrase: string): readonly string[] => groups.get(phrase) ?? [];

/** The groups of words that a word is in, by itself or by its beginning. */
export function conceptsOf(w: string): readonly string[] {
  const exact = groups.get(w) ?? [];
  const more = prefixes.get(w.slice(0, 2))?.filter(([p]) => w.startsWith(p)) ?? [];
  return more.length === 0 ? exact : [...exact, ...more.map(([, c]) => c)];
}

const MARK = /^[,.;:!?()]$/;

/** What a word is to the talk about somebody's money: part of it, foreign to it, or neither. */
export function kindOfWord(w: string): 'familiar' | 'foreign' | 'neutral' {
  if (MARK.test(w)) return 'neutral';
  if (conceptsOf(w).some((c) => !FOREIGN_CONCEPTS.has(c))) return 'familiar';
  return COMMON_WORDS.has(w) ? 'neutral' : 'foreign';
}

/** How many words of a stretch are foreign to the talk about somebody's money, and how many are part of it. */
export function countKinds(p: Passage, { from, to }: Hit): { foreign: number; familiar: number } {
  const out = { foreign: 0, familiar: 0, neutral: 0 };
  for (let i = from; i < to; i++) out[kindOfWord(p.w(i))]++;
  return out;
}
