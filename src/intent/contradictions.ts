import type { CashWishes } from './cash.ts';
import type { GoalHit } from './implied-goals.ts';
import type { Horizon } from './horizon.ts';
import type { Contradiction, Goal, ThingLists } from './intent.ts';
import { COMPANY_SECTORS } from './lexicon/company-sectors.ts';
import { cue, type Passage } from './passage.ts';
import type { RiskHit } from './risk.ts';
import type { TaxWishes } from './taxes.ts';

/** Everything the rules of section 5 look at. */
export interface Stated {
  readonly goals: readonly GoalHit[];
  readonly risk: readonly RiskHit[];
  readonly taxes: TaxWishes;
  readonly horizons: readonly Horizon[];
  readonly exclude: ThingLists;
  readonly prefer: ThingLists;
  readonly keep: readonly string[];
  readonly maxTrades: number | null;
  readonly cash: CashWishes;
}

const HIGH_RETURN = cue(
  '(?:double|doubled|doubling|tripled|quadrupled|triple|tripling|quadruple|quintuple|N x|N fold|ten bagger|tenfold|N bagger|P (?:a|per|every|each) (?:year|month|week|day)|P (?:returns?|gains?|profit|growth|yearly|annually|monthly|annual|guaranteed)|(?:huge|massive|enormous|outsized|sky high|insane|giant|biggest|maximum|highest|best possible|spectacular|monster|crazy|explosive|very high|high|big|large|great|stellar|top) (?:possible )?(?:returns?|gains?|profits?|upside|growth)|get rich|make me rich|become a millionaire|millionaire|moonshot|N times (?:my|the|our) money|return of P|gain of P|up P|(?:turn|grow) (?:it |M |this )?(?:in)?to M|a fortune|M into M)',
);
const NO_LOSS = cue(
  '(?:guarantee\\w*|no risk|risk free|zero risk|without (?:any )?risk|N risk|N chance of|zero chance of|N losses|no losses|no loss|lose nothing|nothing (?:is )?lost|never (?:ever )?(?:lose|losing|drop|fall|go down)|(?:dont|do not|cant|cannot|without|not|wont|never) (?:\\S+ ){0,4}(?:lose|losing|loss|losses|drop|fall|go down|a penny down)|without (?:any |a )?(?:risk|loss|losses|losing|downside)|no (?:downside|chance of loss|possibility of loss|risk)|(?:100%|P|completely|absolutely|totally|perfectly) safe|not a (?:single )?(?:penny|cent|dime|dollars)|(?:principal|capital|money|everything) (?:\\S+ ){0,3}(?:safe|intact|guaranteed|protected|secure))',
);
const NO_LOSS_SALES = cue(
  '(?:under no circumstances?|on no account|by no means|in no case|not under any circumstances) (?:\\S+ ){0,3}(?:sell|sold|selling|close|realize|part with|dump) (?:\\S+ ){0,4}(?:at a loss|for a loss|below cost|in the red|for less)|(?:never|dont|do not|not|no|without|refuse to|wont|cant) (?:ever |want to |like to |let me |you |to |be |going to |please |a |any |single )*(?:sell(?:ing)?|sales?|sold|realize|realizing|book|booking|take|taking|part with|dump|close|closing|lock in|locking in)(?: anything| a stock| stocks| something| any of (?:it|them)| any| my stocks| a share| a position| positions| shares| a single share| one| it| them| my| the| ones| what| holdings| out)* (?:at a loss|at loss|for a loss|for less than|below cost|below what|under cost|in the red|losses|a loss|losers|underwater|under water|loss|thats down|that is down|for less)|(?:hold|keep) (?:my |the |all |every )*(?:losers|losing positions|losing stocks|underwater positions|underwater stocks|red ones) (?:until|till|forever|no matter)|no (?:loss sales|selling at a loss|losing sales|sales at a loss)',
);
const ACTIVE = cue(
  '(?:N (?:trades|transactions) (?:a|per|every) (?:day|hour)|day ?trad\\w*|daytrad\\w*|scalp\\w*|trade (?:actively|frequently|constantly|daily|every day|all day|a lot|nonstop|non stop|often|heavily|in and out|aggressively|every hour|hourly|each day|every morning)|active(?:ly)? trad\\w*|frequent(?:ly)? trad\\w*|(?:lots|plenty|hundreds|dozens|tons|loads|bunch) of (?:trades|trading)|swing trad\\w*|in and out (?:every|all|each|of|daily)|constant(?:ly)? trad\\w*|trade constantly|high frequency|rapid fire|heavy trading|daily trades|daily trading|many trades|(?:quick|fast|rapid|short|frequent) (?:trades|trading|flips|flipping)|trade (?:as )?(?:often|much) as|trade as (?:often|much)|trade (?:\\S+ ){0,2}(?:every (?:single |trading |business )?(?:day|morning|hour|minute)|each day|daily|all the time|all day))',
);
/** A cap that nobody who trades daily can keep … */
const FEW_TRADES = 12;
/** … and one that does not even leave room for a few trades of some days each. */
const FEW_SWINGS = 4;
const SWINGS = cue(
  'swing (?:trades?|trading|trader)|(?:N|few|couple of) (?:days|weeks) (?:each|apiece|at a time)|(?:quick|fast|short) (?:trades|flips|flipping)',
);
const SEPARATE =
  / (half|part|portion|rest|remainder|bucket|another|other|some of|separate|one account|second account|play money|fun money|P|chunk|slice|most of it|M|while the) /;

