import type { IsoDate } from '../core/iso-date.ts';
import { findCash, type CashWishes } from './cash.ts';
import { findContribution, type Contribution } from './contribution.ts';
import { mergeDates } from './dates.ts';
import { findDrawdown } from './drawdown.ts';
import { findDurations, type Duration } from './durations.ts';
import { findGoals } from './goals.ts';
import { findHorizons, type Horizon } from './horizon.ts';
import type { GoalHit } from './implied-goals.ts';
import type { ThingLists } from './intent.ts';
import { findMaxTrades } from './max-trades.ts';
import { mergeNumbers } from './numbers.ts';
import { withoutOrdinaryTalk } from './ordinary-things.ts';
import { withoutOrders } from './orders.ts';
import { Passage } from './passage.ts';
import { findRisk } from './risk.ts';
import { findTaxes, type TaxWishes } from './taxes.ts';
import { findMentions, isShouted } from './things.ts';
import { tokenize } from './tokens.ts';
import { isLoop, isMereQuestion, isOffTopic, isOfOthers } from './topics.ts';
import type { WishedThing } from './wish-cues.ts';
import { findWishes } from './wishes.ts';
import type { Known } from './word-features.ts';

/** Longer texts are read up to here: nobody states a goal after 200 pages. */
const MAX_CHARS = 100_000;

