import { dateOfDayNumber } from '../../core/iso-date.ts';
import { pcg32 } from '../../core/rng.ts';
import type { Rng } from '../../core/rng.ts';
import type { Transaction } from '../../domain/ledger/transaction.ts';
import type { AssetClass } from '../../domain/market/panel.ts';
import { closeAt } from '../../features/behaviour-market.ts';
import type { BehaviourMarket } from '../../features/behaviour-market.ts';
import { sample } from './habit-tools.ts';
import { investorView, yieldAt } from './investor-view.ts';
import type { Habit, InvestorView, OrderFilter } from './investor-view.ts';
import { simAccount } from './sim-account.ts';
import type { SimAccount } from './sim-account.ts';

/** What makes one person differ from another with the same rule. */
export interface Biases {
  /** Chance of refusing to sell at a loss (the disposition effect). */
  readonly holdsLosers: number;
  /** Chance, at each look, of selling some winner for no reason but that it is one. */
  readonly banksWinners: number;
  /** Chance of not acting at all at a look. */
  readonly inertia: number;
  /** Chance, at each look, of a purchase or sale for no reason at all. */
  readonly noise: number;
  /** Shares are traded in multiples of this. */
  readonly lotSize: number;
  /** Dollars paid in on the first trading day from `payday` of each month; 0 = never. */
  readonly deposit: number;
  readonly payday: number;
  readonly startCash: number;
  /** Share of the starting money put into bonds and left alone. */
  readonly sleeve: number;
  /** Share of the starting money that stays cash. */
  readonly reserve: number;
  /** Dividends buy more of the same at once. */
  readonly reinvests: boolean;
  /** Positions brought along from another broker at the start. */
  readonly transfers: number;
}

/** A person to simulate: one habit, or two with the chance of acting on the second. */
export interface InvestorSpec {
  readonly kind: string;
  readonly habits: readonly Habit[];
  /** Chance of each habit at a look; sums to 1. */
  readonly chances: readonly number[];
  /** From this many trades on the habits swap places: a change of mind. Infinity = never. */
  readonly changesAt: number;
  readonly biases: Biases;
  readonly poolSize: number;
  readonly mostTrades: number;
}

export interface SimulatedInvestor {
  readonly kind: string;
  readonly transactions: readonly Transaction[];
  readonly trades: number;
  /** Trades made while acting on each habit, in the order of the spec's habits. */
  readonly tradesByHabit: readonly number[];
}

const COMMON: readonly AssetClass[] = ['equity', 'equityFund', 'bond', 'realEstate', 'commodity'];

/** Assets with a year of history at the start and a price at the end, all classes represented where there are any. */
function drawPool(market: BehaviourMarket, from: number, to: number, size: number, rng: Rng): number[] {
  const T = market.days.length;
  const live = market.panel.assets
    .map((a, i) => ({ i, a }))
    .filter(
      ({ i, a }) =>
        COMMON.includes(a.assetClass) &&
        (market.panel.close[i * T + Math.max(0, from - 252)] as number) > 0 &&
        (market.panel.close[i * T + to] as number) > 0,
    );
  const byClass = (classes: readonly AssetClass[], n: number): number[] =>
    sample(
      rng,
      live.filter(({ a }) => classes.includes(a.assetClass)),
      n,
    ).map(({ i }) => i);
  const must = [...byClass(['bond'], 3), ...byClass(['equityFund'], Math.max(2, size >> 2))];
  const rest = sample(
    rng,
    live.filter(({ i }) => !must.includes(i)),
    size - must.length,
  ).map(({ i }) => i);
  return [...must, ...rest];
}

function payDividends(market: BehaviourMarket, account: SimAccount, t: number, reinvests: boolean): void {
  const day = market.days[t] as number;
  for (const asset of account.held()) {
    const price = closeAt(market, asset, t);
    const symbol = market.panel.assets[asset]?.symbol ?? '';
    const dollars = (account.sharesOf(asset) * price * yieldAt(market, asset, t)) / 4;
    if (reinvests && price > 0.01) account.reinvest(asset, symbol, dollars, price, dateOfDayNumber(day));
    else account.income(symbol, dollars, dateOfDayNumber(day));
  }
}

