import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { EXPERTS } from '../../domain/portfolio/types.ts';
import { forecastStore, showForecast } from '../../stores/forecast-store.ts';
import { makePlan, planStore } from '../../stores/plan-store.ts';
import type { PlanView } from '../../stores/view-types.ts';
import { ForecastFan } from '../components/forecast-fan.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { Failed, JobPanel, WithLedger } from '../components/states.tsx';
import { WeightBars, type WeightBar } from '../components/weight-bars.tsx';
import { dateText } from '../format/date.ts';
import { EXPERT_LABELS, seriesColor } from '../format/labels.ts';
import { numberText } from '../format/number.ts';
import { hrefOf } from '../router.ts';
import { whySentence } from '../sentences/why.ts';
import { useLedger, useMarket } from '../use-store.ts';

/** Below the fold: its own chunk, begun once the plan is there. */
const MarketView = lazy(() =>
  import('../components/market-view.tsx').then((m) => ({ default: m.MarketView })),
);

function Forecast(): ReactElement {
  const positions = useLedger((s) => s.positions);
  const prices = useLedger((s) => s.prices);
  const { symbol, status, forecast, error } = useStore(forecastStore);
  const priced = positions.filter((p) => prices[p.symbol]);
  const first = priced[0]?.symbol;
  const chosen = symbol && prices[symbol] ? symbol : first;
  useEffect(() => {
    if (chosen && forecastStore.getState().forecast?.symbol !== chosen) void showForecast(chosen);
  }, [chosen]);
  return (
    <section aria-labelledby="fan">
      <div className="row-between">
        <SectionHead title="Where each holding might go" id="fan">
          From the price history alone. Wide bands are honest: most of a price is not foreseeable.{' '}
          <a href={hrefOf('privacy')}>Bring another Chronos</a>
        </SectionHead>
        <label>
          Holding{' '}
          <select
            className="select-plain"
            value={chosen ?? ''}
            onChange={(e) => void showForecast(e.target.value)}
            data-testid="forecast-symbol"
          >
            {priced.map((p) => (
              <option key={p.symbol} value={p.symbol}>
                {p.symbol} {p.name ? `· ${p.name}` : ''}
              </option>
            ))}
          </select>
        </label>
      </div>
      {priced.length === 0 ? <p className="muted">None of your holdings has prices in this market.</p> : null}
      {status === 'working' ? <JobPanel titles={['Starting', 'Forecasting']} /> : null}
      {status === 'failed' && error ? (
        <Failed error={error} retry={() => chosen && void showForecast(chosen)} />
      ) : null}
      {forecast && forecast.symbol === chosen ? (
        <ForecastFan forecast={forecast} price={prices[forecast.symbol]} />
      ) : null}
    </section>
  );
}

const GATES_SHOWN = 10;

const gateBar = ([symbol, value]: readonly [string, number]): WeightBar => ({
  key: symbol,
  name: symbol,
  value,
  color: 'var(--series-1)',
});

function Gate({ plan }: { readonly plan: PlanView }): ReactElement | null {
  const entries = Object.entries(plan.gate).toSorted((a, b) => b[1] - a[1]);
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="gate">
      <SectionHead title="Two readings of each holding" id="gate">
        A learned gate weighs them: 100 % is the encoder&apos;s own reading of the last half year beside the
        other assets, 0 % is Chronos&apos; reading of the longer price history.
      </SectionHead>
      <WeightBars
        label="Gate between encoder and Chronos"
        max={1}
        testId="gate"
        bars={entries.slice(0, GATES_SHOWN).map(gateBar)}
      />
      {entries.length > GATES_SHOWN ? (
        <details>
          <summary className="small">The other {entries.length - GATES_SHOWN}</summary>
          <WeightBars
            label="Gate of the other holdings"
            max={1}
            bars={entries.slice(GATES_SHOWN).map(gateBar)}
          />
        </details>
      ) : null}
    </section>
  );
}

function Explained({ plan }: { readonly plan: PlanView }): ReactElement {
  return (
    <>
      <div className="cols">
        <section aria-labelledby="experts">
          <SectionHead title="Four experts" id="experts">
            A router gives each a say for the market it sees and the goals you have.
          </SectionHead>
          <WeightBars
            testId="experts"
            label="Share of each expert"
            bars={EXPERTS.map((e, i) => ({
              key: e,
              name: EXPERT_LABELS[e].name,
              means: EXPERT_LABELS[e].means,
              value: plan.experts[e],
              color: seriesColor(i),
            }))}
          />
        </section>
        <section aria-labelledby="regime">
          <SectionHead title="The market it sees" id="regime">
            Eight numbers that describe the regime on {dateText(plan.asOf)}.
          </SectionHead>
          <ul className="plain-list" data-testid="regime">
            {plan.regime.map((r) => (
              <li key={r.name} className="row-between">
                <span>{r.name}</span>
                <span className="num">{numberText(r.value, 3)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <Gate plan={plan} />
    </>
  );
}

function Why(): ReactElement {
  const { plan, status, error } = useStore(planStore);
  const synthetic = useMarket((s) => s.info?.synthetic ?? false);
  useEffect(() => {
    if (planStore.getState().status === 'idle') void makePlan();
  }, []);
  return (
    <>
      <PageHead title="Why" lead={plan ? whySentence(plan) : 'Asking the experts behind the plan.'}>
        {synthetic ? 'All of this is about the synthetic demo market.' : null}
      </PageHead>
      <div className="stack">
        {status === 'planning' && !plan ? <JobPanel titles={['Starting', 'Planning']} /> : null}
        {status === 'failed' && error ? <Failed error={error} retry={() => void makePlan()} /> : null}
        {plan ? <Explained plan={plan} /> : null}
        <Forecast />
        {plan || status === 'failed' ? (
          <Suspense fallback={<p className="muted">Opening the map …</p>}>
            <MarketView />
          </Suspense>
        ) : null}
      </div>
    </>
  );
}

/** Which expert spoke, what market it saw, and where each holding might go. */
export function WhyPage(): ReactElement {
  return (
    <WithLedger
      title="Why"
      empty="Here you will see which expert spoke, in which market, and an honest fan of where each holding might go."
    >
      <Why />
    </WithLedger>
  );
}
