import { yearOf, type IsoDate } from '../core/iso-date.ts';
import { quarterRange, yearsBetween } from './dates.ts';
import type { Duration } from './durations.ts';
import { cue, type Hit, type Passage } from './passage.ts';
import { isNarrative, isOffTopic } from './topics.ts';

/** A time frame the person states for the money. */
export interface Horizon extends Hit {
  readonly years: number;
}

const INTRO =
  /(in|over|across|still|within|for|next|coming|about|around|approximately|roughly|least|to|until|than|have|ive got|got|frame|horizon|window|period|inside|under|maybe|say|is|of|the|my|our|only|just|another|touch it|year|years|:|=|a|minimum|max|maximum|after|through|ahead|bout|near|nearly|almost|some|on|give it|give this|are|these|like|span of|terms of|looking ahead|look ahead|all of) (?:a |the |good |solid |full |whole |at |least |another |some |those |these |roughly |about |entire |like |some |maybe |say |just )*$/;
const OUTRO =
  /^ (horizon|plan|period|window|time|timeframe|time frame|outlook|goal|runway|or so|or more|or longer|or less|plus|off|away|out|from now|from today|left|to go|to grow|until|till|before|down|ahead|max|tops|is fine|minimum|at (?:a |the )?(?:very )?(?:minimum|least|most|max|maximum)|investment|investing|punt|trade|bet|gamble|play|project|sprint|stretch|flutter|campaign|mission|mandate|of (?:it|this|that|growth|growing|compounding|saving up)|to (?:make|double|get|turn|beat|grow|earn|show|prove)|more or less|hence|ish|and then|then|buy and hold|hold)/;
/** Words that show a text is about money at all: without one, "in two weeks" is nobody's horizon. */
export const MONEY_TALK =
  / (invest\w*|money|stocks?|financial\w*|fire|independen\w*|shares?|portfolio|market|markets|index|benchmark|retire\w*|retirement|growth|grow (?:it|my|the|this|our|wealth|money|into|to)|profits?|gains?|account|savings?|funds?|risk\w*|tax\w*|trad(?:e|es|ing)|horizon|nest egg|wealth\w*|capital|bonds?|returns?|drawdown|losses|loss|college|principal|cash|dividends?|compound\w*|s&p|nasdaq|dow|russell|outperform\w*|beat|earn|rich|crypto|etfs?|ira|401k|positions?|M|flip|aggressive|conservative|objective|fire|pension|safe|safely|safety|nest|egg|touch it|touch this|touch the|stash|balance|double|triple|heirs|inheritance|quick|buy|sell|hold|holding|long term|short term|time frame|timeframe|it|make more|better than|spy|voo|qqq|vti|goals?|want out|out by|to last) /;

const BARE =
  /^(we|i|were|are|looking|look|ahead|us|think|terms|span|these|got|about|a|have|give|or|take|my|our|time|frame|is|roughly|maybe|around|so|ok|horizon|probably|at|least|most|up|to|max|more|less|within|from|now|this|for|the|in|it|just|only|say|let|lets|call|plus|tops|and|us|me|ive|weve|im|thinking|think|guess|something|like|between|anywhere|couple|of|plan|window|outlook|target|date|D|Y|until|by|end|latest|earliest|before|sometime|through|years?|months?|weeks?|days?|decades?|N|half|ish|longer|shorter|please|[.,:;!?])$/;

/** A text that is nothing but a stretch of time answers the question for the time frame. */
export const isOnlyTime = (p: Passage): boolean =>
  p.tokens.length <= 14 && p.tokens.every((t) => BARE.test(t.w));