function actAtRandom(view: InvestorView): void {
  const held = view.positions();
  if (held.length > 0 && view.rng.uniform() < 0.5) {
    const p = held[view.rng.int(held.length)];
    if (p) view.sell(p.asset, view.rng.uniform() < 0.5 ? 1 : 0.4);
    return;
  }
  const asset = view.pool[view.rng.int(Math.max(1, view.pool.length))];
  if (asset !== undefined) view.buy(asset, view.cash * (0.2 + 0.6 * view.rng.uniform()));
}

function look(view: InvestorView, spec: InvestorSpec, habit: Habit): void {
  const { biases } = spec;
  const { rng } = view;
  if (rng.uniform() < biases.noise) actAtRandom(view);
  if (rng.uniform() < biases.banksWinners) {
    const winner = view.positions().find((p) => p.gainRate > 0.08);
    if (winner) view.sell(winner.asset, 1);
  }
  if (rng.uniform() >= biases.inertia) habit.act(view);
}

function habitNow(spec: InvestorSpec, trades: number, rng: Rng): number {
  const changed = trades >= spec.changesAt;
  const draw = rng.uniform();
  const first = draw < (spec.chances[0] ?? 1) ? 0 : 1;
  return changed ? 1 - first : first;
}

/** What is there before the habit begins: shares brought along, and a sleeve of bonds that it never sees. */
function settleIn(
  market: BehaviourMarket,
  account: SimAccount,
  pool: readonly number[],
  from: number,
  biases: Biases,
  rng: Rng,
): Set<number> {
  const date = dateOfDayNumber(market.days[from] as number);
  const symbol = (i: number): string => market.panel.assets[i]?.symbol ?? '';
  for (const i of sample(rng, pool, biases.transfers)) {
    const price = closeAt(market, i, from);
    const shares = price > 0.01 ? Math.floor((0.1 * biases.startCash) / price) : 0;
    if (shares > 0) account.transferIn(i, symbol(i), shares, price, date);
  }
  const bonds = pool.filter((i) => market.panel.assets[i]?.assetClass === 'bond');
  const sleeve = biases.sleeve > 0 ? sample(rng, bonds, 2) : [];
  for (const i of sleeve) {
    account.buy(
      i,
      symbol(i),
      (biases.sleeve * biases.startCash) / sleeve.length,
      closeAt(market, i, from),
      date,
    );
  }
  return new Set(sleeve);
}

/**
 * Lives one investor through a market from panel day `from` to `to` and returns the broker's rows.
 * Decisions use closes before the day, fills are at its close. Same arguments, same rows.
 */
export function simulateInvestor(
  market: BehaviourMarket,
  spec: InvestorSpec,
  seed: number,
  from: number,
  to: number,
): SimulatedInvestor {
  const rng = pcg32(seed, 11);
  const { biases } = spec;
  const account = simAccount(biases.lotSize, 'Individual');
  const pool = drawPool(market, from, to, spec.poolSize, rng);
  const dateAt = (t: number) => dateOfDayNumber(market.days[t] as number);
  account.deposit(Math.round(biases.startCash), dateAt(from));
  const filter: OrderFilter = {
    allowSell: (p) => p.gainRate >= 0 || rng.uniform() >= biases.holdsLosers,
    apart: settleIn(market, account, pool, from, biases, rng),
    reserve: biases.reserve * biases.startCash,
  };
  let paidMonth = '';
  const tradesByHabit = spec.habits.map(() => 0);
  let nextLook = from;
  for (let t = from; t <= to && account.trades < spec.mostTrades; t++) {
    const date = dateAt(t);
    const month = date.slice(0, 7);
    if (biases.deposit > 0 && month !== paidMonth && Number(date.slice(8, 10)) >= biases.payday) {
      account.deposit(Math.round(biases.deposit), date);
      paidMonth = month;
    }
    if ((t - from) % 63 === 40) payDividends(market, account, t, biases.reinvests);
    if (t < nextLook) continue;
    const at = habitNow(spec, account.trades, rng);
    const habit = (spec.habits[at] ?? spec.habits[0]) as Habit;
    const before = account.trades;
    look(investorView(market, account, t, pool, rng, filter), spec, habit);
    tradesByHabit[at] = (tradesByHabit[at] ?? 0) + account.trades - before;
    nextLook = t + Math.max(1, habit.everyDays + (rng.uniform() < 0.5 ? 0 : rng.int(3) - 1));
  }
  return { kind: spec.kind, transactions: account.rows, trades: account.trades, tradesByHabit };
}
