import { useState, type ReactElement } from 'react';
import { OBJECTIVES, type Objective } from '../../domain/portfolio/types.ts';
import {
  verdictOf,
  type Band,
  type Fold,
  type PolicyEvaluation,
  type RiskRow,
  type SeenRow,
  type Verdict,
} from '../../stores/evaluation.ts';
import { EXPERT_LABELS, OBJECTIVE_LABELS } from '../format/labels.ts';
import { spanText } from '../format/date.ts';
import { numberText } from '../format/number.ts';
import { policyName } from '../format/policies.ts';
import { diagonalSentence } from '../sentences/quality.ts';
import { Figure } from './figure.tsx';
import { IntervalBars } from './interval-bars.tsx';
import { Jargon } from './jargon.tsx';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

const goalName = (goal: string): string => OBJECTIVE_LABELS[goal as Objective]?.name ?? goal;
const VERDICTS: Readonly<Record<Verdict, string>> = { better: 'better', tie: 'a tie', worse: 'worse' };
const signed = (x: number, digits = 2): string => `${x > 0 ? '+' : ''}${numberText(x, digits)}`;
const bandText = (b: Band): string => `${signed(b.mean)} [${numberText(b.low)}, ${numberText(b.high)}]`;

/** The 6 x 6 table: how each goal's metric comes out under each goal asked for. */
export function GoalTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const { table, untrained } = policy;
  const [shown, setShown] = useState<'trained' | 'untrained'>('trained');
  if (!table) return null;
  const isTrained = shown === 'trained' || !untrained;
  const mean = isTrained ? table.mean : untrained;
  const columns: readonly Column<number>[] = [
    { key: 'goal', head: 'Asked for', rowHead: true, render: (g) => goalName(OBJECTIVES[g] ?? '') },
    ...OBJECTIVES.map((metric, m): Column<number> => ({
      key: metric,
      head: OBJECTIVE_LABELS[metric].axis,
      num: true,
      render: (g) => (
        <span className={g === m ? 'own-goal' : ''}>
          {numberText(mean[g]?.[m] ?? Number.NaN)}
          {isTrained && table.sd ? (
            <span className="small muted"> ±&nbsp;{numberText(table.sd[g]?.[m] ?? Number.NaN)}</span>
          ) : null}
        </span>
      ),
    })),
  ];
  return (
    <section aria-labelledby="goals-table" className="stack-s">
      <SectionHead title="Does it do what it is asked?" id="goals-table">
        {diagonalSentence(policy)} Read down a column: the shaded number is the goal’s own and should be the
        highest. Percent a year{isTrained && table.sd ? ', mean ± spread over the trainings' : ''}; the
        preservation column carries penalties for falls.
      </SectionHead>
      {untrained ? (
        <label className="small">
          Show{' '}
          <select
            className="select-plain"
            value={shown}
            onChange={(e) => setShown(e.target.value === 'untrained' ? 'untrained' : 'trained')}
            data-testid="quality-trained"
          >
            <option value="trained">after training</option>
            <option value="untrained">before training (the rules it started from)</option>
          </select>
        </label>
      ) : null}
      <Table
        caption="Each goal’s metric under each goal asked for, percent a year"
        testId="goal-table"
        columns={columns}
        rows={OBJECTIVES.map((_, k) => k)}
        rowKey={(k) => String(k)}
      />
      {table.margin ? (
        <ul className="plain-list small" data-testid="goal-margins">
          {table.margin.map((b, k) => (
            <li key={OBJECTIVES[k]}>
              {goalName(OBJECTIVES[k] ?? '')}: own goal less the best other {bandText(b)},{' '}
              {VERDICTS[verdictOf(b)]}
            </li>
          ))}
        </ul>
      ) : null}
      {policy.gain ? (
        <p className="small muted">
          Training against the start:{' '}
          {policy.gain.map((b, k) => `${goalName(OBJECTIVES[k] ?? '')} ${VERDICTS[verdictOf(b)]}`).join('; ')}
          .
        </p>
      ) : null}
    </section>
  );
}