function isAccepted(p: Passage, d: Duration, talksMoney: boolean): boolean {
  if (d.role !== 'plain' || d.years < 0.003) return false;
  const from = p.sentenceStart(d.from);
  const to = p.sentenceEnd(d.from);
  const sentence = p.words(from, to);
  const isLong = p.tokens.length > 60;
  if (isOnlyTime(p)) return true;
  if (isOffTopic(p, d) || isNarrative(p, d)) return false;
  if (
    !(isLong ? MONEY_TALK.test(sentence) : talksMoney) &&
    !/ (stop|quit|leave) (\S+ ){0,3}(work|working|job|lugging|driving|teaching) /.test(sentence)
  )
    return false;
  const before = p.words(Math.max(from, d.from - 5), d.from);
  // "Not in ten years but within the year".
  if (/ not (?:in|for|over|within|after) (?:the |a |about |another )?$/.test(before)) return false;
  const after = p.words(d.to, Math.min(to, d.to + 3));
  if (
    / (wait|waiting|sentence|notice|vacation|trip|drive|flight|lease|mortgage|loan|contract|warranty|shelf) /.test(
      p.words(Math.max(from, d.from - 3), Math.min(to, d.to + 2)),
    )
  )
    return false;
  if (OUTRO.test(after) || INTRO.test(before) || /^(from|between)$/.test(p.w(d.from))) return true;
  // A fragment of its own: "THREE WEEKS, BIGGEST PROFIT", "moderate risk, 8 year".
  const clauseStart = d.from === from || /^[,:(]$/.test(p.w(d.from - 1)) || p.w(d.from - 1) === 'and';
  return clauseStart && (d.to >= to || /^[,:)]$/.test(p.w(d.to)) || p.w(d.to) === 'and');
}

const CURRENT_AGE = cue(
  '(?:im|i am|shes|hes|she is|he is|am|are|were both|just turned|turned|turning|age|aged|currently|now|is|me|being|were|at age|i just turned|my age is|my age|today) (?:now |currently |only |about |age |already )?N(?: years old| year old| now| today| and| ,| years of age|)',
);
/** "At 31 I can wait …" */
const AGE_FIRST = cue('at (?:age |just |only )?N ,? ?(?:i|im|ive|we|were|with|my|time|there)');
const AGE_OLD = cue('N years? old|N years? of age|i have N years');
const TARGET_AGE = cue(
  '(?:until|untill|before|by|by the time|when|at|to|till|with|after|past|once|fire by|fire at|retire|retired|retiring|retirement) (?:i |we |(?:he|she|my|our|the) (?:\\S+ ){0,2}(?=(?:is|turns?|reach(?:es)?|hits?) ))?(?:im |i am |am |turns? |reach(?:es)? |hits? |get to |is |at |by |age |the age of |about |around |roughly |i turn |im about |time |the time )*N',
);

/** Whose years of age may be few. */
const KIN =
  / (youngest|oldest|eldest|kid|kids|child|children|son|sons|daughter|daughters|twins|baby|toddler|grandson|granddaughter|grandkids|grandchildren|niece|nephew|boy|girl|godson|goddaughter|she|he) /;

/** "I'm 48 … until I'm 67": target minus current. */
function fromAges(p: Passage): Horizon | null {
  const isChild = KIN.test(p.text);
  const isAge = (n: number | undefined, at: number): n is number =>
    n !== undefined &&
    n <= 105 &&
    Number.isInteger(n) &&
    (n >= 14 || (isChild && n >= 0 && /^(?:[.,;:!()]|and|now|years?|)$/.test(p.w(at + 1))));
  const ageIn = (h: Hit): { at: number; age: number } | null => {
    for (let k = h.to - 1; k >= h.from; k--) {
      const t = p.tokens[k];
      if (t?.w === 'N')
        return isAge(t.value, k) &&
          !/^(years?|months?|weeks?|days?|percent|trades?)$/.test(
            (p.w(k + 1) === 'years' &&
              (p.w(k + 2) === 'old' ||
                (/^(?:am|im)$/.test(p.w(k - 1)) && /^(?:and|,|[.]|;)$/.test(p.w(k + 2))))) ||
              p.w(k - 1) === 'have'
              ? ''
              : p.w(k + 1),
          )
          ? { at: k, age: t.value }
          : null;
    }
    return null;
  };
  const targets = p.find(TARGET_AGE).flatMap((h) => ageIn(h) ?? []);
  const wordsOf = (at: number): string => p.words(Math.max(0, at - 4), at);
  const future = targets.filter(
    (x) =>
      / (until|before|by|when|retire\w*|retirement|reach|turns?|hit|with|to|fire|at|till|age) /.test(
        wordsOf(x.at),
      ) && !/ (when i was|since|at the time) /.test(wordsOf(x.at)),
  );
  const opening = p.find(AGE_FIRST).filter((h) => p.sentenceStart(h.from) === h.from);
  const nows = new Set(opening.flatMap((h) => ageIn(h)?.at ?? []));
  const used = new Set(future.map((x) => x.at).filter((at) => !nows.has(at)));
  const currents = [...opening, ...p.find(CURRENT_AGE), ...p.find(AGE_OLD)]
    .flatMap((h) => ageIn(h) ?? [])
    .filter((x) => !used.has(x.at));
  for (const target of future) {
    const now = currents.find(
      (c) => c.age < target.age && (p.w(c.at - 1) !== 'have' || / (with|at) $/.test(wordsOf(target.at))),
    );
    if (now)
      return {
        years: target.age - now.age,
        from: Math.min(now.at, target.at),
        to: Math.max(now.at, target.at) + 1,
      };
  }
  return null;
}

