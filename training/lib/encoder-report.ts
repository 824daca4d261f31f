import { METADATA } from '../../src/features/metadata.ts';
import type { MetadataConstants } from '../../src/features/metadata-scale.ts';
import { REGIME } from '../../src/features/regime.ts';
import { seedsTable } from './encoder-card.ts';
import {
  isProbed,
  LEVEL_PROBES,
  PROBE_NAMES,
  type EncoderFigures,
  type LevelProbe,
} from './encoder-figures.ts';
import { lossPlotNames } from './encoder-seeds.ts';
import { GATES, type FeatureSet } from './probe-data.ts';
import type { Interval } from './probe-metrics.ts';
import type { Probe } from './probe-scores.ts';
import type { UnseenTest } from './unseen-test.ts';

const LABELS: Readonly<Record<FeatureSet, string>> = {
  learned: '**embedding, learned gate**',
  gate1: 'embedding, gate forced to 1 (temporal only)',
  gate0: 'embedding, gate forced to 0 (Chronos only)',
  random: 'embedding, random weights',
  raw50: 'the 50 numbers alone',
  har: 'HAR (5, 22, 66 days)',
  ewma: 'EWMA (0.94)',
  correlation: 'correlation of the last 126 days',
  momentum: '12-1 month momentum',
};
const PROBE_LABELS: Readonly<Record<Probe, string>> = {
  volatility: 'volatility R²',
  correlation: 'correlation R²',
  sign: 'sign IC',
};

const num = (x: number): string => (Object.is(Math.round(x * 1000), -0) ? 0 : x).toFixed(3);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
const cell = (i: Interval | undefined): string =>
  i ? `${num(i.value)} [${num(i.low)}, ${num(i.high)}]` : '';
const shareCell = (i: Interval): string => `${percent(i.value)} [${percent(i.low)}, ${percent(i.high)}]`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((r) => `| ${r.join(' | ')} |`).join('\n');

/** A difference in words: an interval that holds 0 is a tie, whatever its sign. */
export function verdict({ low, high }: Interval): 'better' | 'worse' | 'tie' {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'tie';
}

/** Mean and standard deviation over seeds. */
export function meanAndDeviation(x: readonly number[]): readonly [number, number] {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const squares = x.reduce((a, b) => a + (b - mean) ** 2, 0);
  return [mean, x.length > 1 ? Math.sqrt(squares / (x.length - 1)) : 0];
}
const spread = (x: readonly number[]): string => {
  const [mean, deviation] = meanAndDeviation(x);
  return x.length > 1 ? `${num(mean)} ± ${num(deviation)}` : num(mean);
};

function scoreTable({ unseen }: EncoderFigures): string {
  const rows = (Object.keys(LABELS) as FeatureSet[]).map((set) => [
    LABELS[set],
    ...PROBE_NAMES.map((p) => (isProbed(set, p) ? cell(unseen[set]?.[p]) : '')),
  ]);
  return table(['features of the probe', ...PROBE_NAMES.map((p) => PROBE_LABELS[p])], rows);
}

function seedTable({ seeds, training }: EncoderFigures): string {
  const rows = GATES.flatMap((gate) => [
    ...seeds.map((s) => [
      LABELS[gate].replaceAll('*', ''),
      `seed ${s.seed}${s.seed === training.seed ? ' (shipped)' : ''}`,
      ...PROBE_NAMES.map((p) => num(s.scores[gate][p])),
      gate === 'learned' ? num(s.shares) : '',
    ]),
    [
      LABELS[gate].replaceAll('*', ''),
      '**mean ± sd**',
      ...PROBE_NAMES.map((p) => `**${spread(seeds.map((s) => s.scores[gate][p]))}**`),
      gate === 'learned' ? `**${spread(seeds.map((s) => s.shares))}**` : '',
    ],
  ]);
  return table(
    ['features', 'seed', ...PROBE_NAMES.map((p) => PROBE_LABELS[p]), 'volatility R² among shares'],
    rows,
  );
}

function unseenTable(f: EncoderFigures, probe: LevelProbe): string {
  const row = (name: string, t: UnseenTest) => [
    name,
    num(t.seen),
    num(t.unseen),
    shareCell(t.lost),
    shareCell(t.beyond),
    num(t.matched),
    shareCell(t.lostMatched),
    shareCell(t.beyondMatched),
    `${num(t.skillSeen.value)} / ${num(t.skillUnseen.value)}; ${cell(t.skillGap)}`,
  ];
  const own = f.seeds.map((s) =>
    row(`embedding, seed ${s.seed}${s.seed === f.training.seed ? ' (shipped)' : ''}`, s.unseen[probe]),
  );
  const control = row('the 50 numbers (know no ticker)', f.control[probe]);
  return table(
    [
      'features',
      'seen',
      'unseen',
      'lost',
      'beyond the 50 numbers',
      'seen, matched',
      'lost, matched',
      'beyond, matched',
      'skill seen / unseen; gap',
    ],
    [...own, control.map((x, i) => ([4, 7, 8].includes(i) ? '' : x))],
  );
}

