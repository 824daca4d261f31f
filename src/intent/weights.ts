import type { GoalHit } from './implied-goals.ts';
import { GOALS, type Goal } from './intent.ts';
import { cue, type Hit, type Passage } from './passage.ts';

const FIRST =
  / (the big one|the bigger one|the larger one|the big pot|the big part|the big account|top (?:concern|aim|wish|goal)|worth more to me than|mostly|mainly|chiefly|primarily|principally|first|firstly|above all|foremost|priority|main|top|number N|number one|matters most|matter most|matters more|matter more|headline|biggest|most important|more important|primary|key|core|predominantly|largely|lions share|bulk|overriding|paramount|especially|in particular|essential|crucial|prime|most of all|before anything|before everything|main course|main dish|star|real goal|most|emphasis|heart of|leading|supreme|comes first|over everything|more than anything|all about|N thing|major|majority|dominant|central|cake|non negotiable|must have|a must|drives me|what counts|what i care about|real objective|real goal|what matters|the point|the real|what i want most|job N|is king|is queen|wins|trumps all|comes out on top) /;
const LATER =
  / (the little one|the small one|the smaller one|the little pot|the small pot|second|secondly|secondary|third|footnote|on the side|a bit|somewhat|if possible|if you can|if u can|if it can|if theres room|if there is room|bonus|nice to have|afterthought|a little|some|garnish|gravy|icing|followed by|distant|after that|lesser|backup|smaller|side bets?|side bet|sideline|cherry on top|as a bonus|extra|if convenient|only then|last|lastly|less important|minor|then|afterwards|a touch of|touch of|a dash of|dash of|pinch of|a sprinkle of|sprinkle of|where possible|when possible|if the chance|as well if|great if|would be nice|be nice|also nice|dessert|small|slice|a distant second|footnotes|along the way|whenever possible|sprinkling|runner up|on top|ideally|optional|maybe|tail|hobby|fun money|a fraction|smidge|hint of|beyond that|apart from that|besides that|along for the ride|come along|tag along|say no|lovely|welcome|close second|comes second|is nice|are nice|is fine|would be good|if it happens) /;

const SHARE = cue(
  '(?:P|half|a third|one third|N thirds|a quarter|one quarter|N quarters|N parts?|three quarters|a fifth|N fifths)',
);
const EQUAL =
  / (equal|equally|both equally|same weight|fifty fifty|N N|half and half|even split|evenly|equal weight|equal parts|no preference|just as important|as important as|same importance) /;
const REST = / (rest|remaining|remainder|other half|balance|whats left|what is left) /;
const THAT = /^ (?:\S+ ){0,5}(?:on|to|for|in) (?:that|the first|the former) /;
const X_BEFORE_Y =
  / (before|over|ahead of|above|rather than|more than|then|beats|trumps|outranks|comes before|followed by|and only then|second to|takes precedence over|takes priority over|more important than|matters more than|outweighs|first and) /;

function shareValue(p: Passage, h: Hit): number {
  const t = p.tokens.slice(h.from, h.to).find((x) => x.value !== undefined);
  const words = p.words(h.from, h.to);
  const n = t?.value ?? 1;
  if (t?.w === 'P') return n / 100;
  if (/third/.test(words)) return n / 3;
  if (/quarter/.test(words)) return (/ three /.test(words) ? 3 : n) / 4;
  if (/fifth/.test(words)) return n / 5;
  if (/part/.test(words)) return n;
  return 0.5;
}

const MOST_ADVERB = 3;
const isRankOnly = (p: Passage, from: number, to: number): boolean =>
  to > from &&
  to - from <= MOST_ADVERB &&
  (FIRST.test(p.words(from, to)) || LATER.test(p.words(from, to))) &&
  !p.tokens.slice(from, to).some((t, k) => t.value !== undefined && !NUMBERED.test(p.w(from + k - 1)));

/** "First and foremost, keep it safe": the few words before the comma rank what follows. */
function withLeadIn(p: Passage, from: number, stop: RegExp): number {
  if (p.w(from - 1) !== ',') return from;
  let start = from - 1;
  while (start > 0 && !/^[.,;!?()]$/.test(p.w(start - 1)) && from - 1 - start <= MOST_ADVERB) start--;
  const opens = start === 0 || /^[.;!?(]$/.test(p.w(start - 1));
  return opens && stop.test(p.w(from - 1)) && isRankOnly(p, start, from - 1) ? start : from;
}

/** "Use my losses, mainly": so do the few words after it, up to the end of the sentence. */
function withTag(p: Passage, to: number, stop: RegExp): number {
  if (p.w(to) !== ',') return to;
  let end = to + 1;
  while (end < p.tokens.length && !stop.test(p.w(end)) && end - to <= MOST_ADVERB + 1) end++;
  const closes = end >= p.tokens.length || /^[.;!?)]$/.test(p.w(end));
  return closes && isRankOnly(p, to + 1, end) ? end : to;
}

