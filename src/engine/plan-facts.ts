/**
 * What a plan rests on and no goal changes: priced holdings, the universe, the policy's input columns and what the four
 * experts want. Kept between plans, so that a moved slider costs the router, the blend and the trades only. Objectives
 * are no argument of anything here: what is kept cannot depend on them.
 */
import { yearOf, type IsoDate } from '../core/iso-date.ts';
import { cents, type Cents } from '../core/money.ts';
import type { UnitPrice } from '../core/quantity.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { symbolIndexOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import { DEFAULT_COSTS, type CostModel } from '../domain/portfolio/costs.ts';
import { holdingsOf } from '../domain/portfolio/plan-values.ts';
import type { OpenLot, TaxProfile } from '../domain/portfolio/types.ts';
import { askExperts, type ExpertsWishes } from '../models/goal-free-policy.ts';
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
import { planState } from './plan-state.ts';
import { marketRow } from './plan-universe.ts';
import type { UniverseWishes } from './plan-wishes.ts';
import type { PolicyModel } from './policy-model.ts';

export interface AllocateModels {
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  readonly policy: PolicyModel;
}

/** Everything the facts depend on. Ledger, panel and models are never changed in place: another one is another object. */
export interface FactsRequest {
  readonly ledger: Ledger;
  readonly panel: Panel;
  readonly asOf: IsoDate;
  readonly taxProfile: TaxProfile;
  readonly models: AllocateModels;
  readonly wishes: UniverseWishes;
  readonly cache?: EncodeCache;
}

/** The account as the planner takes it. */
export interface AccountInput {
  readonly lots: readonly OpenLot[];
  readonly cash: Cents;
  readonly noBuyUntil: ReadonlyMap<string, IsoDate>;
  readonly realised: { readonly short: Cents; readonly long: Cents };
  readonly profile: TaxProfile;
  readonly costs: CostModel;
}

/** What the models see and say before any goal is named. */
export interface ModelView {
  readonly experts: ExpertsWishes;
  readonly regime: Float32Array;
  /** Of each asset of the universe. */
  readonly gate: Float32Array;
}

export interface PlanFacts {
  readonly holdings: PricedHoldings;
  readonly universe: PlanUniverse;
  readonly account: AccountInput;
  readonly tradeDate: IsoDate;
  /** Prices of the trades. */
  readonly prices: ReadonlyMap<string, UnitPrice>;
  /** Weights of today by symbol, "cash" included. */
  readonly current: Readonly<Record<string, number>>;
  readonly totalValue: Cents;
  /** Null: nothing held can be priced and there is no cash, so that there is nothing to plan. */
  readonly view: ModelView | null;
}

const usdCash = (ledger: Ledger): Cents =>
  cents(ledger.cash.filter((c) => c.currency === 'USD').reduce((a, c) => a + c.amount, 0));

/** First clean day to buy, by the broker's symbol and by the market's (a sold-out symbol may come back under that one). */
function noBuyDates(r: FactsRequest): Map<string, IsoDate> {
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

function accountOf(r: FactsRequest, holdings: PricedHoldings): AccountInput {
  const year = r.ledger.byYear[String(yearOf(r.asOf))];
  return {
    lots: holdings.lots,
    cash: usdCash(r.ledger),
    noBuyUntil: noBuyDates(r),
    realised: { short: cents(year?.shortTerm ?? 0), long: cents(year?.longTerm ?? 0) },
    profile: r.taxProfile,
    costs: DEFAULT_COSTS,
  };
}

function currentWeights(
  u: PlanUniverse,
  account: AccountInput,
  prices: ReadonlyMap<string, UnitPrice>,
): Pick<PlanFacts, 'current' | 'totalValue'> {
  const held = holdingsOf({ lots: account.lots, prices, cash: account.cash });
  const share = (x: number): number => (held.total > 0 ? x / held.total : 0);
  const weights: Record<string, number> = {};
  for (const s of u.symbols) if (held.value.has(s)) weights[s] = share(held.value.get(s) as number);
  weights['cash'] = held.total > 0 ? share(held.cash) : 1;
  return { current: weights, totalValue: cents(Math.round(held.total)) };
}

/** Encodes the universe and asks the experts about it. @throws what `encodeUniverse` throws */
async function viewOf(
  r: FactsRequest,
  { t }: PricedHoldings,
  u: PlanUniverse,
  account: AccountInput,
  prices: ReadonlyMap<string, UnitPrice>,
): Promise<ModelView> {
  const { encoder, chronos, policy } = r.models;
  const encoded = await encodeUniverse({
    panel: r.panel,
    asOf: r.asOf,
    symbols: u.metas.map((a) => a.symbol),
    encoder,
    chronos,
    ...(r.cache ? { cache: r.cache } : {}),
  });
  const { panel, asOf: date } = r;
  const { rows, symbols } = u;
  const state = planState({ ...account, panel, t, date, rows, symbols, prices, regime: encoded.regime });
  const experts = await askExperts(policy.params, policy.config, {
    assets: rows.length,
    embeddings: encoded.embeddings,
    asset: state.asset,
    global: state.global,
    mask: Float32Array.from(encoded.listed),
  });
  return { experts, regime: encoded.regime, gate: encoded.gate };
}

async function compute(r: FactsRequest): Promise<PlanFacts> {
  const holdings = priceHoldings(r);
  const universe = universeOf(r, holdings, r.wishes);
  const account = accountOf(r, holdings);
  const { t, tradeDay, lots } = holdings;
  const known = pricesAt(r.panel, universe, t, t);
  const isNothing = universe.rows.length === 0 || (lots.length === 0 && account.cash <= 0);
  return {
    holdings,
    universe,
    account,
    tradeDate: tradeDay > t ? (r.panel.dates[tradeDay] as IsoDate) : r.asOf,
    prices: pricesAt(r.panel, universe, tradeDay, t),
    ...currentWeights(universe, account, known),
    view: isNothing ? null : await viewOf(r, holdings, universe, account, known),
  };
}

/** The facts of the last plan. One set: a slider asks for one plan after the other about the same account. */
export interface PlanFactsCache {
  last: { readonly request: FactsRequest; readonly text: string; readonly facts: PlanFacts } | null;
}

export const newPlanFactsCache = (): PlanFactsCache => ({ last: null });

/** What is compared by content; the rest of a request is compared by identity. */
function textOf({ asOf, taxProfile, wishes }: FactsRequest): string {
  const { exclude, buyOnly, things } = wishes;
  return JSON.stringify([asOf, taxProfile, exclude, buyOnly, things]);
}

function isSame(a: FactsRequest, b: FactsRequest): boolean {
  const [x, y] = [a.models, b.models];
  return (
    a.ledger === b.ledger &&
    a.panel === b.panel &&
    x.encoder === y.encoder &&
    x.chronos === y.chronos &&
    x.policy === y.policy
  );
}

/**
 * The facts for a request, from the cache when it holds those of an equal one.
 * @param onWork called when they must be worked out
 * @throws KeepfolioError "as-of-too-early" and those of `encodeUniverse`
 */
export async function planFacts(
  r: FactsRequest,
  cache: PlanFactsCache,
  onWork: () => void = () => {},
): Promise<PlanFacts> {
  const text = textOf(r);
  if (cache.last && cache.last.text === text && isSame(cache.last.request, r)) return cache.last.facts;
  onWork();
  const facts = await compute(r);
  cache.last = { request: r, text, facts };
  return facts;
}
