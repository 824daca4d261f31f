/**
 * The plan of a person: encoder -> policy -> trades by lot. Decided with closes up to `asOf`, priced at the next close
 * (at the last one where the market has no later day yet, which is said).
 */
import { addDays, yearOf, type IsoDate } from '../core/iso-date.ts';
import { cents, type Cents } from '../core/money.ts';
import type { UnitPrice } from '../core/quantity.ts';
import type { AssetMeta, Panel } from '../domain/market/panel.ts';
import { symbolIndexOf } from '../domain/market/as-of.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { DEFAULT_COSTS } from '../domain/portfolio/costs.ts';
import { NO_CONSTRAINTS, type PlanInput, type TradeConstraints } from '../domain/portfolio/plan-input.ts';
import { planTrades } from '../domain/portfolio/plan-trades.ts';
import { holdingsOf } from '../domain/portfolio/plan-values.ts';
import {
  EXPERTS,
  OBJECTIVES,
  type Expert,
  type ObjectiveWeights,
  type OpenLot,
  type PlannedTrade,
  type TaxProfile,
} from '../domain/portfolio/types.ts';
import { WASH_DAYS } from '../domain/portfolio/wash-window.ts';
import { REGIME } from '../features/regime.ts';
import { runPolicy } from '../models/policy/run-policy.ts';
import type { Intent } from '../intent/intent.ts';
import type { EncodeCache } from './encode-cache.ts';
import { encodeUniverse } from './encode.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';
import {
  priceHoldings,
  pricesAt,
  universeOf,
  type PlanUniverse,
  type PricedHoldings,
} from './plan-holdings.ts';
import { planState, type PlanState } from './plan-state.ts';
import { marketRow } from './plan-universe.ts';
import { planWishes, type PlanWishes } from './plan-wishes.ts';
import type { PolicyModel } from './policy-model.ts';

export interface AllocateModels {
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  readonly policy: PolicyModel;
}

export interface AllocateRequest {
  readonly ledger: Ledger;
  readonly panel: Panel;
  /** Every close up to and including this day is known. */
  readonly asOf: IsoDate;
  /** Null = from the words, else a default. */
  readonly objectives: ObjectiveWeights | null;
  readonly intent?: Intent;
  readonly taxProfile: TaxProfile;
  readonly constraints?: Partial<TradeConstraints>;
  readonly models: AllocateModels;
  readonly cache?: EncodeCache;
}

/** A wash sale the plan would cause; the planner leaves none, this is the independent look. */
export interface PlannedWash {
  readonly symbol: string;
  readonly lotId: string;
  readonly because: string;
}

export interface Allocation {
  readonly asOf: IsoDate;
  /** Day of the trades: the next close, or `asOf` where the market has no later day. */
  readonly tradeDate: IsoDate;
  /** Weights by symbol, "cash" included; sum to 1 over what can be priced. */
  readonly current: Readonly<Record<string, number>>;
  /** What the policy aims for; the trades go `move` of the way. */
  readonly target: Readonly<Record<string, number>>;
  readonly objectives: ObjectiveWeights;
  readonly experts: Readonly<Record<Expert, number>>;
  readonly regime: readonly { readonly name: string; readonly label: string; readonly value: number }[];
  /** By symbol: 1 = the encoder's own view of the series counts, 0 = the frozen branch's. */
  readonly gate: Readonly<Record<string, number>>;
  /** The policy's weekly urgency, and the share of the way this plan goes (a month of weeks). */
  readonly urgency: number;
  readonly move: number;
  readonly trades: readonly PlannedTrade[];
  readonly tax: { readonly planned: Cents; readonly naive: Cents };
  readonly washSales: readonly PlannedWash[];
  readonly constraints: { readonly met: boolean; readonly notes: readonly string[] };
  readonly totalValue: Cents;
  /** Held symbols without a price in the market: left alone, outside all weights. */
  readonly outsideUniverse: readonly string[];
  readonly notes: readonly string[];
}

/** A plan covers the weeks until the person is likely to look again. */
const PLAN_WEEKS = 4;
const PREFERENCE = 1.5;

