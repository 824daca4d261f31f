import { dateOfDayNumber } from '../core/iso-date.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { pcg32 } from '../core/rng.ts';
import { behaviourAt } from './behaviour.ts';
import { cashBefore } from './behaviour-history.ts';
import type { TradeFact, TradeHistory } from './behaviour-history.ts';
import type { BehaviourMarket } from './behaviour-market.ts';
import { accountBefore, positionsBefore, TYPICAL_RATES } from './behaviour-positions.ts';
import type { DecisionRates } from './behaviour-positions.ts';
import { MARKET_WIDTH, rankColumns, writeMarketNumbers } from './market-numbers.ts';
import { regimeFeatures } from './regime.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH, writeAssetColumns, writeGlobalColumns } from './state.ts';

/** The person's decisions in order, as the policy would have seen each of them. D decisions, N assets. */
export interface DecisionSet {
  readonly count: number;
  /** N symbols of the choice set: the person's own first, then some they could have bought. */
  readonly symbols: readonly string[];
  /** (N) row of each symbol in the panel. */
  readonly assets: Int32Array;
  readonly dates: readonly IsoDate[];
  /** (D) panel day of the last close before each decision. */
  readonly eves: Int32Array;
  /** (D, 32) behaviour columns on the eve. */
  readonly behaviour: Float32Array;
  /** (D, N+1) weights on the eve, cash last; rows sum to 1. */
  readonly before: Float32Array;
  /** (D, N+1) change of weights by that day's trades, cash last; rows sum to 0. */
  readonly change: Float32Array;
  /** (D, N, ASSET_WIDTH) and (D, GLOBAL_WIDTH): the policy's state columns, see state.ts. */
  readonly asset: Float32Array;
  readonly global: Float32Array;
  /** (D, N) 1 = had a price on the eve. */
  readonly mask: Float32Array;
  /** Decision days left out because nothing traded that day is in the market data, or its history is too short. */
  readonly skipped: number;
}

export interface DecisionOptions {
  readonly seed: number;
  readonly rates?: DecisionRates;
  /** Keep only the most recent decisions; default 1000. */
  readonly most?: number;
  /** Regime numbers by panel day, shared between calls on one panel. */
  readonly regimes?: Map<number, Float32Array>;
}

const MOST_OWN = 36;
const OTHERS = 12;
const MIN_EVE = 63;
/** Regimes move slowly: one per trading week is computed, always from that week's first day or before. */
const REGIME_STEP = 5;

interface DecisionDay {
  readonly day: number;
  readonly eve: number;
  readonly trades: TradeFact[];
}

/** The symbols most traded by value, then a seeded draw of others that could have been bought. */
function universe(history: TradeHistory, market: BehaviourMarket, seed: number): string[] {
  const traded = new Map<string, number>();
  for (const t of history.trades)
    if (t.asset >= 0) traded.set(t.symbol, (traded.get(t.symbol) ?? 0) + t.value);
  const own = [...traded].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_OWN);
  const others = market.panel.assets.map((a) => a.symbol).filter((s) => !traded.has(s));
  const rng = pcg32(seed, 7);
  const drawn: string[] = [];
  while (drawn.length < OTHERS && others.length > 0) drawn.push(...others.splice(rng.int(others.length), 1));
  return [...own.map(([s]) => s), ...drawn];
}

function decisionDays(
  history: TradeHistory,
  slots: ReadonlyMap<string, number>,
): { readonly days: DecisionDay[]; readonly skipped: number } {
  const days: DecisionDay[] = [];
  let skipped = 0;
  for (let i = 0; i < history.trades.length;) {
    const first = history.trades[i] as TradeFact;
    let end = i;
    while (end < history.trades.length && history.trades[end]?.day === first.day) end++;
    const trades = history.trades.slice(i, end).filter((t) => slots.has(t.symbol));
    if (trades.length > 0 && first.eve >= MIN_EVE) {
      days.push({ day: first.day, eve: first.eve, trades });
    } else skipped += 1;
    i = end;
  }
  return { days, skipped };
}

function regimeAt(market: BehaviourMarket, eve: number, known: Map<number, Float32Array>): Float32Array {
  const t = eve - (eve % REGIME_STEP);
  let regime = known.get(t);
  if (!regime) known.set(t, (regime = regimeFeatures(market.panel, t)));
  return regime;
}

function marketRows(market: BehaviourMarket, assets: Int32Array, eve: number): Float32Array {
  const days = market.days.length;
  const rows = new Float32Array(assets.length * MARKET_WIDTH);
  assets.forEach((i, n) => {
    const kind = market.panel.assets[i];
    if (kind) writeMarketNumbers(rows, n * MARKET_WIDTH, market.panel.close, i * days, eve, kind);
  });
  rankColumns(rows, assets.length);
  return rows;
}

