import type { Duration } from './durations.ts';
import type { Goal } from './intent.ts';
import { GROWTH, PROFIT, SHORT_PERIOD } from './lexicon/goals.ts';
import { cue, type Hit, type Passage } from './passage.ts';
import { isRejected } from './rejection.ts';

/** One place in the text that names a goal, or refuses it. */
export interface GoalHit extends Hit {
  readonly goal: Goal;
  readonly isRejected: boolean;
  /** Put together from hints that name no goal by themselves. */
  readonly isGuess?: true;
}

const GROWTH_CUE = cue(GROWTH);
const PROFIT_CUE = cue(PROFIT);
const SHORT_CUE = cue(SHORT_PERIOD);

/** Periods of a text as the goals see them: short up to a year, long from three. */
export interface Periods {
  readonly short: readonly Hit[];
  readonly long: readonly Hit[];
}

export function periodsOf(p: Passage, durations: readonly Duration[], longYears: readonly Hit[]): Periods {
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

const TAX_ON = / tax(?:es|ed)? (?:on|for|of|from) (?:the |my |any |all |a )*$/;
/** "My accountant yelled at me about short-term gains": they are complained of. */
const SCOLDED =
  / (?:yell|complain|warn|scold|lectur|nag|shout|fuss)\w* (?:\S+ ){0,3}(?:about|over|for) (?:my |the |all |those |these )*$/;
const LIFELONG =
  / (lifetime|life|decades|long run|long haul|long term|retire\w*|for years|many years|forever) /;
const OVER_A_LIFE =
  / (?:over|across|through|throughout|for|during) (?:my |the |our |a |an )*(?:whole |entire |full |working |long )*(?:life|lifetime|career|working years) /;
const YARD_AFTER = / (than|market|index|benchmark|s&p|nasdaq|dow|russell|spy|peers) /;
const SAVING =
  / (invest\w*|save|saving|savings|put away|set aside|account|money|grow\w*|bigger|larger|nest egg|portfolio|wealth\w*|stock|stocks|fund|market|hold|leave|sit|touch|it) /;

/** Turns raw matches into goals: yardsticks with long periods, growth with short ones, and so on (rules 1 to 4). */
export function adjust(p: Passage, raw: readonly GoalHit[], periods: Periods): GoalHit[] {
  const out: GoalHit[] = [];
  for (const h of raw) {
    const sentence = p.words(p.sentenceStart(h.from), p.sentenceEnd(h.to - 1));
    if (h.goal === 'shortTermAlpha') {
      // "In 1999 I beat the market" tells a story.
      if (
        /^(i|we|he|she|they)$/.test(p.w(h.from - 1)) &&
        /^(beat|outperformed|crushed|topped|exceeded)$/.test(p.w(h.from))
      )
        continue;
      const words = p.words(h.from, h.to);
      // A sector or the market is a yardstick only when something is to beat it: "more bank stocks than tech" is none.
      if (
        / (over|above|leave|leaving|pass|passing|top|best|more than|school|whip|smoke|dust) /.test(words) &&
        / (stocks|funds|sectors?(?! etf| fund)|industry(?! etf)|field|friends|colleagues|neighbors|school|street|street) /.test(
          words,
        ) &&
        !/ (s&p|market|index|benchmark) /.test(words) &&
        !/ (ahead|beat|outperform|excess|edge|better) /.test(sentence)
      )
        continue;
      const frame = inSentence(p, periods.long, h);
      // "Beat the market, sure, but my retirement in 2051 …" speaks of two things.
      const isSame =
        frame &&
        !/ (but|while|whereas|rest|remaining|remainder|the other|another) /.test(
          p
            .words(Math.min(frame.from, h.to), Math.max(frame.to, h.from))
            .replace(/ , (?:sure|yes|of course|fine|ok|okay|naturally|certainly) , but /, ' '),
        );
      const long =
        (isSame ? frame : undefined) ??
        ((OVER_A_LIFE.test(sentence) || LIFELONG.test(sentence.replace(/ but .*/, ' '))) &&
          !inSentence(p, periods.short, h));
      out.push(long ? { ...h, goal: 'longTermGain' } : h);
    } else if (h.goal === 'shortTermGain') {
      const tail = p.words(h.to, h.to + 3);
      // "Tax for the short-term profit is too high": named to be refused.
      if (TAX_ON.test(p.words(Math.max(0, h.from - 4), h.from))) continue;
      if (SCOLDED.test(p.words(Math.max(p.sentenceStart(h.from), h.from - 7), h.from))) continue;
      // An occupation, where a yardstick says what is wanted.
      if (
        / for a living /.test(p.words(h.from, h.to + 3)) &&
        raw.some((o) => o.goal === 'shortTermAlpha' && !o.isRejected)
      )
        continue;
      if (
        / (short term|near term) /.test(p.words(h.from, h.to)) &&
        /^ (tax|rate|rates|are|is|dont|doesnt|taxed)/.test(tail) &&
        !/^ (?:is|are) (?:\S+ )?(?:goal|aim|point|priority|main|number|first|what|job|objective) /.test(
          p.words(h.to, h.to + 4),
        )
      )
        continue;
      out.push(h);
    } else out.push(h);
  }
  return out;
}

export function fromGrowth(p: Passage, periods: Periods, taken: readonly GoalHit[]): GoalHit[] {
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
      / (tomatoes|tomato|vegetables|garden|corn|flowers|beard|hair|plants|crops|wheat|roses|up in|up and|up on|old|older|family is|business|company|belly|tired|shoes|house|houses|car|truck|apartment|hives|tree|trees|inflation|rent|debt) /.test(
        p.words(h.from, Math.min(to, h.to + 4)),
      )
    )
      continue;
    // "Losses are worth more to me than gains": a rank.
    if (/ worth /.test(words) && /^ (?:to (?:me|us)|than) /.test(p.words(h.to, h.to + 2))) continue;
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

export function fromProfit(p: Passage, periods: Periods, taken: readonly GoalHit[]): GoalHit[] {
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
    if (TAX_ON.test(p.words(Math.max(from, Math.min(h.from, short.from) - 4), Math.min(h.from, short.from))))
      return [];
    const near = p.words(Math.max(from, h.from - 4), Math.min(to, h.to + 4));
    // One inside the other ("fast" in "as fast as") is a period of its own; far apart they are two thoughts.
    if (Math.abs(short.from - h.from) > 16) return [];
    const word = p.words(h.from, h.to);
    if (
      / (more|make|making|return|returns|big|money|turn|ahead|grow|growing|N x|score|moon|boost|jump|increase|upside|go up|goes up|climb) /.test(
        word,
      )
    ) {
      const wanted =
        / (make|making|earn) (?:\S+ ){0,4}(money|profit|profits|bucks|cash|M|P|dollars|killing|returns?|gains?|fortune|thousands?|hundreds?)| (?:go|goes|climb) (?:up )?(?:\S+ ){0,2}(?:most|fastest|by|before|this|next|in)| (big|more|fast|quick) (?:\S+ ){0,2}(money|profits?|gains?|cash|returns?|bucks|wins?)| (double|triple|profits?|gains?|rich) | (turn|grow|growing) (?:\S+ ){0,4}(M|N|profit|quickly|fast|by)| for more | (turn|turns) (this|it|them|that) into | something more | (returns?|return) (?:of )?P | P (?:\S+ ){0,2}returns? | money (?:very |real |super )?(?:quick|fast)| more money | N x | P .*(up|gain|profit)/;
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
      !/ (double|triple|quick|fast|rich|flip|profits?|money) /.test(near)
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
export function fromLongPeriod(p: Passage, periods: Periods): GoalHit[] {
  return periods.long.flatMap((h): GoalHit[] => {
    const from = p.sentenceStart(h.from);
    const to = p.sentenceEnd(h.from);
    const sentence = p.words(from, to);
    const wants =
      / (grow\w*|bigger|larger|wealth\w*|more money|compound\w*|build|appreciat\w*|returns|profit|profits|richer|rich|double|triple|multiply|maximi\w+|increase|gains?|make money|most money|worth more|nest egg|hold|upside|buy and|buy good|buy solid|buy quality|college|university|tuition|school|saving|save|put away|this should|should be|mountain|fortune|pile|comfortable|alarm clock|hammock|beach|porch|rocking chair|freedom|live on|live off|for the day|work my|put aside|tuck|i can stop|we can stop) | (quit|stop|done|finish|finished) (?!losing|selling|doing|trading|buying|harvesting|investing|the )\w+ing /.test(
        sentence,
      );
    if (
      !wants ||
      / (house|home|car|boat|down payment|wedding|condo|truck) (?:\S+ ){0,6}M | M (?:\S+ ){0,6}(house|home|car|boat|down payment|wedding|condo|truck) /.test(
        sentence,
      ) ||
      / (protect\w*|safe|safety|preserve|intact|lose|losing|loss|losses|drop|fall|drawdown|slump|risk) /.test(
        sentence,
      )
    )
      return [];
    return [{ from: h.from, to: h.to, goal: 'longTermGain', isRejected: false }];
  });
}
