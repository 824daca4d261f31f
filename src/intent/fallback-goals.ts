import type { Duration } from './durations.ts';
import type { GoalHit } from './implied-goals.ts';
import type { Goal } from './intent.ts';
import { cue, type Hit, type Passage } from './passage.ts';

/**
 * For sentences in which no phrase of the lexicon was found: two ideas that together can only mean one goal, wherever they stand.
 * Idioms are endless, the pairs of ideas behind them are few.
 */
const LOSSY = cue(
  'crash\\w*|bad stuff|bad (?:luck|year|decisions)|worth less|loss|losses|losers?|losing|mistakes?|burned|burnt|red|duds?|dogs?|stinkers?|clunkers?|lemons?|turkeys?|flops?|bad (?:apples?|picks?|bets?|buys?|stocks?|calls?|ones|trades?|investments?|decisions?|choices?)|underwater|under water|worst|under what i paid|below what i paid|less than i paid|under cost|below cost|went south|gone south|tanked|cratered|sank|sunk|got hammered|took a beating|beaten up|beaten down|dropped|fell|fallen|disasters?|blunders?|regrets?|failures?|rotten|whats down|ones that are down|is down|are down|thats down|that are down|minus|negative|in the hole|bleeding|bleeders?|wreckage|casualties|misfires|dead weight|deadwood',
);
const TAXY = cue(
  'tax (?:office|form|forms|benefit|benefits|break|collector)|accountant|cpa|turbotax|turbo tax|tax preparer|1099|tax(?! season| rate| rates| loss| advisor| free| exempt)|taxes|tax time|taxable|irs|uncle sam|taxman|tax man|deduct\\w*|deductible|write ?offs?|write (?:\\S+ )?off|offset\\w*|cancel\\w*|refund|april(?: N| bill)?|1040|schedule d|carry ?forward|carry ?over|tax bill|what i owe|i owe|owe the government|government|treasury|fiscal|shelter|write down|D bill|return this year|years return|gains i (?:took|made|booked|realized)|big gain|gains? (?:from|on) (?:the|my|our)',
);
const GAINY = cue(
  'gains?|profits?|profitable|winners?|winning|sell|sells|selling|sold|cash(?:ing)? (?:\\S+ )?(?:in|out)|realiz\\w+|green|appreciated|take profits|lots?|positions?|harvest|exit|unload|let go',
);
const YEARY = cue(
  'first birthday|birthday|anniversary|one year|a year|a full year|the full year|N year|full year|whole year|N months?|N days|twelve months|year old|year mark|ordinary (?:income )?(?:rates?|tax|taxes|income)|ordinary income|short term (?:capital )?(?:rates?|tax|taxes|gains?(?: tax)?)|long term (?:rates?|treatment|status|capital gains rate|gains rate)|long term|lower rate|better rate|lower tax|ltcg|(?:friendly|friendlier|nice|nicer|good|cheap|cheaper|kind|kinder|gentle|gentler|smaller) rate|trip around the sun|trip round the sun|four seasons|N seasons|calendar year|candle|year held|held a year',
);
const AGING = cue(
  'wait|waits|waiting|until|till|before|after|once|only|unless|hold|held|old|older|age|aged|aging|season\\w*|mature\\w*|patient|patience|younger|turns?|past|reach\\w*|must|have to|has to|never|no|not|dont|wont|refuse|qualif\\w+|when i sell|when sold|at least|full|should|shall|exclusively|make sure|taxed as|taxed at|of the|each|that get|nothing else|always|all|every|ripe\\w*|celebrate\\w*|eligible|avoid',
);
const YARDS = cue(
  'market|index|indexes|benchmark|s&p|spy|nasdaq|dow|russell|peers|wall street|voo|qqq|averages|hedge funds?|index funds?',
);
const AHEAD = cue(
  'ahead|beat\\w*|outperform\\w*|better than|more than|above|exceed\\w*|edge|extra|top|tops|topping|win|wins|winning|outpace\\w*|faster|higher than|lead|leads|outdo\\w*|lag|lagging|behind|trail\\w*|superior|in front|leg up|excess|over and above|plus N|surpass\\w*|crush\\w*|smash\\w*',
);

interface Pair {
  readonly goal: Goal;
  readonly all: readonly ReturnType<typeof cue>[];
  readonly unless: RegExp;
  readonly within: number;
}

