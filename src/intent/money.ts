import { addDays, weekdayOf, type IsoDate } from '../core/iso-date.ts';
import { addMonths, monthRange, quarterRange, yearRange } from './dates.ts';
import type { Duration } from './durations.ts';
import { cue, type Hit, type Passage } from './passage.ts';

export interface CashWishes {
  readonly min: (Hit & { readonly value: number; readonly size?: number }) | null;
  readonly amount: (Hit & { readonly value: number }) | null;
  readonly by: (Hit & { readonly date: IsoDate }) | null;
}

interface Amount extends Hit {
  readonly value: number;
}

const STANDING =
  / (always|at all times|emergency|cushion|buffer|reserve|reserves|liquid|on hand|untouched|rainy day|minimum|never below|never drop below|cash floor|floor|safety net|in cash|cash balance|cash position|dry powder|in reserve|available|as cash|sitting in cash|in the bank|accessible|in savings|stash|cash pile|money market|readily|within reach|set by|handy|at any time|any time|no less than) /;
const CASHLIKE =
  / (cash|liquid|liquidity|emergency|reserve|reserves|cushion|buffer|rainy day|on hand|safety net|dry powder|available|accessible|money market|in the bank|stash|handy|checking) /;
const PURPOSE =
  / (down payment|downpayment|tuition|wedding|roof|car|truck|van|boat|taxes|tax bill|bill|bills|surgery|operation|buyout|house|home|condo|apartment|closing|closing costs|renovation|remodel|kitchen|bathroom|repair|repairs|trip|vacation|cruise|honeymoon|funeral|braces|dentist|medical|hospital|loan|mortgage|debt|payoff|college|semester|school|university|rent|deposit on|lawyer|legal|adoption|baby|ivf|business|startup|equipment|tractor|furnace|boiler|solar|pool|deck|fence|driveway|windows|hearing aids|insurance premium|premium|property tax|estimated tax|quarterly tax|payment|invoice|purchase|buying|move|moving|sabbatical|divorce|settlement|bail|daughters|sons|sisters|brothers|mothers|fathers|parents|kitchen|holiday|christmas|graduation|anniversary|expenses|withdrawal|ring|rv|camper|motorcycle|piano|horse|vet|care home|nursing home|facility|contractor|builder|plumber|grad school|master|masters|bootcamp|visa fees|immigration|cottage|cabin|land|lot|irs) /;
const NEED =
  / (need|needs|needed|due|pay|paying|pays|cost|costs|costing|owe|set aside|withdraw|withdrawing|withdrawal|take out|taking out|pull out|pulling|cash out|spend|spending|buy|buying|cover|covering|require|required|requires|must have|have ready|ready|ready for|come up with|out of (?:it|this|here|the account)|use|using|for|put down|goes to|go to|will be|payable|earmarked|earmark|reserve|reserved|want|wants|free up|raise|purchase|put by|hand over|available|bill|tuition|payment|invoice|installment|instalment|tax bill|fee due|balance due|deadline) /;
const NOT_MINE =
  / (owes me|owe me|owes us|owed to me|lent|borrowed|was like|paid me|cost me|paid|bought|sold it for|lost|made|earned|earn|earning|salary|income|make|makes|making|gain of|gains of|gains|losses of|loss of|deduction|limit|deduct|offset|inherited|inheritance|bonus of|grew|into|portfolio is|account is|portfolio of|account of|i have|we have|ive got|hold about|holding|worth|price|priced|trading at|a share|per share|fine|ticket|won|refund|raise of|pension|social security|rent is|mortgage is) /;

function amounts(p: Passage): Amount[] {
  return p.tokens.flatMap((t, i) => {
    if (t.value === undefined || t.value <= 0) return [];
    const next = p.w(i + 1);
    const isMoney =
      t.w === 'M' ||
      (t.w === 'N' &&
        t.value >= 500 &&
        !/^(shares?|trades?|years?|days?|months?|weeks?|stocks?|hives?|miles?|people|times|characters|degrees|points?|transactions?|coins?|units?|hours?|minutes?)$/.test(
          next,
        ));
    return isMoney ? [{ from: i, to: i + 1, value: t.value }] : [];
  });
}

