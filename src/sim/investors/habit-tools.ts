import type { Rng } from '../../core/rng.ts';
import type { InvestorView } from './investor-view.ts';
import type { Position } from './sim-account.ts';

/** Uniform in [lo, hi). */
export const between = (rng: Rng, lo: number, hi: number): number => lo + (hi - lo) * rng.uniform();
/** Uniform on a log scale. */
export const logBetween = (rng: Rng, lo: number, hi: number): number =>
  Math.exp(between(rng, Math.log(lo), Math.log(hi)));
export const whole = (rng: Rng, lo: number, hi: number): number => lo + rng.int(hi - lo + 1);
export const pick = <T>(rng: Rng, xs: readonly T[]): T => xs[rng.int(xs.length)] as T;

/** `count` different members in random order (all of them when there are fewer). */
export function sample<T>(rng: Rng, xs: readonly T[], count: number): T[] {
  const rest = [...xs];
  const out: T[] = [];
  while (out.length < count && rest.length > 0) out.push(...rest.splice(rng.int(rest.length), 1));
  return out;
}

/** The `count` members with the largest score. */
export const best = (xs: readonly number[], score: (x: number) => number, count: number): number[] =>
  xs
    .map((x) => ({ x, s: score(x) }))
    .toSorted((a, b) => b.s - a.s || a.x - b.x)
    .slice(0, count)
    .map((e) => e.x);

export const isSafe = (v: InvestorView, i: number): boolean =>
  v.meta(i).assetClass === 'bond' || v.meta(i).assetClass === 'cash';
export const isRisky = (v: InvestorView, i: number): boolean => !isSafe(v, i);

/** Puts idle cash above a reserve to work in `count` assets chosen by `choose`, about evenly. */
export function invest(
  v: InvestorView,
  reserve: number,
  count: number,
  choose: (pool: readonly number[]) => readonly number[],
): void {
  const free = v.cash - reserve * v.wealth;
  if (free < 0.02 * v.wealth || free < 200) return;
  const chosen = choose(v.pool).slice(0, count);
  for (const i of chosen) v.buy(i, free / chosen.length);
}

/** Moves holdings toward target weights where they are off by more than `band` of wealth. Sells first. */
export function moveToward(
  v: InvestorView,
  target: ReadonlyMap<number, number>,
  band: number,
  step = 1,
): void {
  const wealth = v.wealth;
  const gap = (i: number, value: number): number => (target.get(i) ?? 0) * wealth - value;
  for (const p of v.positions()) {
    const g = gap(p.asset, p.value);
    if (g < -band * wealth) v.sell(p.asset, Math.min(1, (-g / p.value) * step));
  }
  for (const i of target.keys()) {
    const g = gap(i, v.position(i)?.value ?? 0);
    if (g > band * wealth) v.buy(i, g * step);
  }
}

/** Something else of the same kind, not held at a recent loss: what a harvester buys instead. */
export function replacementFor(v: InvestorView, p: Position, avoid: ReadonlySet<number>): number | null {
  const kind = v.meta(p.asset);
  const same = v.pool.filter(
    (i) => i !== p.asset && !avoid.has(i) && v.meta(i).assetClass === kind.assetClass,
  );
  const sector = same.filter((i) => v.meta(i).sector === kind.sector);
  const from = sector.length > 0 ? sector : same;
  return from.length > 0 ? pick(v.rng, from) : null;
}
