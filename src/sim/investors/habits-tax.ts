import type { Rng } from '../../core/rng.ts';
import { best, between, invest, isRisky, replacementFor, sample, whole } from './habit-tools.ts';
import type { Habit, InvestorView } from './investor-view.ts';
import type { Position } from './sim-account.ts';

/** Ways of investing with the tax return in mind: harvesting losses, and realising only long-term gains. */

/** Sells losers beyond a threshold and buys something of the same kind at once. */
function harvest(
  v: InvestorView,
  losers: readonly Position[],
  replace: boolean,
  recent: Map<number, number>,
): void {
  for (const p of losers) {
    const before = v.cash;
    v.sell(p.asset, 1);
    const raised = v.cash - before;
    if (raised <= 0) continue;
    recent.set(p.asset, v.day);
    const avoid = new Set([...recent].filter(([, day]) => v.day - day <= 31).map(([asset]) => asset));
    const instead = replace ? replacementFor(v, p, avoid) : null;
    if (instead !== null) v.buy(instead, raised);
  }
}

const safeFromWash = (v: InvestorView, recent: ReadonlyMap<number, number>, i: number): boolean =>
  v.day - (recent.get(i) ?? -999) > 31;

/** A core that many harvesters keep beside the names they swap, municipal bonds for some: part of their savings goes there. */
interface Core {
  readonly size: number;
  readonly share: number;
  /** Chosen at the first purchase. */
  assets: readonly number[] | null;
}

const drawCore = (rng: Rng): Core => ({
  size: rng.uniform() < 0.5 ? whole(rng, 1, 4) : 0,
  share: between(rng, 0.2, 0.7),
  assets: null,
});

/** Funds and bonds of the pool, or whatever there is where it has none. */
function coreOf(v: InvestorView, core: Core): readonly number[] {
  const funds = v.pool.filter((i) => v.meta(i).assetClass !== 'equity');
  core.assets ??= sample(v.rng, funds.length > 0 ? funds : v.pool, core.size);
  return core.assets;
}

function build(v: InvestorView, count: number, recent: ReadonlyMap<number, number>, core: Core): void {
  const base = coreOf(v, core).filter((i) => safeFromWash(v, recent, i));
  if (base.length > 0 && v.rng.uniform() < core.share)
    return invest(v, 0.03, 2, () => sample(v.rng, base, 2));
  const open = v.pool.filter((i) => isRisky(v, i) && safeFromWash(v, recent, i));
  const own = v
    .positions()
    .map((p) => p.asset)
    .filter((i) => open.includes(i));
  invest(v, 0.03, 3, () => (own.length < count ? sample(v.rng, open, 3) : sample(v.rng, own, 2)));
}

/** Leaves the account alone all year and sells losers in the last weeks of it. */
export function decemberHarvester(rng: Rng): Habit {
  const depth = between(rng, 0.02, 0.1);
  const count = whole(rng, 8, 22);
  const replace = rng.uniform() < 0.75;
  const start = whole(rng, 1, 20);
  const core = drawCore(rng);
  const recent = new Map<number, number>();
  return {
    everyDays: whole(rng, 3, 9),
    act(v) {
      if (v.month === 12 && v.dayOfMonth >= start) {
        harvest(
          v,
          v.positions().filter((p) => p.gainRate < -depth && p.newestDays > 30),
          replace,
          recent,
        );
      } else build(v, count, recent, core);
    },
  };
}

/** Looks for losses all year round and swaps them for something alike. */
export function yearRoundHarvester(rng: Rng): Habit {
  const depth = between(rng, 0.03, 0.12);
  const count = whole(rng, 8, 25);
  const core = drawCore(rng);
  const recent = new Map<number, number>();
  return {
    everyDays: whole(rng, 5, 25),
    act(v) {
      harvest(
        v,
        v.positions().filter((p) => p.gainRate < -depth && p.newestDays > 30),
        true,
        recent,
      );
      build(v, count, recent, core);
    },
  };
}

