/** What happens inside a week: forced payments, the move towards the target, returns, and what the references earned. */
import { buy, isBuyBlocked, positionValue, sell, totalValue, type Account } from './account.ts';
import { universeGross } from '../markets/tape.ts';
import type { Episode } from './episode.ts';

/**
 * Smaller moves wait; finer than the planner's, since here a move is a week's and there a month's, but no finer: every
 * buy, however small, opens a wash window of 30 days.
 */
const SMALLEST_MOVE = 0.002;

/**
 * Sells in proportion until cash is no longer negative (tax fell due, or costs): by the usual rules while they allow
 * it, against them only when nothing else is left.
 */
export function raiseCash(e: Episode, today: number): void {
  const a = e.account;
  for (const isForced of [false, true]) {
    if (a.cash >= 0) return;
    const invested = totalValue(a) - a.cash;
    const share = isForced
      ? Math.min(1, (-a.cash * 1.001) / Math.max(1e-9, invested * (1 - e.rules.costRate)))
      : 1;
    for (let i = 0; i < a.assets && a.cash < 0; i++) {
      const value = positionValue(a, i);
      const need = isForced ? value * share : (-a.cash * 1.001) / (1 - e.rules.costRate);
      if (value > 0) sell(a, i, Math.min(value, need), today, e.rules, isForced);
    }
  }
}

/** What stopped trading is paid out at its last price. */
export function payOutDelisted(e: Episode, today: number): void {
  const { tape, account: a } = { tape: e.setup.tape, account: e.account };
  for (let i = 0; i < a.assets; i++) {
    if (!tape.alive[e.week * tape.assets + i] && (a.lots[i] as number) > 0)
      sell(a, i, Infinity, today, e.rules, true);
  }
}

/** Moves towards the target: sells first, then buys with the cash there is. */
export function trade(
  e: Episode,
  target: ArrayLike<number>,
  offset: number,
  urgency: number,
  today: number,
): void {
  const { account: a, rules } = e;
  const { tape } = e.setup;
  const total = totalValue(a);
  const smallest = total * SMALLEST_MOVE;
  const want = new Float64Array(a.assets);
  let missing = 0;
  for (let i = 0; i < a.assets; i++) {
    if (!tape.alive[e.week * tape.assets + i]) continue;
    const value = positionValue(a, i);
    const move = urgency * ((target[offset + i] as number) * total - value);
    if (move < -smallest) sell(a, i, -move, today, rules);
    else if (move > smallest && (rules.isTaxFree || !isBuyBlocked(a, i, today))) {
      want[i] = move;
      missing += move;
    }
  }
  const cashAim = (target[offset + a.assets] as number) * total * urgency;
  const scale = missing > 0 ? Math.min(1, Math.max(0, a.cash - Math.min(cashAim, a.cash)) / missing) : 0;
  for (let i = 0; i < a.assets; i++)
    if ((want[i] as number) > 0) buy(a, i, (want[i] as number) * scale, today, rules);
}

export function applyReturns(a: Account, gross: Float64Array, offset: number): void {
  for (let i = 0; i < a.assets; i++) a.price[i] = (a.price[i] as number) * (gross[offset + i] as number);
}

/** Gross week of 1/N over what trades, and of the start portfolio. */
export function referenceWeek(e: Episode, before: Float64Array): { universe: number; start: number } {
  const { tape } = e.setup;
  const { price } = e.account;
  let then = e.startCash;
  let now = e.startCash;
  for (let i = 0; i < tape.assets; i++) {
    then += (e.startUnits[i] as number) * (before[i] as number);
    now += (e.startUnits[i] as number) * (price[i] as number);
  }
  return { universe: universeGross(tape, e.week, before, price), start: then > 0 ? now / then : 1 };
}
