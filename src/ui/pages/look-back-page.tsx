import { Button } from '@mantine/core';
import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { centsFromDollars } from '../../core/money.ts';
import { parseIsoDate } from '../../core/iso-date.ts';
import {
  cancelLookBack,
  chooseLookBack,
  COSTS_BPS,
  LOOK_BACK_POLICIES,
  lookBackStore,
  runLookBack,
  startRange,
  togglePolicy,
} from '../../stores/look-back-store.ts';
import type { LookBackCurve, LookBackView } from '../../stores/view-types.ts';
import { ValueCurves } from '../charts/lazy-charts.tsx';
import { Figure } from '../components/figure.tsx';
import { Jargon } from '../components/jargon.tsx';
import { Money } from '../components/money.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { Failed, JobPanel, WithLedger } from '../components/states.tsx';
import { Table, type Column } from '../components/table.tsx';
import { dateText } from '../format/date.ts';
import { dollarsText } from '../format/money.ts';
import { listText, numberText, percentText } from '../format/number.ts';
import { POLICY_LABELS, policyLine, policyName } from '../format/policies.ts';
import { lookBackSentence, yearlyGrowth } from '../sentences/look-back.ts';
import { useMarket } from '../use-store.ts';

const whole = (dollars: number): string => dollarsText(centsFromDollars(dollars));
const last = (values: readonly number[]): number => values.at(-1) ?? 0;

const columns: readonly Column<LookBackCurve>[] = [
  {
    key: 'policy',
    head: 'Steered by',
    rowHead: true,
    render: (c) => (
      <>
        <strong>{policyName(c.policy)}</strong>
        <div className="small muted hide-phone">{POLICY_LABELS[c.policy]?.means}</div>
      </>
    ),
    sort: (c) => policyName(c.policy),
  },
  {
    key: 'left',
    head: 'Left after tax and sale',
    num: true,
    sort: (c) => last(c.afterLiquidation),
    render: (c) => <Money amount={centsFromDollars(last(c.afterLiquidation))} />,
  },
  {
    key: 'growth',
    head: 'A year',
    num: true,
    sort: yearlyGrowth,
    render: (c) => percentText(yearlyGrowth(c), 1, true),
  },
  {
    key: 'before',
    head: 'Before tax',
    num: true,
    hidePhone: true,
    sort: (c) => last(c.beforeTax),
    render: (c) => <Money amount={centsFromDollars(last(c.beforeTax))} />,
  },
  {
    key: 'tax',
    head: 'Tax on the way',
    num: true,
    hidePhone: true,
    sort: (c) => last(c.beforeTax) - last(c.afterTax),
    render: (c) => <Money amount={centsFromDollars(last(c.beforeTax) - last(c.afterTax))} />,
  },
  {
    key: 'harvested',
    head: 'Losses harvested',
    num: true,
    hidePhone: true,
    sort: (c) => c.harvested,
    render: (c) => <Money amount={centsFromDollars(c.harvested)} />,
  },
  {
    key: 'costs',
    head: 'Trading costs',
    num: true,
    hidePhone: true,
    sort: (c) => c.costs,
    render: (c) => <Money amount={centsFromDollars(c.costs)} />,
  },
  {
    key: 'turnover',
    head: (
      <Jargon means="Half of all that was bought and sold in a year, over the value at the start. 100 % replaces everything once.">
        Turnover
      </Jargon>
    ),
    num: true,
    hidePhone: true,
    render: (c) => percentText(c.turnover, 0),
  },
  {
    key: 'fall',
    head: (
      <Jargon means="The deepest fall from a high to the following low on the way, after tax.">
        Deepest fall
      </Jargon>
    ),
    num: true,
    render: (c) => percentText(c.maxDrawdown, 1),
  },
];

