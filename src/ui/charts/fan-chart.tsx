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
  /** Pairs of low and high in dollars, widest first. */
  readonly wide: readonly [number, number] | null;
  readonly narrow: readonly [number, number] | null;
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
      {p.middle === null || p.day === 0 ? null : <div>middle ${dollarPriceText(p.middle)}</div>}
      {p.wide === null || p.day === 0 ? null : (
        <div>
          widest band ${dollarPriceText(p.wide[0])} to ${dollarPriceText(p.wide[1])}
        </div>
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
