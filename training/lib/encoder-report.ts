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
export function verdict({ low, high }: Interval): string {
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
    num(t.matched),
    shareCell(t.lostMatched),
    `${num(t.skillSeen.value)} / ${num(t.skillUnseen.value)}`,
    cell(t.skillGap),
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
      'seen, matched',
      'lost, matched',
      'skill seen / unseen',
      'skill gap',
    ],
    [...own, [...control.slice(0, 6), '', '']],
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

/** Each aim of the design with what was found. */
function aims(f: EncoderFigures): string {
  const of = (set: FeatureSet, probe: Probe) =>
    f.against.find((a) => a.set === set && a.probe === probe)?.difference as Interval;
  const versus = (set: FeatureSet, probe: Probe) => `${cell(of(set, probe))}: ${verdict(of(set, probe))}`;
  const lost = LEVEL_PROBES.flatMap((probe) => {
    const t = shippedSeed(f)?.unseen[probe] as UnseenTest;
    const kept = (i: Interval) =>
      i.value >= 0.05 ? 'missed' : i.high < 0.05 ? 'met' : 'met, though the interval reaches beyond';
    return [
      [`${probe} R² lost on unseen tickers, as the sets are`, '< 5 %', shareCell(t.lost), kept(t.lost)],
      [`${probe} R² lost, sets matched`, '< 5 %', shareCell(t.lostMatched), kept(t.lostMatched)],
    ];
  });
  const against = (['har', 'ewma', 'raw50', 'random'] as const).map((set) => {
    const d = of(set, 'volatility');
    const isEnough = set === 'har' || set === 'ewma' ? d.value >= 0 : d.value > 0;
    return [
      `volatility R² less that of ${LABELS[set]}`,
      set === 'har' || set === 'ewma' ? '>= 0' : '> 0',
      versus(set, 'volatility'),
      isEnough ? 'met' : 'missed',
    ];
  });
  const correlation = of('raw50', 'correlation');
  return table(
    ['aim', 'wanted', 'found (shipped seed)', ''],
    [
      ...against,
      [
        'correlation R² less that of the 50 numbers alone',
        '> 0',
        versus('raw50', 'correlation'),
        correlation.value > 0 ? 'met' : 'missed',
      ],
      ...lost,
    ],
  );
}

/** What the gate does, from its own figures. */
function gateWords(f: EncoderFigures): string {
  const means = f.gate.filter((g) => g.of !== 'all').map((g) => g.mean[f.training.seed] ?? NaN);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const opens = high - low < 0.1 ? 'It has hardly specialised' : 'It does tell groups apart';
  return `${opens}: between ${num(low)} and ${num(high)} for every group below.`;
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
rows have such partners. *Skill*: 1 - squared error / squared error of a probe of the 50 numbers on the same rows. Brackets: 95 % bootstrap over
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