const YEAR_INTRO =
  /(until|through|by|in|to|from|retiring|retire|before|around|horizon|for|target|circa|about|year|is|of|from now and|now and|starts? (?:college|school|university) in|college in|end of|late|early|mid|hold|on|:|\() (?:the |year |about |around |roughly |approximately |end of |the end of )*$/;

function fromYears(
  p: Passage,
  today: IsoDate,
  isNeed: (i: number) => boolean,
  talksMoney: boolean,
): Horizon[] {
  return p.tokens.flatMap((t, i) => {
    if (
      t.w !== 'Y' ||
      t.value === undefined ||
      t.value <= yearOf(today) ||
      t.value > yearOf(today) + 90 ||
      isNeed(i)
    )
      return [];
    const from = p.sentenceStart(i);
    if (!isOnlyTime(p) && (!talksMoney || !YEAR_INTRO.test(p.words(Math.max(from, i - 5), i)))) return [];
    return [{ years: t.value - yearOf(today), from: i, to: i + 1 }];
  });
}

/** "Until I reopen on April 1st": the day of an event. */
const UNTIL_EVENT = / (?:until|till|before) (?:i|we|he|she|they|my|our|the|it) (?:\S+ ){1,3}(?:on|in) $/;

/** "He passed in August": the month of something that has happened, nearly always the last one of that name. */
const HAPPENED_IN =
  / (?:passed|died|born|widowed|divorced|married|moved|started|bought|sold|lost|was|were|had|got|came|left|gave|inherited|happened|opened|closed|quit|began|met|graduated|adopted|turned N) (?:away |over |out |here |it |me |us |her |him |my \S+ )?(?:back )?(?:in|on) (?:early |late |mid |the )?$/;

/** "In September I sold the duplex". */
const TOLD_AFTER =
  /^ (?:, )?(?:i|we|he|she|they|it|my \S+) (?:sold|bought|lost|quit|moved|got|had|made|was|were|left|came|went|started|began|took|gave|paid|broke|\w{3,}ed) /;

function fromDates(
  p: Passage,
  today: IsoDate,
  isNeed: (i: number) => boolean,
  namesGoal: boolean,
): Horizon[] {
  // "Closed for the winter … until April 1st": a day that something lasts until says more than one merely named.
  const isEnd = (h: Hit): boolean =>
    / (until|till|by|before) /.test(p.words(Math.max(0, h.from - 7), h.from));
  const found = p.tokens.flatMap((t, i): Horizon[] => {
    const d = t.date;
    if (!d || isNeed(i) || d.to <= today) return [];
    const sentence = p.words(p.sentenceStart(i), p.sentenceEnd(i));
    const before = p.words(Math.max(0, i - 4), i);
    if (HAPPENED_IN.test(p.words(Math.max(0, i - 7), i)) || TOLD_AFTER.test(p.words(i + 1, i + 4))) return [];
    if (
      !UNTIL_EVENT.test(p.words(Math.max(0, i - 7), i)) &&
      !/ (until|by|through|before|in|and|for|of|to|between|starts|begins|start|begin|date is|target is|horizon is|goal is|date :|horizon :) (the |end of |the end of |late |early |mid |next )*$/.test(
        before,
      )
    )
      return [];
    if (
      / (tax|taxes|losses|loss|losers|write off|deduct\w*|irs|bill|due|need|needed|pay|cost|costs|every|each) /.test(
        sentence,
      )
    )
      return [];
    if (isOffTopic(p, { from: i, to: i + 1 })) return [];
    if (
      !isOnlyTime(p) &&
      !namesGoal &&
      !/ (beat|outperform\w*|ahead|grow\w*|growth|profit\w*|gains?|double|triple|make|earn|horizon|retire|retiring|retirement|invest\w*|edge|more than|better|money|win|pop|pops|return|returns|hold|touch|keep|protect|safe|M|cash out|sell|exit|done|liquidate) /.test(
        sentence,
      )
    )
      return [];
    const day = d.atEnd ? d.to : d.precision === 'month' ? (`${d.from.slice(0, 8)}15` as IsoDate) : d.from;
    return [{ years: Math.max(0.003, yearsBetween(today, day)), from: i, to: i + 1 }];
  });
  return [...found.filter(isEnd), ...found.filter((h) => !isEnd(h))];
}

const PERIOD_END = cue(
  '(?:by|before|until|till|through) (?:the )?(?:end of (?:this |the |next )?(?:month|quarter|year)|year end|years end|quarter end)|(?:by|before) the (?:year|quarter|month) (?:is over|ends|is out)|(?:this|next|the coming) quarter(?! century| of a century)',
);

/** Calendar ends: to the last day; "this quarter" and "next quarter" halfway between that and a plain quarter of a year. */
function fromPeriods(p: Passage, today: IsoDate, talksMoney: boolean): Horizon[] {
  return p.find(PERIOD_END).flatMap((h) => {
    const words = p.words(h.from, h.to);
    const sentence = p.words(p.sentenceStart(h.from), p.sentenceEnd(h.from));
    // "Beat the S&P this quarter, but I refuse to pay short-term tax": the tax is past a joining word.
    const clause =
      sentence
        .split(/ [,;] (?=but|and|while|i|we|no|without) | but /)
        .find((c) => ` ${c} `.includes(words)) ?? sentence;
    if (
      / (tax|taxes|losses|loss|losers|write|deduct\w*|irs|due|bill|cancel|offset) /.test(` ${clause} `) ||
      !(talksMoney || MONEY_TALK.test(sentence))
    )
      return [];
    const y = yearOf(today);
    const q = Math.ceil(Number(today.slice(5, 7)) / 3);
    const next = / next | coming /.test(words) ? 1 : 0;
    if (/quarter/.test(words)) {
      const end = q + next > 4 ? quarterRange(y + 1, q + next - 4).to : quarterRange(y, q + next).to;
      const years = yearsBetween(today, end);
      return [{ ...h, years: / end /.test(words) ? years : (years + 0.25) / 2 }];
    }
    if (/month/.test(words)) {
      const m = y * 12 + Number(today.slice(5, 7)) - 1 + next + 1;
      const firstAfter =
        `${String(Math.floor(m / 12)).padStart(4, '0')}-${String((m % 12) + 1).padStart(2, '0')}-01` as IsoDate;
      return [{ ...h, years: Math.max(0.003, yearsBetween(today, firstAfter)) }];
    }
    return [{ ...h, years: Math.max(0.003, yearsBetween(today, `${y + next}-12-31` as IsoDate)) }];
  });
}

/** All time frames stated, the most telling first: ages, durations, years, dates, period ends. */
export function findHorizons(
  p: Passage,
  durations: readonly Duration[],
  today: IsoDate,
  isNeed: (i: number) => boolean,
  namesGoal: boolean,
): Horizon[] {
  const talksMoney = MONEY_TALK.test(p.text) || namesGoal;
  const ages = fromAges(p);
  const plain = durations.filter((d) => isAccepted(p, d, talksMoney) && !isNeed(d.from));
  return [
    ...(ages ? [ages] : []),
    ...plain,
    ...fromYears(p, today, isNeed, talksMoney),
    ...fromDates(p, today, isNeed, namesGoal),
    ...fromPeriods(p, today, talksMoney && p.tokens.length <= 60),
  ];
}
