import { EXPERTS, OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import type { GradientConflict } from './gradient-cosine.ts';
import type { Matrix } from './policy-matrix.ts';
import type { PolicyReport } from './policy-report.ts';
import type { AlphaResult, MertonResult } from './policy-sanity.ts';
import type { Interval } from './policy-statistics.ts';

export const n2 = (x: number): string => x.toFixed(2);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
export const interval = (i: Interval): string => `${n2(i.mean)} [${n2(i.ci[0])}, ${n2(i.ci[1])}]`;
export const verdict = (i: Interval): string => (i.ci[0] > 0 ? 'better' : i.ci[1] < 0 ? 'worse' : 'tie');

export function matrixTable({ mean, sd }: Matrix): string {
  return table(
    ['asked for \\ metric', ...OBJECTIVES],
    OBJECTIVES.map((o, i) => [
      o,
      ...OBJECTIVES.map((_, j) => {
        const mark = i === j ? '**' : '';
        return `${mark}${n2(mean[i]?.[j] ?? NaN)} ± ${n2(sd[i]?.[j] ?? 0)}${mark}`;
      }),
    ]),
  );
}

export const untrainedTable = (r: PolicyReport): string =>
  table(
    ['asked for \\ metric', ...OBJECTIVES],
    OBJECTIVES.map((o, i) => [o, ...OBJECTIVES.map((_, j) => n2(r.untrained.mean[i]?.[j] ?? NaN))]),
  );

/** How many times as much data the interval would need to leave zero out, were the margin the true one. */
function timesToTell(i: Interval): string {
  const half = (i.ci[1] - i.ci[0]) / 2;
  const times = (half / Math.max(1e-9, Math.abs(i.mean))) ** 2;
  return times > 999 ? '> 999' : times < 1 ? '< 1' : times.toFixed(1);
}

/** @param gain what training gained on each goal's own metric; left out where it was not measured. */
export const marginTable = (m: Matrix, gain?: readonly Interval[]): string =>
  table(
    [
      'metric',
      'own goal is best',
      'best other goal',
      'own less other, over cases',
      '',
      'over seeds, mean ± sd',
      'beyond one sd',
      'times this data to tell',
      ...(gain ? ['training gained', ''] : []),
    ],
    OBJECTIVES.map((o, j) => {
      const cases = m.diagonalMargin[j] as Interval;
      const seeds = m.seedMargin[j] as Matrix['seedMargin'][number];
      const gained = gain?.[j];
      return [
        o,
        m.diagonalBest[j] ? 'yes' : 'no',
        m.bestOther[j] ?? '',
        interval(cases),
        verdict(cases),
        `${n2(seeds.mean)} ± ${n2(seeds.sd)}`,
        seeds.isBeyondOneSd ? 'yes' : 'no',
        timesToTell(cases),
        ...(gained ? [interval(gained), verdict(gained)] : []),
      ];
    }),
  );

export const correlationTable = (r: PolicyReport): string =>
  table(
    ['', ...OBJECTIVES],
    OBJECTIVES.map((o, i) => [o, ...OBJECTIVES.map((_, j) => n2(r.matrix.correlation[i]?.[j] ?? NaN))]),
  );

export const comparatorTable = (r: PolicyReport, key: 'afterTaxLiquidation' | 'ownMetric'): string =>
  table(
    ['policy less …', ...OBJECTIVES],
    Object.entries(r.comparators).map(([name, goals]) => [
      name,
      ...OBJECTIVES.map((o) => {
        const i = goals[o]?.[key] as Interval;
        return `${interval(i)} ${verdict(i)}`;
      }),
    ]),
  );

export const riskTable = (r: PolicyReport): string =>
  table(
    [
      '',
      'before tax %/yr',
      'tax paid, gains kept %/yr',
      'sold and taxed %/yr',
      'to heirs %/yr',
      'tax alpha, sold %/yr',
      'tax alpha, kept %/yr',
      'max drawdown %',
      'worst 5 % weeks %',
      'turnover /yr',
      'tracking error %',
      'losses harvested %/yr',
      'of these used %/yr',
      'long-term share of gains',
    ],
    [...Object.entries(r.policyLines), ...Object.entries(r.ruleLines)].map(([name, l]) => [
      name,
      n2(l.preTax),
      n2(l.preLiquidation),
      n2(l.afterTax),
      n2(l.stepUp),
      interval(r.taxAlpha.liquidated[name] as Interval),
      interval(r.taxAlpha.kept[name] as Interval),
      n2(l.maxDrawdown),
      n2(l.cvar),
      n2(l.turnover),
      n2(l.trackingError),
      n2(l.harvested),
      n2(l.usableHarvested),
      n2(l.longTermShare),
    ]),
  );

export function costTable(r: PolicyReport): string {
  if (r.costs.length === 0) return 'Not run.';
  const names = Object.keys(r.costs[0]?.lines ?? {});
  return table(
    ['sold and taxed, % a year (turnover a year)', ...r.costs.map((c) => `${c.costBps} bp`)],
    names.map((n) => [
      n,
      ...r.costs.map((c) => `${n2(c.lines[n]?.afterTax ?? NaN)} (${n2(c.lines[n]?.turnover ?? NaN)})`),
    ]),
  );
}

export function offsetTable(r: PolicyReport): string {
  if (r.offsets.length === 0) return 'Not run.';
  const names = Object.keys(r.offsets[0]?.lines ?? {});
  return table(
    ['', ...r.offsets.flatMap((o) => [`${o.offset}: tax alpha, sold`, 'tax alpha, kept', 'used losses'])],
    names.map((n) => [
      n,
      ...r.offsets.flatMap((o) => {
        const l = o.lines[n];
        return l ? [interval(l.taxAlpha), interval(l.taxAlphaKept), n2(l.usableHarvested)] : ['', '', ''];
      }),
    ]),
  );
}

export const expertTable = (r: PolicyReport): string =>
  table(
    ['goal', 'regime', ...EXPERTS],
    OBJECTIVES.flatMap((o) => [
      [o, 'all', ...(r.expertUse[o] ?? []).map(n2)],
      ...Object.entries(r.expertUseByRegime[o] ?? {}).map(([name, use]) => [o, name, ...use.map(n2)]),
    ]),
  );

export function seenTable(r: PolicyReport): string {
  const s = r.seenTickers;
  if (!s) return 'Not run.';
  return table(
    ['goal', 'seen tickers', 'unseen tickers', 'unseen less seen', 'within 5 %', 'interval allows no loss'],
    OBJECTIVES.map((o, k) => [
      o,
      n2(s.diagonal[k] ?? NaN),
      n2(s.unseen[k] ?? NaN),
      interval(s.difference[k] as Interval),
      s.isWithinFivePercent[k] ? 'yes' : 'no',
      s.isTie[k] ? 'yes' : 'no',
    ]),
  );
}

export function walkTable(r: PolicyReport): string {
  const w = r.walkForward;
  if (!w || w.folds.length === 0) return 'Not run for these weights.';
  return table(
    [
      'test stretch',
      'trained to',
      'seeds × steps',
      'own goal best',
      ...OBJECTIVES,
      'less hold, long-term goal',
    ],
    w.folds.map((f) => [
      `${f.testFrom} to ${f.testTo}`,
      f.trainTo,
      `${f.seeds.length} × ${(f.seeds[0]?.steps ?? 0).toLocaleString('en-US')}`,
      `${f.matrix.diagonalBest.filter(Boolean).length} of ${OBJECTIVES.length}`,
      ...OBJECTIVES.map(
        (_, k) => `${n2(f.matrix.mean[k]?.[k] ?? NaN)} (untrained ${n2(f.untrainedDiagonal[k] ?? NaN)})`,
      ),
      interval((f.against['hold'] ?? [])[2] as Interval),
    ]),
  );
}

export function sanityLines(r: PolicyReport): string {
  const s = r.sanity ?? {};
  const merton = s['merton'] as MertonResult | undefined;
  const leak = s['leakedFuture'] as AlphaResult | undefined;
  const shuffled = s['shuffled'] as AlphaResult | null | undefined;
  const alpha = (a: AlphaResult): string =>
    `${n2(a.alpha)} % a week over 1/N (standard error ${n2(a.standardError)})`;
  const conflict = r.gradientCosine as { moe: GradientConflict; single: GradientConflict | null } | null;
  const one = r.singleHead;
  return [
    `- Known optimum (one asset, Merton/Kelly weight ${merton ? n2(merton.optimum) : '?'}): ${merton ? `learned ${n2(merton.learned)}, untrained ${n2(merton.untrained)}` : 'not run'}.`,
    `- Planted leak of next week's returns: ${leak ? alpha(leak) : 'not run'}.`,
    `- Shuffled returns, no costs: ${shuffled ? alpha(shuffled) : 'not run'}.`,
    `- Mean cosine between the goals' policy gradients: ${conflict ? `trunk ${n2(conflict.moe.trunk)}, experts ${n2(conflict.moe.experts)} with the router; ${conflict.single ? `trunk ${n2(conflict.single.trunk)}, head ${n2(conflict.single.experts)} with one head of equal size for all goals, trained the same way` : 'one head: not trained'}` : 'not run'}.`,
    `- One head of equal size for all goals (the goal as an input): ${one ? `seed ${one.seed}, ${one.steps.toLocaleString('en-US')} steps; the mixture of experts less the one head, each goal's own metric: ${OBJECTIVES.map((o, k) => `${o} ${interval(one.moeLess[k] as Interval)} ${verdict(one.moeLess[k] as Interval)}`).join(', ')}` : 'not trained'}.`,
  ].join('\n');
}
