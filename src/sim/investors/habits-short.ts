import type { Rng } from '../../core/rng.ts';
import { best, between, invest, isRisky, logBetween, sample, whole } from './habit-tools.ts';
import type { Habit, InvestorView } from './investor-view.ts';

/** Ways of investing with a horizon of weeks: short-term alpha (beat the others) and short-term gain (bank a profit). */

/** Holds the strongest few of what it follows and drops those that weaken. */
export function momentumChaser(rng: Rng): Habit {
  const count = whole(rng, 3, 8);
  const look = whole(rng, 21, 126);
  const slack = between(rng, 1.3, 2.5);
  return {
    everyDays: whole(rng, 5, 25),
    act(v) {
      const risky = v.pool.filter((i) => isRisky(v, i));
      const keep = new Set(best(risky, (i) => v.gained(i, look), Math.ceil(count * slack)));
      for (const p of v.positions()) if (!keep.has(p.asset)) v.sell(p.asset, 1);
      const room = Math.max(1, count - v.positions().length);
      const fresh = best(risky, (i) => (v.position(i) ? -9 : v.gained(i, look)), room);
      invest(v, 0.02, room, () => fresh);
    },
  };
}

/** Buys breakouts to a new high, cuts at a stop, rides until strength fades. */
export function breakoutTrader(rng: Rng): Habit {
  const stop = between(rng, 0.05, 0.1);
  const count = whole(rng, 3, 8);
  return {
    everyDays: whole(rng, 2, 7),
    act(v) {
      for (const p of v.positions()) {
        const faded = v.gained(p.asset, 10) < -0.03;
        if (p.gainRate < -stop || (faded && p.newestDays > 5)) v.sell(p.asset, 1);
      }
      const room = count - v.positions().length;
      if (room <= 0) return;
      const strong = v.pool.filter(
        (i) => isRisky(v, i) && v.fall(i) < 0.02 && v.gained(i, 21) > 0.04 && !v.position(i),
      );
      invest(v, 0, room, () => best(strong, (i) => v.gained(i, 21), Math.min(room, 2)));
    },
  };
}

/** Buys last week's worst and lets go after a week or three: a bet on the bounce against the market. */
export function reversalTrader(rng: Rng): Habit {
  const hold = whole(rng, 6, 28);
  const count = whole(rng, 3, 6);
  return {
    everyDays: whole(rng, 3, 7),
    act(v) {
      for (const p of v.positions()) if (p.oldestDays >= hold) v.sell(p.asset, 1);
      const worst = best(
        v.pool.filter((i) => isRisky(v, i) && !v.position(i)),
        (i) => -v.gained(i, 5) / v.swings(i),
        2,
      );
      if (v.positions().length < count) invest(v, 0, 2, () => worst);
    },
  };
}

/** Swaps the weakest holding for the strongest alternative every so often, by one-month relative strength. */
export function relativeStrengthRotator(rng: Rng): Habit {
  const look = whole(rng, 15, 45);
  const count = whole(rng, 4, 9);
  const margin = between(rng, 0.02, 0.06);
  return {
    everyDays: whole(rng, 7, 25),
    act(v) {
      const held = v.positions();
      const risky = v.pool.filter((i) => isRisky(v, i));
      const [weak] = best(
        held.map((p) => p.asset),
        (i) => -v.gained(i, look),
        1,
      );
      const [strong] = best(risky, (i) => (v.position(i) ? -9 : v.gained(i, look)), 1);
      if (
        held.length >= count &&
        weak !== undefined &&
        strong !== undefined &&
        v.gained(strong, look) > v.gained(weak, look) + margin
      ) {
        v.sell(weak, 1);
        v.buy(strong, v.cash * 0.98);
        return;
      }
      const room = Math.max(1, count - held.length);
      invest(v, 0.02, room, () => best(risky, (i) => (v.position(i) ? -9 : v.gained(i, look)), room));
    },
  };
}

function bankProfits(v: InvestorView, goal: number, patience: number): void {
  for (const p of v.positions()) {
    if (p.gainRate >= goal) v.sell(p.asset, 1);
    else if (p.oldestDays > patience) v.sell(p.asset, 1);
  }
}

/** Takes a set profit within three months and gives up on the rest after a while. */
export function profitTaker(rng: Rng): Habit {
  const goal = between(rng, 0.03, 0.12);
  const patience = whole(rng, 45, 110);
  const count = whole(rng, 3, 9);
  const pickCalm = rng.uniform() < 0.5;
  return {
    everyDays: whole(rng, 2, 9),
    act(v) {
      bankProfits(v, goal, patience);
      const risky = v.pool.filter((i) => isRisky(v, i) && !v.position(i));
      const room = count - v.positions().length;
      if (room > 0)
        invest(v, 0, Math.min(room, 2), () =>
          pickCalm ? best(risky, (i) => v.gained(i, 63) - v.swings(i), 2) : sample(v.rng, risky, 2),
        );
    },
  };
}

/** Buys after a fall, sells the bounce a few weeks later. */
export function bounceBuyer(rng: Rng): Habit {
  const dip = between(rng, 0.08, 0.2);
  const goal = between(rng, 0.05, 0.15);
  const patience = whole(rng, 60, 120);
  const count = whole(rng, 3, 8);
  return {
    everyDays: whole(rng, 3, 10),
    act(v) {
      bankProfits(v, goal, patience);
      const room = count - v.positions().length;
      const fallen = v.pool.filter((i) => isRisky(v, i) && v.fall(i) > dip && !v.position(i));
      if (room > 0) invest(v, 0, Math.min(room, 2), () => best(fallen, (i) => v.fall(i), 2));
    },
  };
}

/** Trades the swings of a small circle of favourites: in on weakness, out on strength, over and over. */
export function swingTrader(rng: Rng): Habit {
  const goal = logBetween(rng, 0.02, 0.08);
  const favourites = whole(rng, 3, 8);
  let circle: number[] = [];
  return {
    everyDays: whole(rng, 1, 5),
    act(v) {
      if (circle.length === 0)
        circle = sample(
          v.rng,
          v.pool.filter((i) => isRisky(v, i)),
          favourites,
        );
      for (const p of v.positions()) if (p.gainRate > goal && p.newestDays > 2) v.sell(p.asset, 1);
      for (const p of v.positions()) if (p.oldestDays > 90) v.sell(p.asset, 1);
      const weak = circle.filter((i) => v.pool.includes(i) && !v.position(i) && v.gained(i, 5) < 0);
      invest(v, 0, 2, () => sample(v.rng, weak, 2));
    },
  };
}