/** Harvests at quarter ends, parks the money, and buys the same thing back when 31 days have passed. */
export function waitingHarvester(rng: Rng): Habit {
  const depth = between(rng, 0.03, 0.1);
  const count = whole(rng, 6, 16);
  const core = drawCore(rng);
  const recent = new Map<number, number>();
  return {
    everyDays: whole(rng, 4, 9),
    act(v) {
      if (v.month % 3 === 0 && v.dayOfMonth >= 12) {
        harvest(
          v,
          v.positions().filter((p) => p.gainRate < -depth && p.newestDays > 30),
          false,
          recent,
        );
      }
      const back = [...recent].filter(([, day]) => v.day - day > 31 && v.day - day < 80).map(([i]) => i);
      const again = back.filter((i) => v.pool.includes(i) && !v.position(i));
      if (again.length > 0) invest(v, 0.02, again.length, () => again);
      else if (recent.size === 0 || v.month % 3 === 1) build(v, count, recent, core);
    },
  };
}

/** Sells winners soon after the one-year mark, never before. */
export function yearMarkSeller(rng: Rng): Habit {
  const goal = between(rng, 0.02, 0.15);
  const count = whole(rng, 5, 32);
  const window = whole(rng, 20, 120);
  return {
    everyDays: whole(rng, 3, 12),
    act(v) {
      for (const p of v.positions()) {
        if (p.gainRate > goal && p.newestDays > 366 && p.newestDays < 366 + window) v.sell(p.asset, 1);
        else if (p.gainRate > 0.5 && p.newestDays > 366) v.sell(p.asset, 0.5);
      }
      const held = new Set(v.positions().map((p) => p.asset));
      // One purchase per holding: a second would restart the clock.
      const fresh = v.pool.filter((i) => isRisky(v, i) && !held.has(i));
      if (held.size < count) invest(v, 0.02, 3, () => sample(v.rng, fresh, 3));
    },
  };
}

/** Rotates like anyone else, but a winner may go only once it is long-term; losers may go any time. */
export function patientRotator(rng: Rng): Habit {
  const count = whole(rng, 6, 28);
  const look = whole(rng, 63, 252);
  const drop = between(rng, 0.15, 0.4);
  return {
    everyDays: whole(rng, 10, 35),
    act(v) {
      const weak = best(
        v.positions().map((p) => p.asset),
        (i) => -v.gained(i, look),
        Math.ceil(count * drop),
      );
      for (const p of v.positions()) {
        if (!weak.includes(p.asset)) continue;
        if (p.newestDays > 366 || (p.gainRate < -0.08 && v.rng.uniform() < 0.25)) v.sell(p.asset, 1);
      }
      const held = new Set(v.positions().map((p) => p.asset));
      const fresh = v.pool.filter((i) => isRisky(v, i) && !held.has(i));
      if (held.size < count)
        invest(v, 0.02, 2, () => best(fresh, (i) => v.gained(i, look) + 0.1 * v.rng.normal(), 2));
    },
  };
}

/** Puts weights back once or twice a year, trimming only lots that are long-term. */
export function longTermTrimmer(rng: Rng): Habit {
  const count = whole(rng, 5, 24);
  const band = between(rng, 0.004, 0.03);
  const target = new Map<number, number>();
  return {
    everyDays: whole(rng, 15, 100),
    act(v) {
      if (target.size === 0) {
        for (const i of sample(
          v.rng,
          v.pool.filter((i) => isRisky(v, i)),
          count,
        ))
          target.set(i, 1 / count);
      }
      const wealth = v.wealth;
      for (const p of v.positions()) {
        const excess = p.value - (target.get(p.asset) ?? 0) * wealth;
        if (excess > band * wealth && p.oldestDays > 366 && p.gainRate > 0) v.sell(p.asset, excess / p.value);
      }
      const short = new Map(
        [...target].filter(([i]) => (v.position(i)?.value ?? 0) < (target.get(i) ?? 0) * wealth),
      );
      const free = v.cash / Math.max(1, short.size);
      if (free > 100) for (const i of short.keys()) v.buy(i, Math.min(free, (target.get(i) ?? 0) * wealth));
    },
  };
}
