import type { Transaction } from '../../src/domain/ledger/transaction.ts';
import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { behaviourAt } from '../../src/features/behaviour.ts';
import { tradeHistory } from '../../src/features/behaviour-history.ts';
import type { LedgerFacts, TradeHistory } from '../../src/features/behaviour-history.ts';
import type { BehaviourMarket } from '../../src/features/behaviour-market.ts';
import { drawInvestor } from '../../src/sim/investors/population.ts';
import type { LabelledInvestor, PopulationOptions } from '../../src/sim/investors/population.ts';

/** Numbers of trades at which people are looked at. */
export const TRADE_COUNTS = [5, 10, 25, 50, 100, 250, 500] as const;

export type FactsOf = (transactions: readonly Transaction[]) => LedgerFacts;

/** A simulated person with everything behaviour is read from. */
export interface Subject {
  readonly investor: LabelledInvestor;
  readonly history: TradeHistory;
}

/** One person seen after a number of trades. */
export interface Example {
  readonly x: Float32Array;
  /** The true point of the 6-simplex. */
  readonly y: readonly number[];
  readonly trades: number;
  readonly subject: Subject;
  /** The day after the last trade seen. */
  readonly day: number;
}

/** Draws people on one market, seeds `firstSeed`…; those who hardly traded are left out. */
export function drawSubjects(
  market: BehaviourMarket,
  factsOf: FactsOf,
  firstSeed: number,
  count: number,
  options: PopulationOptions = {},
): Subject[] {
  const out: Subject[] = [];
  for (let seed = firstSeed; out.length < count && seed < firstSeed + 3 * count; seed++) {
    const investor = drawInvestor(market, seed, options);
    if (!investor) continue;
    const history = tradeHistory(investor.transactions, factsOf(investor.transactions), market);
    out.push({ investor, history });
  }
  return out;
}

/**
 * People with at least `trades` trades, up to `each` per goal: those who trade little are rare among them, and without
 * the quota day traders would decide every figure.
 */
export function drawBusy(
  market: BehaviourMarket,
  factsOf: FactsOf,
  firstSeed: number,
  each: number,
  trades: number,
): Subject[] {
  const counts = new Map<number, number>();
  const out: Subject[] = [];
  for (let seed = firstSeed; seed < firstSeed + 60 * each && out.length < 6 * each; seed++) {
    const wanted = new Set(OBJECTIVES.filter((_, i) => (counts.get(i) ?? 0) < each));
    const investor = drawInvestor(market, seed, { wanted });
    if (!investor || investor.trades < trades) continue;
    const goal = truthAfter(investor, investor.trades).reduce(
      (b, v, i, all) => (v > (all[b] as number) ? i : b),
      0,
    );
    const n = counts.get(goal) ?? 0;
    if (n >= each) continue;
    counts.set(goal, n + 1);
    out.push({
      investor,
      history: tradeHistory(investor.transactions, factsOf(investor.transactions), market),
    });
  }
  return out;
}

/** The day after the `count`-th trade, or null when there are fewer. */
export function dayAfterTrade(history: TradeHistory, count: number): number | null {
  const last = history.trades[count - 1];
  return last ? last.day + 1 : null;
}

/** The truth about a person after some trades: the new goal once most of what is seen was done under it. */
export const truthAfter = (i: LabelledInvestor, trades: number): readonly number[] =>
  trades > 2 * i.changesAt ? i.objectiveAfter : i.objective;

/** The person seen at each of the counts they reached, and at the end. */
export function examplesOf(subject: Subject, counts: readonly number[] = TRADE_COUNTS): Example[] {
  const { history, investor } = subject;
  return counts.flatMap((trades) => {
    const day = dayAfterTrade(history, trades);
    if (day === null) return [];
    return [{ x: behaviourAt(history, day).columns, y: truthAfter(investor, trades), trades, subject, day }];
  });
}