const RATE_AFTER =
  /^ (?:dollars |bucks )?(?:a|per|each|every|an|monthly|weekly|quarterly|annually|yearly|biweekly|bi|fortnightly|once a|twice a) /;
const CONTRIBUTES =
  / (add|adds|adding|put|putting|contribute|contributes|contributing|contribution|contributions|deposit|deposits|depositing|save|saving|invest|investing|set aside|setting aside|spare|throw in|throwing in|auto|automatic|automatically|goes in|go in|going in|drip|chip in|chipping in|sock away|socking away|stash|squirrel|kick in|transfer|transferring|feed|feeding|top up|topping up|pay in|paying in|afford|add in|plow|plough|buying in|dca|funnel|drop in|tuck away|send|sending|into|in|fund|funding|pump|can do|commit|comes in|come in|flows in|going into|goes into|tack on|pitch in|budget|regular|direct deposit|standing order|payroll|toss in|put by|more|top it up|topping it up|tops it up|feed it|build it up) /;
const NOT_CONTRIBUTION =
  / (withdraw\w*|rent|mortgage|earn|earns|earning|make|makes|making|salary|income|spend|spending|costs?|pay|bills?|need|take out|taking out|live on|living|profit|profits|return|returns|pension|social security|pays|loan|owe|fee|fees|dividends?|gains?|draw|drawing|distribution|payout|subscription|alimony|lose|losing|trades|allowance|charge|charges|charged|wage|wages|paycheck of|interest|net worth|raise|insurance|premium|car payment|groceries|utilities bill|childcare|daycare|tuition|paid|paying|expenses|budget for) /;

export interface Contribution extends Hit {
  readonly amount: number;
  readonly every: 'week' | 'month' | 'quarter' | 'year' | null;
}

const EVERY: Readonly<Record<string, 'week' | 'month' | 'quarter' | 'year'>> = {
  week: 'week',
  weekly: 'week',
  month: 'month',
  monthly: 'month',
  quarter: 'quarter',
  quarterly: 'quarter',
  year: 'year',
  yearly: 'year',
  annually: 'year',
  annum: 'year',
  annual: 'year',
  friday: 'week',
  monday: 'week',
  tuesday: 'week',
  wednesday: 'week',
  thursday: 'week',
  saturday: 'week',
  sunday: 'week',
  fridays: 'week',
  mondays: 'week',
};
const PERIOD =
  '(?:week|weekly|month|monthly|quarter|quarterly|year|yearly|annually|annum|annual|friday|monday|tuesday|wednesday|thursday|saturday|sunday|fridays|mondays|D|N weeks|other week|other month|N months|paycheck|payday|biweekly|fortnight|fortnightly|pay period|day|daily|N days|second week|second month|two weeks|bi weekly|semi monthly|bimonthly)';
const RATE = cue(
  `(?:M|N) (?:dollars |bucks |more |extra |to it |in |or so |into it |into this |into the account |of savings |goes in |in here |aside |away |to my account |to the account |to this |to this account |into my account |from my paycheck |automatically |regularly |on |first |last |day |of |the |end |start |beginning |N )*(?:a|per|each|every|an|once a|on a|by the|at the end of each|at the start of each|in)? ?(?:single |calendar )?${PERIOD}(?: basis| contributions?| deposits?)?`,
);
const RATE_FIRST = cue(`(?:each|every|per|once a) (?:single |calendar )?${PERIOD} ~7 (?:M|N)`);
const ADVERB_FIRST = cue(
  `(?:weekly|monthly|quarterly|yearly|annual|annually|biweekly) (?:contributions?|deposits?|investments?|savings?|transfers?|additions?|payments? in|top ups?|auto deposits?|auto invest)? ?(?:of |is |: |are |at |about |around |in the amount of )*(?:M|N)`,
);

