import { dayNumber } from '../core/iso-date.ts';
import { quantityToNumber } from '../core/quantity.ts';
import type { Transaction, TransactionType } from '../domain/ledger/transaction.ts';
import type { OpenLot, RealizedGain } from '../domain/portfolio/types.ts';
import type { AssetMeta } from '../domain/market/panel.ts';
import { closeAt, eveColumns, eveOf, universeMove, universeVolatility } from './behaviour-market.ts';
import type { BehaviourMarket, EveColumns } from './behaviour-market.ts';

/** The part of a ledger that behaviour is read from; the lots of every account together. */
export interface LedgerFacts {
  readonly openLots: readonly OpenLot[];
  readonly realized: readonly RealizedGain[];
}

/** A purchase or sale the person decided on. Money in dollars; days are day numbers. */
export interface TradeFact {
  readonly day: number;
  readonly symbol: string;
  readonly side: 1 | -1;
  readonly value: number;
  readonly asset: number;
  /** Panel day of the eve; -1 without a market. */
  readonly eve: number;
  readonly seen: EveColumns | null;
  /** The universe's last 21 days on the eve, in its own volatility; null without a market. */
  readonly marketMove: number | null;
}

/** A stretch of ownership: from purchase to sale, or still open. */
export interface PieceFact {
  readonly symbol: string;
  readonly asset: number;
  readonly meta: AssetMeta | null;
  readonly from: number;
  /** Infinity while open. */
  readonly to: number;
  /** Dollars paid; 0 when the file does not say. */
  readonly cost: number;
  readonly shares: number;
  /** Close on the last panel day before the purchase; 0 when unpriced. */
  readonly closeAtStart: number;
}

/** One sale of one lot. Gains ignore wash-sale adjustments: those depend on purchases after the sale. */
export interface SaleFact {
  readonly day: number;
  readonly symbol: string;
  readonly heldDays: number;
  readonly proceeds: number;
  /** proceeds / cost - 1; null when the cost is missing. */
  readonly gainRate: number | null;
  readonly gain: number;
  readonly long: boolean;
  /** Share of December-like time: the sale fell between 15 November and 31 December. */
  readonly yearEnd: boolean;
}

export interface DatedAmount {
  readonly day: number;
  readonly amount: number;
}

/** Everything behaviour needs, in plain numbers, ascending by day. */
export interface TradeHistory {
  readonly trades: readonly TradeFact[];
  readonly sales: readonly SaleFact[];
  readonly pieces: readonly PieceFact[];
  readonly income: readonly DatedAmount[];
  /** Net cash effect of each day, for the running balance: files differ in the order of rows within a day. */
  readonly cash: readonly DatedAmount[];
  readonly firstDay: number;
  readonly market: BehaviourMarket | null;
}

const SIDE: Partial<Record<TransactionType, 1 | -1>> = { buy: 1, buy_to_cover: 1, sell: -1, sell_short: -1 };
const INCOME = new Set<TransactionType>([
  'dividend',
  'dividend_qualified',
  'dividend_nonqualified',
  'payment_in_lieu',
  'capital_gain_lt',
  'capital_gain_st',
  'interest',
  'interest_tax_exempt',
]);
const CALENDAR_YEAR = 365.25;

/** Held past the anniversary. Uses the calendar, as the law does: a 366-day rule misjudges leap years. */
function isYearEnd(date: string): boolean {
  return date.slice(5, 7) === '12' || (date.slice(5, 7) === '11' && Number(date.slice(8, 10)) >= 15);
}

function tradeFact(t: Transaction, market: BehaviourMarket | null): TradeFact | null {
  const side = SIDE[t.type];
  if (side === undefined || t.symbol === null || t.option) return null;
  const day = dayNumber(t.date);
  const asset = market?.indexOf.get(t.symbol) ?? -1;
  const eve = market ? eveOf(market, day) : -1;
  return {
    day,
    symbol: t.symbol,
    side,
    value: Math.abs(t.amount) / 100,
    asset,
    eve,
    seen: market && asset >= 0 && eve >= 0 ? eveColumns(market, asset, eve) : null,
    marketMove:
      market && eve >= 63
        ? universeMove(market, eve) / (universeVolatility(market, eve) * Math.sqrt(21 / 252))
        : null,
  };
}

