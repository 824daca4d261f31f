/**
 * From target weights to a list of trades by lot. Greedy: sell what is over its target, cheapest lots in tax first,
 * never a loss that a purchase would wash; spend what that frees on what is under its target.
 *
 * Worked: 100 AAA (50 bought in March at 120, 50 five years ago at 20), price 100, target half of it. The plan sells the
 * March lot: a short-term loss of 1,000 that lowers tax. FIFO would sell the old lot: a long-term gain of 4,000.
 */
import { cents } from '../../core/money.ts';
import { valueOf } from '../../core/quantity.ts';
import { costRate } from './costs.ts';
import { marginalRates } from './marginal-rates.ts';
import { planBuys } from './plan-buys.ts';
import type { Plan, PlanInput } from './plan-input.ts';
import { afterGains, gainsOf, naiveSale, taxBase, taxOf } from './plan-tax.ts';
import { chooseLots, type SoldPiece } from './plan-sells.ts';
import { desiredValues, holdingsOf, type Holdings } from './plan-values.ts';
import type { PlannedTrade } from './types.ts';

/** Moves smaller than this share of the account are not worth an order. */
const SMALLEST_MOVE = 0.005;

interface SellDraft {
  readonly symbol: string;
  readonly pieces: readonly SoldPiece[];
  readonly proceeds: number;
  /** Cents wanted out of the symbol, for ranking under a trade limit. */
  readonly wanted: number;
}

function draftSells(
  input: PlanInput,
  held: Holdings,
  want: ReadonlyMap<string, number>,
  notes: string[],
): SellDraft[] {
  const rates = marginalRates(input.profile);
  const banned = new Set(input.constraints.exclude);
  const drafts: SellDraft[] = [];
  for (const [symbol, lots] of held.lots) {
    const over = (held.value.get(symbol) ?? 0) - (want.get(symbol) ?? 0);
    const price = input.prices.get(symbol);
    if (price === undefined || over <= 0 || (over < held.total * SMALLEST_MOVE && !banned.has(symbol)))
      continue;
    const { pieces, passed } = chooseLots({
      lots,
      all: input.lots,
      price,
      amount: over,
      date: input.date,
      rates,
      costs: input.costs,
      fractional: input.fractional.has(symbol),
      avoidShortGains: input.constraints.avoidShortGains,
      forced: banned.has(symbol),
      ...(input.noLossUntil ? { noLossUntil: input.noLossUntil } : {}),
    });
    for (const why of new Set(passed)) notes.push(`${symbol}: a lot was kept (${why}).`);
    const proceeds = pieces.reduce((a, p) => a + p.proceeds, 0);
    // What the rules leave may be a crumb (a fractional lot): not worth an order either.
    const isWorthIt = proceeds >= held.total * SMALLEST_MOVE || banned.has(symbol);
    if (pieces.length > 0 && isWorthIt) drafts.push({ symbol, pieces, proceeds, wanted: over });
  }
  return drafts;
}

function sellReason(d: SellDraft, banned: ReadonlySet<string>): string {
  if (banned.has(d.symbol)) return 'you asked to leave it out';
  const g = gainsOf(d.pieces);
  if (g.short + g.long < 0) return 'above its target, at a loss that lowers your tax';
  if (g.short > 0) return 'above its target';
  return g.long > 0 ? 'above its target, from lots held over a year' : 'above its target';
}

/** One trade per symbol and account, each priced on top of the ones before it. */
function sellTrades(drafts: readonly SellDraft[], input: PlanInput): PlannedTrade[] {
  const banned = new Set(input.constraints.exclude);
  let base = taxBase(input);
  const out: PlannedTrade[] = [];
  for (const d of drafts) {
    for (const account of new Set(d.pieces.map((p) => p.lot.account))) {
      const pieces = d.pieces.filter((p) => p.lot.account === account);
      const gains = gainsOf(pieces);
      const quantity = pieces.reduce((a, p) => a + p.quantity, 0) as PlannedTrade['quantity'];
      const price = input.prices.get(d.symbol) as PlannedTrade['price'];
      out.push({
        side: 'sell',
        symbol: d.symbol,
        account,
        quantity,
        price,
        amount: valueOf(quantity, price),
        lots: pieces.map(({ lot, quantity, basis, gain, term }) => ({
          lotId: lot.lotId,
          acquired: lot.acquired,
          quantity,
          basis,
          gain,
          term,
        })),
        reason: sellReason(d, banned),
        estimatedTax: taxOf(base, gains),
      });
      base = afterGains(base, gains);
    }
  }
  return out;
}

/** Under a limit on trades, the sells that move most stay, with room left for one buy. */
function limitSells(drafts: readonly SellDraft[], maxTrades: number | null): SellDraft[] {
  const ranked = drafts.toSorted((a, b) => b.wanted - a.wanted || (a.symbol < b.symbol ? -1 : 1));
  if (maxTrades === null) return ranked;
  const room = Math.max(0, maxTrades > 1 ? Math.ceil(maxTrades / 2) : maxTrades);
  const kept: SellDraft[] = [];
  let used = 0;
  for (const d of ranked) {
    const trades = new Set(d.pieces.map((p) => p.lot.account)).size;
    if (used + trades > room) continue;
    kept.push(d);
    used += trades;
  }
  return kept;
}

/** The trades for a target; see the essay above. Pure: same input, same plan. */
export function planTrades(input: PlanInput): Plan {
  const notes: string[] = [];
  const { constraints } = input;
  const held = holdingsOf(input);
  const want = desiredValues(input, held, input.urgency);
  const drafts = constraints.buyOnly ? [] : draftSells(input, held, want, notes);
  const kept = limitSells(drafts, constraints.maxTrades);
  const sells = sellTrades(kept, input);
  const pieces = kept.flatMap((d) => d.pieces);
  const cash = held.cash + kept.reduce((a, d) => a + d.proceeds, 0);
  const lossSales = new Set(kept.filter((d) => d.pieces.some((p) => p.gain < 0)).map((d) => d.symbol));
  const room = constraints.maxTrades === null ? null : Math.max(0, constraints.maxTrades - sells.length);
  const buys = planBuys({
    input,
    held,
    want,
    budget: (cash - constraints.cashNeeded) / (1 + costRate(input.costs)),
    sold: new Set(kept.map((d) => d.symbol)),
    lossSales,
    room,
    smallest: held.total * SMALLEST_MOVE,
    notes,
  });
  const left = cash - buys.reduce((a, t) => a + t.amount * (1 + costRate(input.costs)), 0);
  const met = left >= constraints.cashNeeded - 1;
  if (!met) notes.push('The cash you need cannot be freed in full under these constraints.');
  if (kept.length < drafts.length) notes.push('The limit on trades leaves part of the move for later.');
  const naive = constraints.buyOnly
    ? { gains: { short: 0, long: 0 }, washed: cents(0) }
    : naiveSale(input, held);
  return {
    trades: [...sells, ...buys],
    tax: { planned: taxOf(taxBase(input), gainsOf(pieces)), naive: taxOf(taxBase(input), naive.gains) },
    naiveWashed: naive.washed,
    harvested: cents(pieces.reduce((a, p) => a + Math.max(0, -p.gain), 0)),
    constraints: { met, notes },
  };
}
