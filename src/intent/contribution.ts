import { cue, type Hit, type Passage } from './passage.ts';

const CONTRIBUTES =
  / (add|adds|adding|put|putting|contribute|contributes|contributing|contribution|contributions|deposit|deposits|depositing|save|saving|invest|investing|set aside|setting aside|spare|throw in|throwing in|auto|automatic|automatically|goes in|go in|going in|drip|chip in|chipping in|sock away|socking away|stash|squirrel|kick in|transfer|transferring|feed|feeding|top up|topping up|pay in|paying in|afford|add in|plow|plough|buying in|dca|funnel|drop in|tuck away|send|sending|into|in|fund|funding|pump|can do|commit|comes in|come in|flows in|going into|goes into|tack on|pitch in|budget|regular|direct deposit|standing order|payroll|toss in|put by|more|move|moves|moving|comes from|comes out|coming from|from my paycheck|each paycheck|top it up|topping it up|tops it up|feed it|build it up) /;
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
  `(?:M|N) (?:dollars |bucks |more |extra |to it |in |or so |into it |into this |into the account |of savings |goes in |in here |aside |away |over |across |in there |over here |comes |to my account |to the account |to this |to this account |into my account |from my paycheck |automatically |regularly |on |first |last |day |of |the |end |start |beginning |N )*(?:a|per|each|every|an|once a|on a|by the|at the end of each|at the start of each|in)? ?(?:single |calendar )?${PERIOD}(?: basis| contributions?| deposits?)?`,
);
const RATE_FIRST = cue(`(?:each|every|per|once a) (?:single |calendar )?${PERIOD} ~7 (?:M|N)`);
const ADVERB_FIRST = cue(
  `(?:weekly|monthly|quarterly|yearly|annual|annually|biweekly) (?:contributions?|deposits?|investments?|savings?|transfers?|additions?|payments? in|top ups?|auto deposits?|auto invest)? ?(?:of |is |: |are |at |about |around |in the amount of |i |we |can |will |could |want to |would like to |ill |add |put |put in |put aside |contribute |invest |save |deposit |set aside |pay in |send |another |in )*(?:M|N)`,
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
      // "FIRE by 2048, 250 a month, no crypto": a clause of its own in a list.
      const isFragment =
        to - from <= hit.to - hit.from + 3 ||
        ((hit.from === from || /^[,:(]$|^(?:and|plus)$/.test(p.w(hit.from - 1))) &&
          (hit.to >= to ||
            /^[,.;:!?)]$|^(?:and|plus|toward|towards|until|till|into|from)$/.test(p.w(hit.to)) ||
            /^ (?:for|over) (?:the |at |least |about |next )*N (?:more )?years? /.test(
              p.words(hit.to, hit.to + 6),
            )));
      const lastVerb = before
        .replace(/^.* [:;] /, ' ')
        .replace(
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
