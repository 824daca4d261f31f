import type { IsoDate } from '../core/iso-date.ts';
import { yearsBetween } from './dates.ts';
import type { Duration } from './durations.ts';
import { conceptsOf, countKinds, phraseConcepts } from './familiar.ts';
import type { Hit, Passage } from './passage.ts';

/** Rows of the trained reader's weights: features are hashed into so many slots. A power of two. */
export const SLOTS = 8192;

/** What a stretch of text consists of, for the trained reader: slots and how strongly each is present (unit length overall). */
export interface WordFeatures {
  readonly slots: Int32Array;
  readonly values: Float64Array;
}

/** What the grammar found before: it explains words that are then no goal. */
export interface Known {
  readonly durations: readonly Duration[];
  readonly today: IsoDate;
  /** Signs in the text that programs are made of and people hardly use. */
  readonly looksLikeCode: boolean;
  /** Names of the fields that the text fills. */
  readonly fields: ReadonlySet<string>;
}

/** How much each kind of feature counts, chosen on sentences of other voices than those trained on. */
export const KIND_WEIGHT: Record<string, number> = {
  word: 1,
  pair: 0.7,
  letters: 0.35,
  concept: 1.3,
  concepts: 0.3,
  refused: 0.8,
  time: 1,
  field: 0.8,
  share: 1,
};

/** FNV-1a over UTF-16 code units, folded into the slots. */
function slotOf(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  return h & (SLOTS - 1);
}

/** The word without its commonest endings: "selling", "sells" and "sell" are one. */
function stem(w: string): string {
  if (w.length < 5) return w;
  const s = w.replace(/(?:ies|ied)$/, 'y').replace(/(?:ing|ed|es|s|ly)$/, '');
  return s.length >= 3 ? s : w;
}

function timeName(years: number): string {
  if (years <= 1.05) return 'short';
  if (years < 2.9) return 'middle';
  return years < 8 ? 'long' : 'far';
}

/** How much of what a text speaks of is foreign to investing, in four steps. */
function foreignName(foreign: number, familiar: number): string {
  const share = foreign / Math.max(1, foreign + familiar);
  return share === 0 ? 'none' : share < 0.34 ? 'some' : share < 0.67 ? 'half' : 'most';
}

const NEGATION = /^(?:no|not|dont|never|cant|cannot|wont|without|avoid|isnt|nothing|nor|zero|stop|doesnt)$/;
const REACH_OF_NEGATION = 4;

/** The features of tokens [from, to). */
export function wordFeatures(p: Passage, { from, to }: Hit, known: Known): WordFeatures {
  const out = new Map<number, number>();
  const add = (kind: string, name: string): void => {
    const slot = slotOf(`${kind}:${name}`);
    out.set(slot, Math.max(out.get(slot) ?? 0, KIND_WEIGHT[kind] as number));
  };
  const concepts = new Set<string>();
  const { foreign, familiar } = countKinds(p, { from, to });
  let negatedUntil = -1;
  let before = '^';
  const found = (list: readonly string[], i: number): void => {
    for (const c of list) {
      concepts.add(c);
      if (i <= negatedUntil && c !== 'neg') add('refused', c);
    }
  };
  for (let i = from; i < to; i++) {
    const w = p.w(i);
    if (/^[,.;:!()]$/.test(w)) {
      before = '|';
      continue;
    }
    const s = stem(w);
    add('word', s);
    add('pair', `${before} ${s}`);
    before = s;
    if (w.length >= 5) for (let k = 0; k + 4 <= w.length; k++) add('letters', w.slice(k, k + 4));
    found(conceptsOf(w), i);
    if (i + 1 < to) found(phraseConcepts(`${w} ${p.w(i + 1)}`), i);
    if (i + 2 < to) found(phraseConcepts(`${w} ${p.w(i + 1)} ${p.w(i + 2)}`), i);
    if (NEGATION.test(w)) negatedUntil = i + REACH_OF_NEGATION;
    const date = p.tokens[i]?.date;
    if (date) concepts.add(`date ${timeName(yearsBetween(known.today, date.to))}`);
  }
  for (const d of known.durations)
    if (d.from >= from && d.to <= to)
      concepts.add(d.role === 'plain' ? `time ${timeName(d.years)}` : `time ${d.role}`);
  for (const f of known.fields) add('field', f);
  add('share', foreignName(foreign, familiar));
  if (foreign > 0) concepts.add(foreign > 2 ? 'foreign many' : 'foreign');
  if (known.looksLikeCode) concepts.add('code');
  if (familiar === 0) concepts.add('familiar none');
  const list = [...concepts].toSorted();
  for (const [k, a] of list.entries()) {
    add(/^(?:date|time) /.test(a) ? 'time' : 'concept', a);
    for (const b of list.slice(k + 1)) add('concepts', `${a}+${b}`);
  }
  let length = 0;
  for (const v of out.values()) length += v * v;
  const scale = length > 0 ? 1 / Math.sqrt(length) : 0;
  return {
    slots: Int32Array.from(out.keys()),
    values: Float64Array.from(out.values(), (v) => v * scale),
  };
}