/** The part of a sentence a hit stands in, bounded by punctuation and joining words. */
function clauseOf(p: Passage, h: Hit): Hit {
  const stop = /^[.,;!?()]$|^(but|while|whereas|and|then|with|although|though|followed|plus)$/;
  let from = h.from;
  let to = h.to;
  while (from > 0 && !stop.test(p.w(from - 1))) from--;
  // The joining word itself ("then", "followed by", "with some") tells the rank of what it opens.
  if (/^(then|with|followed|plus)$/.test(p.w(from - 1))) from--;
  while (to < p.tokens.length && !stop.test(p.w(to))) to++;
  return { from: withLeadIn(p, from, stop), to: withTag(p, to, stop) };
}

/** Shares of interest ("70% growth, 30% safety", "growth 80, flips 20", "60-40: growth, safety"): each with the goal it stands beside. */
function fromShares(p: Passage, hits: readonly GoalHit[]): Map<Goal, number> | null {
  const marked = p
    .find(SHARE)
    .filter(
      (s) =>
        !/ (drop|fall|loss|drawdown|slump|dip|decline|lose|losing|down) /.test(
          p.words(s.to, s.to + 3).replace(' tax loss ', ' '),
        ) &&
        // "This half year", "a quarter of a million": a time or a sum, no share of interest.
        !/^ (?:of )?(?:a |an |this |the )?(?:years?|decades?|months?|hours?|century|lifetime|million|M|N million) /.test(
          p.words(s.to, s.to + 4),
        ) &&
        // "Lost 40% back then", "up 30%": what has happened.
        !/ (lost|fell|down|dropped|made|returned|up|gained) (?:about |over |around |nearly )?$/.test(
          p.words(s.from - 2, s.from),
        ) &&
        !(
          / (quarter|half|third) /.test(p.words(s.from, s.to)) &&
          / (this|next|last|every|each|per|the coming|first|second|fourth) $/.test(
            p.words(s.from - 2, s.from),
          )
        ),
    )
    .map((s) => ({ ...s, share: shareValue(p, s) }));
  const shares = marked.length > 0 ? marked : bareShares(p);
  const out = new Map<Goal, number>();
  const first = shares[0];
  if (!first) return null;
  const isLead =
    shares.length >= 2 &&
    hits.every((h) => h.from >= (shares[1] as Hit).to) &&
    (shares[1] as Hit).from - first.to <= 2;
  const goalsInOrder = [...new Set(hits.map((h) => h.goal))];
  // The goal may stand behind its share ("70% growth") or before it ("growth is three quarters").
  const isBehind =
    hits.some((h) => h.from < first.from) && !shares.some((s) => THAT.test(p.words(s.to, s.to + 8)));
  shares.forEach((s, k) => {
    const next = shares[k + 1]?.from ?? p.tokens.length;
    const previous = shares[k - 1]?.to ?? 0;
    const goal = THAT.test(p.words(s.to, s.to + 8))
      ? hits.findLast((h) => h.to <= s.from)?.goal
      : isLead
        ? goalsInOrder[k]
        : (isBehind
            ? hits.findLast((h) => h.from >= previous && h.from < s.from)
            : hits.find((h) => h.from >= s.to && h.from < next && h.from - s.to <= 12)
          )?.goal;
    if (goal) out.set(goal, (out.get(goal) ?? 0) + s.share);
  });
  return out.size > 0 ? out : null;
}

/** Two plain numbers that make a hundred. */
function bareShares(p: Passage): (Hit & { readonly share: number })[] {
  const numbers = p.tokens.flatMap((t, i) =>
    t.w === 'N' && t.value !== undefined ? [{ from: i, to: i + 1, share: t.value / 100 }] : [],
  );
  const isWhole = (two: typeof numbers): boolean =>
    two.length === 2 && Math.abs(two.reduce((sum, n) => sum + n.share, 0) - 1) < 1e-9;
  if (isWhole(numbers)) return numbers;
  // "70/30: 70 on trading, 30 on safety": the ratio and then its parts.
  const parts = numbers.slice(2);
  return isWhole(numbers.slice(0, 2)) && isWhole(parts) ? parts : [];
}

