import { GOALS, type Goal } from './intent.ts';
import { BIAS, CORPUS_HASH, SCALE, WEIGHTS } from './lexicon/word-weights.ts';
import type { GoalHit } from './implied-goals.ts';
import { cue, type Hit, type Passage } from './passage.ts';
import { knownTo, type TextFacts } from './read-facts.ts';
import {
  isForeignTalk,
  isMereQuestion,
  isOffTopic,
  isOfOthers,
  moneyTalk,
  signOfElsewhere,
} from './topics.ts';
import { SLOTS, wordFeatures, type Known } from './word-features.ts';

/** Six goals, "no goal", and "about something else". */
const CLASSES = GOALS.length + 2;
const NONE = GOALS.length;
const ELSEWHERE = NONE + 1;

/** So sure of "something else" the reader has to be for the whole text to count as that, whatever the grammar finds in it. */
const SURE_OF_ELSEWHERE = { alone: 0.35, besideFields: 0.6 };
/** How sure the reader has to be, chosen on development sentences so that small talk, questions and plain limits name no goal: by how much the text sounds like investing. */
const SURE = { named: 0.38, hinted: 0.42, none: 0.45 };
/** … and where other fields explain the words already. */
const SURE_BESIDE_FIELDS = 0.6;
/** "No goal" is commoner among the sentences trained on than among wishes that the grammar cannot read: it is held back so much. */
const NONE_HANDICAP = 0.5;
/**
 * "About something else" is commonest among the sentences trained on. Without a sign of another field of life, of code, of other people or of a
 * question of fact it is held back so much: that no word is about money says little. Words of the trade hold it back further.
 */
const ELSEWHERE_HANDICAP = { some: 0, noSign: 0.5, jargon: 1.5 };
/** What the grammar found falls where nothing else is in the text and the reader is so sure that it names no goal … */
const SURE_OF_NONE = { named: 0.5, hinted: 0.45, none: 0.4 };
/** … surer where the goals are several phrases of the lexicon … */
const SURE_OF_NONE_OF_MANY = 0.6;
/** … or where it thinks the goal found so unlikely and another one so likely: a phrase of the lexicon is trusted more than a guess. */
const OVERRULE = { guess: { below: 0.2, above: 0.6 }, phrase: { below: 0.05, above: 0.9 } };
/** A sentence of a long text says nothing where the reader is so sure of it. */
const SILENT_SENTENCE = 0.5;
/** Texts of more words are read sentence by sentence: nobody's goal fills a page. */
const MAX_TOKENS = 60;
/** "Outperform", "harvest losses": there is nothing around a phrase of so few words to doubt it by. */
const FEWEST_TOKENS = 3;
const ASKED = cue('\\?');
const CLAUSE_MARK = /^(?:[.,;:!?()]|and|but|so|then|because|while)$/;

/** SHA-256 of the sentences that the shipped weights were trained on. */
export const trainedOn = CORPUS_HASH;

let decoded: Int8Array | null = null;

function weights(): Int8Array {
  if (!decoded) {
    const bytes = atob(WEIGHTS);
    decoded = new Int8Array(SLOTS * CLASSES);
    for (let i = 0; i < decoded.length; i++) decoded[i] = bytes.charCodeAt(i);
  }
  return decoded;
}

function scores(p: Passage, at: Hit, known: Known, bias: readonly number[]): number[] {
  const { slots, values } = wordFeatures(p, at, known);
  const table = weights();
  const out = [...bias];
  for (let k = 0; k < slots.length; k++) {
    const row = (slots[k] as number) * CLASSES;
    const value = (values[k] as number) * SCALE;
    for (let c = 0; c < CLASSES; c++) out[c] = (out[c] as number) + value * (table[row + c] as number);
  }
  return out;
}

const chancesOf = new WeakMap<Passage, Map<string, number[]>>();

/** Probabilities of the six goals, of "no goal" and of "about something else" for a stretch of text, by the trained reader. Worked out once. */
export function goalChances(p: Passage, at: Hit, known: Known): number[] {
  let done = chancesOf.get(p);
  if (!done) chancesOf.set(p, (done = new Map()));
  const key = `${at.from} ${at.to}`;
  let chances = done.get(key);
  if (!chances) done.set(key, (chances = workOut(p, at, known)));
  return chances;
}

