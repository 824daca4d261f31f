import { pcg32 } from '../../src/core/rng.ts';
import type { AnySet, ProbeDay, ProbeRow } from './probe-data.ts';
import { blockBootstrap, rSquared, signCoefficient, type DatePairs, type Interval } from './probe-metrics.ts';
import { fitRidge, type Ridge } from './ridge.ts';

/** What is probed for: column of the targets and the score. */
export const PROBES = {
  volatility: { column: 0, score: rSquared },
  correlation: { column: 2, score: rSquared },
  sign: { column: 1, score: signCoefficient },
} as const;
export type Probe = keyof typeof PROBES;

const PENALTIES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2] as const;
/** Twelve trading days between dates, targets of 21 days: blocks of about half a year. */
const BLOCK = 12;
const REPEATS = 1000;

const known = (days: readonly ProbeDay[], column: number): ProbeRow[] =>
  days.flatMap((d) => d.rows.filter((r) => !Number.isNaN(r.targets[column] as number)));

function featuresOf(row: ProbeRow, set: AnySet): Float32Array {
  const x = row.features[set];
  if (!x) throw new Error(`no features "${set}"`);
  return x;
}

function fit(days: readonly ProbeDay[], set: AnySet, column: number, penalty: number): Ridge {
  const rows = known(days, column);
  return fitRidge(
    rows.map((r) => featuresOf(r, set)),
    rows.map((r) => r.targets[column] as number),
    penalty,
  );
}

/** Truths and predictions per date. */
export function pairsOf(days: readonly ProbeDay[], set: AnySet, column: number, probe: Ridge): DatePairs[] {
  return days.map((d) => {
    const rows = d.rows.filter((r) => !Number.isNaN(r.targets[column] as number));
    return {
      truth: rows.map((r) => r.targets[column] as number),
      guess: rows.map((r) => probe.predict(featuresOf(r, set))),
    };
  });
}

/**
 * A probe fitted on training tickers and training dates. The penalty is the one that does best on the last of those
 * dates (from `validationFrom`) after a fit on the earlier ones; then it is fitted on all.
 */
export function trainProbe(
  train: readonly ProbeDay[],
  validationFrom: string,
  set: AnySet,
  probe: Probe,
): Ridge {
  const { column, score } = PROBES[probe];
  const early = train.filter((d) => d.date < validationFrom);
  const late = train.filter((d) => d.date >= validationFrom);
  const scores = PENALTIES.map((p) => score(pairsOf(late, set, column, fit(early, set, column, p))));
  const best = scores.indexOf(Math.max(...scores));
  return fit(train, set, column, PENALTIES[best] as number);
}

/** Score with its interval. */
export function scoreOf(pairs: readonly DatePairs[], probe: Probe): Interval {
  const { score } = PROBES[probe];
  const statistic = (picked: readonly number[]) => score(picked.map((i) => pairs[i] as DatePairs));
  return blockBootstrap(pairs.length, statistic, BLOCK, REPEATS, pcg32(11));
}

/** Difference of two scores on the same dates, with its interval. */
export function differenceOf(a: readonly DatePairs[], b: readonly DatePairs[], probe: Probe): Interval {
  const { score } = PROBES[probe];
  const on = (pairs: readonly DatePairs[], picked: readonly number[]) =>
    score(picked.map((i) => pairs[i] as DatePairs));
  return blockBootstrap(a.length, (picked) => on(a, picked) - on(b, picked), BLOCK, REPEATS, pcg32(11));
}
