import { cents, centsFromDollars, type Cents } from '../core/money.ts';
import type { AssetClass, AssetMeta } from '../domain/market/panel.ts';
import type { TradeConstraints } from '../domain/portfolio/plan-input.ts';
import { sparesShortGains } from '../domain/portfolio/short-gain-rule.ts';
import { OBJECTIVES, type ObjectiveWeights } from '../domain/portfolio/types.ts';
import type { Intent, ThingLists } from '../intent/intent.ts';

/** The part of the wishes that decides which assets a plan may hold; no goal is in it. */
export interface UniverseWishes {
  readonly exclude: readonly string[];
  readonly buyOnly: boolean;
  /** The words' lists, of which `excludes` and `preferredSymbols` are made: they name these two. */
  readonly things: { readonly prefer: ThingLists | null; readonly exclude: ThingLists | null };
  readonly excludes: (a: AssetMeta) => boolean;
  readonly preferredSymbols: readonly string[];
}

/** What a plan is asked for: goals and limits, from settings and words together. */
export interface PlanWishes {
  readonly objectives: ObjectiveWeights;
  readonly constraints: TradeConstraints;
  readonly universe: UniverseWishes;
  readonly prefers: (a: AssetMeta) => boolean;
  readonly notes: readonly string[];
}

/** Nothing said, nothing learned: growth first, some care for taxes and safety. */
export const DEFAULT_OBJECTIVES: ObjectiveWeights = {
  shortTermAlpha: 0.05,
  shortTermGain: 0.05,
  longTermGain: 0.5,
  capitalPreservation: 0.15,
  taxLossHarvesting: 0.1,
  longTermGainsOnly: 0.15,
};

/** Words of the intent's asset classes -> the market's classes. */
const CLASSES: Readonly<Record<string, readonly AssetClass[]>> = {
  equity: ['equity'],
  equities: ['equity'],
  stocks: ['equity'],
  equityFund: ['equityFund'],
  etf: ['equityFund'],
  funds: ['equityFund'],
  bond: ['bond'],
  bonds: ['bond'],
  realEstate: ['realEstate'],
  'real estate': ['realEstate'],
  commodity: ['commodity'],
  commodities: ['commodity'],
  gold: ['commodity'],
  crypto: ['crypto'],
  cash: ['cash'],
};

function matcher(things: ThingLists | undefined): (a: AssetMeta) => boolean {
  const symbols = new Set(things?.symbols ?? []);
  const sectors = new Set<string>(things?.sectors ?? []);
  const classes = new Set(
    (things?.assetClasses ?? []).flatMap((c) => CLASSES[c] ?? CLASSES[c.toLowerCase()] ?? []),
  );
  return (a) =>
    symbols.has(a.symbol) || (a.sector !== null && sectors.has(a.sector)) || classes.has(a.assetClass);
}

/** A limit on trades: the smaller of two where both are given. */
const smaller = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

function universeWishes(limits: TradeConstraints, intent: Intent | undefined): UniverseWishes {
  return {
    exclude: [...new Set([...limits.exclude, ...(intent?.exclude.symbols ?? [])])],
    buyOnly: limits.buyOnly,
    things: { prefer: intent?.prefer ?? null, exclude: intent?.exclude ?? null },
    excludes: matcher(intent?.exclude),
    preferredSymbols: intent?.prefer.symbols ?? [],
  };
}

function cashOf(intent: Intent | undefined): Cents {
  const asked = Math.max(intent?.cash.min ?? 0, intent?.cash.neededAmount ?? 0);
  return Number.isFinite(asked) && asked > 0 ? centsFromDollars(Math.round(asked * 100) / 100) : cents(0);
}

/**
 * Joins settings and words. Goals: given weights win over words, words over the default. Limits: the stricter of both.
 */
export function planWishes(
  given: ObjectiveWeights | null,
  limits: TradeConstraints,
  intent: Intent | undefined,
): PlanWishes {
  const said = intent?.objectives ?? null;
  const objectives = given ?? said ?? DEFAULT_OBJECTIVES;
  const notes: string[] = [];
  if (!given && !said) notes.push('No goal was given: a default mix of goals is used.');
  for (const c of intent?.contradictions ?? []) notes.push(`Your words contradict themselves (${c}).`);
  if (intent?.maxDrawdown !== null && intent?.maxDrawdown !== undefined) {
    notes.push(
      'A limit on losses is not a hard constraint of the plan; it is served by the goal of capital preservation.',
    );
  }
  const sum = OBJECTIVES.reduce((a, o) => a + objectives[o], 0);
  const shares = Object.fromEntries(OBJECTIVES.map((o) => [o, objectives[o] / sum])) as Record<
    (typeof OBJECTIVES)[number],
    number
  >;
  const universe = universeWishes(limits, intent);
  const isSparing = sparesShortGains(OBJECTIVES.map((o) => shares[o]));
  if (isSparing) {
    notes.push(
      'Your goal is long-term gains only, or harvesting losses: no lot is sold at a short-term gain, except what you excluded.',
    );
  }
  return {
    objectives: shares,
    constraints: {
      maxTrades: smaller(limits.maxTrades, intent?.maxTrades ?? null),
      buyOnly: limits.buyOnly,
      keep: [...new Set([...limits.keep, ...(intent?.keep ?? [])])],
      exclude: universe.exclude,
      cashNeeded: cents(Math.max(limits.cashNeeded, cashOf(intent))),
      avoidShortGains: limits.avoidShortGains || intent?.taxes.shortTermGains === 'avoid' || isSparing,
    },
    universe,
    prefers: matcher(intent?.prefer),
    notes,
  };
}
