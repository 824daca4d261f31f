import type { AssetClass } from '../../src/domain/market/panel.ts';
import { REGIME } from '../../src/features/regime.ts';
import type { EncoderTraining } from './encoder-seeds.ts';
import {
  BASELINES,
  GATES,
  setOf,
  type AnySet,
  type Baseline,
  type FeatureSet,
  type GateSet,
  type ProbeDay,
  type ProbeRow,
} from './probe-data.ts';
import type { Interval } from './probe-metrics.ts';
import { differenceOf, pairsOf, PROBES, scoreOf, trainProbe, type Probe } from './probe-scores.ts';
import type { Ridge } from './ridge.ts';
import { unseenTest, type UnseenRow, type UnseenTest } from './unseen-test.ts';

export const PROBE_NAMES = Object.keys(PROBES) as Probe[];
/** Probes whose score is an R². */
export const LEVEL_PROBES = ['volatility', 'correlation'] as const;
export type LevelProbe = (typeof LEVEL_PROBES)[number];

type Scores = Readonly<Partial<Record<FeatureSet, Readonly<Partial<Record<Probe, Interval>>>>>>;

/** Mean gate over some rows, of every seed. */
export interface GateFigure {
  readonly of: string;
  readonly rows: number;
  readonly mean: Readonly<Record<number, number>>;
}

/** Scores of one seed on held-out tickers and dates. */
export interface SeedFigures {
  readonly seed: number;
  readonly scores: Readonly<Record<GateSet, Readonly<Record<Probe, number>>>>;
  /** Volatility R² among shares. */
  readonly shares: number;
  readonly unseen: Readonly<Record<LevelProbe, UnseenTest>>;
}

/** All figures of one evaluation. */
export interface EncoderFigures {
  readonly training: EncoderTraining;
  /** Cell D (held-out tickers, held-out dates): the shipped seed and the baselines, with intervals. */
  readonly unseen: Scores;
  /** Cell D: the shipped learned embedding less another feature set. */
  readonly against: readonly {
    readonly set: FeatureSet;
    readonly probe: Probe;
    readonly difference: Interval;
  }[];
  /** Cell D, shares only, volatility: the shipped seed and the baselines, and the shipped one less each. */
  readonly shares: readonly {
    readonly set: FeatureSet;
    readonly score: Interval;
    readonly difference: Interval | null;
  }[];
  readonly seeds: readonly SeedFigures[];
  /** The 50 numbers put to the same test of unseen tickers. */
  readonly control: Readonly<Record<LevelProbe, UnseenTest>>;
  readonly gate: readonly GateFigure[];
  readonly counts: { readonly train: number; readonly seen: number; readonly unseen: number };
  readonly span: { readonly train: readonly [string, string]; readonly test: readonly [string, string] };
}

/** Rows of the three cells. */
export interface ProbeCells {
  readonly validationFrom: string;
  readonly train: readonly ProbeDay[];
  readonly seen: readonly ProbeDay[];
  readonly unseen: readonly ProbeDay[];
}

/** Baselines that exist for one probe only. */
const ONLY: Readonly<Partial<Record<Baseline, Probe>>> = {
  har: 'volatility',
  ewma: 'volatility',
  correlation: 'correlation',
  momentum: 'sign',
};

/** True when a feature set makes sense for a probe. */
export const isProbed = (set: FeatureSet, probe: Probe): boolean =>
  (ONLY[set as Baseline] ?? probe) === probe;

const SETS: readonly FeatureSet[] = [...GATES, ...BASELINES];
const isGate = (set: FeatureSet): set is GateSet => (GATES as readonly string[]).includes(set);

/** Probes are fitted once per feature set and target, on training tickers and dates. */
function probeBook(cells: ProbeCells) {
  const book = new Map<string, Ridge>();
  return (set: AnySet, probe: Probe): Ridge => {
    const key = `${set}/${probe}`;
    const known = book.get(key);
    if (known) return known;
    const fresh = trainProbe(cells.train, cells.validationFrom, set, probe);
    book.set(key, fresh);
    return fresh;
  };
}

