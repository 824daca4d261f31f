import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import type { PolicyConfig } from '../../src/models/policy/config.ts';
import { LEAST_USE } from '../../src/models/policy/router.ts';
import { ACTIVE_PRICE, TAKEN_PREMIUM, TRACKING_FREE, TRACKING_PRICE } from '../../src/sim/env/rewards.ts';
import { HORIZON_WEEKS } from '../../src/sim/env/trade-value.ts';
import { PPO_OPTIONS } from '../ppo.ts';
import {
  comparatorTable,
  correlationTable,
  costTable,
  expertTable,
  interval,
  marginTable,
  matrixTable,
  n2,
  offsetTable,
  riskTable,
  sanityLines,
  seenTable,
  untrainedTable,
  verdict,
  walkTable,
} from './policy-card-tables.ts';
import { EMBEDDING_STEP } from './policy-data.ts';
import { MARKET_MIX } from './policy-episodes.ts';
import { EMBARGO_WEEKS } from './policy-folds.ts';
import type { Matrix } from './policy-matrix.ts';
import type { PolicyReport } from './policy-report.ts';

/** What the issue of harvesting, preservation and long-term gains asks, answered from the report. */
function promises(r: PolicyReport): string {
  const mine = r.policyLines['taxLossHarvesting'];
  const keep = r.policyLines['capitalPreservation'];
  if (!mine || !keep) return '';
  const against = ['hold+harvest', 'equal+harvest'].map((name) => {
    const l = r.ruleLines[name];
    if (!l) return '';
    return `${name} ${n2(l.harvested)} % a year harvested, ${n2(l.usableHarvested)} % used, at ${n2(l.trackingError)} % tracking error, beside ${n2(l.shortGains)} % of short-term gains of its own making`;
  });
  const safer = ['equal', 'inverseVol'].map((name) => {
    const l = r.ruleLines[name];
    return l ? `${name} ${n2(l.maxDrawdown)} % and ${n2(l.cvar)} %` : '';
  });
  const w = r.washSales;
  return [
    `- Long-term gains only: ${(100 * r.longTermShareOfGains).toFixed(2)} % of realised gains are long-term.`,
    `- Tax-loss harvesting: ${n2(mine.harvested)} % a year harvested, ${n2(mine.usableHarvested)} % used, at ${n2(mine.trackingError)} % tracking error, beside short-term gains of its own making of ${n2(mine.shortGains)} %; ${against.join('; ')}.`,
    `- Wash sales: ${w.washed} of ${w.lossSales} loss sales in ${w.episodes} episodes of all six goals, every trade replayed through the exact ledger; ${w.washedByChoice} of them in episodes without a forced sale (delisting, a tax bill with nothing else to sell).`,
    `- Capital preservation: largest fall ${n2(keep.maxDrawdown)} %, worst 5 % of weeks ${n2(keep.cvar)} %; ${safer.join('; ')}.`,
  ].join('\n');
}

const overfittingLine = (r: PolicyReport): string =>
  r.overfitting
    ? `Probability of backtest overfitting ${n2(r.overfitting.pbo)} (${r.overfitting.strategies} strategies: every goal of every seed and the rules; ${r.overfitting.splits} splits of ${r.overfitting.blocks} blocks).`
    : 'Probability of backtest overfitting: not run.';

/** Short-term gain without what makes it a goal of its own. */
const plainLine = (m: Matrix): string =>
  `Short-term gain and long-term gain were one goal while both were after-tax growth, told apart by time alone: their metrics ranked policies alike (correlation 0.99), and neither training nor another router made both lead. Quick profit is profit taken, so the goal now pays a premium for that, the mirror of what long-term-gains-only pays for not doing it. Without the premium, the quarter's after-tax gain alone is ${OBJECTIVES.map((o, k) => `${n2(m.plainGain.mean[k] ?? NaN)} (${o})`).join(', ')} percent a year; short-term gain less ${m.plainGain.bestOther} ${interval(m.plainGain.margin)}: ${verdict(m.plainGain.margin)}.`;

/** The table on training markets: many more start dates, nothing held out. */
const trainingLines = (r: PolicyReport): string =>
  r.trainingMarkets
    ? `Seventeen years and twice the start dates instead of under four: nothing here is held out, so the levels say little, but the differences between the rows of one policy are measured far better. A goal that leads its own metric here and ties on the held-out years differs as it was asked to, by less than those years can show.

${matrixTable(r.trainingMarkets)}

${marginTable(r.trainingMarkets)}`
    : 'Not run.';

const spanLines = (r: PolicyReport): string =>
  OBJECTIVES.map((o) => `${o} ${r.spans[o]?.weeks} weeks from ${r.spans[o]?.startDates} start dates`).join(
    ', ',
  );

