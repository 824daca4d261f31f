import { cue, type Hit, type Passage } from './passage.ts';

const TRADE =
  '(?:trades?|transactions?|changes? a (?:month|year|week)|orders?|buys and sells|buys or sells|swaps|moves|trade tickets|tickets|round trips|executions|changes)';
const TRADES_CUES = [
  `(?:no more than|at most|max|maximum|maximum of|max of|up to|limit of|limit to|limited to|cap of|cap at|capped at|not more than|never more than|under|fewer than|less than|not exceed|not to exceed|never exceed|exceed|only|more than|keep it below|below|stay below|limit yourself to|i allow(?: you)?|keep it to|keep it under|keep to|stick to|ceiling of|hard limit of|within|top out at|a maximum of|dont exceed|do not exceed|dont make more than|just|restrict (?:it |me |yourself )?to|limit (?:it |me |yourself |us |things )?to|hold it to|stay under|stay at|stop at|(?:cap|keep|hold|limit) (?:it|me|us|things|that|this) (?:at|to|under|below)|no greater than|no higher than|not above|no over|not over|dont go over|no greater than) (?:about |around |roughly |a |of |the )*N (?:total |new |single |separate |stock |max |or fewer |different |individual )*${TRADE}`,
  `N ${TRADE} (?:,? ?(?:max|maximum|tops|at most)|or fewer|or less|limit|cap|(?:a|per|each) \\w+ (?:, )?(?:max|maximum|tops|limit|at most|at (?:the )?(?:very )?most)|a \\w+ tops|at the most|is the limit|is my limit|is the max|is plenty|is enough|ceiling|only|and no more|per \\w+ max|per \\w+ tops|total|a \\w+ at most|(?:a|per) \\w+ is (?:my |the |your |a )?(?:limit|ceiling|cap|max|maximum|top|hard limit)|is (?:my |the |your )?(?:limit|ceiling|cap|max|maximum|upper limit)|a \\w+ is the limit|a \\w+ is enough|a \\w+ is plenty|per \\w+ at most)`,
  `(?:cap|limit|keep|restrict|hold|max|maximum)(?: the| my| your| number of| total| of| all)* ${TRADE} (?:to|at|under|below|is|=|:|are|of|per \\w+ to|per \\w+ at|a \\w+ at|a \\w+ to|within|count at|count to)+ (?:a |about |max |maximum |most |at most )*N`,
  `${TRADE} (?:limit|cap|maximum|max|count|budget|ceiling) ?(?:of|is|at|:|=|to)? ?N|max ${TRADE} ?(?:of|is|at|:|=)? N|N (?:trade|transaction|order) (?:limit|cap|maximum|max|budget|ceiling)|(?:max|maximum|at most|no more than|up to) N (?:of them|in total|total) ${TRADE}`,
  `(?:trades?|orders?|transactions?) (?:are|is|must|should|may|can|shall|will|never|do|to|be|stay|number)* ?(?:not|never|at most|no more than|under|below|within|capped at|limited to|max|maximum)(?: to| be| go| exceed| over| above| beyond| more| than| number)* ?N(?! (?:years?|months?|weeks?|days?|each|at a time))|(?:limit|cap|maximum|max|ceiling) (?:: |= |of |is |on ${TRADE} (?:is |: )?)N (?:total )?${TRADE}`,
  `${TRADE} (?:: |= |, )(?:max |at most |no more than |up to |maximum |not more than )?N (?:at most|max|maximum|tops|or fewer|or less|at the most)|${TRADE} : (?:max |at most |no more than |up to |maximum |not more than )?N|N(?: of them)? (?:at most|max|tops) (?:when|if|for) (?:it comes to )?${TRADE}`,
  `(?:trade|transact|buy or sell|rebalance) (?:no more than|at most|max|maximum|up to|only|not more than|never more than) N times?|N or (?:fewer|less) ${TRADE}|N ${TRADE}(?: (?:a|per) \\w+)? ,? ?(?:no more|and no more|and thats it|thats it|full stop|period|or under|not one more|not N more)|(?:make|place|do|allow|permit|want|take|use) (?:me |only |just |at most |no more than |max |maximum |up to |a maximum of |not more than )+N ${TRADE}`,
  `(?:trade|trading|transact|rebalance|buy or sell|order) ~3 (?:more than|at most|no more than|not more than|max|maximum|up to|only|under|below|fewer than|less than) (?:N times?|once|twice)|(?:cap|limit|keep|restrict) ~3 (?:trading|trades|orders) ~3 (?:at|to|under|below) N(?: times)?|(?:trade|trading|trades|order|orders) (?:count|number|frequency) ?(?:constraint|limit|cap|ceiling|budget)? ?(?:of|is|at|:|=)? ?N`,
].map(cue);

const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2 };

/** The stated cap on trades. */
export function findMaxTrades(p: Passage): (Hit & { readonly value: number }) | null {
  for (const pattern of TRADES_CUES) {
    for (const hit of p.find(pattern)) {
      const t = p.tokens.slice(hit.from, hit.to).find((x) => x.w === 'N' || Object.hasOwn(TIMES, x.w));
      const value = t && (t.value ?? TIMES[t.w]);
      const before = p.words(Math.max(p.sentenceStart(hit.from), hit.from - 4), hit.from);
      if (
        value === undefined ||
        !Number.isInteger(value) ||
        / (made|did|placed|last year|had|when there|if there|nervous|have made|only made) /.test(before)
      )
        continue;
      // "fewer than 10" allows nine, but the number stated is the cap people mean.
      return { ...hit, value };
    }
  }
  return null;
}