/** A regular payment in. `every` is null for rhythms the output has no word for. */
export function findContribution(p: Passage): Contribution | null {
  for (const [index, pattern] of [RATE, RATE_FIRST, ADVERB_FIRST].entries()) {
    for (const hit of p.find(pattern)) {
      const words = p.words(hit.from, hit.to);
      const at = p.tokens.findIndex(
        (t, i) =>
          i >= hit.from &&
          i < hit.to &&
          (t.w === 'M' || t.w === 'N') &&
          !/^(weeks?|months?|days?)$/.test(p.w(i + 1)),
      );
      const amount = at < 0 ? undefined : p.tokens[at]?.value;
      if (at < 0 || amount === undefined || amount <= 0) continue;
      if (
        p.tokens[at]?.w === 'N' &&
        (amount < 10 ||
          /^(trades?|times|stocks?|shares?|percent|moves|transactions?|hours?|days?|years?|percentage)$/.test(
            p.w(at + 1),
          ))
      )
        continue;
      const from = p.sentenceStart(hit.from);
      const to = p.sentenceEnd(hit.from);
      const clauseFrom = Math.max(from, hit.from - 8);
      const before = p.words(clauseFrom, hit.from);
      const around = p.words(clauseFrom, Math.min(to, hit.to + 5));
      const isFragment = to - from <= hit.to - hit.from + 3;
      const lastVerb = before.replace(
        / (can|could|will|able|to|a|an|the|my|i|we|also|just|only|another|extra|about|around|roughly|up|maybe|an extra) /g,
        ' ',
      );
      if (
        NOT_CONTRIBUTION.test(lastVerb) &&
        !/ (pay in|paying in|put|add|contribute|deposit|invest|save|set aside|spare|pay into|after) /.test(
          lastVerb,
        )
      )
        continue;
      if (
        !CONTRIBUTES.test(around.replace(words, index === 0 ? words : ' ')) &&
        !isFragment &&
        !CONTRIBUTES.test(around)
      )
        continue;
      if (
        /^ (?:in |for )?(?:rent|fees|income|salary|dividends|expenses|bills|interest|to live|mortgage|from my pension|in rent|gross|net|profit)/.test(
          p.words(hit.to, hit.to + 3),
        )
      )
        continue;
      if (/ (in) (week|month|year|quarter) /.test(words)) continue;
      const isOdd =
        / (N weeks|other|N months|paycheck|payday|biweekly|fortnight|fortnightly|pay period|day|daily|N days|second|bi weekly|semi monthly|bimonthly) /.test(
          words.replace(/ (monday|friday) /, ' '),
        );
      const unit = words
        .trim()
        .split(' ')
        .toReversed()
        .find((w) => Object.hasOwn(EVERY, w) || w === 'D');
      if (!isOdd && unit === undefined) continue;
      if (unit === 'D' && !/ (each|every|once a) /.test(words)) continue;
      return {
        ...hit,
        amount,
        every: isOdd ? null : unit === 'D' ? 'year' : (EVERY[unit as string] ?? null),
      };
    }
  }
  return null;
}

/** The day a cash need falls due, from dates and relative words of its sentence: the earliest day of the period named. */
function dueDate(
  p: Passage,
  from: number,
  to: number,
  durations: readonly Duration[],
  today: IsoDate,
): (Hit & { date: IsoDate }) | null {
  for (let i = from; i < to; i++) {
    const d = p.tokens[i]?.date;
    if (!d) continue;
    if (/ (each|every|since|last) $/.test(p.words(i - 1, i))) continue;
    let date = d.from < today && d.to >= today ? today : d.from;
    // "next June" said in November is the coming one; "June of next year" is the same.
    if (p.w(i + 1) === 'next' && p.w(i + 2) === 'year' && d.from.slice(0, 4) === today.slice(0, 4))
      date = `${Number(today.slice(0, 4)) + 1}${d.from.slice(4)}` as IsoDate;
    if (d.atEnd && d.precision !== 'day') date = d.precision === 'month' ? d.from : d.to;
    return { from: i, to: i + 1, date };
  }
  const span = durations.find(
    (x) => x.from >= from && x.to <= to && x.years > 0 && x.role === 'plain' && x.years < 40,
  );
  if (
    (span &&
      / (in|within|from|about|around|roughly|next|due|after|over|exactly|just|only|maybe|of) $/.test(
        p.words(Math.max(from, span.from - 1), span.from),
      )) ||
    (span && /^ (from|out|away|hence|off|later)/.test(p.words(span.to, span.to + 1)))
  ) {
    const s = span as Duration;
    const months = Math.round(s.years * 12);
    const isMonths = Math.abs(s.years * 12 - months) < 0.02 && months >= 1;
    const days = Math.round(s.years * 365.25);
    return { from: s.from, to: s.to, date: isMonths ? addMonths(today, months) : addDays(today, days) };
  }
  const relative = p.find(RELATIVE_DUE).find((h) => h.from >= from && h.to <= to);
  if (relative) {
    const words = p.words(relative.from, relative.to);
    const year = Number(today.slice(0, 4));
    const month = Number(today.slice(5, 7));
    const q = Math.ceil(month / 3);
    const date = / next year/.test(words)
      ? yearRange(year + 1).from
      : / next month/.test(words)
        ? addMonths(monthRange(year, month).from, 1)
        : / next quarter/.test(words)
          ? q === 4
            ? quarterRange(year + 1, 1).from
            : quarterRange(year, q + 1).from
          : / next week/.test(words)
            ? addDays(today, 7 - ((weekdayOf(today) + 6) % 7))
            : / tomorrow/.test(words)
              ? addDays(today, 1)
              : / (year end|end of (?:the|this) year|years end)/.test(words)
                ? (`${year}-12-31` as IsoDate)
                : today;
    return { ...relative, date };
  }
  for (let i = from; i < to; i++) {
    const t = p.tokens[i];
    if (
      t?.w === 'Y' &&
      t.value !== undefined &&
      t.value >= Number(today.slice(0, 4)) &&
      t.value < 2120 &&
      / (in|by|before|until|of|for|due|early|mid|late|year|during) $/.test(p.words(i - 1, i))
    ) {
      const range = yearRange(t.value);
      return { from: i, to: i + 1, date: range.from < today ? today : range.from };
    }
  }
  return null;
}

