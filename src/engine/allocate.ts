/**
 * The plan of a person: encoder -> policy -> trades by lot. Decided with closes up to `asOf`, priced at the next close
 * (at the last one where the market has no later day yet, which is said).
 */
import { addDays, type IsoDate } from '../core/iso-date.ts';
import { cents, type Cents } from '../core/money.ts';
import type { AssetMeta, Panel } from '../domain/market/panel.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { NO_CONSTRAINTS, type TradeConstraints } from '../domain/portfolio/plan-input.ts';
import { planTrades } from '../domain/portfolio/plan-trades.ts';
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
import { actFor } from '../models/goal-free-policy.ts';
import type { Intent } from '../intent/intent.ts';
import type { EncodeCache } from './encode-cache.ts';
import {
  newPlanFactsCache,
  planFacts,
  type AllocateModels,
  type ModelView,
  type PlanFacts,
  type PlanFactsCache,
} from './plan-facts.ts';
import type { PlanUniverse } from './plan-holdings.ts';
import { planWishes, type PlanWishes } from './plan-wishes.ts';

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
  /** Embeddings kept between calls. */
  readonly cache?: EncodeCache;
  /** What no goal changes, kept between calls: the next plan about the same account costs what the goals cost. */
  readonly facts?: PlanFactsCache;
  /** Called when more than the goals' part is to be worked out. */
  readonly onFacts?: () => void;
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

/** "BRK.B", "BRK/B" and "BRKB" are one share class. */
const plainSymbol = (s: string): string => s.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Limits with their symbols as the universe spells them, and excluded sectors and classes as symbols. */
function resolvedLimits(u: PlanUniverse, wishes: PlanWishes): TradeConstraints {
  const matching = (names: readonly string[]): string[] => {
    const asked = new Set(names.map(plainSymbol));
    return u.symbols.filter((s) => asked.has(plainSymbol(s)));
  };
  const { keep, exclude } = wishes.constraints;
  const things = u.symbols.filter((_, i) => wishes.universe.excludes(u.metas[i] as AssetMeta));
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
  /** Share of the way the plan goes. */
  readonly move: number;
}

/** What the policy aims for under the goals. */
async function decide(
  { policy }: AllocateModels,
  view: ModelView,
  u: PlanUniverse,
  wishes: PlanWishes,
  limits: TradeConstraints,
): Promise<Decided> {
  const goal = Float32Array.from(OBJECTIVES, (o) => wishes.objectives[o]);
  const { target, urgency, experts } = await actFor(policy.params, view.experts, goal);
  const byExpert = Object.fromEntries(EXPERTS.map((e, k) => [e, experts[k] as number]));
  return {
    target: wishedTarget(target, u, wishes, limits),
    experts: byExpert as Record<Expert, number>,
    urgency,
    move: 1 - (1 - urgency) ** PLAN_WEEKS,
  };
}

function nothingToPlan(r: AllocateRequest, facts: PlanFacts, wishes: PlanWishes): Allocation {
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
    outsideUniverse: facts.holdings.outside,
    notes: [
      ...wishes.notes,
      ...facts.holdings.notes,
      'Nothing that is held has a price in this market, and there is no cash: nothing to plan.',
    ],
  };
}

function notesOf(facts: PlanFacts, wishes: PlanWishes): string[] {
  const notes = [...wishes.notes, ...facts.holdings.notes];
  if (facts.account.cash < 0)
    notes.push('The files show less than no cash (deposits are missing from them): cash counts as zero.');
  return notes;
}

/**
 * Target weights and trades for a ledger.
 * @throws KeepfolioError "as-of-too-early" and those of `encodeUniverse`
 */
export async function allocate(r: AllocateRequest): Promise<Allocation> {
  const wishes = planWishes(r.objectives, { ...NO_CONSTRAINTS, ...r.constraints }, r.intent);
  const { ledger, panel, asOf, taxProfile, models, cache } = r;
  const facts = await planFacts(
    { ledger, panel, asOf, taxProfile, models, wishes: wishes.universe, ...(cache ? { cache } : {}) },
    r.facts ?? newPlanFactsCache(),
    r.onFacts,
  );
  const { view, universe: u, account, tradeDate, prices } = facts;
  if (!view) return nothingToPlan(r, facts, wishes);
  const limits = resolvedLimits(u, wishes);
  const decided = await decide(models, view, u, wishes, limits);
  const plan = planTrades({
    ...account,
    prices,
    fractional: new Set(u.symbols.filter((_, i) => (u.metas[i] as AssetMeta).assetClass === 'crypto')),
    target: Object.fromEntries(Object.entries(decided.target).filter(([s]) => s !== 'cash')),
    urgency: decided.move,
    date: tradeDate,
    noLossUntil: new Map(ledger.doNotHarvest.map((d) => [d.lotId, d.until])),
    constraints: limits,
  });
  return {
    ...decided,
    asOf,
    tradeDate,
    current: facts.current,
    objectives: wishes.objectives,
    regime: REGIME.map((e, i) => ({ name: e.name, label: e.label, value: view.regime[i] as number })),
    gate: Object.fromEntries(u.symbols.map((s, i) => [s, view.gate[i] as number])),
    trades: plan.trades,
    tax: plan.tax,
    washSales: washesOf(plan.trades, account.lots, tradeDate),
    constraints: plan.constraints,
    totalValue: facts.totalValue,
    outsideUniverse: facts.holdings.outside,
    notes: notesOf(facts, wishes),
  };
}
