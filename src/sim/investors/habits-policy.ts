import type { Rng } from '../../core/rng.ts';
import { between, isSafe, whole } from './habit-tools.ts';
import type { Habit, InvestorView } from './investor-view.ts';

/** What a policy wants: weights over the pool (the rest is cash) and how far to move there this time, 0..1. */
export interface PolicyWish {
  readonly target: ReadonlyMap<number, number>;
  readonly urgency: number;
}
/** A policy conditioned on a point of the 6-simplex, in the order of OBJECTIVES. */
export type ConditionedPolicy = (view: InvestorView, objective: readonly number[]) => PolicyWish;

/** Follows a policy every so often; differences below a threshold are not worth a trade. */
export function policyFollower(rng: Rng, objective: readonly number[], policy: ConditionedPolicy): Habit {
  const band = between(rng, 0.008, 0.03);
  return {
    everyDays: whole(rng, 5, 21),
    act(v) {
      const { target, urgency } = policy(v, objective);
      const wealth = v.wealth;
      const wanted = (asset: number, value: number): number =>
        ((target.get(asset) ?? 0) * wealth - value) * urgency;
      for (const p of v.positions()) {
        const gap = wanted(p.asset, p.value);
        if (gap < -band * wealth) v.sell(p.asset, Math.min(1, -gap / p.value));
      }
      for (const asset of target.keys()) {
        const gap = wanted(asset, v.position(asset)?.value ?? 0);
        if (gap > band * wealth) v.buy(asset, gap);
      }
    },
  };
}

/** Ranks scaled to -1..1; equal for a single asset. */
function ranks(xs: readonly number[]): number[] {
  const order = xs.map((x, i) => ({ x, i })).toSorted((a, b) => a.x - b.x || a.i - b.i);
  const out = xs.map(() => 0);
  order.forEach(({ i }, k) => (out[i] = xs.length > 1 ? (2 * k) / (xs.length - 1) - 1 : 0));
  return out;
}

/** Experts by goal: momentum, growth, defensive, tax-aware, as the router's prior has it. */
const SHARES: readonly (readonly [number, number, number, number])[] = [
  [1, 0, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
  [0, 0.5, 0, 0.5],
];
const URGENCY = [0.4, 0.1, 0.3, 0.8] as const;
const CASH = [0.03, 0.03, 0.2, 0.03] as const;

/**
 * A policy before any training: four rules blended by the goal. Momentum weighs what rose; growth keeps its
 * proportions; defensive weighs the calm; tax-aware keeps all but what stands at a loss. Short-term gain differs
 * from short-term alpha by letting go of what has already earned its keep, long-term-only by never selling a
 * young winner.
 */
export const priorPolicy: ConditionedPolicy = (view, objective) => {
  const pool = view.pool;
  const mix = [0, 1, 2, 3].map((e) =>
    objective.reduce((a, o, k) => a + o * ((SHARES[k] as readonly number[])[e] as number), 0),
  );
  const [momentum, growth, defensive, tax] = mix as [number, number, number, number];
  const rising = ranks(pool.map((i) => view.gained(i, 126)));
  const calm = ranks(pool.map((i) => -view.swings(i)));
  const wealth = Math.max(1, view.wealth);
  const scores = pool.map((i, k) => {
    const p = view.position(i);
    const weight = (p?.value ?? 0) / wealth;
    const keep = Math.log(weight * pool.length + 0.05);
    const atLoss = p && p.gainRate < -0.03 && p.newestDays > 30 ? 1 : 0;
    const earned = p && p.gainRate > 0.06 && p.newestDays < 90 ? 1 : 0;
    const rule =
      momentum * (2 * (rising[k] as number) + 0.4 * keep) +
      growth * (0.8 * keep + 0.15 * (rising[k] as number));
    const guarded =
      defensive * (2 * (calm[k] as number) + (isSafe(view, i) ? 1 : 0) + 0.4 * keep) +
      tax * keep -
      4 * (objective[4] as number) * atLoss;
    return rule + guarded - 4 * (objective[1] as number) * earned;
  });
  const top = Math.max(...scores);
  const exps = scores.map((s) => Math.exp(s - top));
  const total = exps.reduce((a, b) => a + b, 0);
  const dot = (xs: readonly number[]): number => mix.reduce((a, m, e) => a + m * (xs[e] as number), 0);
  const invested = 1 - dot(CASH);
  const waits = (objective[5] as number) > 0.3;
  const wish = (asset: number, k: number): number => {
    const share = (invested * (exps[k] as number)) / total;
    const p = waits ? view.position(asset) : null;
    return p && p.gainRate > 0 && p.newestDays < 367 ? Math.max(share, p.value / wealth) : share;
  };
  return {
    target: new Map(pool.map((i, k) => [i, wish(i, k)])),
    urgency: dot(URGENCY),
  };
};
