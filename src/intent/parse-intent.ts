import type { IsoDate } from '../core/iso-date.ts';
import { findContradictions } from './contradictions.ts';
import { mergeDates } from './dates.ts';
import { findDrawdown } from './drawdown.ts';
import { findDurations } from './durations.ts';
import { findByEvidence } from './evidence-goals.ts';
import { findGoals } from './goals.ts';
import type { GoalHit } from './implied-goals.ts';
import { findHorizons } from './horizon.ts';
import { GOALS, type Intent, type Span, type ThingLists } from './intent.ts';
import { findCash } from './cash.ts';
import { findContribution } from './contribution.ts';
import { findMaxTrades } from './max-trades.ts';
import { mergeNumbers } from './numbers.ts';
import { withoutOrders } from './orders.ts';
import { Passage, type Hit } from './passage.ts';
import { findRisk } from './risk.ts';
import { findTaxes, type TaxWishes } from './taxes.ts';
import { findMentions, isShouted } from './things.ts';
import { tokenize } from './tokens.ts';
import { isMereQuestion, isOffTopic } from './topics.ts';
import { findUnparsed } from './unparsed.ts';
import { weighGoals } from './weights.ts';
import type { WishedThing } from './wish-cues.ts';
import { findWishes } from './wishes.ts';

export type { Intent } from './intent.ts';

/** Longer texts are read up to here: nobody states a goal after 200 pages. */
const MAX_CHARS = 100_000;

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

class SpanBook {
  readonly spans: Record<string, Span> = {};
  private readonly passage: Passage;

  constructor(passage: Passage) {
    this.passage = passage;
  }

  add(field: string, hit: Hit | null | undefined): void {
    if (!hit || hit.to <= hit.from) return;
    const [start, end] = this.passage.span(hit);
    const old = this.spans[field];
    this.spans[field] = old ? [Math.min(old[0], start), Math.max(old[1], end)] : [start, end];
  }
}

/**
 * Reads a person's goals from plain English. A field is filled only when the words say so; anything else stays null or empty.
 * Total (never throws), deterministic, linear in the length of the text.
 * @param today decides what "next June" and "in 2041" mean.
 */
export const parseIntent = (text: string, today: IsoDate): Intent => readIntent(text, today).intent;

/** As `parseIntent`, with the effort it took in matches tried and words looked at: to show that it is linear. */
export function readIntent(text: string, today: IsoDate): { intent: Intent; effort: number } {
  const clipped = text.length > MAX_CHARS ? text.slice(0, MAX_CHARS) : text;
  const p = new Passage(mergeDates(mergeNumbers(withoutOrders(tokenize(clipped))), today));
  const book = new SpanBook(p);
  const durations = findDurations(p);
  const contribution = findContribution(p);
  const cash = findCash(p, durations, today, contribution);
  const isNeed = (i: number): boolean => {
    const due = cash.by;
    if (due && i >= due.from && i < due.to) return true;
    const sum = cash.amount;
    if (sum === null || p.sentenceStart(i) !== p.sentenceStart(sum.from)) return false;
    // "3,500 for braces in May, the rest can grow for 9 years": past a comma it is about other money.
    return !/ (,|but|then|afterwards) /.test(p.words(Math.min(i, sum.to), Math.max(i, sum.from)));
  };
  const first = findGoals(p, durations, []);
  const horizons = findHorizons(p, durations, today, isNeed, first.length > 0);
  const fall = findDrawdown(p);
  const drawdown = fall && !isMereQuestion(p, fall) ? fall : null;
  const risk = findRisk(p).filter((r) => !isOffTopic(p, r));
  const long = horizons.filter((h) => h.years >= 2.9);
  const found = long.length > 0 ? findGoals(p, durations, long) : first;
  const taxes = findTaxes(p, found);
  const goals = (taxes.indifferent ? withoutTaxGoals(found) : found).filter(
    (g) => !(g.goal === 'taxLossHarvesting' && taxes.harvest?.value === false) && !isOnlyStance(g, taxes),
  );
  const things = findWishes(p, findMentions(p, isShouted(clipped))).filter(
    (t) => t.mention.kind === 'symbol' || !isOffTopic(p, t.mention),
  );
  const exclude = listsOf(things, 'exclude');
  const prefer = listsOf(things, 'prefer');
  const keep = [...new Set(things.flatMap((t) => (t.wish === 'keep' ? [t.mention.value] : [])))];
  const maxTrades = findMaxTrades(p);
  const saysMore =
    things.length > 0 ||
    contribution ||
    cash.amount ||
    cash.min ||
    cash.by ||
    maxTrades ||
    taxes.shortTermGains ||
    taxes.harvest ||
    risk.length > 0 ||
    drawdown;
  if (!saysMore && !goals.some((g) => !g.isRejected)) {
    const hint = findByEvidence(
      p,
      horizons.filter((h) => h.years >= 8),
    );
    if (hint) goals.push({ ...hint, isRejected: false });
  }
  const objectives = weighGoals(p, goals);

  if (objectives)
    for (const g of GOALS)
      if (objectives[g] > 0)
        book.add(
          `objectives.${g}`,
          goals.find((h) => h.goal === g && !h.isRejected),
        );
  book.add('horizonYears', horizons[0]);
  book.add('maxDrawdown', drawdown);
  book.add('riskTolerance', risk[0]);
  book.add('taxes.shortTermGains', taxes.shortTermGains);
  book.add('taxes.harvest', taxes.harvest);
  for (const t of things) {
    const list = { symbol: 'symbols', sector: 'sectors', assetClass: 'assetClasses' }[t.mention.kind];
    book.add(t.wish === 'keep' ? 'keep' : `${t.wish}.${list}`, t.mention);
  }
  book.add('cash.min', cash.min);
  book.add('cash.neededAmount', cash.amount);
  book.add('cash.neededBy', cash.by);
  if (contribution?.every) book.add('contribution', contribution);
  book.add('maxTrades', maxTrades);

  const intent: Intent = {
    objectives,
    horizonYears: horizons[0] ? Math.round(horizons[0].years * 1e4) / 1e4 : null,
    maxDrawdown: drawdown ? Math.round(drawdown.fraction * 1e6) / 1e6 : null,
    riskTolerance: risk[0]?.level ?? null,
    taxes: { shortTermGains: taxes.shortTermGains?.value ?? null, harvest: taxes.harvest?.value ?? null },
    exclude,
    prefer,
    keep,
    cash: {
      min: cash.min?.value ?? null,
      neededBy: cash.by?.date ?? null,
      neededAmount: cash.amount?.value ?? null,
    },
    contribution: contribution?.every ? { amount: contribution.amount, every: contribution.every } : null,
    maxTrades: maxTrades?.value ?? null,
    contradictions: findContradictions(p, {
      goals,
      risk,
      taxes,
      horizons,
      exclude,
      prefer,
      keep,
      maxTrades: maxTrades?.value ?? null,
      cash,
    }),
    spans: book.spans,
    unparsed: findUnparsed(p, Object.values(book.spans), contribution?.every === null ? contribution : null),
  };
  return { intent, effort: p.effort };
}