/** Target weights after wishes: excluded assets out, preferred ones up, the rest in proportion. */
function wishedTarget(
  raw: Float32Array,
  u: PlanUniverse,
  wishes: PlanWishes,
  limits: TradeConstraints,
): Record<string, number> {
  const banned = new Set(limits.exclude);
  const weights = u.metas.map((a, i) => {
    const w = raw[i] as number;
    if (banned.has(u.symbols[i] as string)) return 0;
    return wishes.prefers(a) ? w * PREFERENCE : w;
  });
  const cash = raw[raw.length - 1] as number;
  const sum = weights.reduce((a, w) => a + w, cash);
  const out: Record<string, number> = {};
  u.symbols.forEach((s, i) => (out[s] = (out[s] ?? 0) + (weights[i] as number) / sum));
  out['cash'] = cash / sum;
  return out;
}

/** Sells at a loss with another purchase within 30 days before, after, or in the plan itself. */
function washesOf(trades: readonly PlannedTrade[], lots: readonly OpenLot[], date: IsoDate): PlannedWash[] {
  const bought = new Set(trades.filter((t) => t.side === 'buy').map((t) => t.symbol));
  const from = addDays(date, -WASH_DAYS);
  return trades
    .filter((t) => t.side === 'sell')
    .flatMap((t) => t.lots.filter((l) => l.gain < 0).map((l) => ({ symbol: t.symbol, lotId: l.lotId })))
    .flatMap(({ symbol, lotId }): PlannedWash[] => {
      const recent = lots.find((l) => l.symbol === symbol && l.lotId !== lotId && l.acquired >= from);
      if (bought.has(symbol)) return [{ symbol, lotId, because: 'the plan buys it back' }];
      return recent ? [{ symbol, lotId, because: `bought ${recent.acquired}` }] : [];
    });
}

const usdCash = (ledger: Ledger): Cents =>
  cents(ledger.cash.filter((c) => c.currency === 'USD').reduce((a, c) => a + c.amount, 0));

/** "BRK.B", "BRK/B" and "BRKB" are one share class. */
const plainSymbol = (s: string): string => s.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Limits with their symbols as the universe spells them, and excluded sectors and classes as symbols. */
function resolvedLimits(u: PlanUniverse, wishes: PlanWishes): TradeConstraints {
  const matching = (names: readonly string[]): string[] => {
    const asked = new Set(names.map(plainSymbol));
    return u.symbols.filter((s) => asked.has(plainSymbol(s)));
  };
  const { keep, exclude } = wishes.constraints;
  const things = u.symbols.filter((_, i) => wishes.excludes(u.metas[i] as AssetMeta));
  return {
    ...wishes.constraints,
    keep: matching(keep),
    exclude: [...new Set([...matching(exclude), ...things])],
  };
}

interface Decided {
  readonly target: Record<string, number>;
  readonly experts: Record<Expert, number>;
  readonly urgency: number;
  readonly regime: Float32Array;
  readonly gate: Record<string, number>;
}

async function decide(
  r: AllocateRequest,
  u: PlanUniverse,
  stateOf: (regime: Float32Array) => PlanState,
  wishes: PlanWishes,
  limits: TradeConstraints,
): Promise<Decided> {
  const { encoder, chronos, policy } = r.models;
  const encoded = await encodeUniverse({
    panel: r.panel,
    asOf: r.asOf,
    symbols: u.metas.map((a) => a.symbol),
    encoder,
    chronos,
    ...(r.cache ? { cache: r.cache } : {}),
  });
  const state = stateOf(encoded.regime);
  const out = await runPolicy(policy.params, policy.config, {
    batch: 1,
    assets: u.rows.length,
    embeddings: encoded.embeddings,
    asset: state.asset,
    global: state.global,
    mask: Float32Array.from(encoded.listed),
    objective: Float32Array.from(OBJECTIVES, (o) => wishes.objectives[o]),
  });
  return {
    target: wishedTarget(out.target, u, wishes, limits),
    experts: Object.fromEntries(EXPERTS.map((e, k) => [e, out.experts[k] as number])) as Record<
      Expert,
      number
    >,
    urgency: out.urgency[0] as number,
    regime: encoded.regime,
    gate: Object.fromEntries(u.symbols.map((s, i) => [s, encoded.gate[i] as number])),
  };
}

function currentWeights(
  u: PlanUniverse,
  p: PricedHoldings,
  prices: ReadonlyMap<string, UnitPrice>,
  cash: Cents,
): { weights: Record<string, number>; total: Cents } {
  const held = holdingsOf({ lots: p.lots, prices, cash });
  const share = (x: number): number => (held.total > 0 ? x / held.total : 0);
  const weights: Record<string, number> = {};
  for (const s of u.symbols) if (held.value.has(s)) weights[s] = share(held.value.get(s) as number);
  weights['cash'] = held.total > 0 ? share(held.cash) : 1;
  return { weights, total: cents(Math.round(held.total)) };
}

