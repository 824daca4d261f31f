import type { IsoDate } from '../core/iso-date.ts';
import type { Contribution } from './contribution.ts';
import { dueDate } from './due-date.ts';
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
  / (always|at all times|the whole time|all the time|throughout|emergency|emergencies|cushion|buffer|reserve|reserves|liquid|on hand|untouched|rainy day|minimum|never below|never drop below|cash floor|floor|safety net|in cash|cash balance|cash position|dry powder|in reserve|available|as cash|sitting in cash|in the bank|accessible|in savings|stash|cash pile|money market|readily|within reach|set by|handy|at any time|any time|in a pinch|get to it|hands on|any given time|any moment|lay hands on|get at|grab|reachable|no matter what|whatever happens|lying around|no less than) /;
const CASHLIKE =
  / (cash|liquid|liquidity|emergency|emergencies|reserve|reserves|cushion|buffer|rainy day|on hand|safety net|dry powder|available|accessible|money market|in the bank|stash|handy|checking|reachable|lay hands on|at any moment|at any given time|at any time|any time|get at|get to it|get at it|hands on|withdraw any day|in a pinch|same day) /;
const PURPOSE =
  / (down payment|downpayment|tuition|wedding|roof|car|truck|van|boat|taxes|tax bill|bill|bills|surgery|operation|buyout|house|home|condo|apartment|closing|closing costs|renovation|remodel|kitchen|bathroom|repair|repairs|trip|vacation|cruise|honeymoon|funeral|braces|dentist|medical|hospital|loan|mortgage|debt|payoff|college|semester|school|university|rent|deposit on|lawyer|legal|adoption|baby|ivf|business|startup|equipment|tractor|furnace|boiler|solar|pool|deck|fence|driveway|windows|hearing aids|insurance premium|premium|property tax|estimated tax|quarterly tax|payment|invoice|purchase|buying|move|moving|sabbatical|divorce|settlement|bail|daughters|sons|sisters|brothers|mothers|fathers|parents|kitchen|holiday|christmas|graduation|anniversary|expenses|withdrawal|ring|rv|camper|motorcycle|piano|horse|vet|care home|nursing home|facility|contractor|builder|plumber|grad school|master|masters|bootcamp|visa fees|immigration|cottage|cabin|land|lot|irs) /;
const NEED =
  / (need|needs|needed|due|pay|paying|pays|cost|costs|costing|owe|set aside|withdraw|withdrawing|withdrawal|take out|taking out|pull out|pulling|cash out|spend|spending|buy|buying|cover|covering|require|required|requires|must have|have ready|ready|ready for|come up with|hand|owed|repaid|repay|pull|wants?|get|gets|out of (?:it|this|here|the account)|use|using|for|put down|goes to|go to|will be|payable|eat|swallow|set me back|set us back|run me|run us|earmarked|earmark|reserve|reserved|want|wants|free up|raise|purchase|put by|hand over|go out|goes out|going out|leaves|leave|comes out|paid out|wired out|will take|takes|available|bill|tuition|payment|invoice|installment|instalment|tax bill|fee due|balance due|deadline|on hand|in hand) /;
const NOT_MINE =
  / (left me|left us|gave me|gave us|came into|owes me|owe me|owes us|owed to me|lent|borrowed|was like|paid me|cost me|paid|bought|sold it for|lost|made|earned|earn|earning|salary|income|make|makes|making|gain of|gains of|gains|losses of|loss of|deduction|limit|deduct|offset|inherited|inheritance|bonus of|grew|into|portfolio is|account is|portfolio of|account of|i have|we have|ive got|hold about|holding|worth|price|priced|trading at|a share|per share|fine|ticket|won|refund|raise of|pension|social security|rent is|mortgage is) /;

/** Smaller sums are pocket money: nobody sets them aside in an account of investments. */
const LEAST_NEED = 50;