const RELATIVE_DUE = cue(
  '(?:by |before |due |in |early |sometime |for |at |until |the )*(?:next (?:year|month|quarter|week)|tomorrow|year end|the end of (?:the|this) year|years end|this month|this week|today)',
);

/** Cash to hold at all times, and one sum needed at one time. */
export function findCash(
  p: Passage,
  durations: readonly Duration[],
  today: IsoDate,
  contribution: Contribution | null,
): CashWishes {
  let min: CashWishes['min'] = percentOfSize(p);
  let amount: CashWishes['amount'] = null;
  let by: CashWishes['by'] = null;
  for (const a of amounts(p)) {
    if (contribution && a.from >= contribution.from && a.from < contribution.to) continue;
    if (RATE_AFTER.test(p.words(a.to, a.to + 2))) continue;
    const from = p.sentenceStart(a.from);
    const to = p.sentenceEnd(a.from);
    const sentence = p.words(from, to);
    const near = p.words(Math.max(from, a.from - 9), Math.min(to, a.to + 7));
    if (min?.value === a.value || (min !== null && min.size === a.value)) continue;
    if (min === null && isStanding(sentence, near, p.words(Math.max(from, a.from - 4), a.from))) {
      min = a;
      continue;
    }
    if (amount !== null || !isNeeded(p, a, from, to)) continue;
    const due = dueDate(p, from, to, durations, today) ?? nextSentenceDue(p, to, durations, today);
    if (
      !due &&
      !/ (need|needs|needed|withdraw|withdrawing|take out|pull out|pulling out|set aside|due|will cost|have to pay|must pay|will owe|will pay|going to cost|cash out|coming up|free up) /.test(
        near,
      )
    )
      continue;
    amount = a;
    by = due;
  }
  if (amount === null && by === null) by = needWithoutSum(p, durations, today);
  return { min, amount, by };
}

function isStanding(sentence: string, near: string, before: string): boolean {
  if (!STANDING.test(near) && !(STANDING.test(sentence) && CASHLIKE.test(near))) return false;
  if (!CASHLIKE.test(sentence))
    return (
      / (always|at all times) (?:\S+ ){0,3}(have|keep|hold|leave|want) /.test(sentence) &&
      / (keep|leave|have|hold) /.test(before)
    );
  if (
    / (due|bill|down payment|tuition|wedding|by D|in D) /.test(near) &&
    !/ (emergency|always|at all times) /.test(near)
  )
    return false;
  if (
    / (have|ive got|holding) (?:about |around |roughly |only )?$/.test(before) &&
    !/ (always|must|should|want|emergency|need|keep|at all times|stay) /.test(sentence)
  )
    return false;
  return / (keep|hold|leave|maintain|have|stay|stays|want|need|at least|minimum|never|below|emergency|reserve|cushion|buffer|always|untouched|must|stash|aside|park|set|don|dont|fund|liquid|is|floor|on hand|remain|no less than|should be|must be) /.test(
    sentence,
  );
}

