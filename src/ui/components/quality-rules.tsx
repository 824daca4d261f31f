import { useState, type ReactElement } from 'react';
import { OBJECTIVES, type Objective } from '../../domain/portfolio/types.ts';
import { verdictOf, type PolicyEvaluation, type RiskRow, type Verdict } from '../../stores/evaluation.ts';
import { goalName, signed, VERDICTS } from '../format/evaluation.ts';
import { numberText } from '../format/number.ts';
import { policyName } from '../format/policies.ts';
import { Figure } from './figure.tsx';
import { IntervalBars } from './interval-bars.tsx';
import { Jargon } from './jargon.tsx';
import { SectionHead } from './page-head.tsx';
import { Table, type Column } from './table.tsx';

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
          : `${numberText(policy.washed.washed, 0)} of ${numberText(policy.washed.lossSales, 0)} loss sales became wash sales, ${numberText(policy.washed.byChoice, 0)} of them where no sale was forced by a delisting or a tax bill.`}
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