function gateTable(f: EncoderFigures): string {
  const seeds = f.seeds.map((s) => s.seed);
  return table(
    ['rows', ...seeds.map((s) => `seed ${s}${s === f.training.seed ? ' (shipped)' : ''}`), 'n'],
    f.gate.map((g) => [g.of, ...seeds.map((s) => num(g.mean[s] ?? NaN)), String(g.rows)]),
  );
}

const shippedSeed = (f: EncoderFigures) => f.seeds.find((s) => s.seed === f.training.seed) ?? f.seeds[0];

/** A wanted difference above 0, judged by its interval. */
const judged = (d: Interval): string =>
  ({
    better: 'met',
    worse: 'missed',
    tie: d.value >= 0 ? 'a tie, on the right side' : 'a tie, on the wrong side',
  })[verdict(d)];
/** A wanted loss below five percent, judged by its value and its interval. */
function judgedLoss({ value, high }: Interval): string {
  if (value >= 0.05) return 'missed';
  return high < 0.05 ? 'met' : 'met, though the interval reaches beyond';
}

/** Each aim of the design with what was found. */
function aims(f: EncoderFigures): string {
  const of = (set: FeatureSet, probe: Probe) =>
    f.against.find((a) => a.set === set && a.probe === probe)?.difference as Interval;
  const against = (
    [
      ['har', 'volatility'],
      ['ewma', 'volatility'],
      ['raw50', 'volatility'],
      ['random', 'volatility'],
      ['raw50', 'correlation'],
      ['random', 'correlation'],
    ] as const
  ).map(([set, probe]) => {
    const d = of(set, probe);
    return [`${probe} R² less that of ${LABELS[set]}`, '> 0', cell(d), judged(d)];
  });
  const lost = LEVEL_PROBES.flatMap((probe) => {
    const t = shippedSeed(f)?.unseen[probe] as UnseenTest;
    const rows: readonly (readonly [string, Interval])[] = [
      ['lost on unseen tickers, as the sets are', t.lost],
      ['lost beyond what the 50 numbers lose there', t.beyond],
      ['lost, sets matched', t.lostMatched],
      ['lost beyond what the 50 numbers lose, sets matched', t.beyondMatched],
    ];
    return rows.map(([what, i]) => [`${probe} R² ${what}`, '< 5 %', shareCell(i), judgedLoss(i)]);
  });
  return table(['aim', 'wanted', 'found (shipped seed)', ''], [...against, ...lost]);
}

/** What the gate does, from its own figures. */
function gateWords(f: EncoderFigures): string {
  const groups = f.gate.filter((g) => g.of !== 'all');
  const of = (seed: number) => {
    const sorted = groups.toSorted((a, b) => (a.mean[seed] ?? NaN) - (b.mean[seed] ?? NaN));
    const said = (g: (typeof groups)[number] | undefined) => `${g?.of} (${num(g?.mean[seed] ?? NaN)})`;
    return `seed ${seed}: lowest for ${said(sorted[0])}, highest for ${said(sorted.at(-1))}`;
  };
  return `Means over groups, of a range from 0 to 1: ${f.seeds.map((s) => of(s.seed)).join('; ')}. Where the seeds disagree, the gate has learned a habit and not a rule.`;
}

/** The figures as Markdown, the same text in the report and in the card. */
export function figuresMarkdown(f: EncoderFigures): string {
  const against = f.against.map((a) => [LABELS[a.set], a.probe, cell(a.difference), verdict(a.difference)]);
  const shares = f.shares.map((s) => [
    LABELS[s.set],
    cell(s.score),
    s.difference ? `${cell(s.difference)}: ${verdict(s.difference)}` : '',
  ]);
  const covered = shippedSeed(f)?.unseen.volatility.covered ?? NaN;
  return `## Aims

${aims(f)}

## Probes on held-out tickers and held-out dates (cell D)

A ridge probe per feature set, fitted on training tickers and training dates (${f.span.train[0]} to ${f.span.train[1]}, ${f.counts.train} rows), scored on
${f.counts.unseen} rows of ${f.span.test[0]} to ${f.span.test[1]}. Volatility: ln of the realised volatility of the next 21 days. Correlation: with the equal-weighted
universe over the next 21 days. Sign IC: mean over dates of the correlation between the prediction's rank and the sign of the next 21 days' return.
Brackets: 95 % block bootstrap over dates. Embeddings here are those of the shipped seed, ${f.training.seed}.

${scoreTable(f)}

The learned embedding less the other, on the same rows ("tie" = the interval holds 0):

${table(['less', 'probe', 'difference', ''], against)}

Volatility R² among single shares only (the level differences between classes taken out), and the learned embedding less the other:

${table(['features of the probe', 'volatility R²', 'difference'], shares)}

## All seeds

The seed was chosen by validation loss, before any of this was computed:

${seedsTable(f.training)}

${seedTable(f)}

## Seen and unseen tickers, same dates (cells B and D)

R² divides by the spread of the truths, and that depends on which assets are in a set. *Matched*: the ${f.counts.seen} rows of seen tickers are weighted so that
their mix of class, third of volatility and third of correlation (both as known at the date) is that of the unseen rows; ${percent(covered)} of the unseen
rows have such partners. *Beyond*: the share lost less the share that the 50 numbers, which know no ticker, lose on the same rows. *Skill*: 1 - squared error / squared error of a probe of the 50 numbers on the same rows. Brackets: 95 % bootstrap over
blocks of dates and, within each set, over tickers.

Volatility:

${unseenTable(f, 'volatility')}

Correlation:

${unseenTable(f, 'correlation')}

## Where the gate opens (cell D; 1 = temporal state, 0 = Chronos)

${gateWords(f)}

${gateTable(f)}
`;
}