function amounts(p: Passage): Amount[] {
  return p.tokens.flatMap((t, i) => {
    if (t.value === undefined || t.value <= 0) return [];
    const next = p.w(i + 1);
    const isMoney =
      t.w === 'M' ||
      (t.w === 'N' &&
        t.value >= 500 &&
        t.value !== 529 &&
        !/^(shares?|trades?|years?|days?|months?|weeks?|stocks?|hives?|miles?|people|times|characters|degrees|points?|transactions?|coins?|units?|hours?|minutes?)$/.test(
          next,
        ));
    return isMoney ? [{ from: i, to: i + 1, value: t.value }] : [];
  });
}

const RATE_AFTER =
  /^ (?:dollars |bucks )?(?:a|per|each|every|an|monthly|weekly|quarterly|annually|yearly|biweekly|bi|fortnightly|once a|twice a) /;
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
    if (min === null && isStanding(p, a, sentence, near)) {
      min = a;
      continue;
    }
    if (amount !== null || a.value < LEAST_NEED || !isNeeded(p, a, from, to)) continue;
    const due =
      dueDate(p, from, to, durations, today) ??
      nextSentenceDue(p, to, durations, today) ??
      earlierDue(p, from, to, durations, today);
    if (
      !due &&
      !/ (need|needs|needed|withdraw|withdrawing|have to hand|must hand|take out|pull out|pulling out|set aside|due|will cost|will eat|will swallow|will run|will take|set me back|set us back|have to pay|must pay|will owe|will pay|going to cost|cash out|coming up|free up|go out|goes out|going out|paid out) /.test(
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

function isStanding(p: Passage, a: Amount, sentence: string, near: string): boolean {
  const from = p.sentenceStart(a.from);
  const before = p.words(Math.max(from, a.from - 4), a.from);
  // "Never let the cash go below 3,000": a floor, however it is put.
  if (
    CASHLIKE.test(sentence) &&
    / (never|not|dont|no|without) (?:\S+ ){0,7}(below|under|beneath|less than) (?:about |the )?$/.test(
      p.words(Math.max(from, a.from - 10), a.from),
    )
  )
    return true;
  if (!STANDING.test(near) && !(STANDING.test(sentence) && CASHLIKE.test(near))) return false;
  if (!CASHLIKE.test(sentence))
    return (
      / (always|at all times) (?:\S+ ){0,3}(have|keep|hold|leave|want) /.test(sentence) &&
      / (keep|leave|have|hold) /.test(before)
    );
  if (
    // "A profit by June and leave 2,500 liquid": the date is of another clause.
    / (due|bill|down payment|tuition|wedding|by D|in D) /.test(
      near.replace(/^.* and (?=leave|keep|hold)/, ' '),
    ) &&
    !/ (emergency|emergencies|always|at all times) /.test(near)
  )
    return false;
  if (
    / (have|ive got|holding) (?:about |around |roughly |only )?$/.test(before) &&
    !/ (always|must|should|want|emergency|need|keep|at all times|stay) /.test(sentence)
  )
    return false;
  return / (keep|hold|leave|maintain|have|stay|stays|want|need|at least|minimum|never|below|emergency|reserve|cushion|buffer|always|untouched|must|stash|aside|park|set|don|dont|fund|liquid|is|floor|on hand|remain|has to be|have to be|there must|no less than|should be|must be) /.test(
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
  // "Nothing may be lost, I take out 2,000": past a comma it is another thought.
  if (
    NOT_MINE.test(before.replace(/^.* , /, ' ')) &&
    !/ (need|needs|due|withdraw|will owe|have to pay|must pay|will need|to pay) /.test(sentence)
  )
    return false;
  if (
    / (have|has|had|ive got|hold|holds|inherited|got) (?:about |around |roughly |only |a |of |over |nearly )*$/.test(
      before,
    ) &&
    !/ (have to|need|ready|due|on hand|in hand|make sure) /.test(sentence) &&
    !(PURPOSE.test(after) && / (D|coming out|coming up) /.test(after))
  )
    return false;
  // "What I have is 310,000": told of oneself.
  if (
    / (?:what|all|everything) (?:i|we|ive|weve) (?:\S+ ){0,3}(?:is|are|:|comes to) (?:about |around )?$/.test(
      before,
    )
  )
    return false;
  if (/ (sold|bought|traded|got|paid) (?:\S+ ){0,4}for (?:about |around )?$/.test(before)) return false;
  if (/ (turn|grow|make|earn|double|into|still) (?:\S+ ){0,2}$/.test(before)) return false;
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
      / (need|needs|needed|withdraw|withdrawing|have to|has to|must|pull|gets?|take out|pull out|due|owe|cash out|set aside|free up|have ready|ready|spend|pay|payment|available|go out|goes out|going out|paid out|coming out|pulling out|on hand|in hand|make sure) /.test(
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
    !/ (due|needed|need it|by then|that is|thats|its|it is|payable|eat|swallow|set me back|set us back|run me|run us|wedding|closing|bill|starts|happens) /.test(
      words,
    ) ||
    to - from > 14
  )
    return null;
  return dueDate(p, from, to, durations, today);
}

/** "Until our closing in ten months; we'll need $85,000 then." */
function earlierDue(
  p: Passage,
  from: number,
  to: number,
  durations: readonly Duration[],
  today: IsoDate,
): CashWishes['by'] {
  if (from === 0 || !/ (?:then|by then|at that point|on that day) /.test(p.words(from, to))) return null;
  const start = p.sentenceStart(from - 1);
  return PURPOSE.test(p.words(start, from)) ? dueDate(p, start, from, durations, today) : null;
}

const PERCENT_CASH = cue(
  'P ~6 (?:in cash|liquid|cash|in reserve|in the bank|on hand|as cash|in money market)',
);
const SIZE_OF = cue(
  '(?:account|portfolio|balance|have|invested|savings|pot|total|nest egg|worth|holding|hold) ~5 (?:M|N)|of (?:my |our |the )?M|M (?:account|portfolio|balance|nest egg|pot)',
);

/** "keep 10% of my 50k in cash". */
function percentOfSize(p: Passage): CashWishes['min'] {
  for (const h of p.find(PERCENT_CASH)) {
    const percent = p.tokens[h.from]?.value ?? 0;
    const lead = p.words(Math.max(p.sentenceStart(h.from), h.from - 6), h.to);
    if (!/ (keep|hold|leave|always|maintain|at least|want|stay|have|minimum|must) /.test(lead)) continue;
    for (const s of p.find(SIZE_OF)) {
      const size = p.tokens
        .slice(s.from, s.to)
        .find((t) => (t.w === 'M' || t.w === 'N') && (t.value ?? 0) >= 1000)?.value;
      if (size !== undefined && size >= 1000) return { ...h, value: Math.round(size * percent) / 100, size };
    }
  }
  return null;
}

const NEED_ONLY = cue(
  '(?:has to|have to|must|needs to|need to|should|will) (?:still |all )?be (?:still |all )?(?:there|here|available|ready|complete|whole|liquid|in cash|in place|paid|payable) (?:for us |for me |in full )?(?:on|by|in|for|at|when) ~3 (?:D|N months|N weeks|N years|next year|next month|Y)|(?:need|needs|withdraw|cash out|want|take|pull|get) (?:to )?(?:the |my |all |this |some |it |most |of |have |be able to |back |out |half |that |everything |money |cash |funds )+ ~6 (?:by|in|before|for|due|on) ~3 (?:D|N months|N weeks|N years|next year|next month|Y)',
);

/** "So that my 60k does not shrink before the down payment in May": the spending is named with its date. */
const SPENDING_ON = cue(
  '(?:before|until|till|for) (?:the|my|our|a) (?:down payment|downpayment|tuition|closing|house closing|wedding|surgery|tax bill) (?:is due |comes due |due )?(?:in|on) (?:early |late |mid )?D',
);
const OF_MONEY = / (M|money|savings|account|portfolio|funds?|invested|cash|principal|capital) /;

function spendingDue(p: Passage, durations: readonly Duration[], today: IsoDate): CashWishes['by'] {
  for (const h of p.find(SPENDING_ON))
    if (OF_MONEY.test(p.words(p.sentenceStart(h.from), h.from)))
      return dueDate(p, h.from, p.sentenceEnd(h.from), durations, today);
  return null;
}

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
  return spendingDue(p, durations, today);
}
