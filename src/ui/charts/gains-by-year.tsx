import type { ReactElement } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { numberText } from '../format/number.ts';
import { shortDollars } from '../format/money.ts';
import { TICK } from './tick.ts';

export interface YearBar {
  readonly year: string;
  /** Dollars. */
  readonly short: number;
  readonly long: number;
}

function Tip({
  active,
  payload,
  label,
}: {
  readonly active?: boolean;
  readonly payload?: readonly { readonly name?: unknown; readonly value?: unknown }[];
  readonly label?: unknown;
}): ReactElement | null {
  if (!active || !payload) return null;
  return (
    <div className="tip">
      <strong>{String(label)}</strong>
      {payload.map((p) => (
        <div key={String(p.name)}>
          {String(p.name)}: ${numberText(Number(p.value), 0)}
        </div>
      ))}
    </div>
  );
}

/** Realised gains per year: long-term solid, short-term hatched. */
export function GainsByYear({ data }: { readonly data: readonly YearBar[] }): ReactElement {
  return (
    <div className="chart" style={{ height: 240 }}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...data]} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} barGap={2}>
          <defs>
            <pattern
              id="hatch"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill="var(--paper)" />
              <rect width="2.5" height="6" fill="var(--ink-2)" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--rule)" />
          <XAxis tick={TICK} dataKey="year" tickLine={false} axisLine={false} />
          <YAxis
            tick={TICK}
            tickFormatter={(v) => shortDollars(Number(v))}
            tickLine={false}
            axisLine={false}
            width={60}
          />
          <ReferenceLine y={0} stroke="var(--ink)" />
          <Tooltip content={<Tip />} cursor={{ fill: 'var(--sunk)' }} />
          <Bar
            dataKey="short"
            name="Short-term"
            fill="url(#hatch)"
            stroke="var(--ink-2)"
            isAnimationActive={false}
            maxBarSize={32}
          />
          <Bar
            dataKey="long"
            name="Long-term"
            fill="var(--ink-2)"
            stroke="var(--ink-2)"
            isAnimationActive={false}
            maxBarSize={32}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
