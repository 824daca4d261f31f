import { cents, centsFromDollars } from '../../core/money.ts';
import type { Rng } from '../../core/rng.ts';
import type { FilingStatus, TaxProfile } from '../../domain/portfolio/types.ts';
import { addLot, emptyAccount, type Account } from './account.ts';

const STATUSES: readonly FilingStatus[] = ['single', 'joint', 'separate', 'head'];
const logUniform = (rng: Rng, lo: number, hi: number): number => lo * (hi / lo) ** rng.uniform();

/** A random person: income 40,000 to 600,000, state rate 0 to 11 %, sometimes losses carried in. */
export function drawProfile(rng: Rng, accountDollars: number, year: number): TaxProfile {
  const carry = (): number => (rng.uniform() < 0.25 ? 0.15 * accountDollars * rng.uniform() : 0);
  return {
    year,
    status: STATUSES[rng.int(STATUSES.length)] as FilingStatus,
    ordinaryIncome: centsFromDollars(Math.round(logUniform(rng, 40_000, 600_000))),
    stateRate: rng.uniform() < 0.25 ? 0 : 0.11 * rng.uniform(),
    carryoverShort: cents(Math.round(carry() * 100)),
    carryoverLong: cents(Math.round(carry() * 100)),
  };
}

const YEAR_DAYS = 365;

/** One to four lots of a position, up to six years old, with the gain or loss such an age tends to carry. */
function drawLots(a: Account, i: number, dollars: number, today: number, rng: Rng): void {
  const count = 1 + rng.int(4);
  const ages = Array.from({ length: count }, () => 6 * rng.uniform() ** 2).toSorted((x, y) => y - x);
  for (const age of ages) {
    const ratio = Math.exp(-(0.06 * age + 0.28 * Math.sqrt(age) * rng.normal()));
    const value = dollars / count;
    addLot(
      a,
      i,
      value / (a.price[i] as number),
      value * Math.min(3, ratio),
      today - 1 - Math.round(age * YEAR_DAYS),
      today,
    );
  }
}

/** A random account: 20,000 to 2 million dollars, most of the universe held in uneven sizes, up to 20 % cash. */
export function drawAccount(assets: number, today: number, rng: Rng): Account {
  const dollars = logUniform(rng, 20_000, 2_000_000);
  const cashShare = rng.uniform() < 0.3 ? 0 : 0.2 * rng.uniform();
  const a = emptyAccount(assets, dollars * cashShare);
  const heldShare = 0.4 + 0.6 * rng.uniform();
  const size = Array.from({ length: assets }, () =>
    rng.uniform() < heldShare ? Math.exp(0.7 * rng.normal()) : 0,
  );
  if (!size.some((s) => s > 0)) size[rng.int(assets)] = 1;
  const sum = size.reduce((x, y) => x + y, 0);
  size.forEach((s, i) => {
    if (s > 0) drawLots(a, i, (dollars * (1 - cashShare) * s) / sum, today, rng);
  });
  return a;
}

/** A goal: one of the six, or (one time in seven) a mixture, since a person's inferred goal is one. */
export function drawObjective(rng: Rng, out: Float32Array, offset: number): void {
  if (rng.int(7) === 0) return drawMixture(rng, out, offset);
  out.fill(0, offset, offset + 6);
  out[offset + rng.int(6)] = 1;
}

/** A mixture of the six goals, few of them large. */
export function drawMixture(rng: Rng, out: Float32Array, offset: number): void {
  let sum = 0;
  for (let k = 0; k < 6; k++) {
    const x = -Math.log(1 - rng.uniform());
    out[offset + k] = x * x;
    sum += x * x;
  }
  for (let k = 0; k < 6; k++) out[offset + k] = (out[offset + k] as number) / sum;
}