/** After tax, the policy less each rule, with intervals: one goal at a time in the chart, all in its table. */
export function AgainstRules({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const [goal, setGoal] = useState<Objective>('longTermGain');
  const [measure, setMeasure] = useState<'afterTax' | 'own'>('afterTax');
  if (policy.against.length === 0) return null;
  const entries = policy.against.flatMap((a) => {
    const band = measure === 'afterTax' ? a.afterTax : a.own;
    return band ? [{ ...a, band }] : [];
  });
  const rows = entries.filter((a) => a.goal === goal);
  const count = (v: Verdict): number => rows.filter((a) => verdictOf(a.band) === v).length;
  return (
    <section aria-labelledby="against" className="stack-s">
      <div className="row-between">
        <SectionHead title="Against simple rules" id="against">
          The model less the rule, on the same markets and accounts. Where the{' '}
          <Jargon means="In 95 of 100 such tests an interval made like this holds the true mean. Test stretches overlap in time, so it is wide and still flatters.">
            95 % interval
          </Jargon>{' '}
          holds zero, it is a tie.
        </SectionHead>
        <span className="row">
          <label>
            <span className="small muted">Goal </span>
            <select
              className="select-plain"
              value={goal}
              onChange={(e) => setGoal(OBJECTIVES.find((o) => o === e.target.value) ?? goal)}
              data-testid="quality-goal"
            >
              {OBJECTIVES.map((o) => (
                <option key={o} value={o}>
                  {goalName(o)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span className="small muted">Measured by </span>
            <select
              className="select-plain"
              value={measure}
              onChange={(e) => setMeasure(e.target.value === 'own' ? 'own' : 'afterTax')}
              data-testid="quality-measure"
            >
              <option value="afterTax">what is left after tax</option>
              <option value="own">the goal’s own metric</option>
            </select>
          </label>
        </span>
      </div>
      <Figure
        title={`${goalName(goal)}: ${count('better')} better, ${count('tie')} tied, ${count('worse')} worse`}
        unit="Percent a year, model less rule, with 95 % intervals; right of the line the model is ahead"
        head={['Rule', 'Goal', 'Model less rule', 'From', 'To', 'Verdict']}
        rows={entries.map((a) => [
          policyName(a.rule),
          goalName(a.goal),
          signed(a.band.mean),
          numberText(a.band.low),
          numberText(a.band.high),
          VERDICTS[verdictOf(a.band)],
        ])}
        testId="against-rules"
      >
        <IntervalBars
          label={`The model less each rule, ${goalName(goal)}`}
          reference={0}
          format={(x) => signed(x)}
          rows={rows.map((a) => ({
            key: a.rule,
            name: policyName(a.rule),
            band: a.band,
            word: VERDICTS[verdictOf(a.band)],
            isMain: verdictOf(a.band) !== 'tie',
          }))}
        />
      </Figure>
    </section>
  );
}

const RISK: readonly {
  readonly key: string;
  readonly head: string;
  readonly means?: string;
  readonly digits: number;
  readonly unit: string;
}[] = [
  { key: 'afterTax', head: 'After tax', digits: 2, unit: '% a year' },
  {
    key: 'maxDrawdown',
    head: 'Deepest fall',
    means: 'The mean of the deepest fall from a high to the following low.',
    digits: 1,
    unit: '%',
  },
  {
    key: 'cvar',
    head: 'Worst weeks',
    means: 'CVaR: the mean loss in the worst 5 % of all weeks.',
    digits: 2,
    unit: '%',
  },
  {
    key: 'turnover',
    head: 'Turnover',
    means: 'Half of all that was bought and sold in a year, over the value. 1 replaces everything once.',
    digits: 2,
    unit: 'a year',
  },
  {
    key: 'trackingError',
    head: 'Tracking error',
    means: 'How far the returns stray from those of the portfolio at the start, left alone.',
    digits: 1,
    unit: '%',
  },
  {
    key: 'harvested',
    head: 'Harvested',
    means: 'Losses realised in a year, over the value: they offset gains.',
    digits: 1,
    unit: '% a year',
  },
  {
    key: 'longTermShare',
    head: 'Long-term gains',
    means: 'The share of realised gains that is taxed at the lower long-term rate.',
    digits: 2,
    unit: 'of all',
  },
];

const rowName = (row: RiskRow): string => (row.isPolicy ? goalName(row.name) : policyName(row.name));

/** Risk, turnover and taxes of every goal and every rule. */
export function RiskTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  if (policy.risk.length === 0) return null;
  const columns: readonly Column<RiskRow>[] = [
    {
      key: 'name',
      head: 'Steered by',
      rowHead: true,
      render: (r) => (
        <>
          <strong>{rowName(r)}</strong> <span className="small muted">{r.isPolicy ? 'model' : 'rule'}</span>
        </>
      ),
    },
    ...RISK.filter((c) => policy.risk.some((r) => c.key in r.values)).map((c): Column<RiskRow> => ({
      key: c.key,
      head: (
        <>
          {c.means ? <Jargon means={c.means}>{c.head}</Jargon> : c.head}
          <span className="small muted"> {c.unit}</span>
        </>
      ),
      num: true,
      render: (r) => numberText(r.values[c.key] ?? Number.NaN, c.digits),
    })),
  ];
  return (
    <section aria-labelledby="risk">
      <SectionHead title="Risk, turnover and taxes" id="risk">
        The mean over the test stretches, model and rules alike.{' '}
        {policy.longTermShare === null
          ? ''
          : `Asked for long-term gains only, ${numberText(100 * policy.longTermShare, 1)} % of the gains were. `}
        {policy.washed === null
          ? ''
          : `${policy.washed.washed} of ${policy.washed.lossSales} loss sales became wash sales through its own trades.`}
      </SectionHead>
      <Table
        caption="Risk, turnover and taxes of each goal and each rule"
        testId="risk-table"
        columns={columns}
        rows={policy.risk}
        rowKey={(r) => r.name}
      />
    </section>
  );
}

/** After-tax growth at several costs of trading, where the evaluation has it. */
export function CostSweep({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const { costs } = policy;
  const names = costs[0]?.rows ?? [];
  if (names.length === 0) return null;
  const columns: readonly Column<RiskRow>[] = [
    { key: 'name', head: 'Steered by', rowHead: true, render: rowName },
    ...costs.map(({ bps, rows }): Column<RiskRow> => ({
      key: String(bps),
      head: `${bps} bp`,
      num: true,
      render: (r) => numberText(rows.find((x) => x.name === r.name)?.values['afterTax'] ?? Number.NaN),
    })),
  ];
  return (
    <section aria-labelledby="costs">
      <SectionHead title="What trading costs do to it" id="costs">
        Growth after tax, percent a year, when each trade costs so many{' '}
        <Jargon means="A basis point (bp) is a hundredth of a percent: 10 on a trade of $10,000 are $10.">
          basis points
        </Jargon>
        .
      </SectionHead>
      <Table
        caption="After-tax growth by cost of trading"
        testId="cost-table"
        columns={columns}
        rows={names}
        rowKey={(r) => r.name}
      />
    </section>
  );
}

/** The goals on tickers of the training against tickers never seen. */
export function SeenTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  if (policy.seen.length === 0) return null;
  const columns: readonly Column<SeenRow>[] = [
    { key: 'goal', head: 'Goal', rowHead: true, render: (r) => goalName(r.goal) },
    { key: 'seen', head: 'Seen tickers', num: true, render: (r) => numberText(r.seen) },
    { key: 'unseen', head: 'Unseen tickers', num: true, render: (r) => numberText(r.unseen) },
    {
      key: 'difference',
      head: 'Unseen less seen',
      num: true,
      render: (r) =>
        r.difference
          ? `${bandText(r.difference)}, ${VERDICTS[verdictOf(r.difference)]}`
          : signed(r.unseen - r.seen),
    },
  ];
  return (
    <section aria-labelledby="seen">
      <SectionHead title="Tickers it never saw" id="seen">
        Each goal’s own metric, percent a year, on the same dates; no retraining. Another set of tickers is
        another market, so differences are noisy both ways.
      </SectionHead>
      <Table
        caption="Seen against unseen tickers"
        testId="seen-table"
        columns={columns}
        rows={policy.seen}
        rowKey={(r) => r.goal}
      />
    </section>
  );
}

/** Trained up to a year, tested after it, year after year, where the evaluation has it. */
export function WalkForward({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  if (policy.folds.length === 0) return null;
  const columns: readonly Column<Fold>[] = [
    {
      key: 'test',
      head: 'Tested',
      rowHead: true,
      render: (f) => spanText({ from: f.testFrom, to: f.testTo }),
    },
    ...OBJECTIVES.map((o, k): Column<Fold> => ({
      key: o,
      head: OBJECTIVE_LABELS[o].axis,
      num: true,
      render: (f) => (
        <>
          {numberText(f.diagonal[k] ?? Number.NaN)}
          {f.diagonalBest?.[k] === false ? <span className="small muted"> not best</span> : null}
          {f.against.map(({ rule, bands }) => {
            const b = bands[k];
            return b ? (
              <div key={rule} className="small muted">
                {policyName(rule)}: {VERDICTS[verdictOf(b)]}
              </div>
            ) : null;
          })}
        </>
      ),
    })),
  ];
  return (
    <section aria-labelledby="walk">
      <SectionHead title="Trained up to a day, tested after it" id="walk">
        <Jargon means="The model is trained anew on everything up to a day, with a gap, and tested on the years after it: what you would have had.">
          Walk-forward
        </Jargon>
        : each goal’s own metric, percent a year, and the verdict against rules.
      </SectionHead>
      <Table
        caption="Walk-forward folds"
        testId="walk-table"
        columns={columns}
        rows={policy.folds}
        rowKey={(f) => f.testFrom}
      />
    </section>
  );
}

/** Which expert speaks for which goal. */
export function ExpertTable({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const goals = OBJECTIVES.filter((o) => (policy.expertUse[o]?.length ?? 0) > 0);
  if (goals.length === 0) return null;
  const columns: readonly Column<Objective>[] = [
    { key: 'goal', head: 'Goal', rowHead: true, render: goalName },
    ...Object.values(EXPERT_LABELS).map((e, k): Column<Objective> => ({
      key: e.name,
      head: e.name,
      num: true,
      render: (g) => `${numberText(100 * (policy.expertUse[g]?.[k] ?? Number.NaN), 0)} %`,
    })),
  ];
  return (
    <section aria-labelledby="experts-use">
      <SectionHead title="Which expert speaks" id="experts-use">
        The share of each expert in the decisions, by goal.
      </SectionHead>
      <Table
        caption="Expert shares by goal"
        testId="expert-table"
        columns={columns}
        rows={goals}
        rowKey={(g) => g}
      />
    </section>
  );
}

/** Tests that must come out one way if the method works at all, and how much luck the best number holds. */
export function SanityList({ policy }: { readonly policy: PolicyEvaluation }): ReactElement | null {
  const { merton, leak, shuffled, psr, dsr, pbo, trials } = policy;
  if (merton === null && leak === null && shuffled === null && psr === null) return null;
  return (
    <section aria-labelledby="sanity">
      <SectionHead title="Does the method work at all, and how much is luck?" id="sanity" />
      <ul className="plain-list" data-testid="sanity-list">
        {merton ? (
          <li>
            In a market whose best weight is known ({numberText(merton.optimum)}) it learned{' '}
            {numberText(merton.learned)}.
          </li>
        ) : null}
        {leak === null ? null : (
          <li>Given next week’s returns, it wins {signed(leak)} % a week: it does use what it is given.</li>
        )}
        {shuffled === null ? null : (
          <li>
            On shuffled returns, where nothing can be known, it wins {signed(shuffled)} % a week: it invents
            nothing.
          </li>
        )}
        {psr === null ? null : (
          <li>
            <Jargon means="The probability that the true ratio of reward to risk is above zero, given how long and how skewed the record is.">
              Probabilistic Sharpe ratio
            </Jargon>{' '}
            over equal parts {numberText(psr)}
            {dsr === null ? '' : `; after allowing for ${trials ?? 'several'} trials ${numberText(dsr)}`}.
            Near 0.5 is no evidence of skill, below it is evidence against.
          </li>
        )}
        {pbo === null ? null : (
          <li>
            <Jargon means="How often the best of many strategies in one half of the time is below the median in the other half.">
              Probability of overfitting
            </Jargon>{' '}
            {numberText(100 * pbo, 0)} %.
          </li>
        )}
      </ul>
    </section>
  );
}