function isNeeded(p: Passage, a: Amount, from: number, to: number): boolean {
  const before = p.words(Math.max(from, a.from - 6), a.from);
  const sentence = p.words(from, to);
  const after = p.words(a.to, Math.min(to, a.to + 8));
  if (
    / (drop|drops|fall|falls|below|under|beneath|gains?|losses|tax rate|deduct\w*|offset|wire|transfer|per share|a share|sleep) /.test(
      before + after,
    )
  )
    return false;
  if (
    NOT_MINE.test(before) &&
    !/ (need|needs|due|withdraw|will owe|have to pay|must pay|will need|to pay) /.test(sentence)
  )
    return false;
  if (
    / (have|has|had|ive got|hold|holds|inherited|got) (?:about |around |roughly |only |a |of |over |nearly )*$/.test(
      before,
    ) &&
    !/ (have to|need|ready|due) /.test(sentence) &&
    !(PURPOSE.test(after) && / (D|coming out|coming up) /.test(after))
  )
    return false;
  if (/ (sold|bought|traded|got|paid) (?:\S+ ){0,4}for (?:about |around )?$/.test(before)) return false;
  if (/ (turn|grow|make|earn|double|into) (?:\S+ ){0,2}$/.test(before)) return false;
  if (
    / (cost|paid|bought|spent|lost|charged) (?:\S+ ){0,3}$/.test(before) &&
    !/ (will|would|going to|is going|gonna|may|might|ll) /.test(sentence)
  )
    return false;
  if (
    / (limit|deduction|deductible|allowance|cap|bracket|fee|fees|salary|income) /.test(before + after) &&
    !/ (need|due) /.test(sentence)
  )
    return false;
  const isNeedy = NEED.test(before) || NEED.test(after);
  return (
    isNeedy &&
    (PURPOSE.test(sentence) ||
      / (need|needs|needed|withdraw|withdrawing|take out|pull out|due|owe|cash out|set aside|free up|have ready|ready|spend|pay|payment|available|coming out|pulling out) /.test(
        sentence,
      ))
  );
}

/** "I need 20k. It is due in March." */
function nextSentenceDue(
  p: Passage,
  end: number,
  durations: readonly Duration[],
  today: IsoDate,
): CashWishes['by'] {
  const from = end + 1;
  if (from >= p.tokens.length) return null;
  const to = p.sentenceEnd(from);
  const words = p.words(from, to);
  if (
    !/ (due|needed|need it|by then|that is|thats|its|it is|payable|wedding|closing|bill|starts|happens) /.test(
      words,
    ) ||
    to - from > 14
  )
    return null;
  return dueDate(p, from, to, durations, today);
}

const PERCENT_CASH = cue(
  'P ~6 (?:in cash|liquid|cash|in reserve|in the bank|on hand|as cash|in money market)',
);
const SIZE_OF = cue(
  '(?:account|portfolio|balance|have|invested|savings|pot|total|nest egg|worth|holding|hold) ~5 M|of (?:my |our |the )?M|M (?:account|portfolio|balance|nest egg|pot)',
);

/** "keep 10% of my 50k in cash". */
function percentOfSize(p: Passage): CashWishes['min'] {
  for (const h of p.find(PERCENT_CASH)) {
    const percent = p.tokens[h.from]?.value ?? 0;
    const lead = p.words(Math.max(p.sentenceStart(h.from), h.from - 6), h.to);
    if (!/ (keep|hold|leave|always|maintain|at least|want|stay|have|minimum|must) /.test(lead)) continue;
    for (const s of p.find(SIZE_OF)) {
      const size = p.tokens.slice(s.from, s.to).find((t) => t.w === 'M')?.value;
      if (size !== undefined && size >= 1000) return { ...h, value: Math.round(size * percent) / 100, size };
    }
  }
  return null;
}

const NEED_ONLY = cue(
  '(?:need|needs|withdraw|cash out|want|take|pull|get) (?:to )?(?:the |my |all |this |some |it |most |of |have |be able to |back |out |half |that |everything |money |cash |funds )+ ~6 (?:by|in|before|for|due|on) ~3 (?:D|N months|N weeks|N years|next year|next month|Y)',
);

