import type { Rng } from '../../core/rng.ts';
import { best, between, invest, isRisky, isSafe, moveToward, pick, sample, whole } from './habit-tools.ts';
import type { Habit, InvestorView } from './investor-view.ts';

/** Ways of investing with a horizon of years: long-term gain and capital preservation. */

const funds = (v: InvestorView): number[] => v.pool.filter((i) => v.meta(i).isFund && isRisky(v, i));

/** Buys the same few broad funds with every pay cheque and hardly ever sells. */
export function indexHolder(rng: Rng): Habit {
  const count = whole(rng, 1, 7);
  let chosen: number[] = [];
  return {
    everyDays: whole(rng, 5, 22),
    act(v) {
      const broad = funds(v);
      if (chosen.length === 0)
        chosen = sample(v.rng, broad.length > 0 ? broad : v.pool.filter((i) => isRisky(v, i)), count);
      const live = chosen.filter((i) => v.pool.includes(i));
      invest(v, 0, live.length, () => live);
      // Once in a long while money is needed.
      const held = v.positions();
      if (held.length > 0 && v.rng.uniform() < 0.006)
        v.sell(pick(v.rng, held).asset, between(v.rng, 0.05, 0.3));
    },
  };
}

/** Collects high yields, adds on payday, sells only what stopped paying its way. */
export function dividendCollector(rng: Rng): Habit {
  const count = whole(rng, 6, 18);
  const atOnce = whole(rng, 1, 6);
  return {
    everyDays: whole(rng, 10, 25),
    act(v) {
      const payers = best(
        v.pool.filter((i) => isRisky(v, i)),
        (i) => v.yieldOf(i) - 0.02 * v.swings(i),
        count,
      );
      invest(v, 0.01, atOnce, () => sample(v.rng, payers, atOnce));
      for (const p of v.positions()) {
        if (p.oldestDays > 500 && !payers.includes(p.asset) && v.rng.uniform() < 0.03) v.sell(p.asset, 1);
      }
    },
  };
}

/** Buys growing companies and keeps them for years. */
export function growthHolder(rng: Rng): Habit {
  const count = whole(rng, 6, 20);
  const years = between(rng, 2, 6);
  const atOnce = whole(rng, 1, 5);
  return {
    everyDays: whole(rng, 10, 30),
    act(v) {
      const shares = v.pool.filter((i) => isRisky(v, i) && !v.meta(i).isFund);
      const from = shares.length >= 3 ? shares : v.pool.filter((i) => isRisky(v, i));
      const own = v.positions().map((p) => p.asset);
      const fresh =
        own.length < count
          ? best(from, (i) => v.gained(i, 252) + 0.2 * v.rng.normal(), 3)
          : sample(v.rng, own, 2);
      invest(v, 0.02, atOnce, () => sample(v.rng, fresh, atOnce));
      for (const p of v.positions()) {
        if (p.oldestDays > years * 365 && v.rng.uniform() < 0.05) v.sell(p.asset, pick(v.rng, [0.3, 0.5, 1]));
      }
    },
  };
}

/** Waits for a fall, buys, and holds for years until it is dear again. */
export function bargainBuyer(rng: Rng): Habit {
  const dip = between(rng, 0.12, 0.3);
  const goal = between(rng, 0.5, 1.5);
  return {
    everyDays: whole(rng, 5, 20),
    act(v) {
      const cheap = v.pool.filter((i) => isRisky(v, i) && v.fall(i) > dip);
      invest(v, 0.02, 2, () => sample(v.rng, cheap, 2));
      for (const p of v.positions()) if (p.gainRate > goal && p.oldestDays > 500) v.sell(p.asset, 0.5);
    },
  };
}

/** Keeps fixed weights of mostly shares and puts them back once or a few times a year. */
export function rebalancer(rng: Rng): Habit {
  const count = whole(rng, 4, 22);
  const safeShare = between(rng, 0, 0.3);
  const band = between(rng, 0.004, 0.03);
  const target = new Map<number, number>();
  return {
    everyDays: whole(rng, 20, 130),
    act(v) {
      if (target.size === 0) {
        const safe = sample(
          v.rng,
          v.pool.filter((i) => isSafe(v, i)),
          safeShare > 0.1 ? 1 : 0,
        );
        const risky = sample(
          v.rng,
          v.pool.filter((i) => isRisky(v, i)),
          count,
        );
        for (const i of risky) target.set(i, (safe.length > 0 ? 1 - safeShare : 1) / risky.length);
        for (const i of safe) target.set(i, safeShare / safe.length);
      }
      moveToward(v, target, band);
    },
  };
}

