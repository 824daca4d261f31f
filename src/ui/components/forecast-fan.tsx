import { useMemo, type ReactElement } from 'react';
import type { ForecastView, PriceView } from '../../stores/view-types.ts';
import type { FanPoint } from '../charts/fan-chart.tsx';
import { FanChart } from '../charts/lazy-charts.tsx';
import { dateText } from '../format/date.ts';
import { dollarPriceText } from '../format/number.ts';
import { calibrationRows, calibrationSentence, widthSentences } from '../sentences/forecast.ts';
import { Figure } from './figure.tsx';

const PAST_DAYS = 126;

/** Recent closes, then the two bands and the middle; the bands open at the last close. */
function fanPoints(forecast: ForecastView, recent: readonly number[]): readonly FanPoint[] {
  const { levels, quantiles, lastPrice } = forecast;
  const past = recent.slice(-PAST_DAYS).map((close, i, all): FanPoint => ({
    day: i - all.length + 1,
    past: close,
    middle: null,
    wide: null,
    narrow: null,
  }));
  const start: FanPoint = {
    day: 0,
    past: lastPrice,
    middle: lastPrice,
    wide: [lastPrice, lastPrice],
    narrow: [lastPrice, lastPrice],
  };
  const price = (level: number, h: number): number => quantiles[levels.indexOf(level)]?.[h] ?? Number.NaN;
  const ahead = (quantiles[0] ?? []).map((_, h): FanPoint => ({
    day: h + 1,
    past: null,
    middle: price(0.5, h),
    wide: [price(0.1, h), price(0.9, h)],
    narrow: [price(0.25, h), price(0.75, h)],
  }));
  return [...past.slice(0, -1), start, ...ahead];
}

function rowOf(p: FanPoint): (string | number)[] {
  const text = (x: number | null | undefined): string =>
    x === null || x === undefined ? '' : dollarPriceText(x);
  if (p.day <= 0) return [p.day === 0 ? 'now' : p.day, text(p.past), '', '', '', '', ''];
  return [
    p.day,
    '',
    text(p.wide?.[0]),
    text(p.narrow?.[0]),
    text(p.middle),
    text(p.narrow?.[1]),
    text(p.wide?.[1]),
  ];
}

function Tested({ forecast }: { readonly forecast: ForecastView }): ReactElement {
  const horizon = forecast.quantiles[0]?.length ?? 1;
  return (
    <>
      <p data-testid="fan-calibration">{calibrationSentence(forecast, horizon)}</p>
      {forecast.tested && forecast.own === null ? (
        <details>
          <summary className="small">At other horizons</summary>
          <table className="table">
            <caption className="hidden-visually">How often the bands held, by horizon</caption>
            <thead>
              <tr>
                <th scope="col">Ahead</th>
                <th scope="col" className="num">
                  80&nbsp;% band held
                </th>
                <th scope="col" className="num">
                  50&nbsp;% band held
                </th>
              </tr>
            </thead>
            <tbody>
              {calibrationRows(forecast.tested).map(([ahead, wide, narrow]) => (
                <tr key={ahead}>
                  <th scope="row">{ahead}</th>
                  <td className="num">{wide}</td>
                  <td className="num">{narrow}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ) : null}
    </>
  );
}

/** A holding's fan with its table, how often such bands held, and why this one is as wide as it is. */
export function ForecastFan({
  forecast,
  price,
}: {
  readonly forecast: ForecastView;
  readonly price: PriceView | undefined;
}): ReactElement {
  const points = useMemo(() => fanPoints(forecast, price?.recent ?? []), [forecast, price]);
  const last = points.at(-1);
  const title = last?.wide
    ? `${forecast.symbol}: in ${last.day} business days between $${dollarPriceText(last.wide[0])} and $${dollarPriceText(last.wide[1])}, four times in five`
    : forecast.symbol;
  return (
    <div className="stack-s">
      <Figure
        testId="fan-chart"
        title={title}
        unit={`dollars; the wide band is meant to hold 80 % of what may come, the narrow one 50 %, from ${dateText(forecast.asOf)}, by ${forecast.own ?? 'the built-in Chronos-Bolt'}`}
        head={['Business days from now', 'Close', '80 % low', '50 % low', 'Middle', '50 % high', '80 % high']}
        rows={points.map(rowOf)}
      >
        <FanChart data={points} />
      </Figure>
      <Tested forecast={forecast} />
      <div data-testid="fan-width">
        <h3>Why the interval is this wide</h3>
        {widthSentences(forecast).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
