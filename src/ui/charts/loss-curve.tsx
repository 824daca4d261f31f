import type { ReactElement } from 'react';
import { numberText } from '../format/number.ts';
import { LinePlot, PlotLegend, type PlotAxis, type PlotLine } from './line-plot.tsx';
import { niceTicks } from './nice-ticks.ts';

export interface LossPoint {
  readonly epoch: number;
  readonly train: number;
  readonly heldOut: number | null;
}

const LINES: readonly PlotLine[] = [
  { id: 'train', name: 'your trades', color: 'var(--series-4)', dash: '', width: 2 },
  { id: 'heldOut', name: 'trades kept aside', color: 'var(--series-5)', dash: '5 3', width: 2 },
];

function lossAxis(data: readonly LossPoint[]): PlotAxis {
  const values = data.flatMap((d) => (d.heldOut === null ? [d.train] : [d.train, d.heldOut]));
  const ticks = values.length > 0 ? niceTicks(Math.min(...values), Math.max(...values), 5) : [];
  return {
    low: ticks[0] ?? 0,
    high: ticks.at(-1) ?? 1,
    ticks: ticks.map((at) => ({ at, words: numberText(at, 2) })),
  };
}

function passAxis(epochs: number): PlotAxis {
  const high = Math.max(1, epochs);
  const ticks = niceTicks(0, high, 6).filter((pass) => pass <= high && Number.isInteger(pass));
  return { low: 0, high, ticks: ticks.map((at) => ({ at, words: String(at) })) };
}

/** The loss of the 76 numbers on the trades they learn from and on the trades kept aside. */
export function LossCurve({
  data,
  epochs,
}: {
  readonly data: readonly LossPoint[];
  readonly epochs: number;
}): ReactElement {
  const tip = (index: number): ReactElement => {
    const point = data[index] as LossPoint;
    return (
      <>
        <strong>Pass {point.epoch}</strong>
        <div>your trades {numberText(point.train, 4)}</div>
        {point.heldOut === null ? null : <div>trades kept aside {numberText(point.heldOut, 4)}</div>}
      </>
    );
  };
  return (
    <>
      <LinePlot
        label="The loss by pass"
        lines={LINES}
        points={data.map((d) => ({ x: d.epoch, values: [d.train, d.heldOut] }))}
        x={passAxis(epochs)}
        y={lossAxis(data)}
        height={240}
        tip={tip}
      />
      <PlotLegend lines={LINES} />
    </>
  );
}