/** Codes of things that cannot both be had. Nothing is resolved: both sides stay in the intent. */
export function findContradictions(p: Passage, s: Stated): Contradiction[] {
  const wants = (g: Goal): boolean => s.goals.some((h) => h.goal === g && !h.isRejected);
  const avoids = s.taxes.shortTermGains?.value === 'avoid';
  const out: Contradiction[] = [];
  if (avoids && wants('shortTermAlpha')) out.push('shortTermAlpha-vs-avoidShortTermGains');
  if (avoids && wants('shortTermGain')) out.push('shortTermGain-vs-avoidShortTermGains');
  if ((wants('capitalPreservation') || p.has(NO_LOSS)) && p.has(HIGH_RETURN) && p.has(NO_LOSS))
    out.push('preservation-vs-highReturn');
  if (
    s.risk.some((r) => r.level === 'low') &&
    s.risk.some((r) => r.level === 'high') &&
    !SEPARATE.test(p.text)
  )
    out.push('lowRisk-vs-highRisk');
  if (s.keep.some((k) => s.exclude.symbols.includes(k))) out.push('keep-vs-exclude');
  if (isWantedAndBanned(s)) out.push('prefer-vs-exclude');
  if (s.taxes.harvest?.value === true && p.has(NO_LOSS_SALES)) out.push('harvest-vs-noLossSales');
  if (horizonsClash(p, s.horizons)) out.push('shortHorizon-vs-longHorizon');
  if (s.maxTrades !== null && p.has(ACTIVE) && s.maxTrades <= (p.has(SWINGS) ? FEW_SWINGS : FEW_TRADES))
    out.push('activeTrading-vs-fewTrades');
  return out;
}

function isWantedAndBanned({ exclude, prefer, keep }: Stated): boolean {
  const both = (a: readonly string[], b: readonly string[]): boolean => a.some((x) => b.includes(x));
  if (
    both(exclude.sectors, prefer.sectors) ||
    both(exclude.symbols, prefer.symbols) ||
    both(exclude.assetClasses, prefer.assetClasses)
  )
    return true;
  // A company of a banned sector. Keeping one that is already owned is an exception, not a wish to have more.
  const sectorOf = (symbol: string): string | undefined =>
    Object.hasOwn(COMPANY_SECTORS, symbol) ? COMPANY_SECTORS[symbol] : undefined;
  void keep;
  return (
    prefer.symbols.some((x) => exclude.sectors.includes(sectorOf(x) ?? '')) ||
    (exclude.assetClasses.includes('equity') && prefer.symbols.length > 0)
  );
}

function horizonsClash(p: Passage, horizons: readonly Horizon[]): boolean {
  const shorts = horizons.filter((h) => h.years <= 2);
  const longs = horizons.filter((h) => h.years >= 3);
  return (
    shorts.some((a) => longs.some((b) => b.years / a.years >= 3)) &&
    !SEPARATE.test(p.text.replace(/ half a? (year|decade) /g, ' '))
  );
}
