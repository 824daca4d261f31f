import type { ReactElement } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { IsoDate } from '../../core/iso-date.ts';
import { dateText, monthText } from '../format/date.ts';
import { shortDollars } from '../format/money.ts';
import { numberText } from '../format/number.ts';
import { TICK } from './tick.ts';

export interface ValueCurve {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly dash: string;
  readonly width: number;
  /** Dollars by date. */
  readonly values: readonly number[];
}

interface TipProps {
  readonly active?: boolean;
  readonly label?: unknown;
  readonly payload?: readonly { readonly name?: unknown; readonly value?: unknown }[];
}

function Tip({ active, label, payload }: TipProps): ReactElement | null {
  if (!active || !payload) return null;
  const rows = payload.toSorted((a, b) => Number(b.value) - Number(a.value));
  return (
    <div className="tip">
      <strong>{dateText(String(label) as IsoDate)}</strong>
      {rows.map((p) => (
        <div key={String(p.name)}>
          {String(p.name)}: ${numberText(Number(p.value), 0)}
        </div>
      ))}
    </div>
  );
}

/** Values over time, one line each, told apart by colour and by pattern. */
export function ValueCurves({
  dates,
  curves,
}: {
  readonly dates: readonly IsoDate[];
  readonly curves: readonly ValueCurve[];
}): ReactElement {
  const data = dates.map((date, k) => ({
    date,
    ...Object.fromEntries(curves.map((c) => [c.id, c.values[k] ?? null])),
  }));
  return (
    <>
      <div className="chart" style={{ height: 320 }}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={data} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--rule)" />
            <XAxis
              tick={TICK}
              dataKey="date"
              tickFormatter={(d) => monthText(String(d) as IsoDate)}
              minTickGap={48}
              tickLine={false}
              axisLine={{ stroke: 'var(--rule-strong)' }}
            />
            <YAxis
              tick={TICK}
              domain={['auto', 'auto']}
              tickFormatter={(v) => shortDollars(Number(v))}
              tickLine={false}
              axisLine={false}
              width={64}
            />
            <Tooltip content={<Tip />} />
            {curves.map((c) => (
              <Line
                key={c.id}
                dataKey={c.id}
                name={c.name}
                stroke={c.color}
                strokeWidth={c.width}
                {...(c.dash === '' ? {} : { strokeDasharray: c.dash })}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <p className="legend">
        {curves.map((c) => (
          <span key={c.id}>
            <svg width="28" height="8" aria-hidden="true" style={{ marginRight: 6, verticalAlign: 1 }}>
              <line
                x1="0"
                y1="4"
                x2="28"
                y2="4"
                stroke={c.color}
                strokeWidth={c.width}
                {...(c.dash === '' ? {} : { strokeDasharray: c.dash })}
              />
            </svg>
            {c.name}
          </span>
        ))}
      </p>
    </>
  );
}
