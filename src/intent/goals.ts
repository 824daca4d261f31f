import type { Duration } from './durations.ts';
import { findFallbackGoals } from './fallback-goals.ts';
import { GOALS, type Goal } from './intent.ts';
import {
  ALPHA,
  GROWTH,
  HARVEST,
  LONG_GAIN,
  LONG_ONLY,
  PRESERVE,
  PROFIT,
  SHORT_GAIN,
  SHORT_PERIOD,
} from './lexicon/goals.ts';
import { cue, type Cue, type Hit, type Passage } from './passage.ts';
import { isNarrative, isOffTopic } from './topics.ts';

/** One place in the text that names a goal; `share` when a percentage is attached to it. */
export interface GoalHit extends Hit {
  readonly goal: Goal;
  readonly isRejected: boolean;
}

const compiled: Readonly<Record<Goal, readonly Cue[]>> = {
  shortTermAlpha: ALPHA.map(cue),
  shortTermGain: SHORT_GAIN.map(cue),
  longTermGain: LONG_GAIN.map(cue),
  capitalPreservation: PRESERVE.map(cue),
  taxLossHarvesting: HARVEST.map(cue),
  longTermGainsOnly: LONG_ONLY.map(cue),
};
const GROWTH_CUE = cue(GROWTH);
const PROFIT_CUE = cue(PROFIT);
const SHORT_CUE = cue(SHORT_PERIOD);

const REJECT_BEFORE =
  / (?:not|dont|no|never|isnt|without|nor|forget|stop|quit|skip|avoid|ignore|cancel|rather than|instead of|hate|wont|cant|nothing to do with|zero|aint|neither|against|less|enough|drop|disable|end|nobody|refuse|not interested in|couldnt care less|could not care less|unimportant|far from|tired of|done with|beyond|leave out|halt|cease|turn off|switch off|no need|beats|please dont) (?:\S+ ){0,4}$/;
/** "not only X": X is wanted after all. Words that end the reach of a refusal. */
const NOT_A_REJECTION =
  / (?:not only|not just|not merely|no problem|no matter|nothing but|not to mention|no doubt|never mind|not sure|no later than|no more than|nothing more than|no rush|in no rush|no hurry|in no hurry|not until|dont forget|never stop|cant wait|no idea|dont mind|not greedy|no longer than|cannot wait|why not|over the next|over my|over the long|over a|over N|over time|over several|over many|over decades|over the|over years|less than|no less than|no fewer than) (?:\S+ ){0,4}$/;
const REJECT_AFTER =
  /^ (?:(?:(?:is|are|was|isnt|s|really|that) )*(?:not (?:the point|my (?:goal|thing|priority|aim|focus|style|concern|objective|cup of tea)|for me|what i|needed|wanted|important|interesting|a goal|a priority|the goal|why|on my|necessary|interested|something i|at all|the aim|the idea|the plan|for us|me)|irrelevant|pointless|unimportant|useless|overrated|the least of|of no|for (?:suckers|fools|gamblers|others|other people|idiots|the birds)|off the table|out of the question|not)|isnt (?:the point|my|for me|what|important|the goal|necessary|it|on|something|why|needed)|(?:doesnt|dont|does not|do not) (?:matter|interest|appeal|concern|mean|excite|apply|do it|count|bother)|(?:can|could) wait|(?:holds|has) no|(?:is |are |sounds |would be )?(?:nice|fine|good|great|ok|lovely) but (?:not|isnt|no|i dont)|no thanks|, no thanks|no thank you|leaves me cold|bores me|is of no|means nothing|not)(?= | $)/;

const CLAUSE_END = /^[.,;:!?()]$|^(but|while|whereas|and|then|although|though|plus|with)$/;