function saleFact(r: RealizedGain): SaleFact {
  const cost = r.cost / 100;
  const proceeds = r.proceeds / 100;
  const day = dayNumber(r.sold);
  return {
    day,
    symbol: r.symbol,
    heldDays: Math.max(0, day - dayNumber(r.acquired)),
    proceeds,
    gainRate: cost > 0 ? proceeds / cost - 1 : null,
    gain: proceeds - cost,
    long: r.term === 'long',
    yearEnd: isYearEnd(r.sold),
  };
}

function piece(
  market: BehaviourMarket | null,
  p: { symbol: string; from: number; to: number; cost: number; shares: number },
): PieceFact {
  const asset = market?.indexOf.get(p.symbol) ?? -1;
  const priced = market !== null && asset >= 0;
  return {
    ...p,
    asset,
    meta: priced ? (market.panel.assets[asset] ?? null) : null,
    closeAtStart: priced ? closeAt(market, asset, eveOf(market, p.from)) : 0,
  };
}

function piecesOf(facts: LedgerFacts, market: BehaviourMarket | null): PieceFact[] {
  const closed = facts.realized.map((r) =>
    piece(market, {
      symbol: r.symbol,
      from: dayNumber(r.acquired),
      to: dayNumber(r.sold),
      cost: r.cost / 100,
      shares: Math.abs(quantityToNumber(r.quantity)),
    }),
  );
  const open = facts.openLots.map((l) =>
    piece(market, {
      symbol: l.symbol,
      from: dayNumber(l.acquired),
      to: Infinity,
      cost: (l.basis ?? 0) / 100,
      shares: Math.abs(quantityToNumber(l.quantity)),
    }),
  );
  return [...closed, ...open].toSorted((a, b) => a.from - b.from || (a.symbol < b.symbol ? -1 : 1));
}

const amountsOf = (rows: readonly Transaction[]): DatedAmount[] =>
  rows.map((t) => ({ day: dayNumber(t.date), amount: t.amount / 100 }));

/** One entry a day. */
function byDay(amounts: readonly DatedAmount[]): DatedAmount[] {
  const sums = new Map<number, number>();
  for (const a of amounts) sums.set(a.day, (sums.get(a.day) ?? 0) + a.amount);
  return [...sums].map(([day, amount]) => ({ day, amount }));
}

/**
 * Turns a ledger into plain dated facts. Options, reinvestments, sweeps, transfers and corporate actions are
 * no decisions about what to own and are left out of `trades`; what they leave behind is in `pieces`.
 * @param market null when no prices are at hand: ledger-only facts remain
 */
export function tradeHistory(
  transactions: readonly Transaction[],
  facts: LedgerFacts,
  market: BehaviourMarket | null,
): TradeHistory {
  const rows = transactions
    .filter((t) => t.type !== 'sweep')
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const trades = rows.map((t) => tradeFact(t, market)).filter((t): t is TradeFact => t !== null);
  return {
    trades,
    sales: facts.realized.map(saleFact).toSorted((a, b) => a.day - b.day),
    pieces: piecesOf(facts, market),
    income: amountsOf(rows.filter((t) => INCOME.has(t.type))),
    cash: byDay(amountsOf(rows)),
    firstDay: rows[0] ? dayNumber(rows[0].date) : 0,
    market,
  };
}

/**
 * Value of a piece at panel day `eve`, dollars. Cost times the total return since purchase, so that splits
 * (which adjusted closes hide) cannot distort it; the cost itself where nothing is priced.
 */
export function pieceValue(p: PieceFact, market: BehaviourMarket | null, eve: number): number {
  const now = market && p.asset >= 0 && eve >= 0 ? closeAt(market, p.asset, eve) : 0;
  if (now > 0 && p.closeAtStart > 0 && p.cost > 0) return (p.cost * now) / p.closeAtStart;
  if (p.cost > 0) return p.cost;
  return now > 0 ? p.shares * now : 0;
}

/**
 * Cash on the eve of `day`, dollars. A file that starts after the money came in would show a balance below
 * zero; it is lifted by the lowest point seen so far, which never looks ahead.
 */
export function cashBefore(history: TradeHistory, day: number): number {
  let balance = 0;
  let lowest = 0;
  for (const c of history.cash) {
    if (c.day >= day) break;
    balance += c.amount;
    lowest = Math.min(lowest, balance);
  }
  return balance - lowest;
}

/** Years covered before `day`, at least a month so that a first week does not explode into a rate. */
export const yearsBefore = (history: TradeHistory, day: number): number =>
  Math.max(30, day - history.firstDay) / CALENDAR_YEAR;