/** Weights of the goals named: by shares where stated, by rank words, by "X before Y"; equal where nothing ranks them. */
export function weighGoals(p: Passage, hits: readonly GoalHit[]): Record<Goal, number> | null {
  const wanted = hits.filter((h) => !h.isRejected);
  const named = new Set(wanted.map((h) => h.goal));
  if (named.size === 0) return null;
  const score = new Map<Goal, number>([...named].map((g) => [g, 1]));
  const shares = named.size > 1 ? fromShares(p, wanted) : null;
  if (shares && shares.size > 1) for (const g of named) score.set(g, shares.get(g) ?? 0.1);
  else if (named.size > 1) rank(p, wanted, score);
  // The other one, or where the text says so the others, get what is left.
  if (shares?.size === 1 && (named.size === 2 || REST.test(p.text))) {
    const [goal, share] = [...shares][0] as [Goal, number];
    for (const g of named) score.set(g, g === goal ? share : (1 - share) / (named.size - 1));
  }
  const sum = [...score.values()].reduce((a, b) => a + b, 0);
  const weights = Object.fromEntries(GOALS.map((g) => [g, 0])) as Record<Goal, number>;
  for (const [g, s] of score) weights[g] = s / sum;
  return weights;
}

const NUMBERED = /^(?:number|priority|goal|job|rule|aim|objective|choice|concern)$/;

/** "Number one: …", "priority two: …", "second priority": the place in the order; null where there is none. */
function numberedPlace(p: Passage, c: Hit): number | null {
  for (let i = c.from; i < c.to; i++)
    if (NUMBERED.test(p.w(i)) && p.w(i + 1) === 'N') return p.tokens[i + 1]?.value ?? null;
  return / (?:second|third|secondary|last|lowest|lesser) (?:priority|goal|aim|concern|objective|wish) /.test(
    p.words(c.from, c.to),
  )
    ? 2
    : null;
}

function rank(p: Passage, wanted: readonly GoalHit[], score: Map<Goal, number>): void {
  const isEqual = EQUAL.test(p.text);
  for (const goal of score.keys()) {
    const clauses = wanted.filter((h) => h.goal === goal).map((h) => ({ h, c: clauseOf(p, h) }));
    let best = 0;
    for (const { c } of clauses) {
      const words = p.words(c.from, c.to);
      // "X is the headline" may stand in a clause that the goal only opens; two clauses of one goal: the stronger counts.
      const place = numberedPlace(p, c);
      const isFirst =
        (place === null ? FIRST.test(words) : place === 1) &&
        !/ (not the most|isnt the most|second most|most of (?:my|the) day|at most) /.test(words);
      const isLater = place === null ? LATER.test(words) : place > 1;
      best = Math.max(best, isFirst && !isLater ? 3 : isLater && !isFirst ? 0.3 : 1);
    }
    if (!isEqual) score.set(goal, best === 0 ? 1 : best);
  }
  if (isEqual) return;
  // "Safety before growth", "growth over safety": the two stand around the joining word.
  const ordered = wanted.toSorted((a, b) => a.from - b.from);
  for (let k = 1; k < ordered.length; k++) {
    if (rankByMoreThan(p, ordered[k - 1] as GoalHit, ordered[k] as GoalHit, score)) continue;
    const a = ordered[k - 1] as GoalHit;
    const b = ordered[k] as GoalHit;
    if (a.goal === b.goal || b.from < a.to) continue;
    const between = p.words(a.to, b.from);
    if (
      b.from - a.to <= 6 &&
      X_BEFORE_Y.test(between) &&
      !/[.;!?]/.test(between) &&
      score.get(a.goal) === score.get(b.goal)
    ) {
      score.set(a.goal, (score.get(a.goal) as number) * 1.6);
    }
  }
}

/** "X matters more to me than Y", "X is less important than Y". */
function rankByMoreThan(p: Passage, a: GoalHit, b: GoalHit, score: Map<Goal, number>): boolean {
  if (a.goal === b.goal || b.from < a.to || b.from - a.to > 10) return false;
  const m = / (more|less|greater|bigger|higher|lower) (?:\S+ ){0,5}than /.exec(p.words(a.to, b.from));
  if (!m) return false;
  const isMore = !/less|lower/.test(m[1] as string);
  score.set(a.goal, isMore ? 2 : 1);
  score.set(b.goal, isMore ? 1 : 2);
  return true;
}
