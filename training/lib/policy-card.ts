import { EXPERTS, OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { PPO_OPTIONS } from '../ppo.ts';
import { EMBEDDING_STEP } from './policy-data.ts';
import { MARKET_MIX } from './policy-episodes.ts';
import type { GradientConflict } from './gradient-cosine.ts';
import type { PolicyReport } from './policy-report.ts';
import type { AlphaResult, MertonResult } from './policy-sanity.ts';
import type { Interval } from './policy-statistics.ts';

const n2 = (x: number): string => x.toFixed(2);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const interval = (i: Interval): string => `${n2(i.mean)} [${n2(i.ci[0])}, ${n2(i.ci[1])}]`;
const verdict = (i: Interval): string => (i.ci[0] > 0 ? 'better' : i.ci[1] < 0 ? 'worse' : 'tie');

function matrixTable(r: PolicyReport): string {
  const { mean, sd } = r.matrix;
  return table(
    ['asked for \\ metric', ...OBJECTIVES],
    OBJECTIVES.map((o, i) => [
      o,
      ...OBJECTIVES.map(
        (_, j) =>
          `${i === j ? '**' : ''}${n2(mean[i]?.[j] ?? NaN)} ± ${n2(sd[i]?.[j] ?? 0)}${i === j ? '**' : ''}`,
      ),
    ]),
  );
}

const untrainedTable = (r: PolicyReport): string =>
  table(
    ['asked for \\ metric', ...OBJECTIVES],
    OBJECTIVES.map((o, i) => [o, ...OBJECTIVES.map((_, j) => n2(r.untrained.mean[i]?.[j] ?? NaN))]),
  );

const marginTable = (r: PolicyReport): string =>
  table(
    ['metric', 'own goal is best', 'own goal less the best other goal', ''],
    OBJECTIVES.map((o, j) => {
      const i = r.matrix.diagonalMargin[j] as Interval;
      return [o, r.matrix.diagonalBest[j] ? 'yes' : 'no', interval(i), verdict(i)];
    }),
  );

const comparatorTable = (r: PolicyReport, key: 'afterTaxLiquidation' | 'ownMetric'): string =>
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

const riskTable = (r: PolicyReport): string =>
  table(
    [
      '',
      'after tax %/yr',
      'max drawdown %',
      'worst 5 % weeks %',
      'turnover /yr',
      'tracking error %',
      'losses harvested %/yr',
      'long-term share of gains',
    ],
    [...Object.entries(r.policyLines), ...Object.entries(r.ruleLines)].map(([name, l]) => [
      name,
      n2(l.afterTax),
      n2(l.maxDrawdown),
      n2(l.cvar),
      n2(l.turnover),
      n2(l.trackingError),
      n2(l.harvested),
      n2(l.longTermShare),
    ]),
  );

const expertTable = (r: PolicyReport): string =>
  table(
    ['goal', ...EXPERTS],
    OBJECTIVES.map((o) => [o, ...(r.expertUse[o] ?? []).map(n2)]),
  );

function sanityLines(r: PolicyReport): string {
  const s = r.sanity ?? {};
  const merton = s['merton'] as MertonResult | undefined;
  const leak = s['leakedFuture'] as AlphaResult | undefined;
  const shuffled = s['shuffled'] as AlphaResult | null | undefined;
  const alpha = (a: AlphaResult): string =>
    `${n2(a.alpha)} % a week over 1/N (standard error ${n2(a.standardError)})`;
  const conflict = r.gradientCosine as { moe: GradientConflict; single: GradientConflict } | null;
  return [
    `- Known optimum (one asset, Merton/Kelly weight ${merton ? n2(merton.optimum) : '?'}): ${merton ? `learned ${n2(merton.learned)}, untrained ${n2(merton.untrained)}` : 'not run'}.`,
    `- Planted leak of next week's returns: ${leak ? alpha(leak) : 'not run'}.`,
    `- Shuffled returns, no costs: ${shuffled ? alpha(shuffled) : 'not run'}.`,
    `- Mean cosine between the goals' policy gradients: ${conflict ? `trunk ${n2(conflict.moe.trunk)} with the router, ${n2(conflict.single.trunk)} with one evenly blended head of equal size; experts ${n2(conflict.moe.experts)} and ${n2(conflict.single.experts)}` : 'not run'}.`,
  ].join('\n');
}

/** The model card. Everything in it that is a number comes from the report. */
export function policyCard(config: PolicyConfig, parameters: number, r: PolicyReport): string {
  const isTrained = r.seeds.some((s) => s.steps > 0);
  const seeds = r.seeds.map((s) => `${s.seed} (${s.steps.toLocaleString('en-US')} steps)`).join(', ');
  const state = isTrained
    ? `Trained by PPO with seeds ${seeds}; the first seed is shipped, whatever its score.`
    : '**Untrained**: these are the starting rules and small random layers. It works end to end and has learned nothing.';
  return `# Policy: four experts, a router, a critic

${state}

${parameters.toLocaleString('en-US')} parameters (hidden ${config.hidden}). Input: a 64-number frozen embedding${r.hasEmbeddings ? '' : ' (left at zero in this run)'} and ${config.assetColumns.length} named columns per asset, ${config.globalColumns.length} for the account. Output: target weights over any number of assets and cash, an urgency in [0, 1], the router's weights, a value.
The four experts never see the goal; it enters through the router and the critic only. Each expert **starts as a rule** over named columns (momentum: recent winners; growth: near today's proportions; defensive: low volatility and bonds; tax-aware: today's proportions less what can be harvested) and is trained from there, so the untrained table below is the thing to beat.

## Data and split
Training: tickers outside the held-out list, decisions up to the end of 2017 (2018-2020 kept for choosing rewards), shares only while members of the S&P 500 (delisted ones included), funds always. Markets: ${100 * MARKET_MIX.bootstrap} % stitched blocks of history, ${100 * MARKET_MIX.slice} % real stretches, the rest a regime-switching factor simulator. Random accounts, tax profiles, costs 0 to 25 bp. Taxes are the app's own yearly tax, paid in April of the next year; the trading rules leave no way to cause a wash sale.
Evaluation (cell ${r.data.cell}: held-out tickers on held-out dates, ${r.data.from} to ${r.data.to}, ${r.data.tickers} tickers): ${r.size.startDates} start dates, ${r.size.weeks} weeks each, ${r.size.costBps} bp, the policy's mean action. Same markets, accounts and people for every row. One bull-and-bear stretch of under four years with overlapping start dates: intervals (95 %, block bootstrap over start dates) are wide and still flatter than the truth.

## 6 x 6: metric of each goal, under each goal (percent a year, mean ± sd over seeds)
The metrics are the training rewards, so the preservation column carries its drawdown and tail penalties and is meant for comparison down the column.

${matrixTable(r)}

${marginTable(r)}

"Long-term gains only" also switches on a hard rule of the planner (no lot is sold at a short-term gain); part of its column is that rule, not learning.

### The same before training
${untrainedTable(r)}

## Against rules: growth of after-tax liquidation value, policy less rule (percent a year)
${comparatorTable(r, 'afterTaxLiquidation')}

## Against rules on each goal's own metric
${comparatorTable(r, 'ownMetric')}

## Risk, turnover, taxes
${riskTable(r)}

## Does the method work at all?
${sanityLines(r)}

## Expert use
${expertTable(r)}

Diagonal on seen tickers, same dates (cell B): ${(r.seenTickers?.diagonal ?? []).map((x, k) => `${OBJECTIVES[k]} ${n2(x)}`).join(', ')}.
Probabilistic Sharpe ratio of long-term-gain's excess over 1/N: ${n2(r.psr)}; deflated by ${r.trials} trials: ${n2(r.dsr)} (weeks of overlapping cases are not independent: read both as upper bounds).

## Known limits
- Short training on two shared CPU cores; fewer seeds and steps than planned (2M steps, 5 seeds).
- Embeddings refresh every ${EMBEDDING_STEP.A} trading days in training and every ${EMBEDDING_STEP.D} in evaluation; in the app they are of the day.
- No proof of skill: where the tables say tie, it is a tie; where they say worse, the rule is the better choice.
- Holding-period, wash-window and lot rules are those of the planner, stricter than the law in places (any purchase within 30 days blocks a loss sale of that symbol).

## Hyper-parameters
\`${JSON.stringify(PPO_OPTIONS)}\`

## Reproduce
\`npm run train:policy -- --steps ${Math.max(0, ...r.seeds.map((s) => s.steps))} --seeds ${r.seeds.length}\` with the market data in \`../shared/market\`.
`;
}
