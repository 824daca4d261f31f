import type { AssetClass } from '../../src/domain/market/panel.ts';
import { METADATA } from '../../src/features/metadata.ts';
import type { MetadataConstants } from '../../src/features/metadata-scale.ts';
import { REGIME } from '../../src/features/regime.ts';
import type { FeatureSet, ProbeDay, ProbeRow } from './probe-data.ts';
import type { Interval } from './probe-metrics.ts';
import type { Probe } from './probe-scores.ts';

/** All figures of one evaluation. */
export interface EncoderFigures {
  /** Cell D: held-out tickers, held-out dates. */
  readonly unseen: Readonly<Partial<Record<FeatureSet, Readonly<Record<Probe, Interval>>>>>;
  /** Cell B: training tickers, held-out dates. */
  readonly seen: Readonly<Partial<Record<FeatureSet, Readonly<Record<Probe, Interval>>>>>;
  /** Cell D: learned embedding less another feature set. */
  readonly against: readonly {
    readonly set: FeatureSet;
    readonly probe: Probe;
    readonly difference: Interval;
  }[];
  /** Cell D, shares only: volatility. */
  readonly shares: Readonly<Partial<Record<FeatureSet, Interval>>>;
  readonly gate: readonly { readonly of: string; readonly mean: number; readonly rows: number }[];
  readonly counts: { readonly train: number; readonly seen: number; readonly unseen: number };
  readonly span: { readonly train: readonly [string, string]; readonly test: readonly [string, string] };
}

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

const num = (x: number): string => (Object.is(Math.round(x * 1000), -0) ? 0 : x).toFixed(3);
const cell = (i: Interval | undefined): string =>
  i ? `${num(i.value)} [${num(i.low)}, ${num(i.high)}]` : '';

/** A difference in words: an interval that holds 0 is a tie, whatever its sign. */
export function verdict({ low, high }: Interval): string {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'tie';
}

/** Baselines that exist for one probe only. */
const ONLY: Readonly<Partial<Record<FeatureSet, Probe>>> = {
  har: 'volatility',
  ewma: 'volatility',
  correlation: 'correlation',
  momentum: 'sign',
};

/** True when a feature set makes sense for a probe. */
export const isProbed = (set: FeatureSet, probe: Probe): boolean => (ONLY[set] ?? probe) === probe;

function scoreTable(scores: EncoderFigures['unseen']): string {
  const rows = (Object.keys(LABELS) as FeatureSet[]).flatMap((set) => {
    const s = scores[set];
    if (!s) return [];
    const of = (probe: Probe) => (isProbed(set, probe) ? cell(s[probe]) : '');
    return [`| ${LABELS[set]} | ${of('volatility')} | ${of('correlation')} | ${of('sign')} |`];
  });
  return [
    '| features of the probe | volatility R² | correlation R² | sign IC |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function gateLabel(rows: readonly ProbeRow[], of: string) {
  return { of, mean: rows.reduce((a, r) => a + r.gate, 0) / Math.max(1, rows.length), rows: rows.length };
}

/** Mean gate by class, by length of history and by the market's volatility. */
export function gateFigures(days: readonly ProbeDay[]): EncoderFigures['gate'] {
  const rows = days.flatMap((d) => d.rows);
  const classes = [...new Set(rows.map((r) => r.assetClass))].toSorted() as AssetClass[];
  const at = REGIME.findIndex((r) => r.name === 'volatility');
  const byVol = days.toSorted((a, b) => (a.regime[at] as number) - (b.regime[at] as number));
  const third = Math.ceil(byVol.length / 3);
  const part = (k: number) => byVol.slice(k * third, (k + 1) * third).flatMap((d) => d.rows);
  const figures = [
    gateLabel(rows, 'all'),
    ...classes.map((c) =>
      gateLabel(
        rows.filter((r) => r.assetClass === c),
        `class ${c}`,
      ),
    ),
    gateLabel(
      rows.filter((r) => r.history < 252),
      'history under 1 year',
    ),
    gateLabel(
      rows.filter((r) => r.history >= 252 && r.history < 756),
      'history 1 to 3 years',
    ),
    gateLabel(
      rows.filter((r) => r.history >= 756),
      'history over 3 years',
    ),
    gateLabel(part(0), 'calm third of dates'),
    gateLabel(part(1), 'middle third of dates'),
    gateLabel(part(2), 'wild third of dates'),
  ];
  return figures.filter((f) => f.rows > 0);
}

/** Share of the R² on seen tickers that is lost on unseen ones, on the same dates. */
function lossLine(f: EncoderFigures, set: FeatureSet, probe: Probe): string {
  const seen = f.seen[set]?.[probe].value ?? NaN;
  const unseen = f.unseen[set]?.[probe].value ?? NaN;
  const lost = ((seen - unseen) / seen) * 100;
  return `| ${LABELS[set]} | ${probe} | ${num(seen)} | ${num(unseen)} | ${lost.toFixed(1)} % |`;
}

/** The figures as Markdown, the same text in the report and in the card. */
export function figuresMarkdown(f: EncoderFigures): string {
  const against = f.against.map(
    (a) => `| ${LABELS[a.set]} | ${a.probe} | ${cell(a.difference)} | ${verdict(a.difference)} |`,
  );
  const shares = (Object.keys(f.shares) as FeatureSet[]).map(
    (s) => `| ${LABELS[s]} | ${cell(f.shares[s])} |`,
  );
  return `## Probes on held-out tickers and held-out dates (cell D)

A ridge probe per feature set, fitted on training tickers and training dates (${f.span.train[0]} to ${f.span.train[1]}, ${f.counts.train} rows), scored on
${f.counts.unseen} rows of ${f.span.test[0]} to ${f.span.test[1]}. Volatility: ln of the realised volatility of the next 21 days. Correlation: with the equal-weighted
universe over the next 21 days. Sign IC: mean over dates of the correlation between the prediction's rank and the sign of the next 21 days' return.
Brackets: 95 % block bootstrap over dates.

${scoreTable(f.unseen)}

The learned embedding less the other, on the same rows ("tie" = the interval holds 0):

| less | probe | difference | |
|---|---|---|---|
${against.join('\n')}

Volatility R² among single shares only (the level differences between classes taken out):

| features of the probe | volatility R² |
|---|---|
${shares.join('\n')}

## Seen and unseen tickers, same dates (cells B and D)

| features | probe | seen tickers | unseen tickers | lost |
|---|---|---|---|---|
${(['learned', 'raw50', 'har'] as const).map((s) => lossLine(f, s, 'volatility')).join('\n')}
${(['learned', 'raw50'] as const).map((s) => lossLine(f, s, 'correlation')).join('\n')}

The two sets hold different assets, so the lines of the 50 numbers and HAR, which know no ticker either, show how much of a gap is the assets'.

## Where the gate opens (cell D; 1 = temporal state, 0 = Chronos)

| rows | mean gate | n |
|---|---|---|
${f.gate.map((g) => `| ${g.of} | ${num(g.mean)} | ${g.rows} |`).join('\n')}
`;
}

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