function Choices(): ReactElement {
  const { policies, from, costBps, start, status } = useStore(lookBackStore);
  const info = useMarket((s) => s.info);
  const range = useMemo(() => (info ? startRange(info) : null), [info]);
  const shown = from ?? range?.usual ?? '';
  return (
    <section aria-labelledby="choices" className="no-print">
      <SectionHead title="What to compare" id="choices">
        Each is played week by week on the same prices, with the same costs and your own tax profile.
      </SectionHead>
      <div className="stack-s">
        <fieldset className="picks" data-testid="look-back-policies">
          <legend className="hidden-visually">Steered by</legend>
          {LOOK_BACK_POLICIES.map((policy) => (
            <label key={policy} className="check">
              <input
                type="checkbox"
                checked={policies.includes(policy)}
                onChange={() => togglePolicy(policy)}
                data-testid={`policy-${policy}`}
              />
              <span>
                {policyName(policy)} <span className="small muted">{POLICY_LABELS[policy]?.means}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div className="map-grid">
          <label>
            <span>First day</span>
            <input
              className="select-plain"
              type="date"
              value={shown}
              min={range?.first}
              max={range?.last}
              onChange={(e) => {
                const day = parseIsoDate(e.target.value);
                if (day && range && day >= range.first && day <= range.last) chooseLookBack({ from: day });
              }}
              data-testid="look-back-from"
            />
          </label>
          <label>
            <span>Cost of a trade</span>
            <select
              className="select-plain"
              value={costBps}
              onChange={(e) => chooseLookBack({ costBps: Number(e.target.value) })}
              data-testid="look-back-cost"
            >
              {COSTS_BPS.map((bps) => (
                <option key={bps} value={bps}>
                  {bps === 0 ? 'none' : `${bps} basis points (${percentText(bps / 10_000, 2)} of it)`}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Start from</span>
            <select
              className="select-plain"
              value={start}
              onChange={(e) => chooseLookBack({ start: e.target.value === 'even' ? 'even' : 'shares' })}
              data-testid="look-back-start"
            >
              <option value="shares">my shares of today, bought that day</option>
              <option value="even">the same money in each symbol</option>
            </select>
          </label>
        </div>
        <div className="row">
          <Button
            onClick={() => void runLookBack()}
            disabled={policies.length === 0 || status === 'working' || (info !== null && range === null)}
            data-testid="look-back-run"
          >
            Look back
          </Button>
          {policies.length === 0 ? <span className="small muted">Choose at least one.</span> : null}
          {info !== null && range === null ? (
            <span className="small muted">
              The prices reach back too short a time: a year and two months are needed.
            </span>
          ) : null}
        </div>
      </div>
    </section>
  );
}

function Result({ view }: { readonly view: LookBackView }): ReactElement {
  const curves = view.curves.map((c) => ({
    id: c.policy,
    name: policyName(c.policy),
    ...policyLine(c.policy),
    values: c.afterLiquidation,
  }));
  const ranked = view.curves.toSorted((a, b) => last(b.afterLiquidation) - last(a.afterLiquidation));
  const spread = last(ranked[0]?.afterLiquidation ?? []) - last(ranked.at(-1)?.afterLiquidation ?? []);
  return (
    <>
      <Figure
        title={
          view.curves.length > 1
            ? `${whole(spread)} lie between the best and the worst`
            : 'What would be left'
        }
        unit="Dollars left if all were sold that day and the tax paid, by week"
        head={['Week of', ...curves.map((c) => c.name)]}
        rows={view.dates.map((d, k) => [
          dateText(d),
          ...curves.map((c) => numberText(c.values[k] ?? NaN, 0)),
        ])}
        testId="look-back-chart"
      >
        <ValueCurves dates={view.dates} curves={curves} />
      </Figure>
      <section aria-labelledby="summary">
        <SectionHead title="The same in numbers" id="summary" />
        <Table
          caption="Each way of steering: what is left, tax, turnover and falls, best first"
          testId="look-back-table"
          columns={columns}
          rows={ranked}
          rowKey={(c) => c.policy}
        />
      </section>
      {view.outsideUniverse.length > 0 ? (
        <p className="muted" data-testid="look-back-outside">
          Without prices on the first day, so left out: {listText(view.outsideUniverse, 8)}.
        </p>
      ) : null}
    </>
  );
}

function Caveats(): ReactElement {
  return (
    <section aria-labelledby="caveats">
      <SectionHead title="A look back is not a promise" id="caveats" />
      <ul className="plain-list" data-testid="look-back-caveats">
        <li>
          You chose today’s symbols knowing how they did. All curves are flattered by that alike: compare them
          with each other, not with what you earned.
        </li>
        <li>
          It is one past. Another first day may turn the order round; try some. Which way was best before says
          little about which will be.
        </li>
        <li>
          The model was trained on other, real markets. Costs are a fixed share of each trade; dividends are
          in the prices.
        </li>
      </ul>
    </section>
  );
}

function LookBack(): ReactElement {
  const { status, result, asked, error } = useStore(lookBackStore);
  // The result belongs to its question; leaving the page stops a question nobody waits for.
  useEffect(() => cancelLookBack, []);
  return (
    <>
      <PageHead
        title="Look back"
        lead={
          result
            ? lookBackSentence(result)
            : 'What would simple rules, and the model, have made of your symbols after tax?'
        }
      >
        {result && asked
          ? `${result.symbols.length} symbols, ${asked.costBps} basis points a trade. One past, chosen with hindsight; not a promise.`
          : 'Nothing runs until you ask for it.'}
      </PageHead>
      <div className="stack">
        <Choices />
        {status === 'working' ? <JobPanel titles={['Starting', 'Looking back']} /> : null}
        {status === 'failed' && error ? <Failed error={error} retry={() => void runLookBack()} /> : null}
        {result ? <Result view={result} /> : null}
        <Caveats />
      </div>
    </>
  );
}

/** What other ways of steering would have made of one's own symbols, after tax. */
export function LookBackPage(): ReactElement {
  return (
    <WithLedger
      title="Look back"
      empty="Here you will see what the model and simple rules would have made of your own symbols, after costs and taxes."
    >
      <LookBack />
    </WithLedger>
  );
}