/** Holds shares until the market falls, then sells and comes back late. */
export function panicSeller(rng: Rng): Habit {
  const limit = between(rng, 0.05, 0.1);
  const fraction = pick(rng, [0.4, 0.6, 1]);
  let calmAfter = 0;
  return {
    everyDays: whole(rng, 2, 7),
    act(v) {
      if (v.market(15) < -limit) {
        if (v.day > calmAfter)
          for (const p of v.positions()) if (isRisky(v, p.asset)) v.sell(p.asset, fraction);
        calmAfter = v.day + whole(v.rng, 40, 120);
      }
      if (v.day <= calmAfter) return;
      const calm = best(v.pool, (i) => -v.swings(i), Math.max(4, v.pool.length >> 1));
      invest(v, 0.1, 2, () => sample(v.rng, calm, 2));
    },
  };
}

/** Mostly bonds and the calmest shares, adjusted a few times a year. */
export function calmHolder(rng: Rng): Habit {
  const safeShare = between(rng, 0.4, 0.9);
  const reserve = between(rng, 0, 0.3);
  const count = whole(rng, 3, 14);
  return {
    everyDays: whole(rng, 10, 65),
    act(v) {
      const safe = v.pool.filter((i) => isSafe(v, i));
      const risky = best(
        v.pool.filter((i) => isRisky(v, i)),
        (i) => -v.swings(i),
        count,
      );
      const bonds = safe.length > 0 ? sample(v.rng, safe, 2) : [];
      const held = new Set(v.positions().map((p) => p.asset));
      const kept = safe.filter((i) => held.has(i)).slice(0, 3);
      const target = new Map<number, number>();
      for (const i of risky)
        target.set(i, ((1 - reserve) * (bonds.length > 0 ? 1 - safeShare : 1)) / risky.length);
      const safer = kept.length > 0 ? kept : bonds;
      for (const i of safer) target.set(i, ((1 - reserve) * safeShare) / safer.length);
      moveToward(v, target, 0.04);
    },
  };
}

/** Protects what is there with trailing stops, and waits in bonds or cash until things recover. */
export function stopLossGuard(rng: Rng): Habit {
  const stop = between(rng, 0.06, 0.14);
  const count = whole(rng, 4, 9);
  return {
    everyDays: whole(rng, 2, 8),
    act(v) {
      for (const p of v.positions()) if (isRisky(v, p.asset) && v.fall(p.asset) > stop) v.sell(p.asset, 1);
      const sound = v.pool.filter((i) => isRisky(v, i) && v.fall(i) < stop / 2 && v.swings(i) < 0.3);
      const room = count - v.positions().length;
      if (room > 0 && v.market(63) > -0.02)
        invest(v, 0.15, 2, () => best(sound, (i) => -v.swings(i) + 0.05 * v.rng.normal(), 2));
      else
        invest(v, 0.3, 1, (pool) =>
          sample(
            v.rng,
            pool.filter((i) => isSafe(v, i)),
            1,
          ),
        );
    },
  };
}

/** Cuts shares when swings grow and adds when they calm down. */
export function volatilityTargeter(rng: Rng): Habit {
  const goal = between(rng, 0.05, 0.1);
  const count = whole(rng, 3, 8);
  let own: number[] = [];
  return {
    everyDays: whole(rng, 10, 30),
    act(v) {
      if (own.length === 0)
        own = best(
          v.pool.filter((i) => isRisky(v, i)),
          (i) => -v.swings(i) + 0.08 * v.rng.normal(),
          count,
        );
      const live = own.filter((i) => v.pool.includes(i));
      const swings = live.reduce((a, i) => a + v.swings(i), 0) / Math.max(1, live.length);
      const share = Math.min(1, goal / Math.max(0.03, 0.7 * swings));
      const [bond] = v.pool.filter((i) => isSafe(v, i));
      const target = new Map(live.map((i) => [i, share / live.length]));
      if (bond !== undefined) target.set(bond, 0.9 * (1 - share));
      moveToward(v, target, 0.02);
    },
  };
}
