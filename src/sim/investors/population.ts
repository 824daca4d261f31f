import { pcg32 } from '../../core/rng.ts';
import type { Rng } from '../../core/rng.ts';
import { OBJECTIVES } from '../../domain/portfolio/types.ts';
import type { Objective } from '../../domain/portfolio/types.ts';
import type { BehaviourMarket } from '../../features/behaviour-market.ts';
import { between, logBetween, pick, whole } from './habit-tools.ts';
import { policyFollower, priorPolicy } from './habits-policy.ts';
import type { ConditionedPolicy } from './habits-policy.ts';
import { INVESTOR_KINDS } from './kinds.ts';
import type { InvestorKind } from './kinds.ts';
import { simulateInvestor } from './simulate-investor.ts';
import type { Biases, InvestorSpec, SimulatedInvestor } from './simulate-investor.ts';

/** A simulated person together with the truth about them. */
export interface LabelledInvestor extends SimulatedInvestor {
  /** Point of the 6-simplex in the order of OBJECTIVES. */
  readonly objective: readonly number[];
  /** The same after a change of mind; equal to `objective` without one. */
  readonly objectiveAfter: readonly number[];
  readonly changesAt: number;
  readonly seed: number;
}

export interface PopulationOptions {
  readonly kinds?: readonly InvestorKind[];
  /** Share of people who follow two rules; default 0.2. */
  readonly mixtures?: number;
  /** Share of people who change their mind; default 0.08. */
  readonly changes?: number;
  readonly mostTrades?: number;
  /** Only people whose first rule serves one of these goals are simulated; the others come back as null at once. */
  readonly wanted?: ReadonlySet<Objective>;
  /** Share of people who follow a policy conditioned on a goal instead of a rule; default 0.12. */
  readonly policyDriven?: number;
  /** The policy they follow; default the untrained prior. */
  readonly policy?: ConditionedPolicy;
}

/** People differ: most biases are small, some are not. */
function drawBiases(rng: Rng): Biases {
  const squared = (most: number): number => most * rng.uniform() ** 2;
  const startCash = logBetween(rng, 8_000, 400_000);
  return {
    holdsLosers: rng.uniform() < 0.4 ? squared(0.5) : 0,
    banksWinners: rng.uniform() < 0.3 ? squared(0.06) : 0,
    inertia: squared(0.6),
    noise: rng.uniform() < 0.6 ? squared(0.08) : 0,
    lotSize: pick(rng, [0.001, 1, 1, 1, 5]),
    deposit: rng.uniform() < 0.65 ? startCash * between(rng, 0.004, 0.05) : 0,
    payday: pick(rng, [1, 1, 15, 15, 25]),
    startCash,
    sleeve: rng.uniform() < 0.25 ? between(rng, 0.08, 0.5) : 0,
    reserve: rng.uniform() < 0.3 ? between(rng, 0.03, 0.35) : 0,
    reinvests: rng.uniform() < 0.3,
    transfers: rng.uniform() < 0.12 ? whole(rng, 1, 5) : 0,
  };
}

const oneHot = (k: InvestorKind): number[] => OBJECTIVES.map((o) => (o === k.objective ? 1 : 0));
const mix = (a: readonly number[], b: readonly number[], share: number): number[] =>
  a.map((x, i) => share * x + (1 - share) * (b[i] as number));

/** Objectives are drawn evenly, then a rule within the objective, so that no goal is rare. */
function drawKind(rng: Rng, kinds: readonly InvestorKind[]): InvestorKind {
  const present = OBJECTIVES.filter((o) => kinds.some((k) => k.objective === o));
  const objective = pick(rng, present);
  return pick(
    rng,
    kinds.filter((k) => k.objective === objective),
  );
}

/** Someone who follows the policy, asked for one goal. */
function policyKind(rng: Rng, policy: ConditionedPolicy): InvestorKind {
  const objective: Objective = pick(rng, OBJECTIVES);
  const point = OBJECTIVES.map((o) => (o === objective ? 1 : 0));
  return { name: `policy:${objective}`, objective, make: (r) => policyFollower(r, point, policy) };
}

function drawSpan(rng: Rng, market: BehaviourMarket): { from: number; to: number } | null {
  const T = market.days.length;
  const first = 253;
  const days = Math.min(T - first - 1, Math.round(logBetween(rng, 250, 2520)));
  if (days < 120) return null;
  const from = first + rng.int(Math.max(1, T - first - days));
  return { from, to: Math.min(T - 1, from + days) };
}

/** Draws and simulates one person; null when the market is too short or the person hardly traded. */
export function drawInvestor(
  market: BehaviourMarket,
  seed: number,
  options: PopulationOptions = {},
): LabelledInvestor | null {
  const rng = pcg32(seed, 23);
  const kinds = options.kinds ?? INVESTOR_KINDS;
  const span = drawSpan(rng, market);
  if (!span) return null;
  const one = (): InvestorKind =>
    rng.uniform() < (options.policyDriven ?? 0.12)
      ? policyKind(rng, options.policy ?? priorPolicy)
      : drawKind(rng, kinds);
  const main = one();
  const other = one();
  if (options.wanted && !options.wanted.has(main.objective)) return null;
  const isMixture = rng.uniform() < (options.mixtures ?? 0.2);
  const share = isMixture ? between(rng, 0.6, 0.95) : 1;
  const changesMind = !isMixture && rng.uniform() < (options.changes ?? 0.08);
  const spec: InvestorSpec = {
    kind: isMixture ? `${main.name}+${other.name}` : main.name,
    habits: [main.make(rng), other.make(rng)],
    chances: [share, 1 - share],
    changesAt: changesMind ? whole(rng, 20, 150) : Infinity,
    biases: drawBiases(rng),
    poolSize: whole(rng, 14, 55),
    mostTrades: options.mostTrades ?? 520,
  };
  const lived = simulateInvestor(market, spec, seed, span.from, span.to);
  if (lived.trades < 5) return null;
  // A habit that looks more often trades more: the label is what was done, not how often it was meant.
  const [first = 0, second = 0] = lived.tradesByHabit;
  const done = isMixture && first + second > 0 ? first / (first + second) : share;
  const objective = mix(oneHot(main), oneHot(other), done);
  const objectiveAfter = changesMind ? oneHot(other) : objective;
  return { ...lived, objective, objectiveAfter, changesAt: spec.changesAt, seed };
}
