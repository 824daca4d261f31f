import { pcg32, type Rng } from '../../src/core/rng.ts';
import type { Interval } from './probe-metrics.ts';

/*
 * Do unseen tickers lose accuracy because they were not seen, or because other assets happen to be in that set? R² on the
 * two sets cannot tell: its denominator is the spread of the truths, which depends on who is in the set. Three answers:
 *
 *  matched  the seen rows are weighted so that their mix of class, volatility and correlation is that of the unseen ones
 *  beyond   the share of R² lost less the share that the 50 numbers lose on the same rows: they know no ticker, so what
 *           they lose is the sets' doing
 *  skill    1 - squared error / squared error of the 50 numbers on the same rows
 *
 * Intervals resample blocks of dates and, within each set, tickers: which tickers were held out was a draw too.
 */
export interface UnseenRow {
  /** Number of the date, the same in both sets. */
  readonly date: number;
  readonly symbol: string;
  readonly stratum: string;
  readonly truth: number;
  readonly guess: number;
  /** Prediction from the 50 numbers. */
  readonly baseline: number;
}

export interface UnseenTest {
  readonly seen: number;
  readonly unseen: number;
  readonly matched: number;
  /** Share of the R² lost on unseen tickers: as the sets are, and after matching. */
  readonly lost: Interval;
  readonly lostMatched: Interval;
  /** The same less what the 50 numbers lose on the same rows. */
  readonly beyond: Interval;
  readonly beyondMatched: Interval;
  /** Skill over the 50 numbers. */
  readonly skillSeen: Interval;
  readonly skillUnseen: Interval;
  /** Seen less unseen. */
  readonly skillGap: Interval;
  /** Share of the unseen rows whose stratum holds seen rows too. */
  readonly covered: number;
}

const BLOCK = 12;
const REPEATS = 500;

interface Weighted {
  readonly rows: readonly UnseenRow[];
  readonly weights: Float64Array;
}

type Guess = 'guess' | 'baseline';

function rSquared({ rows, weights }: Weighted, of: Guess = 'guess'): number {
  let [n, sum] = [0, 0];
  rows.forEach((r, i) => {
    n += weights[i] as number;
    sum += (weights[i] as number) * r.truth;
  });
  let [error, total] = [0, 0];
  rows.forEach((r, i) => {
    error += (weights[i] as number) * (r.truth - r[of]) ** 2;
    total += (weights[i] as number) * (r.truth - sum / n) ** 2;
  });
  return 1 - error / total;
}

function skill({ rows, weights }: Weighted): number {
  let [own, base] = [0, 0];
  rows.forEach((r, i) => {
    own += (weights[i] as number) * (r.truth - r.guess) ** 2;
    base += (weights[i] as number) * (r.truth - r.baseline) ** 2;
  });
  return 1 - own / base;
}

function weightPerStratum({ rows, weights }: Weighted): Map<string, number> {
  const out = new Map<string, number>();
  rows.forEach((r, i) => out.set(r.stratum, (out.get(r.stratum) ?? 0) + (weights[i] as number)));
  return out;
}

/** Seen rows with weights that give each stratum its weight among the unseen; and the unseen rows that have a partner. */
function matched(seen: Weighted, unseen: Weighted): readonly [Weighted, Weighted] {
  const [has, wanted] = [weightPerStratum(seen), weightPerStratum(unseen)];
  const factor = (r: UnseenRow) => (wanted.get(r.stratum) ?? 0) / (has.get(r.stratum) as number);
  const kept = (r: UnseenRow) => ((has.get(r.stratum) ?? 0) > 0 ? 1 : 0);
  return [
    {
      rows: seen.rows,
      weights: seen.weights.map((w, i) => (w > 0 ? w * factor(seen.rows[i] as UnseenRow) : 0)),
    },
    { rows: unseen.rows, weights: unseen.weights.map((w, i) => w * kept(unseen.rows[i] as UnseenRow)) },
  ];
}

function statistics(seen: Weighted, unseen: Weighted) {
  const [seenAlike, unseenKept] = matched(seen, unseen);
  const share = (a: Weighted, b: Weighted, of: Guess) => 1 - rSquared(b, of) / rSquared(a, of);
  const [lost, lostMatched] = [share(seen, unseen, 'guess'), share(seenAlike, unseenKept, 'guess')];
  const [s, u] = [skill(seen), skill(unseen)];
  return {
    lost,
    lostMatched,
    beyond: lost - share(seen, unseen, 'baseline'),
    beyondMatched: lostMatched - share(seenAlike, unseenKept, 'baseline'),
    skillSeen: s,
    skillUnseen: u,
    skillGap: s - u,
  };
}

/** How often each date is drawn, in blocks around the circle. */
function drawDates(dates: number, rng: Rng): Float64Array {
  const out = new Float64Array(dates);
  for (let drawn = 0; drawn < dates;) {
    const start = rng.int(dates);
    for (let k = 0; k < BLOCK && drawn < dates; k++, drawn++) {
      const d = (start + k) % dates;
      out[d] = (out[d] as number) + 1;
    }
  }
  return out;
}

function drawTickers(symbols: readonly string[], rng: Rng): Map<string, number> {
  const out = new Map<string, number>();
  for (let k = 0; k < symbols.length; k++) {
    const s = symbols[rng.int(symbols.length)] as string;
    out.set(s, (out.get(s) ?? 0) + 1);
  }
  return out;
}

const symbolsOf = (rows: readonly UnseenRow[]): string[] =>
  [...new Set(rows.map((r) => r.symbol))].toSorted();

/** Both sets compared; `dates` is the number of dates they share. */
export function unseenTest(
  seen: readonly UnseenRow[],
  unseen: readonly UnseenRow[],
  dates: number,
  rng: Rng = pcg32(23),
): UnseenTest {
  const whole = (rows: readonly UnseenRow[]): Weighted => ({
    rows,
    weights: new Float64Array(rows.length).fill(1),
  });
  const value = statistics(whole(seen), whole(unseen));
  const symbols = [symbolsOf(seen), symbolsOf(unseen)] as const;
  const draws = Array.from({ length: REPEATS }, () => {
    const days = drawDates(dates, rng);
    const [a, b] = [seen, unseen].map((rows, k): Weighted => {
      const times = drawTickers(symbols[k] as readonly string[], rng);
      return {
        rows,
        weights: Float64Array.from(rows, (r) => (days[r.date] ?? 0) * (times.get(r.symbol) ?? 0)),
      };
    }) as [Weighted, Weighted];
    return statistics(a, b);
  });
  const interval = (of: keyof typeof value): Interval => {
    const sorted = draws.map((d) => d[of]).toSorted((x, y) => x - y);
    const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] as number;
    return { value: value[of], low: at(0.025), high: at(0.975) };
  };
  const [seenAlike, unseenKept] = matched(whole(seen), whole(unseen));
  return {
    seen: rSquared(whole(seen)),
    unseen: rSquared(whole(unseen)),
    matched: rSquared(seenAlike),
    lost: interval('lost'),
    lostMatched: interval('lostMatched'),
    beyond: interval('beyond'),
    beyondMatched: interval('beyondMatched'),
    skillSeen: interval('skillSeen'),
    skillUnseen: interval('skillUnseen'),
    skillGap: interval('skillGap'),
    covered: unseenKept.weights.reduce((sum, w) => sum + w, 0) / unseen.length,
  };
}
