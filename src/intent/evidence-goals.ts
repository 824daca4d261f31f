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

/** Hits by the stretch that holds all of them; one pass over each list. */
function byStretch(stretches: readonly Hit[], hits: readonly Hit[]): (Hit | undefined)[] {
  const out: (Hit | undefined)[] = stretches.map(() => undefined);
  let s = 0;
  for (const h of hits) {
    while (s < stretches.length && (stretches[s] as Hit).to <= h.from) s++;
    const at = stretches[s];
    if (at && h.from >= at.from && h.to <= at.to) out[s] ??= h;
  }
  return out;
}

interface Hints {
  readonly groups: readonly {
    readonly goal: Goal;
    readonly weight: number;
    readonly first: readonly (Hit | undefined)[];
  }[];
  readonly money: readonly (Hit | undefined)[];
  readonly frames: readonly (Hit | undefined)[];
}

/** The goal that the weak hints of stretch `s` agree on; null when they are too few or divided. */
function tally(p: Passage, stretch: Hit, s: number, hints: Hints): Tally | null {
  const frame = hints.frames[s];
  const hasMoney = hints.money[s] !== undefined || frame !== undefined;
  const tallies = new Map<Goal, Tally>(GOALS.map((goal) => [goal, { goal, score: 0, hits: [] }]));
  for (const g of hints.groups) {
    const hit = g.first[s];
    const t = tallies.get(g.goal);
    if (!hit || !t) continue;
    t.score += g.weight;
    t.hits.push(hit);
  }
  const long = tallies.get('longTermGain');
  if (frame && long) {
    long.score += LONG_WEIGHT;
    long.hits.push(frame);
  }
  if (isOffTopic(p, stretch) || isNarrative(p, stretch)) return null;
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
  const hints: Hints = {
    groups: GROUPS.map((g) => ({ ...g, first: byStretch(stretches, p.find(g.cue)) })),
    money: byStretch(stretches, p.find(MONEY)),
    frames: byStretch(
      stretches,
      longFrames.toSorted((a, b) => a.from - b.from),
    ),
  };
  for (const [i, s] of stretches.entries()) {
    const best = tally(p, s, i, hints);
    if (best)
      return {
        goal: best.goal,
        from: Math.min(...best.hits.map((h) => h.from)),
        to: Math.max(...best.hits.map((h) => h.to)),
      };
  }
  return null;
}