function clauseStart(p: Passage, i: number): number {
  let k = i;
  while (k > 0 && !CLAUSE_END.test(p.w(k - 1))) k--;
  return k;
}
/** True when the words around say that this goal is not wanted. */
function isRejected(p: Passage, hit: Hit, goal: Goal): boolean {
  let from = clauseStart(p, hit.from);
  // "not after X or Y": the refusal reaches over "or" (which ends no clause) and over a list's comma before "or".
  const lead = p.words(Math.max(from, hit.from - 8), hit.from);
  const after = p.words(hit.to, Math.min(p.sentenceEnd(hit.to), hit.to + 5));
  if (REJECT_AFTER.test(after)) return true;
  if (p.w(from - 1) === 'and' || (p.w(from - 1) === ',' && p.w(from) === 'or')) {
    const sentence = p.words(Math.max(p.sentenceStart(from), from - 7), from);
    if (p.w(from) === 'or' && REJECT_BEFORE.test(sentence.replace(/ , $/, ' '))) return true;
    from = clauseStart(p, from - 1);
  }
  // A goal made of a refusal ("no losses", "never sell before a year") starts with it: only what stands before counts.
  const selfNegated =
    /^ (no|not|dont|never|cant|wont|without|nothing|avoid|zero|do|cannot|n|refuse|minimize)/.test(
      p.words(hit.from, hit.to),
    );
  if (goal === 'capitalPreservation' && selfNegated)
    return / (isnt|not) (?:about |the |my |a |really )*$/.test(lead) && !NOT_A_REJECTION.test(lead);
  if (goal === 'longTermGainsOnly')
    return / (dont care about|do not care about|forget|no need (?:for|to)|not worried about|dont bother (?:with|about)|dont mind|not interested in|isnt about|not about) (?:\S+ ){0,3}$/.test(
      lead,
    );
  const m = REJECT_BEFORE.exec(lead);
  if (!m || NOT_A_REJECTION.test(lead)) return false;
  const reach = m[0].trim().split(' ');
  if (
    reach.some((w) =>
      /^(just|only|want|need|prefer|instead|rather|wish|would|should|must|so|if|until|because|that|to|i|we|unless|when|before|which)$/.test(
        w,
      ),
    ) &&
    !/^ (not|dont|isnt|never|wont|no|do not) (?:really |even |at all |actually |particularly |currently |want |wanna |trying |looking |here |in it |interested |need |aiming |care |going |about |after |like |plan |intend |interest |into |have |see |hoping |planning |willing |think |seeking |chasing |wish |my |the |a |that |this |to |for |in |on |of |get |i |me |make |do |we |us |be |it |any |much |your |or |care about |attempt |try |attempting |doing |taking |you |please |too |so |just |as )*$/.test(
      m[0],
    )
  )
    return false;
  return true;
}

/** Periods of a text as the goals see them: short up to a year, long from three. */
interface Periods {
  readonly short: readonly Hit[];
  readonly long: readonly Hit[];
}

function periodsOf(p: Passage, durations: readonly Duration[], longYears: readonly Hit[]): Periods {
  const plain = durations.filter((d) => d.role === 'plain' || d.role === 'eachTrade');
  return {
    short: [...plain.filter((d) => d.years <= 1.01), ...p.find(SHORT_CUE)],
    long: [...plain.filter((d) => d.years >= 2.9 && d.role === 'plain'), ...longYears],
  };
}

const inSentence = (p: Passage, hits: readonly Hit[], at: Hit): Hit | undefined => {
  const from = p.sentenceStart(at.from);
  const to = p.sentenceEnd(at.to - 1);
  return hits.find((h) => h.from >= from && h.from < to);
};

const LIFELONG =
  / (lifetime|life|decades|long run|long haul|long term|retire\w*|for years|many years|forever) /;
const YARD_AFTER = / (than|market|index|benchmark|s&p|nasdaq|dow|russell|spy|peers) /;
const SAVING =
  / (invest\w*|save|saving|savings|put away|set aside|account|money|grow\w*|bigger|larger|nest egg|portfolio|wealth\w*|stock|stocks|fund|market|hold|leave|sit|touch|it) /;

/** Turns raw matches into goals: yardsticks with long periods, growth with short ones, and so on (rules 1 to 4). */
function adjust(p: Passage, raw: readonly GoalHit[], periods: Periods): GoalHit[] {
  const out: GoalHit[] = [];
  for (const h of raw) {
    const sentence = p.words(p.sentenceStart(h.from), p.sentenceEnd(h.to - 1));
    if (h.goal === 'shortTermAlpha') {
      const words = p.words(h.from, h.to);
      // A sector or the market is a yardstick only when something is to beat it: "more bank stocks than tech" is none.
      if (
        / (over|above|leave|leaving|pass|passing|top|best|more than|school|whip|smoke|dust) /.test(words) &&
        / (stocks|funds|sectors?|industry|field|friends|colleagues|neighbors|school|street|street) /.test(
          words,
        ) &&
        !/ (s&p|market|index|benchmark) /.test(words) &&
        !/ (ahead|beat|outperform|excess|edge|better) /.test(sentence)
      )
        continue;
      const long =
        inSentence(p, periods.long, h) ?? (LIFELONG.test(sentence) && !inSentence(p, periods.short, h));
      out.push(long ? { ...h, goal: 'longTermGain' } : h);
    } else if (h.goal === 'shortTermGain') {
      const tail = p.words(h.to, h.to + 3);
      if (
        / (short term|near term) /.test(p.words(h.from, h.to)) &&
        /^ (tax|rate|rates|are|is|dont|doesnt|taxed)/.test(tail)
      )
        continue;
      out.push(h);
    } else out.push(h);
  }
  return out;
}