/** Fills row `d` of the weights and of their change. */
function writeWeights(
  set: DecisionSet,
  d: number,
  values: readonly number[],
  cash: number,
  trades: readonly TradeFact[],
  slots: ReadonlyMap<string, number>,
): void {
  const width = set.symbols.length + 1;
  const row = d * width;
  const moved = trades.reduce((a, t) => a + t.side * t.value, 0);
  // Money that arrives on the day and is spent at once was not in the account on its eve.
  const funded = Math.max(cash, moved, 0);
  const whole = values.reduce((a, b) => a + b, 0) + funded;
  if (whole <= 0) return;
  values.forEach((v, n) => (set.before[row + n] = v / whole));
  set.before[row + width - 1] = funded / whole;
  for (const t of trades) {
    const at = row + (slots.get(t.symbol) as number);
    set.change[at] = (set.change[at] as number) + (t.side * t.value) / whole;
  }
  set.change[row + width - 1] = -moved / whole;
}

/**
 * The decisions of a person: every day with a purchase or sale, the weights before it, the change it made and
 * what the policy sees on its eve. Only what was known on the eve enters; the choice set itself is fixed over
 * time so that every decision is judged against the same alternatives.
 * @returns count 0 without a market or without any priced trade
 */
export function decisions(history: TradeHistory, options: DecisionOptions): DecisionSet {
  const steps = decisionSteps(history, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Decisions written between two pauses of `decisionSteps`: some 10 ms. */
const STEP_SIZE = 8;

/** As `decisions`, a few at a time: yields the fraction done, returns the set. */
export function* decisionSteps(
  history: TradeHistory,
  options: DecisionOptions,
): Generator<number, DecisionSet, void> {
  const market = history.market;
  const symbols = market ? universe(history, market, options.seed) : [];
  const slots = new Map(symbols.map((s, n) => [s, n]));
  const found = market ? decisionDays(history, slots) : { days: [], skipped: 0 };
  const days = found.days.slice(-(options.most ?? 1000));
  const D = days.length;
  const N = symbols.length;
  const set: DecisionSet = {
    count: D,
    symbols,
    assets: Int32Array.from(symbols, (s) => market?.indexOf.get(s) ?? -1),
    dates: days.map((d) => dateOfDayNumber(d.day)),
    eves: Int32Array.from(days, (d) => d.eve),
    behaviour: new Float32Array(D * 32),
    before: new Float32Array(D * (N + 1)),
    change: new Float32Array(D * (N + 1)),
    asset: new Float32Array(D * N * ASSET_WIDTH),
    global: new Float32Array(D * GLOBAL_WIDTH),
    mask: new Float32Array(D * N),
    skipped: found.skipped,
  };
  if (!market) return set;
  const shared = { ...options, regimes: options.regimes ?? new Map<number, Float32Array>() };
  for (const [d, day] of days.entries()) {
    writeDecision(set, d, day, history, market, slots, shared);
    if (d % STEP_SIZE === STEP_SIZE - 1) yield (d + 1) / D;
  }
  return set;
}

function writeDecision(
  set: DecisionSet,
  d: number,
  { day, eve, trades }: DecisionDay,
  history: TradeHistory,
  market: BehaviourMarket,
  slots: ReadonlyMap<string, number>,
  options: DecisionOptions,
): void {
  const rates = options.rates ?? TYPICAL_RATES;
  const N = set.symbols.length;
  const positions = positionsBefore(history, day, eve, slots, rates);
  const cash = cashBefore(history, day);
  const account = accountBefore(history, positions, cash, day, rates);
  const rows = marketRows(market, set.assets, eve);
  set.behaviour.set(behaviourAt(history, day).columns, d * 32);
  positions.forEach((p, n) => {
    writeAssetColumns(set.asset, (d * N + n) * ASSET_WIDTH, p, account, rows, n * MARKET_WIDTH);
    const close = market.panel.close[(set.assets[n] as number) * market.days.length + eve] as number;
    set.mask[d * N + n] = close > 0 || p.value > 0 ? 1 : 0;
  });
  writeGlobalColumns(
    set.global,
    d * GLOBAL_WIDTH,
    account,
    regimeAt(market, eve, options.regimes ?? new Map()),
    0,
  );
  writeWeights(
    set,
    d,
    positions.map((p) => p.value),
    cash,
    trades,
    slots,
  );
}
