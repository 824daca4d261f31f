import type { Duration } from './durations.ts';
import { findFallbackGoals } from './fallback-goals.ts';
import { adjust, fromGrowth, fromLongPeriod, fromProfit, periodsOf, type GoalHit } from './implied-goals.ts';
import { GOALS, type Goal } from './intent.ts';
import { ALPHA, HARVEST, LONG_GAIN, LONG_ONLY, PRESERVE, SHORT_GAIN } from './lexicon/goals.ts';
import { cue, type Cue, type Hit, type Passage } from './passage.ts';
import { isRejected } from './rejection.ts';
import { isForeignTalk, isMereQuestion, isNarrative, isOffTopic, isOfOthers } from './topics.ts';

const compiled: Readonly<Record<Goal, readonly Cue[]>> = {
  shortTermAlpha: ALPHA.map(cue),
  shortTermGain: SHORT_GAIN.map(cue),
  longTermGain: LONG_GAIN.map(cue),
  capitalPreservation: PRESERVE.map(cue),
  taxLossHarvesting: HARVEST.map(cue),
  longTermGainsOnly: LONG_ONLY.map(cue),
};

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
  const implied = [
    ...fromGrowth(p, periods, hits),
    ...fromProfit(p, periods, hits),
    ...fromLongPeriod(p, periods),
  ];
  const found = [...hits, ...implied];
  const paired = findFallbackGoals(p, found, durations, (h, g) => isRejected(p, h, g));
  const offTopic = (h: GoalHit): boolean => {
    if (isMereQuestion(p, h) || isOfOthers(p, h)) return true;
    if (h.goal === 'taxLossHarvesting' || h.goal === 'longTermGainsOnly') return false;
    if (isForeignTalk(p, h, h.goal === 'shortTermAlpha')) return true;
    return isOffTopic(p, h) || (h.goal !== 'capitalPreservation' && isNarrative(p, h));
  };
  // "Anything in profit stays until it has been a year": the profit and the period belong to the rule.
  const rules = [...hits, ...paired].filter((h) => h.goal === 'longTermGainsOnly' && !h.isRejected);
  const isOfRule = (h: GoalHit): boolean =>
    h.goal === 'shortTermGain' && rules.some((r) => r.from < h.to && h.from < r.to);
  const guesses = [...implied.filter((h) => !isOfRule(h)), ...paired].map((h): GoalHit => ({
    ...h,
    isGuess: true,
  }));
  return [...hits, ...guesses].filter((h) => !offTopic(h)).toSorted((a, b) => a.from - b.from);
}

const isAboutAYear = (years: number): boolean => years > 0.95 && years < 1.15;

/** "I inherited $250k" tells where the money is from; "still there five years from now" when it must be there. */
function isNoWish(p: Passage, h: GoalHit, others: readonly GoalHit[]): boolean {
  const words = p.words(h.from, h.to);
  if (/^ inherited $/.test(words))
    return / (?:i|we|ive|weve|just|have|recently) $/.test(p.words(h.from - 1, h.from));
  if (/^ long term only $/.test(words))
    return others.some((o) => o.goal === 'longTermGainsOnly' && o.from < h.to && h.from < o.to);
  return (
    /^ years (?:from|down) /.test(words) &&
    others.some(
      (o) => o.goal === 'capitalPreservation' && p.sentenceStart(o.from) === p.sentenceStart(h.from),
    )
  );
}

/** Words inside a more telling phrase say nothing of their own: "long term growth" inside "no short term gains". */
function dropOverlaps(p: Passage, all: readonly GoalHit[]): GoalHit[] {
  // "My stomach can't take losses": taken as they come, not booked.
  const hits = all.filter(
    (h) =>
      !(
        h.goal === 'taxLossHarvesting' &&
        /^ take (?:any |more |big )*loss(?:es)? $/.test(p.words(h.from, h.to)) &&
        / (?:stomach|nerves|heart|i|we) (?:cant|cannot|can not) $/.test(p.words(h.from - 3, h.from))
      ),
  );
  const inside = (a: Hit, b: Hit): boolean => b.from <= a.from && a.to <= b.to;
  return hits.filter((h) => {
    const words = p.words(h.from, h.to);
    const others = hits.filter((o) => o !== h && o.goal !== h.goal);
    if (h.goal === 'longTermGain' && isNoWish(p, h, others)) return false;
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
    // "For the lower tax; dodging losses comes second": losses kept off are none to be used.
    if (
      h.goal === 'taxLossHarvesting' &&
      / (?:dodging|avoiding|preventing|escaping|sidestepping) (?:\S+ )?loss(?:es)? /.test(words)
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
