import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { EXPERTS } from '../../domain/portfolio/types.ts';
import { forecastStore, showForecast } from '../../stores/forecast-store.ts';
import { makePlan, planStore } from '../../stores/plan-store.ts';
import type { ForecastView, PlanView, PriceView } from '../../stores/view-types.ts';
import { FanChart } from '../charts/lazy-charts.tsx';
import type { FanPoint } from '../charts/fan-chart.tsx';
import { Figure } from '../components/figure.tsx';
import { PageHead, SectionHead } from '../components/page-head.tsx';
import { Failed, JobPanel, WithLedger } from '../components/states.tsx';
import { WeightBars, type WeightBar } from '../components/weight-bars.tsx';
import { dateText } from '../format/date.ts';
import { EXPERT_LABELS, seriesColor } from '../format/labels.ts';
import { dollarPriceText, numberText, percentText } from '../format/number.ts';
import { whySentence } from '../sentences/why.ts';
import { useLedger, useMarket } from '../use-store.ts';

const PAST_DAYS = 126;

/** Index of the level nearest to q. */
const nearest = (levels: readonly number[], q: number): number =>
  levels.reduce((best, l, i) => (Math.abs(l - q) < Math.abs((levels[best] ?? 9) - q) ? i : best), 0);

function fanOf(
  forecast: ForecastView,
  recent: readonly number[],
): { readonly points: readonly FanPoint[]; readonly wide: number; readonly narrow: number } {
  const { levels, quantiles } = forecast;
  const at = {
    low: 0,
    high: levels.length - 1,
    q25: nearest(levels, 0.25),
    q75: nearest(levels, 0.75),
    mid: nearest(levels, 0.5),
  };
  const past = recent.slice(-PAST_DAYS).map((close, i, all): FanPoint => ({
    day: i - all.length + 1,
    past: close,
    middle: null,
    wide: null,
    narrow: null,
  }));
  const start: FanPoint = {
    day: 0,
    past: forecast.lastPrice,
    middle: forecast.lastPrice,
    wide: [forecast.lastPrice, forecast.lastPrice],
    narrow: [forecast.lastPrice, forecast.lastPrice],
  };
  const price = (q: number, h: number): number => quantiles[q]?.[h] ?? Number.NaN;
  const ahead = (quantiles[0] ?? []).map((_, h): FanPoint => ({
    day: h + 1,
    past: null,
    middle: price(at.mid, h),
    wide: [price(at.low, h), price(at.high, h)],
    narrow: [price(at.q25, h), price(at.q75, h)],
  }));
  return {
    points: [...past.slice(0, -1), start, ...ahead],
    wide: (levels[at.high] ?? 1) - (levels[at.low] ?? 0),
    narrow: (levels[at.q75] ?? 1) - (levels[at.q25] ?? 0),
  };
}

function Fan({
  forecast,
  price,
}: {
  readonly forecast: ForecastView;
  readonly price: PriceView | undefined;
}): ReactElement {
  const fan = useMemo(() => fanOf(forecast, price?.recent ?? []), [forecast, price]);
  const last = fan.points.at(-1);
  const title =
    last?.wide && last.middle !== null
      ? `${forecast.symbol}: in ${last.day} business days between $${dollarPriceText(last.wide[0])} and $${dollarPriceText(last.wide[1])}`
      : forecast.symbol;
  const ahead = fan.points.filter((p) => p.day > 0);
  return (
    <Figure
      testId="fan-chart"
      title={title}
      unit={`dollars; bands hold ${percentText(fan.wide, 0)} and ${percentText(fan.narrow, 0)} of what the model expects, from ${dateText(forecast.asOf)}`}
      head={['Business days ahead', 'Low', 'Middle', 'High']}
      rows={ahead.map((p) => [
        p.day,
        dollarPriceText(p.wide?.[0] ?? Number.NaN),
        dollarPriceText(p.middle ?? Number.NaN),
        dollarPriceText(p.wide?.[1] ?? Number.NaN),
      ])}
    >
      <FanChart data={fan.points} />
    </Figure>
  );
}

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
          Chronos-Bolt, from the price history alone. Wide bands are honest: most of a price is not
          foreseeable.
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
        <Fan forecast={forecast} price={prices[forecast.symbol]} />
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