function nothingToPlan(r: AllocateRequest, p: PricedHoldings, wishes: PlanWishes): Allocation {
  return {
    asOf: r.asOf,
    tradeDate: r.asOf,
    current: { cash: 1 },
    target: { cash: 1 },
    objectives: wishes.objectives,
    experts: { momentum: 0, growth: 0, defensive: 0, taxAware: 0 },
    regime: [],
    gate: {},
    urgency: 0,
    move: 0,
    trades: [],
    tax: { planned: cents(0), naive: cents(0) },
    washSales: [],
    constraints: { met: true, notes: [] },
    totalValue: cents(0),
    outsideUniverse: p.outside,
    notes: [
      ...wishes.notes,
      ...p.notes,
      'Nothing that is held has a price in this market, and there is no cash: nothing to plan.',
    ],
  };
}

/** First clean day to buy, by the broker's symbol and by the market's (a sold-out symbol may come back under that one). */
function noBuyDates(r: AllocateRequest): Map<string, IsoDate> {
  const rows = symbolIndexOf(r.panel.assets);
  return new Map(
    r.ledger.noBuyUntil.flatMap(({ symbol, until }): [string, IsoDate][] => {
      const listed = r.panel.assets[marketRow(rows, symbol)]?.symbol;
      return listed === undefined
        ? [[symbol, until]]
        : [
            [symbol, until],
            [listed, until],
          ];
    }),
  );
}

/**
 * Target weights and trades for a ledger.
 * @throws KeepfolioError "as-of-too-early" and those of `encodeUniverse`
 */
export async function allocate(r: AllocateRequest): Promise<Allocation> {
  const wishes = planWishes(r.objectives, { ...NO_CONSTRAINTS, ...r.constraints }, r.intent);
  const p = priceHoldings(r);
  const cash = usdCash(r.ledger);
  const u = universeOf(r, p, wishes);
  if (u.rows.length === 0 || (p.lots.length === 0 && cash <= 0)) return nothingToPlan(r, p, wishes);
  const notes = [...wishes.notes, ...p.notes];
  if (cash < 0)
    notes.push('The files show less than no cash (deposits are missing from them): cash counts as zero.');
  const tradeDate = p.tradeDay > p.t ? (r.panel.dates[p.tradeDay] as IsoDate) : r.asOf;
  const year = r.ledger.byYear[String(yearOf(r.asOf))];
  const realised = { short: cents(year?.shortTerm ?? 0), long: cents(year?.longTerm ?? 0) };
  const noBuyUntil = noBuyDates(r);
  const known = pricesAt(r.panel, u, p.t, p.t);
  const shared = { lots: p.lots, cash, noBuyUntil, realised, profile: r.taxProfile, costs: DEFAULT_COSTS };
  const limits = resolvedLimits(u, wishes);
  const stateOf = (regime: Float32Array): PlanState =>
    planState({
      ...shared,
      panel: r.panel,
      t: p.t,
      date: r.asOf,
      rows: u.rows,
      symbols: u.symbols,
      prices: known,
      regime,
    });
  const decided = await decide(r, u, stateOf, wishes, limits);
  const prices = pricesAt(r.panel, u, p.tradeDay, p.t);
  const move = 1 - (1 - decided.urgency) ** PLAN_WEEKS;
  const input: PlanInput = {
    ...shared,
    prices,
    fractional: new Set(u.symbols.filter((_, i) => (u.metas[i] as AssetMeta).assetClass === 'crypto')),
    target: Object.fromEntries(Object.entries(decided.target).filter(([s]) => s !== 'cash')),
    urgency: move,
    date: tradeDate,
    noLossUntil: new Map(r.ledger.doNotHarvest.map((d) => [d.lotId, d.until])),
    constraints: limits,
  };
  const plan = planTrades(input);
  const now = currentWeights(u, p, known, cash);
  return {
    asOf: r.asOf,
    tradeDate,
    current: now.weights,
    target: decided.target,
    objectives: wishes.objectives,
    experts: decided.experts,
    regime: REGIME.map((e, i) => ({ name: e.name, label: e.label, value: decided.regime[i] as number })),
    gate: decided.gate,
    urgency: decided.urgency,
    move,
    trades: plan.trades,
    tax: plan.tax,
    washSales: washesOf(plan.trades, p.lots, tradeDate),
    constraints: plan.constraints,
    totalValue: now.total,
    outsideUniverse: p.outside,
    notes,
  };
}
