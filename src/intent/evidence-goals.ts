import { GOALS, type Goal } from './intent.ts';
import { EVIDENCE, MONEY_WORDS } from './lexicon/evidence.ts';
import { cue, type Cue, type Hit, type Passage } from './passage.ts';
import { isNarrative, isOffTopic } from './topics.ts';

const GROUPS = GOALS.flatMap((goal) =>
  (EVIDENCE[goal] ?? []).map(([pattern, weight]) => ({ goal, weight, cue: cue(pattern) })),
);
const MONEY: Cue = cue(MONEY_WORDS);

const THRESHOLD = 2.2;
const LEAD = 0.7;
/** A long time frame is a hint of its own. */
const LONG_WEIGHT = 2;
/** Weak hints pile up by chance in long texts; there, one sentence has to hold them all. */
const MAX_TOKENS = 45;

interface Tally {
  readonly goal: Goal;
  score: number;
  hits: Hit[];
}

/** The goal that the weak hints of a stretch of text agree on; null when they are too few or divided. */
function tally(p: Passage, from: number, to: number, longFrames: readonly Hit[]): Tally | null {
  const inside = (h: Hit): boolean => h.from >= from && h.to <= to;
  const hasMoney = p.find(MONEY).some(inside) || longFrames.some(inside);
  const tallies = new Map<Goal, Tally>(GOALS.map((goal) => [goal, { goal, score: 0, hits: [] }]));
  for (const g of GROUPS) {
    const hit = p.find(g.cue).find(inside);
    const t = tallies.get(g.goal);
    if (!hit || !t) continue;
    t.score += g.weight;
    t.hits.push(hit);
  }
  const frame = longFrames.find(inside);
  const long = tallies.get('longTermGain');
  if (frame && long) {
    long.score += LONG_WEIGHT;
    long.hits.push(frame);
  }
  if (isOffTopic(p, { from, to }) || isNarrative(p, { from, to })) return null;
  const [best, second] = [...tallies.values()].toSorted((a, b) => b.score - a.score);
  return best &&
    second &&
    best.score >= (best.goal === 'shortTermAlpha' ? THRESHOLD + 0.2 : THRESHOLD) &&
    best.score - second.score >= LEAD &&
    best.hits.length >= 2 &&
    (best.goal === 'shortTermAlpha' || hasMoney || best.hits.length >= 3)
    ? best
    : null;
}

/**
 * The last resort: a goal that several weak hints agree on.
 * @param longFrames time frames of eight years or more.
 */
export function findByEvidence(
  p: Passage,
  longFrames: readonly Hit[],
): (Hit & { readonly goal: Goal }) | null {
  const stretches: Hit[] = [];
  if (p.tokens.length <= MAX_TOKENS) stretches.push({ from: 0, to: p.tokens.length });
  else
    for (let i = 0; i < p.tokens.length; i = p.sentenceEnd(i) + 1)
      stretches.push({ from: i, to: p.sentenceEnd(i) });
  for (const s of stretches) {
    const best = tally(p, s.from, s.to, longFrames);
    if (best)
      return {
        goal: best.goal,
        from: Math.min(...best.hits.map((h) => h.from)),
        to: Math.max(...best.hits.map((h) => h.to)),
      };
  }
  return null;
}