/** A date with spending attached but no sum: "I need the money for the house in March". */
function needWithoutSum(p: Passage, durations: readonly Duration[], today: IsoDate): CashWishes['by'] {
  for (const h of p.find(NEED_ONLY)) {
    const from = p.sentenceStart(h.from);
    const to = p.sentenceEnd(h.from);
    const sentence = p.words(from, to);
    if (
      !PURPOSE.test(sentence) ||
      / (dont|wont|not|never) /.test(p.words(Math.max(from, h.from - 3), h.from))
    )
      continue;
    return dueDate(p, from, to, durations, today);
  }
  return null;
}

const TRADE =
  '(?:trades?|transactions?|orders?|buys and sells|buys or sells|swaps|moves|trade tickets|tickets|round trips|executions|changes)';
const TRADES_CUES = [
  `(?:no more than|at most|max|maximum|maximum of|max of|up to|limit of|limit to|limited to|cap of|cap at|capped at|not more than|never more than|under|fewer than|less than|not exceed|not to exceed|never exceed|exceed|only|keep it to|keep it under|keep to|stick to|ceiling of|hard limit of|within|top out at|a maximum of|dont exceed|do not exceed|dont make more than|just|restrict (?:it |me |yourself )?to|limit (?:it |me |yourself |us |things )?to|hold it to|stay under|stay at|stop at|not over|dont go over|no greater than) (?:about |around |roughly |a |of |the )*N (?:total |new |single |separate |stock |max |or fewer |different |individual )*${TRADE}`,
  `N ${TRADE} (?:max|maximum|tops|at most|or fewer|or less|limit|cap|a \\w+ max|a \\w+ tops|at the most|is the limit|is my limit|is the max|is plenty|is enough|ceiling|only|and no more|per \\w+ max|per \\w+ tops|total|a \\w+ at most|(?:a|per) \\w+ is (?:my |the |your |a )?(?:limit|ceiling|cap|max|maximum|top|hard limit)|is (?:my |the |your )?(?:limit|ceiling|cap|max|maximum|upper limit)|a \\w+ is the limit|a \\w+ is enough|a \\w+ is plenty|per \\w+ at most)`,
  `(?:cap|limit|keep|restrict|hold|max|maximum)(?: the| my| your| number of| total| of| all)* ${TRADE} (?:to|at|under|below|is|=|:|are|of|per \\w+ to|per \\w+ at|a \\w+ at|a \\w+ to|within|count at|count to)+ (?:a |about |max |maximum |most |at most )*N`,
  `${TRADE} (?:limit|cap|maximum|max|count|budget|ceiling) ?(?:of|is|at|:|=|to)? ?N|max ${TRADE} ?(?:of|is|at|:|=)? N|N (?:trade|transaction|order) (?:limit|cap|maximum|max|budget|ceiling)|(?:max|maximum|at most|no more than|up to) N (?:of them|in total|total) ${TRADE}`,
  `(?:trade|transact|buy or sell|rebalance) (?:no more than|at most|max|maximum|up to|only|not more than|never more than) N times?|N or (?:fewer|less) ${TRADE}|N ${TRADE}(?: (?:a|per) \\w+)? ,? ?(?:no more|and no more|and thats it|thats it|full stop|period|or under|not one more|not N more)|(?:make|place|do|allow|permit|want|take|use) (?:me |only |just |at most |no more than |max |maximum |up to |a maximum of |not more than )+N ${TRADE}`,
].map(cue);

/** The stated cap on trades. */
export function findMaxTrades(p: Passage): (Hit & { readonly value: number }) | null {
  for (const pattern of TRADES_CUES) {
    for (const hit of p.find(pattern)) {
      const t = p.tokens.slice(hit.from, hit.to).find((x) => x.w === 'N');
      const before = p.words(Math.max(p.sentenceStart(hit.from), hit.from - 4), hit.from);
      if (
        t?.value === undefined ||
        !Number.isInteger(t.value) ||
        / (made|did|placed|last year|had|have made|only made) /.test(before)
      )
        continue;
      // "fewer than 10" allows nine, but the number stated is the cap people mean.
      return { ...hit, value: t.value };
    }
  }
  return null;
}
