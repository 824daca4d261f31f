import type { ReactElement } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { IsoDate } from '../../core/iso-date.ts';
import { monthText } from '../format/date.ts';
import { TICK } from './tick.ts';

/** One line of a chart over dates, told from the others by colour and by pattern. */
export interface DatedLine {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Dash pattern of SVG; empty = solid. */
  readonly dash: string;
  readonly width: number;
}

interface TipProps {
  readonly active?: boolean;
  readonly label?: unknown;
  readonly payload?: readonly { readonly name?: unknown; readonly value?: unknown }[];
  readonly dateWords: (date: IsoDate) => string;
  readonly valueWords: (value: number) => string;
}

/** Date and values under the pointer, the largest first. */
function Tip({ active, label, payload, dateWords, valueWords }: TipProps): ReactElement | null {
  if (!active || !payload) return null;
  return (
    <div className="tip">
      <strong>{dateWords(String(label) as IsoDate)}</strong>
      {payload
        .toSorted((a, b) => Number(b.value) - Number(a.value))
        .map((p) => (
          <div key={String(p.name)}>
            {String(p.name)}
            {valueWords(Number(p.value))}
          </div>
        ))}
    </div>
  );
}

const stroke = (l: DatedLine): { stroke: string; strokeWidth: number; strokeDasharray?: string } => ({
  stroke: l.color,
  strokeWidth: l.width,
  ...(l.dash === '' ? {} : { strokeDasharray: l.dash }),
});

/** Lines over dates with their legend. `data` holds a `date` and, by id, each line's value (null = none). */
export function DatedLines({
  lines,
  data,
  height,
  tickGap,
  axis,
  dateWords,
  valueWords,
}: {
  readonly lines: readonly DatedLine[];
  readonly data: readonly Readonly<Record<string, string | number | null>>[];
  readonly height: number;
  readonly tickGap: number;
  readonly axis: {
    readonly domain: [number, number] | ['auto', 'auto'];
    readonly width: number;
    readonly words: (value: number) => string;
  };
  /** The date of the tip. */
  readonly dateWords: (date: IsoDate) => string;
  /** What follows a line's name in the tip. */
  readonly valueWords: (value: number) => string;
}): ReactElement {
  return (
    <>
      <div className="chart" style={{ height }}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={[...data]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--rule)" />
            <XAxis
              tick={TICK}
              dataKey="date"
              tickFormatter={(d) => monthText(String(d) as IsoDate)}
              minTickGap={tickGap}
              tickLine={false}
              axisLine={{ stroke: 'var(--rule-strong)' }}
            />
            <YAxis
              tick={TICK}
              domain={axis.domain}
              tickFormatter={(v) => axis.words(Number(v))}
              tickLine={false}
              axisLine={false}
              width={axis.width}
            />
            <Tooltip content={<Tip dateWords={dateWords} valueWords={valueWords} />} />
            {lines.map((l) => (
              <Line
                key={l.id}
                dataKey={l.id}
                name={l.name}
                {...stroke(l)}
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
              <line x1="0" y1="4" x2="28" y2="4" {...stroke(l)} />
            </svg>
            {l.name}
          </span>
        ))}
      </p>
    </>
  );
}