const CODE = /[{}\\|_`[\]]|[a-z_]\((?!s\)|k\)|es\))|::|[=!]=|=>|\w;\s*$|\w\.\w+\(/;

/** Everything the grammar finds in a text. */
export interface TextFacts {
  readonly passage: Passage;
  readonly today: IsoDate;
  /** Signs in the text that programs are made of and people hardly use. */
  readonly looksLikeCode: boolean;
  readonly durations: readonly Duration[];
  readonly horizons: readonly Horizon[];
  readonly drawdown: ReturnType<typeof findDrawdown>;
  readonly risk: ReturnType<typeof findRisk>;
  readonly taxes: TaxWishes;
  /** Goals named or refused. */
  readonly goals: readonly GoalHit[];
  readonly things: readonly WishedThing[];
  readonly exclude: ThingLists;
  readonly prefer: ThingLists;
  readonly keep: readonly string[];
  readonly cash: CashWishes;
  readonly contribution: Contribution | null;
  readonly maxTrades: ReturnType<typeof findMaxTrades>;
}

/** Goals after "taxes don't matter": the two tax goals are off. */
function withoutTaxGoals(goals: readonly GoalHit[]): GoalHit[] {
  return goals.filter((g) => g.goal !== 'taxLossHarvesting' && g.goal !== 'longTermGainsOnly');
}

/** "I don't mind short-term gains" takes a position on a tax; it is no wish for quick profit. */
const isOnlyStance = (g: GoalHit, { shortTermGains: stance, indifferent }: TaxWishes): boolean =>
  g.goal === 'shortTermGain' &&
  stance?.value === 'allow' &&
  indifferent === null &&
  g.from >= stance.from &&
  g.to <= stance.to;

function listsOf(things: readonly WishedThing[], wish: 'exclude' | 'prefer'): ThingLists {
  const pick = (kind: string): string[] => [
    ...new Set(things.flatMap((t) => (t.wish === wish && t.mention.kind === kind ? [t.mention.value] : []))),
  ];
  return { sectors: pick('sector'), symbols: pick('symbol'), assetClasses: pick('assetClass') };
}

/** True for a place in the text that tells of a sum to be paid out, or of its date. */
export function needIn({ passage: p, cash }: Pick<TextFacts, 'passage' | 'cash'>): (i: number) => boolean {
  return (i) => {
    const due = cash.by;
    if (due && i >= due.from && i < due.to) return true;
    const sum = cash.amount;
    if (sum === null || p.sentenceStart(i) !== p.sentenceStart(sum.from)) return false;
    // "3,500 for braces in May, the rest can grow for 9 years": past a comma it is about other money.
    return !/ (,|but|then|afterwards) /.test(p.words(Math.min(i, sum.to), Math.max(i, sum.from)));
  };
}

/** Reads a text by grammar and lexicon alone. */
export function readFacts(text: string, today: IsoDate): TextFacts {
  const clipped = text.length > MAX_CHARS ? text.slice(0, MAX_CHARS) : text;
  const said = withoutOrders(tokenize(clipped));
  const p = new Passage(isLoop(said.map((t) => t.w)) ? [] : mergeDates(mergeNumbers(said), today));
  const durations = findDurations(p);
  const contribution = findContribution(p);
  const cash = findCash(p, durations, today, contribution);
  const first = findGoals(p, durations, []);
  const horizons = findHorizons(p, durations, today, needIn({ passage: p, cash }), first.length > 0);
  const fall = findDrawdown(p);
  const long = horizons.filter((h) => h.years >= 2.9);
  const found = long.length > 0 ? findGoals(p, durations, long) : first;
  const taxes = findTaxes(p, found);
  const goals = (taxes.indifferent ? withoutTaxGoals(found) : found).filter(
    (g) => !(g.goal === 'taxLossHarvesting' && taxes.harvest?.value === false) && !isOnlyStance(g, taxes),
  );
  const risk = findRisk(p).filter((r) => !isOffTopic(p, r) && !isMereQuestion(p, r) && !isOfOthers(p, r));
  const drawdown =
    fall && !isOfOthers(p, fall) && !isMereQuestion(p, fall) && !isOffTopic(p, fall) ? fall : null;
  const maxTrades = findMaxTrades(p);
  const hasOtherFields =
    goals.some((g) => !g.isRejected) ||
    risk.length > 0 ||
    [drawdown, maxTrades, contribution, cash.min, cash.amount, cash.by].some((x) => x !== null);
  const mentions = findMentions(p, isShouted(clipped));
  const things = withoutOrdinaryTalk(p, findWishes(p, mentions), mentions, hasOtherFields).filter(
    // "The snow will be gone": an everyday word is a company only where the talk is of investing, or in capitals.
    (t) =>
      !isMereQuestion(p, t.mention) &&
      !isOfOthers(p, t.at ?? t.mention) &&
      ((t.mention.kind === 'symbol' &&
        (!t.mention.isDoubtful || /^[A-Z.]+$/.test(p.tokens[t.mention.from]?.raw ?? ''))) ||
        !isOffTopic(p, t.mention)),
  );
  return {
    passage: p,
    today,
    looksLikeCode: CODE.test(clipped),
    durations,
    horizons: horizons.filter((h) => !isMereQuestion(p, h) && !isOfOthers(p, h)),
    drawdown,
    risk,
    taxes,
    goals,
    things,
    exclude: listsOf(things, 'exclude'),
    prefer: listsOf(things, 'prefer'),
    keep: [...new Set(things.flatMap((t) => (t.wish === 'keep' ? [t.mention.value] : [])))],
    cash,
    contribution: contribution && !isOfOthers(p, contribution) ? contribution : null,
    maxTrades,
  };
}

/** What the trained reader is told of the grammar's finds: times, and which fields the text fills besides goals. */
export function knownTo(facts: TextFacts): Known {
  const { things, cash, contribution, maxTrades, drawdown, risk, taxes } = facts;
  const fields = new Set<string>(things.map((t) => t.wish));
  if (cash.amount) fields.add('need');
  if (cash.by) fields.add('due');
  if (cash.min) fields.add('reserve');
  if (contribution) fields.add('payment');
  if (maxTrades) fields.add('trades');
  if (drawdown) fields.add('drawdown');
  if (risk.length > 0) fields.add('risk');
  if (taxes.shortTermGains?.value === 'allow') fields.add('allowed tax');
  if (taxes.harvest?.value === false) fields.add('no harvest');
  return { durations: facts.durations, today: facts.today, looksLikeCode: facts.looksLikeCode, fields };
}