function workOut(p: Passage, at: Hit, known: Known): number[] {
  const elsewhere = ELSEWHERE_HANDICAP[signOfElsewhere(p, at, known.looksLikeCode)];
  const handicap = (c: number): number => (c === NONE ? NONE_HANDICAP : c === ELSEWHERE ? elsewhere : 0);
  const s = scores(
    p,
    at,
    known,
    BIAS.map((b, c) => b - handicap(c)),
  );
  const top = Math.max(...s);
  const e = s.map((x) => Math.exp(x - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((x) => x / sum);
}

/** How likely it is that no goal is meant, for whatever reason. */
const silence = (chances: readonly number[]): number =>
  (chances[NONE] as number) + (chances[ELSEWHERE] as number);

function split(p: Passage, { from, to }: Hit, isMark: (w: string) => boolean): Hit[] {
  const out: Hit[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && !isMark(p.w(i))) continue;
    if (i > start) out.push({ from: start, to: i });
    start = i + 1;
  }
  return out;
}

const sentencesOf = (p: Passage): Hit[] =>
  split(p, { from: 0, to: p.tokens.length }, (w) => /^[.!?;]$/.test(w));

/** True for a text that is about something else than the person's money, as far as its words tell. */
export function isElsewhere(facts: TextFacts): boolean {
  const { passage: p } = facts;
  const all = { from: 0, to: p.tokens.length };
  if (all.to === 0) return false;
  const known = knownTo(facts);
  if (all.to <= MAX_TOKENS) {
    const sure = known.fields.size > 0 ? SURE_OF_ELSEWHERE.besideFields : SURE_OF_ELSEWHERE.alone;
    return (goalChances(p, all, known)[ELSEWHERE] as number) > sure;
  }
  // A long text may say anything: it is about something else where no word names investing and no sentence sounds like a goal.
  return (
    known.fields.size === 0 &&
    moneyTalk(p, all) !== 'named' &&
    sentencesOf(p).every((at) => silence(goalChances(p, at, known)) > SILENT_SENTENCE)
  );
}

/** The clause whose words speak most for the goal and least for none. */
function tellingClause(p: Passage, at: Hit, known: Known, goal: number): Hit {
  const flat = Array.from({ length: CLASSES }, () => 0);
  const clauses = split(p, at, (w) => CLAUSE_MARK.test(w));
  let best = clauses[0] ?? at;
  let most = -Infinity;
  for (const clause of clauses) {
    const s = scores(p, clause, known, flat);
    const silent = Math.max(s[NONE] as number, s[ELSEWHERE] as number);
    const speaks = ((s[goal] as number) - silent) * Math.sqrt(clause.to - clause.from);
    if (speaks > most) [best, most] = [clause, speaks];
  }
  return best;
}

/** True when the text itself says that it does not want the goal. */
function isRefused({ goals, taxes }: TextFacts, goal: Goal): boolean {
  const isTaxGoal = goal === 'taxLossHarvesting' || goal === 'longTermGainsOnly';
  return (
    goals.some((g) => g.goal === goal && g.isRejected) ||
    (isTaxGoal && taxes.indifferent !== null) ||
    (goal === 'taxLossHarvesting' && taxes.harvest?.value === false) ||
    (goal === 'longTermGainsOnly' && taxes.shortTermGains?.value === 'allow')
  );
}

interface Reading extends Hit {
  readonly goal: number;
  readonly chances: readonly number[];
}

/** The stretch of the text that speaks most clearly for a goal; null where the reader is nowhere sure of one. */
function clearest({ passage: p }: TextFacts, stretches: readonly Hit[], known: Known): Reading | null {
  let best: Reading | null = null;
  for (const at of stretches) {
    const chances = goalChances(p, at, known);
    const chance = Math.max(...chances.slice(0, NONE));
    const sure = known.fields.size > 0 ? SURE_BESIDE_FIELDS : SURE[moneyTalk(p, at)];
    if (chance < sure || chance <= silence(chances)) continue;
    if (chance <= (best?.chances[best.goal] ?? 0) || isMereQuestion(p, at) || isOfOthers(p, at)) continue;
    const goal = chances.indexOf(chance);
    // "Do apple trees need full sun?"
    if (isOffTopic(p, at) && p.has(ASKED)) continue;
    if (GOALS[goal] === 'shortTermAlpha' && (isOffTopic(p, at) || isForeignTalk(p, at, true))) continue;
    best = { ...at, goal, chances };
  }
  return best;
}

/** What the reader of words makes of goals that the grammar found: they stand, or there is none, or another one. */
function reviewed(facts: TextFacts, wanted: readonly GoalHit[], known: Known): readonly GoalHit[] {
  const { passage: p, goals } = facts;
  const all = { from: 0, to: p.tokens.length };
  const isOne = wanted.every((g) => g.goal === wanted[0]?.goal);
  const isGuessed = wanted.every((g) => g.isGuess);
  if (all.to > MAX_TOKENS || all.to < FEWEST_TOKENS) return goals;
  const { below, above } = isGuessed ? OVERRULE.guess : OVERRULE.phrase;
  const chances = goalChances(p, all, known);
  const rejected = goals.filter((g) => g.isRejected);
  const sure = isOne || isGuessed ? SURE_OF_NONE[moneyTalk(p, all)] : SURE_OF_NONE_OF_MANY;
  const likeliest = Math.max(...wanted.map((g) => chances[GOALS.indexOf(g.goal)] as number));
  if (silence(chances) > Math.max(sure, likeliest) && known.fields.size === 0) return rejected;
  if (!(isOne || isGuessed)) return goals;
  if (wanted.some((g) => (chances[GOALS.indexOf(g.goal)] as number) > below)) return goals;
  const best = clearest(facts, [all], known);
  if (!best || (best.chances[best.goal] as number) < above) return goals;
  const hit = hitOf(facts, best, known);
  return hit ? [...rejected, hit] : goals;
}

/** The goal of a reading and the clause that tells it; null when the text refuses that goal. */
function hitOf(facts: TextFacts, reading: Reading, known: Known): GoalHit | null {
  const goal = GOALS[reading.goal] as Goal;
  if (isRefused(facts, goal)) return null;
  return { ...tellingClause(facts.passage, reading, known, reading.goal), goal, isRejected: false };
}

/**
 * The goals of a text: those that the grammar finds; and where it finds none, or the words as a whole plainly say otherwise, the one that the
 * trained reader sees (linear, over words, word pairs, groups of words and times; `npm run train:words`).
 */
export function goalsInWords(facts: TextFacts): readonly GoalHit[] {
  const { passage: p, goals } = facts;
  if (p.tokens.length === 0) return goals;
  const known = knownTo(facts);
  const wanted = goals.filter((g) => !g.isRejected);
  if (wanted.length > 0) return reviewed(facts, wanted, known);
  const all = { from: 0, to: p.tokens.length };
  const stretches = all.to <= MAX_TOKENS ? [all] : sentencesOf(p);
  const best = clearest(facts, stretches, known);
  const hit = best && hitOf(facts, best, known);
  return hit ? [...goals, hit] : goals;
}