/** What `bench:encoder` measured, in processor milliseconds. */
export interface EncoderCosts {
  readonly universes: readonly {
    readonly assets: number;
    readonly bundle: number;
    readonly cold: number;
    readonly warm: number;
    readonly more: number;
  }[];
  readonly days: readonly {
    readonly assets: number;
    readonly dates: number;
    readonly full: number;
    readonly more: number;
  }[];
}

/** Costs and tests, the same text in the report and in the card. */
export function proofMarkdown(costs: EncoderCosts | null): string {
  const times = (full: number, more: number) => `${(full / more).toFixed(1)}x`;
  const universes = costs?.universes.map((u) => [
    String(u.assets),
    String(u.bundle),
    u.cold.toFixed(0),
    u.warm.toFixed(1),
    u.more.toFixed(1),
    times(u.cold, u.more),
  ]);
  const days = costs?.days.map((d) => [
    String(d.assets),
    String(d.dates),
    d.full.toFixed(0),
    d.more.toFixed(0),
    times(d.full, d.more),
  ]);
  const figures = costs
    ? `Processor milliseconds on WASM, one thread (\`npm run bench:encoder\`). Cold: nothing kept; warm: the same again; one more: one ticker joins.
The full computation includes the numbers that compare an asset with its whole bundle.

${table(['assets', 'of a bundle of', 'cold', 'warm', 'one more', 'cold / one more'], universes ?? [])}

A year of weekly embeddings is kept and the bundle is read again with one day more:

${table(['assets', 'dates', 'all', 'one day more', 'all / one day more'], days ?? [])}`
    : 'Not measured: `npm run bench:encoder`.';
  return `## What it costs

${figures}

## What is tested

Outputs permute with the assets within 1e-5, masked assets move nothing, 1 and 500 assets run: \`src/models/encoder/encoder.test.ts\`. Fewer kernels, same
numbers within 1e-5: \`inference.test.ts\` beside it. An asset added or taken out, a bundle grown by a day, by an asset or by one price, and the order of
the bundle give what a fresh computation gives within 1e-5: \`src/engine/encode.test.ts\`. No price after a date changes an embedding, the map, any of the 50
numbers, the windows or the regime: there and in \`src/features\`. Held-out tickers and days are refused before anything is fitted: \`training/lib/holdout.test.ts\`.
`;
}

/** The plots of the training losses, for the report. */
export const plotsMarkdown = (f: EncoderFigures): string =>
  lossPlotNames(f.seeds.map((s) => s.seed))
    .map((name) => `![training losses](${name})`)
    .join('\n\n');

/** What goes into the encoder, for the report: the 50 numbers with their scaling, and the regime features. */
export function inputsMarkdown(constants: MetadataConstants): string {
  const numbers = METADATA.map((m, k) => {
    const scaling =
      m.unit === '0 or 1' ? '' : `${num(constants.center[k] ?? 0)} | ${num(constants.spread[k] ?? 0)}`;
    return `| ${k} | \`${m.name}\` | ${m.unit} | ${m.formula.replaceAll('|', '\\|')} | ${scaling || ' | '} |`;
  });
  const regime = REGIME.map((r) => `| \`${r.name}\` | ${r.formula.replaceAll('|', '\\|')} |`);
  return `## The 50 observable numbers

Each is centred, divided by its spread and clipped to [-3, 3]; missing = 0. Constants from the training split; a spread of 0 means the number was
never known there and is passed on as 0.

| | name | unit | formula | centre | spread |
|---|---|---|---|---|---|
${numbers.join('\n')}

## The eight regime features

m is the equal-weighted log return of shares, equity funds and real estate; each feature is clipped to [-3, 3].

| name | formula |
|---|---|
${regime.join('\n')}
`;
}
