/**
 * The evaluations as the page "How good is it?" shows them. They are written by the trainings, whose shape grows: each
 * part is read for itself, and one that is missing or odd is null, never an error.
 */
import { OBJECTIVES, type Objective } from '../domain/portfolio/types.ts';

/** A mean with its 95 % interval. */
export interface Band {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export type Verdict = 'better' | 'tie' | 'worse';

/** Whether an interval of differences leaves zero out. */
export const verdictOf = ({ low, high }: Band): Verdict => (low > 0 ? 'better' : high < 0 ? 'worse' : 'tie');

export interface Against {
  readonly rule: string;
  readonly goal: Objective;
  /** Growth of what is left after tax and sale, policy less rule, percent a year. */
  readonly afterTax: Band;
  /** The goal's own metric, policy less rule, percent a year; null when not given. */
  readonly own: Band | null;
}

/** One line of the table of risk, turnover and taxes; NaN where the evaluation does not tell. */
export interface RiskRow {
  readonly name: string;
  readonly isPolicy: boolean;
  readonly values: Readonly<Record<string, number>>;
}

export interface GoalTable {
  /** mean[asked for][measured by], percent a year. */
  readonly mean: readonly (readonly number[])[];
  readonly sd: readonly (readonly number[])[] | null;
  readonly diagonalBest: readonly boolean[] | null;
  readonly margin: readonly Band[] | null;
  /** The quarter's after-tax gain alone, without the premium for gains taken: quick gains less the best other goal. */
  readonly plainGain: { readonly other: string; readonly band: Band } | null;
}

export interface SeenRow {
  readonly goal: Objective;
  readonly seen: number;
  readonly unseen: number;
  readonly difference: Band | null;
}

export interface Fold {
  readonly testFrom: string;
  readonly testTo: string;
  readonly diagonal: readonly number[];
  readonly diagonalBest: readonly boolean[] | null;
  readonly against: readonly { readonly rule: string; readonly bands: readonly Band[] }[];
}

export interface PolicyEvaluation {
  readonly from: string;
  readonly to: string;
  readonly tickers: number;
  readonly weeks: number;
  readonly startDates: number;
  readonly costBps: number;
  readonly seeds: number;
  readonly steps: readonly number[];
  /** Whether the figures are of the weights in the app; null when it cannot be told. */
  readonly isShipped: boolean | null;
  readonly table: GoalTable | null;
  readonly untrained: readonly (readonly number[])[] | null;
  readonly gain: readonly Band[] | null;
  readonly against: readonly Against[];
  readonly risk: readonly RiskRow[];
  readonly costs: readonly { readonly bps: number; readonly rows: readonly RiskRow[] }[];
  readonly seen: readonly SeenRow[];
  readonly folds: readonly Fold[];
  readonly expertUse: Readonly<Record<string, readonly number[]>>;
  /** `byChoice`: in runs without a forced sale (a delisting, or tax with nothing else to sell). */
  readonly washed: {
    readonly lossSales: number;
    readonly washed: number;
    readonly byChoice: number;
  } | null;
  readonly longTermShare: number | null;
  readonly psr: number | null;
  readonly dsr: number | null;
  readonly pbo: number | null;
  readonly trials: number | null;
  readonly merton: { readonly optimum: number; readonly learned: number } | null;
  readonly leak: number | null;
  readonly shuffled: number | null;
}

export interface EncoderEvaluation {
  readonly from: string;
  readonly to: string;
  readonly probes: readonly {
    readonly probe: string;
    readonly rows: readonly {
      readonly set: string;
      readonly score: Band;
      readonly verdict: Verdict | null;
    }[];
  }[];
}

export interface ChronosEvaluation {
  readonly from: string;
  readonly to: string;
  readonly windows: number;
  readonly rows: readonly {
    readonly target: string;
    readonly model: string;
    readonly horizon: number;
    readonly cover80: number;
    readonly cover50: number;
    /** Error over the yardstick's; below 1 is better. */
    readonly ratio: Band;
  }[];
}

export interface ObjectiveEvaluation {
  readonly aims: readonly { readonly text: string; readonly isMissed: boolean }[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
}

export interface Evaluation {
  readonly policy: PolicyEvaluation | null;
  readonly encoder: EncoderEvaluation | null;
  readonly chronos: ChronosEvaluation | null;
  readonly objectives: ObjectiveEvaluation | null;
}

type Loose = Readonly<Record<string, unknown>>;

const record = (v: unknown): Loose =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Loose) : {};
const list = (v: unknown): readonly unknown[] => (Array.isArray(v) ? (v as unknown[]) : []);
const number = (v: unknown): number => (typeof v === 'number' ? v : Number.NaN);
const numberOrNull = (v: unknown): number | null => (typeof v === 'number' && Number.isFinite(v) ? v : null);
const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const numbers = (v: unknown): readonly number[] => list(v).map(number);
const rows = (v: unknown): readonly (readonly number[])[] | null =>
  list(v).length === OBJECTIVES.length && list(v).every((r) => list(r).length === OBJECTIVES.length)
    ? list(v).map(numbers)
    : null;
const flags = (v: unknown): readonly boolean[] | null =>
  list(v).length === OBJECTIVES.length ? list(v).map((x) => x === true) : null;

/** {mean, ci: [low, high]} or {value, low, high}. */
function band(v: unknown): Band | null {
  const r = record(v);
  const [a, b] = list(r['ci']);
  const found = {
    mean: number(r['mean'] ?? r['value']),
    low: number(a ?? r['low']),
    high: number(b ?? r['high']),
  };
  return Object.values(found).every(Number.isFinite) ? found : null;
}

const bands = (v: unknown): readonly Band[] | null => {
  const all = list(v).map(band);
  return all.length === OBJECTIVES.length && all.every((b) => b !== null) ? (all as Band[]) : null;
};

function plainGain(v: unknown): GoalTable['plainGain'] {
  const r = record(v);
  const margin = band(r['margin']);
  return margin && { other: text(r['bestOther']), band: margin };
}

const isGoal = (name: string): name is Objective => (OBJECTIVES as readonly string[]).includes(name);

function againstOf(v: unknown): Against[] {
  return Object.entries(record(v)).flatMap(([rule, byGoal]) =>
    Object.entries(record(byGoal)).flatMap(([goal, entry]) => {
      const afterTax = band(record(entry)['afterTaxLiquidation']);
      return isGoal(goal) && afterTax
        ? [{ rule, goal, afterTax, own: band(record(entry)['ownMetric']) }]
        : [];
    }),
  );
}

const riskRows = (v: unknown, isPolicy: (name: string) => boolean): RiskRow[] =>
  Object.entries(record(v)).map(([name, line]) => ({
    name,
    isPolicy: isPolicy(name),
    values: Object.fromEntries(
      Object.entries(record(line)).flatMap(([k, x]) => (typeof x === 'number' ? [[k, x] as const] : [])),
    ),
  }));

function seenOf(v: unknown, diagonal: readonly number[]): SeenRow[] {
  const r = record(v);
  const seen = numbers(r['diagonal']);
  const unseen = list(r['unseen']).length > 0 ? numbers(r['unseen']) : diagonal;
  const difference = list(r['difference']).map(band);
  return OBJECTIVES.flatMap((goal, k) => {
    const [a, b] = [seen[k] ?? Number.NaN, unseen[k] ?? Number.NaN];
    return Number.isFinite(a) && Number.isFinite(b)
      ? [{ goal, seen: a, unseen: b, difference: difference[k] ?? null }]
      : [];
  });
}

const diagonalOf = (mean: readonly (readonly number[])[]): readonly number[] =>
  mean.map((r, k) => r[k] ?? Number.NaN);

function foldsOf(v: unknown): Fold[] {
  return list(record(v)['folds']).flatMap((f) => {
    const fold = record(f);
    const mean = rows(record(fold['matrix'])['mean']);
    if (!mean) return [];
    return [
      {
        testFrom: text(fold['testFrom']),
        testTo: text(fold['testTo']),
        diagonal: diagonalOf(mean),
        diagonalBest: flags(record(fold['matrix'])['diagonalBest']),
        against: Object.entries(record(fold['against'])).flatMap(([rule, b]) => {
          const all = bands(b);
          return all ? [{ rule, bands: all }] : [];
        }),
      },
    ];
  });
}

function policyOf(v: unknown, shipped: unknown): PolicyEvaluation | null {
  const r = record(v);
  const data = record(r['data']);
  const size = record(r['size']);
  if (text(data['from']) === '') return null;
  const matrix = record(r['matrix']);
  const mean = rows(matrix['mean']);
  const seeds = list(r['seeds']).map(record);
  const sanity = record(r['sanity']);
  const merton = record(sanity['merton']);
  const wash = record(r['washSales']);
  const weights = text(r['weights']);
  return {
    from: text(data['from']),
    to: text(data['to']),
    tickers: number(data['tickers']),
    weeks: number(size['weeks']),
    startDates: number(size['startDates']),
    costBps: number(size['costBps']),
    seeds: seeds.length,
    steps: seeds.map((s) => number(s['steps'])),
    isShipped: weights === '' || typeof shipped !== 'string' ? null : weights === shipped,
    table: mean && {
      mean,
      sd: rows(matrix['sd']),
      diagonalBest: flags(matrix['diagonalBest']),
      margin: bands(matrix['diagonalMargin']),
      plainGain: plainGain(matrix['plainGain']),
    },
    untrained: rows(record(r['untrained'])['mean']),
    gain: bands(record(r['untrained'])['gain']),
    against: againstOf(r['comparators']),
    risk: [...riskRows(r['policyLines'], () => true), ...riskRows(r['ruleLines'], () => false)],
    costs: list(r['costs']).flatMap((c) => {
      const bps = numberOrNull(record(c)['costBps']);
      return bps === null ? [] : [{ bps, rows: riskRows(record(c)['lines'], isGoal) }];
    }),
    seen: seenOf(r['seenTickers'], mean ? diagonalOf(mean) : []),
    folds: foldsOf(r['walkForward']),
    expertUse: Object.fromEntries(Object.entries(record(r['expertUse'])).map(([g, x]) => [g, numbers(x)])),
    washed:
      numberOrNull(wash['lossSales']) === null
        ? null
        : {
            lossSales: number(wash['lossSales']),
            washed: number(wash['washed']),
            byChoice: number(wash['washedByChoice']),
          },
    longTermShare: numberOrNull(r['longTermShareOfGains']),
    psr: numberOrNull(r['psr']),
    dsr: numberOrNull(r['dsr']),
    pbo: numberOrNull(r['pbo']),
    trials: numberOrNull(r['trials']),
    merton:
      numberOrNull(merton['optimum']) === null
        ? null
        : { optimum: number(merton['optimum']), learned: number(merton['learned']) },
    leak: numberOrNull(record(sanity['leakedFuture'])['alpha']),
    shuffled: numberOrNull(record(sanity['shuffled'])['alpha']),
  };
}

function encoderOf(v: unknown): EncoderEvaluation | null {
  const r = record(v);
  const unseen = record(r['unseen']);
  const span = list(record(r['span'])['test']);
  const against = list(r['against']).map(record);
  const probes = ['volatility', 'correlation', 'sign'].map((probe) => ({
    probe,
    rows: Object.entries(unseen).flatMap(([set, scores]) => {
      const score = band(record(scores)[probe]);
      const difference = band(against.find((a) => a['set'] === set && a['probe'] === probe)?.['difference']);
      // "difference" is the encoder less the other set.
      return score ? [{ set, score, verdict: difference && verdictOf(difference) }] : [];
    }),
  }));
  if (probes.every((p) => p.rows.length === 0)) return null;
  return { from: text(span[0]), to: text(span[1]), probes: probes.filter((p) => p.rows.length > 0) };
}

function chronosOf(v: unknown): ChronosEvaluation | null {
  const r = record(v);
  const tested = record(r['tested']);
  const found = list(r['all']).flatMap((x) => {
    const row = record(x);
    const ratio = band({ mean: row['ratio'], low: row['low'], high: row['high'] });
    return ratio && numberOrNull(row['cover80']) !== null
      ? [
          {
            target: text(row['target']),
            model: text(row['model']),
            horizon: number(row['horizon']),
            cover80: number(row['cover80']),
            cover50: number(row['cover50']),
            ratio,
          },
        ]
      : [];
  });
  if (found.length === 0) return null;
  return {
    from: text(tested['from']),
    to: text(tested['to']),
    windows: number(tested['windows']),
    rows: found,
  };
}

function objectivesOf(v: unknown): ObjectiveEvaluation | null {
  const r = record(v);
  const table = record(list(r['tables'])[0]);
  const head = list(table['head']).map(text);
  const aims = list(r['aims'])
    .map(text)
    .map((aim) => ({ text: aim.replace(/^(?:missed|reached):\s*/, ''), isMissed: aim.startsWith('missed') }));
  if (aims.length === 0 && head.length === 0) return null;
  return {
    aims,
    table: head.length === 0 ? null : { head, rows: list(table['rows']).map((x) => list(x).map(text)) },
  };
}

/** Reads evaluation.json, part by part. */
export function evaluationOf(json: unknown): Evaluation {
  const r = record(json);
  return {
    policy: policyOf(r['policy'], record(r['shipped'])['policy']),
    encoder: encoderOf(r['encoder']),
    chronos: chronosOf(r['chronos']),
    objectives: objectivesOf(r['objectives']),
  };
}

/** How often an after-tax comparison came out which way. */
export function tally(against: readonly Against[]): Readonly<Record<Verdict, number>> {
  const counts = { better: 0, tie: 0, worse: 0 };
  for (const a of against) counts[verdictOf(a.afterTax)]++;
  return counts;
}
