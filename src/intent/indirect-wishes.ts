import { cue, type Cue, type Passage } from './passage.ts';
import type { Mention } from './things.ts';
import { continuesList, type WishCue, type WishedThing } from './wish-cues.ts';

const PRONOUN: readonly (readonly [WishedThing['wish'], Cue])[] = [
  [
    'keep',
    cue(
      '(?:are|is) never to be sold|(?:must|should) never be sold|(?:those|these|the|them) (?:shares|stocks|ones) (?:are|is|stay|must|should) (?:not for sale|staying|never|not|stay|sacred|untouchable)|(?:never|dont|do not|not|nobody|no one|must never|should never|must not|cant|wont) (?:ever |you |to |be |want to )*(?:sell|sells|touch|touches|sold|part with|get rid of|let go of|dump) ?(?:it|them|those|that one|that|this|these|one of them|any of them|either)?|(?:it|they|those|that one|these|them|which|both) (?:must |should |has to |have to |will |to |is to |are to |always |just |can |simply )*(?:stays?(?: put)?|stay|never be sold|not be sold|never get sold|remain|is sacred|are sacred|is not for sale|are not for sale|is untouchable|isnt for sale)|leave (?:it|them|those|that one|that) (?:alone|be)|keep (?:it|them|those|that one|both)|hold on ?to (?:it|them|those|both)|hang on to (?:it|them|those)',
    ),
  ],
  [
    'exclude',
    cue(
      '(?:keep|leave) (?:it|them|those|that|this|these) (?:stuff |thing |all )*(?:away|out|far)(?: (?:from|of) (?:me|us|my \\S+|here|this|it))?|(?:stay|steer) (?:away|clear) (?:from|of) (?:it|them|those|that|these)|(?:sell|dump|get rid of|unload|ditch|drop|kill|lose|liquidate|toss) (?:it|them|those|that one|both|these|that)(?: all| both| off| completely| entirely)?|(?:i )?(?:never|dont) (?:ever )?want (?:to )?(?:own |see |hold |hear of |hear about )?(?:it|them|those|that one|that)(?: again| anymore)?|(?:it|they|those|that one|these|them) (?:has to|have to|must|needs to|need to|should|can|gotta) go',
    ),
  ],
  [
    'prefer',
    cue(
      '(?:buy|get me|give me|i want|want|add|get|id like|grab|load up on|pile into) (?:more|plenty|lots|a lot|some more|a bunch)(?: of)? ?(?:it|them|those|that one|both|these|that)?(?= [.,!;]| $)|(?:lean|leaning|tilt|go heavy|double down|overweight|load up|pile) (?:into|in to|in|toward|towards|on)? ?(?:it|that|them|those|these)(?= [.,!;]| $| for| please| hard| heavily)',
    ),
  ],
];

/** "Nvidia, get me more of that one"; "I inherited KO and it must never be sold": a mention without a wish and a pronoun with one. */
export function byPronoun(
  p: Passage,
  mentions: readonly Mention[],
  done: readonly WishedThing[],
): WishedThing[] {
  const out: WishedThing[] = [];
  for (const [wish, pattern] of PRONOUN) {
    for (const hit of p.find(pattern)) {
      const words = p.words(hit.from, hit.to);
      const hasPronoun = / (it|them|those|that|that one|these|both|they|this|which|either|one of them) /.test(
        words,
      );
      // Only the nearest mention before, in the same sentence; a list of them when the pronoun is a plural.
      // "… of Exxon; they stay": the sentence before counts as well.
      const own = p.sentenceStart(hit.from);
      const previous = own > 1 ? p.sentenceStart(own - 2) : own;
      const from = wish === 'prefer' && previous > 1 ? p.sentenceStart(previous - 2) : previous;
      const before = mentions.filter(
        (m) => m.to <= hit.from && m.from >= from && (wish !== 'keep' || m.kind === 'symbol'),
      );
      const last = before.at(-1);
      const lead = p.words(Math.max(from, hit.from - 3), hit.from);
      if (wish !== 'keep' && / (never|dont|do not|not|nobody|wont|cant|no one) /.test(lead)) continue;
      if (
        !last ||
        hit.from - last.to > 14 ||
        (!hasPronoun && hit.from - last.to > 4 && !/ be sold /.test(words))
      )
        continue;
      if (mentions.some((m) => m.from >= hit.to && m.from - hit.to <= 3 && m.from < p.sentenceEnd(hit.from)))
        continue;
      const isPlural = / (them|those|these|both|they) /.test(words);
      const meant = isPlural
        ? before.filter((m, i) => i === before.length - 1 || continuesList(p, m, before[i + 1] as Mention))
        : [last];
      for (const mention of meant)
        if (!done.some((d) => d.mention === mention)) out.push({ mention, wish, at: hit });
    }
  }
  return out;
}

/** "Stocks, not bonds": what stands before the "not" is what is wanted. */
export function byContrast(
  p: Passage,
  mentions: readonly Mention[],
  done: readonly WishedThing[],
  cues: readonly WishCue[],
): WishedThing[] {
  return mentions.flatMap((m, i): WishedThing[] => {
    const next = mentions[i + 1];
    if (
      !next ||
      done.some((d) => d.mention === m) ||
      !done.some((d) => d.mention === next && d.wish === 'exclude')
    )
      return [];
    const link = cues.find(
      (c) =>
        c.to <= next.from &&
        c.from >= m.to &&
        /^ (not|not any|not in|not on|instead of|rather than|over) $/.test(p.words(c.from, c.to)),
    );
    return link && next.from - m.to <= 4 ? [{ mention: m, wish: 'prefer' }] : [];
  });
}