type ProbeOf = ReturnType<typeof probeBook>;

const pairs = (days: readonly ProbeDay[], set: AnySet, probe: Probe, of: ProbeOf) =>
  pairsOf(days, set, PROBES[probe].column, of(set, probe));

/** Class, and thirds of volatility and of correlation among the unseen rows. */
function stratumOf(unseen: readonly ProbeDay[]): (row: ProbeRow) => string {
  const cuts = (pick: (r: ProbeRow) => number) => {
    const sorted = unseen.flatMap((d) => d.rows.map(pick)).toSorted((a, b) => a - b);
    return [1, 2].map((k) => sorted[Math.floor((k * sorted.length) / 3)] as number);
  };
  const [vol, corr] = [cuts((r) => r.level.volatility), cuts((r) => r.level.correlation)];
  const third = (x: number, at: readonly number[]) => at.filter((c) => x >= c).length;
  return (r) => `${r.assetClass} ${third(r.level.volatility, vol)} ${third(r.level.correlation, corr)}`;
}

function unseenRows(
  days: readonly ProbeDay[],
  dateOf: ReadonlyMap<string, number>,
  stratum: (row: ProbeRow) => string,
  guess: Ridge,
  set: AnySet,
  baseline: Ridge,
  column: number,
): UnseenRow[] {
  return days.flatMap((d) =>
    d.rows.flatMap((r) => {
      const truth = r.targets[column] as number;
      if (Number.isNaN(truth)) return [];
      return [
        {
          date: dateOf.get(d.date) as number,
          symbol: r.symbol,
          stratum: stratum(r),
          truth,
          guess: guess.predict(r.features[set] as Float32Array),
          baseline: baseline.predict(r.features.raw50 as Float32Array),
        },
      ];
    }),
  );
}

function unseenTests(cells: ProbeCells, set: AnySet, of: ProbeOf): Record<LevelProbe, UnseenTest> {
  const dates = [...new Set([...cells.seen, ...cells.unseen].map((d) => d.date))].toSorted();
  const dateOf = new Map(dates.map((d, i) => [d as string, i]));
  const stratum = stratumOf(cells.unseen);
  const test = (probe: LevelProbe) => {
    const rows = (days: readonly ProbeDay[]) =>
      unseenRows(days, dateOf, stratum, of(set, probe), set, of('raw50', probe), PROBES[probe].column);
    return unseenTest(rows(cells.seen), rows(cells.unseen), dates.length);
  };
  return { volatility: test('volatility'), correlation: test('correlation') };
}

/** Cells with shares alone. */
function sharesOf(cells: ProbeCells): ProbeCells {
  const keep = (days: readonly ProbeDay[]) =>
    days.map((d) => ({ ...d, rows: d.rows.filter((r) => r.assetClass === 'equity') }));
  return { ...cells, train: keep(cells.train), seen: [], unseen: keep(cells.unseen) };
}

function sharesFigures(cells: ProbeCells, nameOf: (set: FeatureSet) => AnySet): EncoderFigures['shares'] {
  const shares = sharesOf(cells);
  const of = probeBook(shares);
  const own = pairs(shares.unseen, nameOf('learned'), 'volatility', of);
  return SETS.filter((set) => isProbed(set, 'volatility')).map((set) => {
    const other = pairs(shares.unseen, nameOf(set), 'volatility', of);
    return {
      set,
      score: scoreOf(other, 'volatility'),
      difference: set === 'learned' ? null : differenceOf(own, other, 'volatility'),
    };
  });
}

function gateLabel(rows: readonly ProbeRow[], seeds: readonly number[], of: string): GateFigure {
  const mean = (seed: number) => rows.reduce((a, r) => a + (r.gates[seed] ?? NaN), 0) / rows.length;
  return { of, rows: rows.length, mean: Object.fromEntries(seeds.map((s) => [s, mean(s)])) };
}

