import type { IsoDate } from '../core/iso-date.ts';
import { findContradictions } from './contradictions.ts';
import { GOALS, type Intent, type Span } from './intent.ts';
import type { Hit, Passage } from './passage.ts';
import { readFacts } from './read-facts.ts';
import { findTaxes } from './taxes.ts';
import { timeFrames } from './time-frames.ts';
import { findUnparsed } from './unparsed.ts';
import { weighGoals } from './weights.ts';
import { goalsInWords, isElsewhere } from './word-goals.ts';

export type { Intent } from './intent.ts';

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
  const read = readFacts(text, today);
  const facts = isElsewhere(read) ? readFacts('', today) : read;
  const { passage: p, drawdown, risk, things, exclude, prefer, keep } = facts;
  const { cash, contribution, maxTrades } = facts;
  const book = new SpanBook(p);
  const goals = goalsInWords(facts);
  const taxes = goals === facts.goals ? facts.taxes : findTaxes(p, goals);
  const horizons = timeFrames(facts, goals);
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
  return { intent, effort: p.effort + (facts === read ? 0 : read.passage.effort) };
}
