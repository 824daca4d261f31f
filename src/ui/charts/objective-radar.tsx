import type { ReactElement } from 'react';
import {
  PolarAngleAxis,
  PolarGrid,
  PolarRadiusAxis,
  Radar,
  RadarChart,
  ResponsiveContainer,
  Tooltip,
} from 'recharts';
import { percentText } from '../format/number.ts';

export interface RadarPoint {
  readonly axis: string;
  /** Fractions. */
  readonly before: number;
  readonly after: number;
  /** after minus and plus one standard deviation. */
  readonly band: readonly [number, number];
}

function Tip({
  active,
  payload,
}: {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: RadarPoint }[];
}): ReactElement | null {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="tip">
      <strong>{point.axis}</strong>
      <div>
        after {percentText(point.after, 0)}, between {percentText(point.band[0], 0)} and{' '}
        {percentText(point.band[1], 0)}
      </div>
      <div className="muted">before {percentText(point.before, 0)}</div>
    </div>
  );
}

/** Six goals before and after learning; the band is one standard deviation. */
export function ObjectiveRadar({ data }: { readonly data: readonly RadarPoint[] }): ReactElement {
  // The outer ring is the next tenth above everything drawn.
  const top = Math.min(
    1,
    Math.ceil(10 * Math.max(0.3, ...data.map((d) => Math.max(d.band[1], d.before)))) / 10,
  );
  return (
    <>
      <div className="chart radar">
        <ResponsiveContainer width="100%" height="100%">
          <RadarChart data={[...data]} outerRadius="76%" margin={{ top: 4, right: 44, bottom: 4, left: 44 }}>
            <PolarGrid stroke="var(--rule)" />
            <PolarAngleAxis dataKey="axis" tick={{ fill: 'var(--ink)', fontSize: 12 }} />
            <PolarRadiusAxis
              domain={[0, top]}
              ticks={[top / 2, top]}
              allowDataOverflow
              angle={90}
              tickFormatter={(v) => (Number(v) === top ? '' : percentText(Number(v), 0))}
              stroke="var(--rule)"
              tick={{ fill: 'var(--ink-2)', fontSize: 12 }}
              axisLine={false}
            />
            <Radar
              dataKey="band"
              name="spread"
              stroke="none"
              fill="var(--accent)"
              fillOpacity={0.22}
              isAnimationActive={false}
            />
            <Radar
              dataKey="before"
              name="before"
              stroke="var(--ink-2)"
              strokeDasharray="4 4"
              fill="none"
              isAnimationActive={false}
            />
            <Radar
              dataKey="after"
              name="after"
              stroke="var(--accent)"
              strokeWidth={2}
              fill="none"
              dot={{ r: 3, fill: 'var(--accent)' }}
              isAnimationActive={false}
            />
            <Tooltip content={<Tip />} />
          </RadarChart>
        </ResponsiveContainer>
      </div>
      <p className="legend">
        <span>outer ring {percentText(top, 0)}</span>
        <span>
          <i className="line-key" data-dashed="true" style={{ color: 'var(--ink-2)' }} />
          before
        </span>
        <span>
          <i className="line-key" style={{ color: 'var(--accent)' }} />
          after, with one standard deviation shaded
        </span>
      </p>
    </>
  );
}