/** The model card. Everything in it that is a number comes from the report. */
export function policyCard(config: PolicyConfig, parameters: number, r: PolicyReport): string {
  const isTrained = r.seeds.some((s) => s.steps > 0);
  const seeds = r.seeds.map((s) => `${s.seed} (${s.steps.toLocaleString('en-US')} steps)`).join(', ');
  const state = isTrained
    ? `Trained by PPO with seeds ${seeds}; the first seed is shipped, whatever its score. Weights are the mean over the last ${100 * PPO_OPTIONS.averagedShare} % of the iterations planned.`
    : '**Untrained**: these are the starting rules and small random layers. It works end to end and has learned nothing.';
  return `# Policy: four experts, a router, a critic

${state}

${parameters.toLocaleString('en-US')} parameters (hidden ${config.hidden}). Input: a 64-number frozen embedding${r.hasEmbeddings ? '' : ' (left at zero in this run)'} and ${config.assetColumns.length} named columns per asset, ${config.globalColumns.length} for the account. Output: target weights over any number of assets and cash, an urgency in [0, 1], the router's weights, a value.
The four experts never see the goal; it enters through the router and the critic only, and the router leaves every expert at least ${100 * LEAST_USE} %. Each expert **starts as a rule** over named columns (momentum: the year's winners after a weak month, quick to take a profit; growth: spread evenly, slowly; defensive: low volatility and bonds; tax-aware: the portfolio the plan began with, less what can be harvested) and is trained from there, so the untrained table below is the thing to beat. The starting rules were chosen among some four hundred draws on the training years and 2018-2020, training tickers only.

## Data and split
Training: tickers outside the held-out list, decisions up to the end of 2017 (2018-2020 kept for choosing rewards and rules), shares only while members of the S&P 500 (delisted ones included), funds always. Markets: ${100 * MARKET_MIX.bootstrap} % stitched blocks of history, ${100 * MARKET_MIX.slice} % real stretches, the rest a regime-switching factor simulator. Random accounts, tax profiles, costs 0 to 25 bp. Taxes are the app's own yearly tax, paid in April of the next year; no trade that is decided can cause a wash sale.
The reward of a week is what its trades are worth against not trading, on the same market, after ${HORIZON_WEEKS.join(', ')} weeks (in the order of the goals), everything taxed lot by lot then. After the last iteration the router's rows for the pure goals are searched on the goals' own metrics over the training markets, experts as they are (\`training/lib/router-search.ts\`; other start dates and people than any table here); the one-head comparison has no such step.
Evaluation (cell ${r.data.cell}: held-out tickers on held-out dates, ${r.data.from} to ${r.data.to}, ${r.data.tickers} tickers), ${r.size.costBps} bp, the policy's mean action. Same markets, accounts and people for every row. Each metric looks as far as its goal: ${spanLines(r)}. One bull-and-bear stretch of under four years with overlapping start dates: intervals (95 %, block bootstrap over start dates) are wide and still flatter than the truth.

## 6 x 6: metric of each goal, under each goal (percent a year, mean ± sd over seeds)
Short-term alpha: a month's growth when everything is sold and taxed, over 1/N, less a price on active risk (${ACTIVE_PRICE} times the squared weekly difference to 1/N, after Grinold & Kahn's value added). Short-term gain: what three months bring when everything is sold and taxed, simple return, plus ${TAKEN_PREMIUM} of every short-term gain that was taken on the way and not left on paper. Long-term gain: log growth of that over the whole plan. Preservation: growth less drawdown and tail penalties (for comparison down the column). Harvesting: growth, plus tax saved by harvested losses and the short-term rate's worth of losses carried on, less tracking of the start portfolio beyond ${(100 * TRACKING_FREE).toFixed(1)} % a week (${TRACKING_PRICE} times the square). Long-term gains only: growth less every short-term gain.

${matrixTable(r.matrix)}

${marginTable(r.matrix, r.untrained.gain)}

${plainLine(r.matrix)}

"Long-term gains only" and harvesting also switch on a hard rule of the planner (no lot is sold at a short-term gain by choice); part of their columns is that rule, not learning.

### The same before training
${untrainedTable(r)}

### The same on the markets it was trained on
${trainingLines(r)}

### How different are the six metrics?
Correlation over goals and cases, each case's mean taken out (all metrics on the plan-long cases). Where it is near 1, two columns rank policies the same way, and no policy can lead both by much.

${correlationTable(r)}

## What was promised
${promises(r)}

## Against rules: growth of after-tax liquidation value, policy less rule (percent a year)
${comparatorTable(r, 'afterTaxLiquidation')}

## Against rules on each goal's own metric
${comparatorTable(r, 'ownMetric')}

## Risk, turnover, taxes
Tax alpha: how much less taxes take than from leaving the start portfolio alone (published for harvesting US shares at 35/15 %: 0.82 % a year after wash sales, Chaudhuri, Burnham & Lo 2020).

${riskTable(r)}

## Costs
${costTable(r)}

## With and without gains to offset
"gains": people come with 10 % of the account already realised this year, half of it short-term.

${offsetTable(r)}

## Tickers never seen
${seenTable(r)}

## Walk-forward
Retrained on the years before each stretch; every episode ends before it (purge), ${EMBARGO_WEEKS} weeks left out between (embargo); training tickers. The encoder's weights have seen these dates, so this tests the policy alone.

${walkTable(r)}

## Selection
Probabilistic Sharpe ratio of long-term-gain's weekly excess over 1/N (one series by calendar week): ${n2(r.psr)}; deflated by ${r.trials} trials: ${n2(r.dsr)}. ${overfittingLine(r)}

## Does the method work at all?
${sanityLines(r)}

## Expert use
Least weight of any expert under any goal in any week: ${n2(r.leastExpertUse)}.

${expertTable(r)}

## Known limits
- Embeddings refresh every ${EMBEDDING_STEP.A} trading days in training and every ${EMBEDDING_STEP.D} in evaluation; in the app they are of the day.
- Trained on two shared CPU cores; the steps above are the true number.
- A tax bill with nothing else left to sell can still force a wash.
- No proof of skill: where the tables say tie, it is a tie; where they say worse, the rule is the better choice.
- Holding-period, wash-window and lot rules are those of the planner, stricter than the law in places (any purchase within 30 days blocks a loss sale of that symbol).

## Hyper-parameters
\`${JSON.stringify(PPO_OPTIONS)}\`

## Reproduce
\`npm run train:policy -- --steps ${Math.max(0, ...r.seeds.map((s) => s.steps))} --seeds ${r.seeds.length}\`, then \`npm run evaluate -- --card\`, with the market data in \`../shared/market\`.
`;
}