function fromGrowth(p: Passage, periods: Periods, taken: readonly GoalHit[]): GoalHit[] {
  const out: GoalHit[] = [];
  for (const h of p.find(GROWTH_CUE)) {
    if (taken.some((t) => h.from < t.to && t.from < h.to)) continue;
    const from = p.sentenceStart(h.from);
    const to = p.sentenceEnd(h.from);
    const sentence = p.words(from, to);
    const words = p.words(h.from, h.to);
    if (/ (grow|grows|growing|bigger|larger|expand|swell|rise) /.test(words) && !SAVING.test(sentence))
      continue;
    if (
      / (tomatoes|tomato|vegetables|garden|corn|flowers|beard|hair|plants|crops|wheat|roses|up in|up and|up on|old|older|kids|children|family is|business|company|belly|tired|shoes|house|houses|car|truck|apartment|hives|tree|trees|inflation|rent|debt) /.test(
        p.words(h.from, Math.min(to, h.to + 4)),
      )
    )
      continue;
    if (
      / (bigger|larger) /.test(words) &&
      / (than|returns|gains|profits|risk|bets|positions|trades|swings) /.test(p.words(h.to, h.to + 2))
    )
      continue;
    const short = inSentence(p, periods.short, h);
    const long = inSentence(p, periods.long, h);
    const goal: Goal = short && !long ? 'shortTermGain' : 'longTermGain';
    out.push({ ...h, goal, isRejected: isRejected(p, h, goal) });
  }
  return out;
}

function fromProfit(p: Passage, periods: Periods, taken: readonly GoalHit[]): GoalHit[] {
  return p.find(PROFIT_CUE).flatMap((h): GoalHit[] => {
    const short = inSentence(p, periods.short, h);
    if (!short || inSentence(p, periods.long, h)) return [];
    const from = p.sentenceStart(h.from);
    const to = p.sentenceEnd(h.from);
    const sentence = p.words(from, to);
    if (
      / short term /.test(p.words(short.from, short.to)) &&
      / (no|never|not|dont|avoid|refuse|without|hate) (?:\S+ ){0,8}$/.test(p.words(from, short.from))
    )
      return [];
    const near = p.words(Math.max(from, h.from - 4), Math.min(to, h.to + 4));
    // One inside the other ("fast" in "as fast as") is a period of its own; far apart they are two thoughts.
    if (Math.abs(short.from - h.from) > 16) return [];
    const word = p.words(h.from, h.to);
    if (
      / (more|make|making|return|returns|big|money|turn|ahead|grow|growing|N x|score|moon|boost|jump|increase|upside) /.test(
        word,
      )
    ) {
      const wanted =
        / (make|making|earn) (?:\S+ ){0,4}(money|profit|profits|bucks|cash|M|P|dollars|killing|returns?|gains?|fortune|thousands?)| (big|more|fast|quick) (?:\S+ ){0,2}(money|profits?|gains?|cash|returns?|bucks|wins?)| (double|triple|profits?|gains?|rich) | (turn|grow|growing) (?:\S+ ){0,4}(M|N|profit|quickly|fast|by)| for more | (turn|turns) (this|it|them|that) into | something more | (returns?|return) (?:of )?P | P (?:\S+ ){0,2}returns? | money (?:very |real |super )?(?:quick|fast)| more money | N x | P .*(up|gain|profit)/;
      if (!wanted.test(near) && !wanted.test(sentence)) return [];
      if (
        / (less money|borrow|lend|owe|need money|need the money|money back|money market|money down|lose|losing|losses) /.test(
          near,
        )
      )
        return [];
      if (
        / (return|returns) /.test(word) &&
        / (tax|file|filing|counts|this years|flight|it to|to the store) /.test(near)
      )
        return [];
    }
    if (
      / (long term|ltcg|capital gains tax|offset|cancel|tax|taxes|losses|losers|write|deduct\w*|held|rate|rates|harvest\w*|avoid|short term gains?) /.test(
        sentence,
      ) &&
      !/ (double|triple|quick|fast|rich|flip|profit|money) /.test(near)
    )
      return [];
    if (/ (made|earned|sold) /.test(p.words(Math.max(from, h.from - 3), h.from))) return [];
    if (taken.some((t) => t.goal === 'shortTermAlpha' && !t.isRejected && t.from >= from && t.to <= to))
      return [];
    if (
      YARD_AFTER.test(sentence) &&
      / (more|better|beat|ahead|outperform\w*|exceed|above|edge|outpace) /.test(sentence)
    )
      return [];
    const hit = { from: Math.min(h.from, short.from), to: Math.max(h.to, short.to) };
    return [{ ...hit, goal: 'shortTermGain', isRejected: isRejected(p, h, 'shortTermGain') }];
  });
}

