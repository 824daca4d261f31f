import type { ReactElement } from 'react';
import type { IsoDate } from '../../core/iso-date.ts';
import { monthText } from '../format/date.ts';
import { percentText } from '../format/number.ts';
import { LinePlot, PlotLegend, type PlotAxis, type PlotLine } from './line-plot.tsx';

export type GoalLine = Omit<PlotLine, 'width'>;

const SHARES = [0, 0.25, 0.5, 0.75, 1];
const MOST_DATES = 6;

/** Quarters are evenly spaced; some of them are named. */
function dateAxis(dates: readonly IsoDate[]): PlotAxis {
  const high = Math.max(1, dates.length - 1);
  const step = Math.max(1, Math.ceil(dates.length / MOST_DATES));
  const ticks = dates.flatMap((d, at) => (at % step === 0 ? [{ at, words: monthText(d) }] : []));
  return { low: 0, high, ticks };
}

/** The weight of each goal at the end of each quarter; lines differ in colour and in pattern. */
export function GoalHistory({
  lines,
  data,
}: {
  readonly lines: readonly GoalLine[];
  /** A date and, by the line's id, its value. */
  readonly data: readonly ({ readonly date: IsoDate } & Readonly<Record<string, string | number>>)[];
}): ReactElement {
  const drawn = lines.map((l) => ({ ...l, width: 2 }));
  const tip = (index: number): ReactElement => {
    const row = data[index] as (typeof data)[number];
    return (
      <>
        <strong>{monthText(row.date)}</strong>
        {lines
          .toSorted((a, b) => Number(row[b.id]) - Number(row[a.id]))
          .map((l) => (
            <div key={l.id}>
              {l.name} {percentText(Number(row[l.id]))}
            </div>
          ))}
      </>
    );
  };
  return (
    <>
      <LinePlot
        label="The weight of each goal by quarter"
        lines={drawn}
        points={data.map((row, x) => ({ x, values: lines.map((l) => Number(row[l.id])) }))}
        x={dateAxis(data.map((row) => row.date))}
        y={{ low: 0, high: 1, ticks: SHARES.map((at) => ({ at, words: percentText(at, 0) })) }}
        height={260}
        tip={tip}
      />
      <PlotLegend lines={drawn} />
    </>
  );
}