/** Mean gate by class, by length of history and by the market's volatility. */
export function gateFigures(days: readonly ProbeDay[], seeds: readonly number[]): GateFigure[] {
  const rows = days.flatMap((d) => d.rows);
  const classes = [...new Set(rows.map((r) => r.assetClass))].toSorted() as AssetClass[];
  const at = REGIME.findIndex((r) => r.name === 'volatility');
  const byVol = days.toSorted((a, b) => (a.regime[at] as number) - (b.regime[at] as number));
  const third = Math.ceil(byVol.length / 3);
  const part = (k: number) => byVol.slice(k * third, (k + 1) * third).flatMap((d) => d.rows);
  const groups: readonly (readonly [string, readonly ProbeRow[]])[] = [
    ['all', rows],
    ...classes.map((c) => [`class ${c}`, rows.filter((r) => r.assetClass === c)] as const),
    ['history under 1 year', rows.filter((r) => r.history < 252)],
    ['history 1 to 3 years', rows.filter((r) => r.history >= 252 && r.history < 756)],
    ['history over 3 years', rows.filter((r) => r.history >= 756)],
    ['calm third of dates', part(0)],
    ['middle third of dates', part(1)],
    ['wild third of dates', part(2)],
  ];
  return groups.filter(([, r]) => r.length > 0).map(([of, r]) => gateLabel(r, seeds, of));
}

function seedFigures(cells: ProbeCells, seed: number, of: ProbeOf, sharesBook: ProbeOf): SeedFigures {
  const value = (gate: GateSet, probe: Probe) =>
    PROBES[probe].score(pairs(cells.unseen, setOf(gate, seed), probe, of));
  const scores = Object.fromEntries(
    GATES.map((g) => [g, Object.fromEntries(PROBE_NAMES.map((p) => [p, value(g, p)]))]),
  ) as SeedFigures['scores'];
  const learned = setOf('learned', seed);
  const shares = PROBES.volatility.score(pairs(sharesOf(cells).unseen, learned, 'volatility', sharesBook));
  return { seed, scores, shares, unseen: unseenTests(cells, learned, of) };
}

const count = (days: readonly ProbeDay[]) => days.reduce((n, d) => n + d.rows.length, 0);
const span = (days: readonly ProbeDay[]) => [days[0]?.date ?? '', days.at(-1)?.date ?? ''] as const;

/** Everything the report says, from the rows of the three cells. */
export function encoderFigures(
  cells: ProbeCells,
  training: EncoderTraining,
  seeds: readonly number[],
): EncoderFigures {
  const of = probeBook(cells);
  const sharesBook = probeBook(sharesOf(cells));
  const nameOf = (set: FeatureSet): AnySet => (isGate(set) ? setOf(set, training.seed) : set);
  const shipped = (set: FeatureSet, probe: Probe) => pairs(cells.unseen, nameOf(set), probe, of);
  const probed = PROBE_NAMES.flatMap((probe) =>
    SETS.filter((set) => isProbed(set, probe)).map((set) => ({ set, probe })),
  );
  const unseen: Partial<Record<FeatureSet, Partial<Record<Probe, Interval>>>> = {};
  for (const { set, probe } of probed)
    unseen[set] = { ...unseen[set], [probe]: scoreOf(shipped(set, probe), probe) };
  return {
    training,
    unseen,
    against: probed
      .filter(({ set }) => set !== 'learned')
      .map(({ set, probe }) => ({
        set,
        probe,
        difference: differenceOf(shipped('learned', probe), shipped(set, probe), probe),
      })),
    shares: sharesFigures(cells, nameOf),
    seeds: seeds.map((seed) => seedFigures(cells, seed, of, sharesBook)),
    control: unseenTests(cells, 'raw50', of),
    gate: gateFigures(cells.unseen, seeds),
    counts: { train: count(cells.train), seen: count(cells.seen), unseen: count(cells.unseen) },
    span: { train: span(cells.train), test: span(cells.unseen) },
  };
}
