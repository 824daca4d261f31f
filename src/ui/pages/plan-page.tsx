import { Button } from '@mantine/core';
import { memo, useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { cents } from '../../core/money.ts';
import { cancelPlan, makePlan, planStore } from '../../stores/plan-store.ts';
import type { PlanView } from '../../stores/view-types.ts';
import { download } from '../actions.ts';
import { Allocation } from '../components/allocation.tsx';
import { Money } from '../components/money.tsx';
import { PlanConditions } from '../components/plan-conditions.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { deviceName, Failed, WithLedger, Working } from '../components/states.tsx';
import { TradesTable } from '../components/trades-table.tsx';
import { dateText } from '../format/date.ts';
import { dollarsText } from '../format/money.ts';
import { listText, plural } from '../format/number.ts';
import { tradesCsv } from '../format/trades-csv.ts';
import { hrefOf } from '../router.ts';
import { planSentence } from '../sentences/plan.ts';
import { useApp, useLedger, usePerson } from '../use-store.ts';

function TaxSideBySide({ plan }: { readonly plan: PlanView }): ReactElement {
  const saved = cents(plan.tax.naive - plan.tax.planned);
  return (
    <dl className="figures">
      <div>
        <dt>Tax of this plan</dt>
        <dd data-testid="plan-tax-planned">
          <Money amount={plan.tax.planned} />
        </dd>
      </div>
      <div>
        <dt>The same change without regard to tax</dt>
        <dd data-testid="plan-tax-naive">
          <Money amount={plan.tax.naive} />
        </dd>
      </div>
      <div>
        <dt>Difference</dt>
        <dd>
          <Money amount={saved} />
          <span className="small">
            {saved > 0
              ? 'kept by choosing lots'
              : saved < 0
                ? 'this plan pays more: other conditions came first'
                : 'no difference here'}
          </span>
        </dd>
      </div>
      <div>
        <dt>Value planned over</dt>
        <dd>
          <Money amount={plan.totalValue} />
        </dd>
      </div>
    </dl>
  );
}

function allocationTitle(plan: PlanView): string {
  const symbols = new Set([...Object.keys(plan.current), ...Object.keys(plan.target)]);
  let moved = 0;
  for (const s of symbols) moved += Math.abs((plan.target[s] ?? 0) - (plan.current[s] ?? 0)) / 2;
  return moved < 0.005
    ? 'The plan keeps your weights'
    : `The plan would move ${Math.round(moved * 100)}\u00a0% of your holdings`;
}

function Trades({ plan }: { readonly plan: PlanView }): ReactElement {
  return (
    <section aria-labelledby="trades">
      <div className="row-between">
        <SectionHead
          title={plan.trades.length === 0 ? 'No trades' : plural(plan.trades.length, 'trade')}
          id="trades"
        >
          For you to place with your broker, or not. Keepfolio places nothing, and this is not tax advice.
        </SectionHead>
        {plan.trades.length > 0 ? (
          <span className="row no-print">
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                download(
                  { name: `keepfolio-plan-${plan.asOf}.csv`, text: tradesCsv(plan.trades) },
                  'text/csv',
                )
              }
              data-testid="plan-csv"
            >
              Save as CSV
            </Button>
            <Button size="xs" variant="default" onClick={() => print()} data-testid="plan-print">
              Print
            </Button>
          </span>
        ) : null}
      </div>
      {plan.trades.length > 0 ? <TradesTable trades={plan.trades} risks={plan.risks} /> : null}
    </section>
  );
}

function Basis(): ReactElement {
  const said = useStore(planStore, (s) => s.said);
  const person = usePerson((s) => s.person);
  if (person?.enough || said) return <></>;
  return (
    <span>
      {' '}
      It treats all six goals alike, because{' '}
      {person ? 'your trades are too few to tell' : 'nothing was learned'} and nothing was said.{' '}
      <a href={hrefOf('you')}>{person ? 'Say what you want' : 'Learn from my trades first'}</a>.
    </span>
  );
}

/** Alone in following the job's steps. */
function InWork(): ReactElement {
  const job = useApp(
    (s) =>
      s.jobs.find((j) => j.title === 'Starting the models') ?? s.jobs.find((j) => j.title === 'Planning'),
  );
  return (
    <Working
      title={job?.title ?? 'Planning'}
      stage={job?.stage ?? ''}
      fraction={job?.fraction ?? null}
      onCancel={cancelPlan}
    />
  );
}

/** What a plan says: it is drawn anew when there is another plan, not at each step on the way to it. */
const Shown = memo(function Shown({ plan }: { readonly plan: PlanView }): ReactElement {
  const prices = useLedger((s) => s.prices);
  return (
    <>
      <Allocation plan={plan} prices={prices} title={allocationTitle(plan)} />
      <Trades plan={plan} />
      <Notes plan={plan} />
    </>
  );
});
const Tax = memo(TaxSideBySide);
const Conditions = memo(PlanConditions);

function Plan(): ReactElement {
  const plan = useStore(planStore, (s) => s.plan);
  const status = useStore(planStore, (s) => s.status);
  const error = useStore(planStore, (s) => s.error);
  useEffect(() => {
    // Opening the page asks for the plan.
    if (planStore.getState().status === 'idle') void makePlan();
  }, []);
  return (
    <>
      <PageHead
        title="Plan"
        lead={
          plan
            ? planSentence(plan, plan.risks.length)
            : status === 'failed'
              ? 'No plan could be made.'
              : 'Working out which trades would serve your goals after tax.'
        }
      >
        {plan ? (
          <>
            As of {dateText(plan.asOf)}, over {dollarsText(plan.totalValue)}, on {deviceName(plan.device)}.
            <Basis />
          </>
        ) : null}
      </PageHead>
      <div className="stack">
        {status === 'failed' && error ? <Failed error={error} retry={() => void makePlan()} /> : null}
        {status === 'planning' && !plan ? <InWork /> : null}
        {status === 'idle' && !plan ? (
          <div>
            <Button onClick={() => void makePlan()}>Make the plan</Button>
          </div>
        ) : null}
        {plan ? (
          <>
            <Tax plan={plan} />
            <Conditions isPlanning={status === 'planning'} />
            <Shown plan={plan} />
          </>
        ) : null}
        {plan ? null : <Conditions isPlanning={false} />}
      </div>
    </>
  );
}

function Notes({ plan }: { readonly plan: PlanView }): ReactElement | null {
  if (plan.notes.length === 0 && plan.outsideUniverse.length === 0) return null;
  return (
    <section aria-label="Notes">
      <ul className="plain-list">
        {plan.outsideUniverse.length > 0 ? (
          <li data-testid="outside-universe">
            {listText(plan.outsideUniverse, 8)} {plan.outsideUniverse.length === 1 ? 'has' : 'have'} no prices
            in this market, so the models cannot speak about{' '}
            {plan.outsideUniverse.length === 1 ? 'it' : 'them'}. Lots and tax still count{' '}
            {plan.outsideUniverse.length === 1 ? 'it' : 'them'}.
          </li>
        ) : null}
        {plan.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </section>
  );
}

/** Which trades would serve your goals after tax. */
export function PlanPage(): ReactElement {
  return (
    <WithLedger
      title="Plan"
      empty="Here you will see which trades, lot by lot, would bring your holdings closer to your goals, and what they cost or save in tax."
    >
      <Plan />
    </WithLedger>
  );
}
