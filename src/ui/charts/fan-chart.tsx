import type { ReactElement } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { dollarPriceText } from '../format/number.ts';
import { TICK } from './tick.ts';

export interface FanPoint {
  /** Business days from now; negative in the past. */
  readonly day: number;
  readonly past: number | null;
  readonly middle: number | null;
  /** Low and high of the 80 % and of the 50 % band, in dollars. */
  readonly wide: readonly [number, number] | null;
  readonly narrow: readonly [number, number] | null;
}

function Band({
  name,
  ends,
}: {
  readonly name: string;
  readonly ends: readonly [number, number] | null;
}): ReactElement | null {
  return ends ? (
    <div>
      {name}: ${dollarPriceText(ends[0])} to ${dollarPriceText(ends[1])}
    </div>
  ) : null;
}

function Tip({
  active,
  payload,
}: {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: FanPoint }[];
}): ReactElement | null {
  const p = payload?.[0]?.payload;
  if (!active || !p) return null;
  return (
    <div className="tip">
      <strong>
        {p.day === 0 ? 'Last close' : p.day < 0 ? `${-p.day} business days ago` : `In ${p.day} business days`}
      </strong>
      {p.past === null ? null : <div>${dollarPriceText(p.past)}</div>}
      {p.day === 0 ? null : <Band name="80 %" ends={p.wide} />}
      {p.day === 0 ? null : <Band name="50 %" ends={p.narrow} />}
      {p.middle === null || p.day === 0 ? null : (
        <div className="muted">middle ${dollarPriceText(p.middle)}</div>
      )}
    </div>
  );
}

/** Recent closes, then the forecast as a fan: two bands and the middle. */
export function FanChart({ data }: { readonly data: readonly FanPoint[] }): ReactElement {
  return (
    <div className="chart" style={{ height: 300 }}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...data]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--rule)" />
          <XAxis
            tick={TICK}
            dataKey="day"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={(d) => (Number(d) === 0 ? 'now' : String(d).replace('-', '\u2212'))}
            tickLine={false}
            axisLine={{ stroke: 'var(--rule-strong)' }}
          />
          <YAxis
            tick={TICK}
            domain={['auto', 'auto']}
            tickFormatter={(v) => `$${dollarPriceText(Number(v))}`}
            tickLine={false}
            axisLine={false}
            width={76}
          />
          <ReferenceLine x={0} stroke="var(--ink)" />
          <Tooltip content={<Tip />} />
          <Area
            dataKey="wide"
            name="wide band"
            stroke="none"
            fill="var(--accent)"
            fillOpacity={0.16}
            isAnimationActive={false}
          />
          <Area
            dataKey="narrow"
            name="narrow band"
            stroke="none"
            fill="var(--accent)"
            fillOpacity={0.3}
            isAnimationActive={false}
          />
          <Line
            dataKey="past"
            name="closes"
            stroke="var(--ink)"
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="middle"
            name="middle"
            stroke="var(--accent)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