const PAIRS: readonly Pair[] = [
  {
    goal: 'taxLossHarvesting',
    all: [LOSSY, TAXY],
    unless:
      / (no|not|dont|never|stop|without) (?:\S+ ){0,2}(harvest|tax loss)| lost (?:his|her|my|a|the) | deduction limit | (afraid|scared|worried) of (the )?(irs|tax) | carryforward of | carryover of | below (?:what i paid|cost) but /,
    within: 22,
  },
  {
    goal: 'longTermGainsOnly',
    all: [GAINY, YEARY, AGING],
    unless:
      / (loss|losses|losers|last year|this year|next year|N times a year|years ago|every year|per year|P a year|M a year|a year ago|once a year|this years|(?:a|one|N) year (?:to|for) (?:make|get|earn|grow|turn|see|do|raise)|fine|ok|dont mind|dont care|matter|matters|a year in|bought|job|gains this|trades? (?:a|per) year|times a year|long term growth|long term (?:gains?|growth|investor|investing|goal|goals|wealth|plan) (?:is|are|and|for|please)) /,
    within: 22,
  },
  {
    goal: 'shortTermAlpha',
    all: [YARDS, AHEAD],
    unless:
      / (not|dont|no|never|isnt) (?:\S+ ){0,3}(beat|outperform|ahead|compete|edge)| (i|we|he|she|they) (beat|outperformed|topped) | farmers market | super market | job market | housing market | flea market | market (?:fell|dropped|rose|crashed|goes|drops|falls|crash|is down|is up|closed|opens|closes) | dow chemical | index finger | index card | index of | stock market (?:is|was) /,
    within: 9,
  },
];

/** The hit closest to another one, not overlapping it, at most `within` words away. */
function near(hits: readonly Hit[], at: Hit, within: number): Hit | undefined {
  const gap = (h: Hit): number => (h.from >= at.to ? h.from - at.to : at.from - h.to);
  return hits.filter((h) => gap(h) >= 0 && gap(h) <= within).toSorted((a, b) => gap(a) - gap(b))[0];
}

/** Sentences for this purpose end with . ! or ?, not with a semicolon. */
function boundsOf(p: Passage, i: number): Hit {
  // A short text is one thought, however it is punctuated.
  if (p.tokens.length <= 30) return { from: 0, to: p.tokens.length };
  let from = i;
  let to = i;
  while (from > 0 && !/^[.!?]$/.test(p.w(from - 1))) from--;
  while (to < p.tokens.length && !/^[.!?]$/.test(p.w(to))) to++;
  return { from, to };
}

/** Goals of sentences that have none yet. */
export function findFallbackGoals(
  p: Passage,
  found: readonly GoalHit[],
  durations: readonly Duration[],
  isRejected: (h: Hit, g: Goal) => boolean,
): GoalHit[] {
  const out: GoalHit[] = [];
  for (const { goal, all, unless, within } of PAIRS) {
    if (found.some((f) => f.goal === goal)) continue;
    const [first, ...rest] = all.map((c) => p.find(c));
    for (const h of first ?? []) {
      const { from, to } = boundsOf(p, h.from);
      const inside = (x: Hit): boolean => x.from >= from && x.to <= to;
      const rivals =
        goal === 'shortTermAlpha'
          ? null
          : goal === 'taxLossHarvesting'
            ? 'longTermGainsOnly'
            : 'taxLossHarvesting';
      if (
        found.some(
          (f) => !f.isRejected && (rivals === null || f.goal === rivals) && f.from >= from && f.to <= to,
        )
      )
        continue;
      if (unless.test(p.words(from, to))) continue;
      const partners = rest.map((hits) => near(hits.filter(inside), h, within));
      if (partners.some((x) => x === undefined)) continue;
      const span = {
        from: Math.min(h.from, ...partners.map((x) => (x as Hit).from)),
        to: Math.max(h.to, ...partners.map((x) => (x as Hit).to)),
      };
      if (
        goal === 'longTermGainsOnly' &&
        durations.some((d) => d.from >= span.from && d.to <= span.to && !(d.years > 0.9 && d.years < 1.15))
      )
        continue;
      out.push({ ...span, goal, isRejected: goal === 'longTermGainsOnly' ? false : isRejected(span, goal) });
      break;
    }
  }
  return out;
}
