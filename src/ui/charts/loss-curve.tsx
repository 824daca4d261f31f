import type { ReactElement } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { numberText } from '../format/number.ts';
import { TICK } from './tick.ts';

export interface LossPoint {
  readonly epoch: number;
  readonly train: number;
  readonly heldOut: number | null;
}

function Tip({
  active,
  payload,
}: {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: LossPoint }[];
}): ReactElement | null {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="tip">
      <strong>Pass {point.epoch}</strong>
      <div>your trades {numberText(point.train, 4)}</div>
      {point.heldOut === null ? null : <div>trades kept aside {numberText(point.heldOut, 4)}</div>}
    </div>
  );
}

/** The loss of the 76 numbers on the trades they learn from and on the trades kept aside. */
export function LossCurve({
  data,
  epochs,
}: {
  readonly data: readonly LossPoint[];
  readonly epochs: number;
}): ReactElement {
  return (
    <>
      <div className="chart" style={{ height: 240 }}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={[...data]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--rule)" />
            <XAxis
              tick={TICK}
              dataKey="epoch"
              type="number"
              domain={[0, Math.max(1, epochs)]}
              tickLine={false}
              axisLine={{ stroke: 'var(--rule-strong)' }}
              allowDecimals={false}
            />
            <YAxis
              tick={TICK}
              domain={['auto', 'auto']}
              tickFormatter={(v) => numberText(Number(v), 2)}
              tickLine={false}
              axisLine={false}
              width={52}
            />
            <Tooltip content={<Tip />} />
            <Line
              dataKey="train"
              name="your trades"
              stroke="var(--series-4)"
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="heldOut"
              name="kept aside"
              stroke="var(--series-5)"
              strokeWidth={2}
              strokeDasharray="5 3"
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
      <p className="legend">
        <span>
          <i className="line-key" style={{ color: 'var(--series-4)' }} />
          your trades
        </span>
        <span>
          <i className="line-key" data-dashed="true" style={{ color: 'var(--series-5)' }} />
          trades kept aside
        </span>
      </p>
    </>
  );
}
