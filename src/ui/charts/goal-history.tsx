import type { ReactElement } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { IsoDate } from '../../core/iso-date.ts';
import { monthText } from '../format/date.ts';
import { percentText } from '../format/number.ts';
import { TICK } from './tick.ts';

export interface GoalLine {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly dash: string;
}

interface TipProps {
  readonly active?: boolean;
  readonly label?: unknown;
  readonly payload?: readonly { readonly name?: unknown; readonly value?: unknown }[];
}

function Tip({ active, label, payload }: TipProps): ReactElement | null {
  if (!active || !payload) return null;
  return (
    <div className="tip">
      <strong>{monthText(String(label) as IsoDate)}</strong>
      {payload
        .toSorted((a, b) => Number(b.value) - Number(a.value))
        .map((p) => (
          <div key={String(p.name)}>
            {String(p.name)} {percentText(Number(p.value))}
          </div>
        ))}
    </div>
  );
}

const stroke = (l: GoalLine): { stroke: string; strokeDasharray?: string } => ({
  stroke: l.color,
  ...(l.dash === '' ? {} : { strokeDasharray: l.dash }),
});

/** The weight of each goal at the end of each quarter; lines differ in colour and in pattern. */
export function GoalHistory({
  lines,
  data,
}: {
  readonly lines: readonly GoalLine[];
  readonly data: readonly Readonly<Record<string, string | number>>[];
}): ReactElement {
  return (
    <>
      <div className="chart" style={{ height: 260 }}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={[...data]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--rule)" />
            <XAxis
              tick={TICK}
              dataKey="date"
              tickFormatter={(d) => monthText(String(d) as IsoDate)}
              minTickGap={40}
              tickLine={false}
              axisLine={{ stroke: 'var(--rule-strong)' }}
            />
            <YAxis
              tick={TICK}
              domain={[0, 1]}
              tickFormatter={(v) => percentText(Number(v))}
              tickLine={false}
              axisLine={false}
              width={52}
            />
            <Tooltip content={<Tip />} />
            {lines.map((l) => (
              <Line
                key={l.id}
                dataKey={l.id}
                name={l.name}
                {...stroke(l)}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <p className="legend">
        {lines.map((l) => (
          <span key={l.id}>
            <svg width="28" height="8" aria-hidden="true" style={{ marginRight: 6, verticalAlign: 1 }}>
              <line x1="0" y1="4" x2="28" y2="4" {...stroke(l)} strokeWidth={2} />
            </svg>
            {l.name}
          </span>
        ))}
      </p>
    </>
  );
}
