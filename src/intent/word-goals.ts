import { GOALS, type Goal } from './intent.ts';
import { BIAS, CORPUS_HASH, SCALE, WEIGHTS } from './lexicon/word-weights.ts';
import type { GoalHit } from './implied-goals.ts';
import type { Hit, Passage } from './passage.ts';
import { knownTo, type TextFacts } from './read-facts.ts';
import { isMereQuestion, moneyTalk } from './topics.ts';
import { SLOTS, wordFeatures, type Known } from './word-features.ts';

/** Six goals and "no goal". */
const CLASSES = GOALS.length + 1;
const NONE = GOALS.length;

/** How sure the reader has to be, chosen on development sentences so that small talk, questions and plain limits name no goal: by how much the text sounds like investing. */
const SURE = { named: 0.3, hinted: 0.35, none: 0.4 };
/** … and where other fields explain the words already. */
const SURE_BESIDE_FIELDS = 0.65;
/** "No goal" is commoner among the sentences trained on than among wishes that the grammar cannot read: it is held back so much. */
const NONE_HANDICAP = 0.5;
/** What the grammar found falls where nothing else is in the text and the reader is so sure that it names no goal … */
const SURE_OF_NONE = { named: 0.75, hinted: 0.7, none: 0.65 };
/** … or where it thinks the goal found so unlikely and another one so likely: a phrase of the lexicon is trusted more than a guess. */
const OVERRULE = { guess: { below: 0.2, above: 0.6 }, phrase: { below: 0.05, above: 0.9 } };
/** Texts of more words are read sentence by sentence: nobody's goal fills a page. */
const MAX_TOKENS = 60;
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

/** Probabilities of the six goals and of "no goal" for a stretch of text, by the trained reader. */
export function goalChances(p: Passage, at: Hit, known: Known): number[] {
  const s = scores(
    p,
    at,
    known,
    BIAS.map((b, c) => (c === NONE ? b - NONE_HANDICAP : b)),
  );
  const top = Math.max(...s);
  const e = s.map((x) => Math.exp(x - top));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((x) => x / sum);
}

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

/** The clause whose words speak most for the goal and least for none. */
function tellingClause(p: Passage, at: Hit, known: Known, goal: number): Hit {
  const flat = Array.from({ length: CLASSES }, () => 0);
  const clauses = split(p, at, (w) => CLAUSE_MARK.test(w));
  let best = clauses[0] ?? at;
  let most = -Infinity;
  for (const clause of clauses) {
    const s = scores(p, clause, known, flat);
    const speaks = ((s[goal] as number) - (s[NONE] as number)) * Math.sqrt(clause.to - clause.from);
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
    if (chance < sure || chance <= (chances[NONE] as number)) continue;
    if (chance <= (best?.chances[best.goal] ?? 0) || isMereQuestion(p, at)) continue;
    best = { ...at, goal: chances.indexOf(chance), chances };
  }
  return best;
}

/** What the reader of words makes of goals that the grammar found: they stand, or there is none, or another one. */
function reviewed(facts: TextFacts, wanted: readonly GoalHit[], known: Known): readonly GoalHit[] {
  const { passage: p, goals } = facts;
  const all = { from: 0, to: p.tokens.length };
  const isOne = wanted.every((g) => g.goal === wanted[0]?.goal);
  const isGuessed = wanted.every((g) => g.isGuess);
  if (all.to > MAX_TOKENS || !(isOne || isGuessed)) return goals;
  const { below, above } = isGuessed ? OVERRULE.guess : OVERRULE.phrase;
  const chances = goalChances(p, all, known);
  const rejected = goals.filter((g) => g.isRejected);
  if ((chances[NONE] as number) > SURE_OF_NONE[moneyTalk(p, all)] && known.fields.size === 0) return rejected;
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
  const stretches = all.to <= MAX_TOKENS ? [all] : split(p, all, (w) => /^[.!?;]$/.test(w));
  const best = clearest(facts, stretches, known);
  const hit = best && hitOf(facts, best, known);
  return hit ? [...goals, hit] : goals;
}