/** A long period and a wish to have more, or to leave the money alone, in one sentence. */
function fromLongPeriod(p: Passage, periods: Periods): GoalHit[] {
  return periods.long.flatMap((h): GoalHit[] => {
    const from = p.sentenceStart(h.from);
    const to = p.sentenceEnd(h.from);
    const sentence = p.words(from, to);
    const wants =
      / (grow\w*|bigger|larger|wealth\w*|more money|compound\w*|build|appreciat\w*|returns|profit|profits|richer|rich|double|triple|multiply|maximi\w+|increase|gains?|make money|most money|worth more|nest egg|hold|upside|buy|college|university|tuition|school|saving|save|put away|this should|should be|mountain|fortune|pile|comfortable|alarm clock|hammock|beach|porch|rocking chair|freedom|live on|live off|for the day|work my|put aside|tuck|i can stop|we can stop) | (quit|stop|done|finish|finished) (?!losing|selling|doing|trading|buying|harvesting|investing|the )\w+ing /.test(
        sentence,
      );
    if (
      !wants ||
      / (protect\w*|safe|safety|preserve|intact|lose|losing|loss|losses|drop|fall|drawdown|slump|risk) /.test(
        sentence,
      )
    )
      return [];
    return [{ from: h.from, to: h.to, goal: 'longTermGain', isRejected: false }];
  });
}

/** Everything the text says for or against the six goals. */
export function findGoals(p: Passage, durations: readonly Duration[], longYears: readonly Hit[]): GoalHit[] {
  const periods = periodsOf(p, durations, longYears);
  const raw: GoalHit[] = GOALS.flatMap((goal) =>
    compiled[goal].flatMap((c) =>
      p.find(c).map((h): GoalHit => ({ ...h, goal, isRejected: isRejected(p, h, goal) })),
    ),
  );
  const sound = raw.filter(
    (h) =>
      h.goal !== 'longTermGainsOnly' ||
      durations.every((d) => d.from < h.from || d.to > h.to || isAboutAYear(d.years)),
  );
  const hits = adjust(p, dropOverlaps(p, sound), periods);
  const all = [
    ...hits,
    ...fromGrowth(p, periods, hits),
    ...fromProfit(p, periods, hits),
    ...fromLongPeriod(p, periods),
  ];
  const extra = findFallbackGoals(p, all, durations, (h, g) => isRejected(p, h, g));
  const offTopic = (h: GoalHit): boolean =>
    h.goal !== 'taxLossHarvesting' &&
    h.goal !== 'longTermGainsOnly' &&
    (isOffTopic(p, h) || (h.goal !== 'capitalPreservation' && isNarrative(p, h)));
  return [...all, ...extra].filter((h) => !offTopic(h)).toSorted((a, b) => a.from - b.from);
}

const isAboutAYear = (years: number): boolean => years > 0.95 && years < 1.15;

/** Words inside a more telling phrase say nothing of their own: "long term growth" inside "no short term gains". */
function dropOverlaps(p: Passage, hits: readonly GoalHit[]): GoalHit[] {
  const inside = (a: Hit, b: Hit): boolean => b.from <= a.from && a.to <= b.to;
  return hits.filter((h) => {
    const words = p.words(h.from, h.to);
    const others = hits.filter((o) => o !== h && o.goal !== h.goal);
    if (
      h.goal === 'longTermGain' &&
      others.some((o) => (o.goal === 'longTermGainsOnly' || o.goal === 'taxLossHarvesting') && inside(h, o))
    )
      return / (retir\w+|heirs?|college|wealth|grow\w*) /.test(words);
    if (
      h.goal === 'shortTermGain' &&
      others.some(
        (o) =>
          (o.goal === 'longTermGainsOnly' || o.goal === 'taxLossHarvesting') &&
          o.from < h.to &&
          h.from < o.to,
      )
    )
      return false;
    if (
      h.goal === 'capitalPreservation' &&
      others.some((o) => o.goal === 'taxLossHarvesting' && o.from < h.to && h.from < o.to)
    )
      return / (preserv\w*|protect\w*|safe|safety|intact) /.test(words);
    if (h.goal === 'longTermGainsOnly' && others.some((o) => o.goal === 'taxLossHarvesting' && inside(h, o)))
      return / (long term|year) /.test(words) && !/ (losses|losers|loss) /.test(words);
    return true;
  });
}
