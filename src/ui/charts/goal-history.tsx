import type { ReactElement } from 'react';
import { monthText } from '../format/date.ts';
import { percentText } from '../format/number.ts';
import { DatedLines, type DatedLine } from './dated-lines.tsx';

export type GoalLine = Omit<DatedLine, 'width'>;

/** The weight of each goal at the end of each quarter; lines differ in colour and in pattern. */
export function GoalHistory({
  lines,
  data,
}: {
  readonly lines: readonly GoalLine[];
  readonly data: readonly Readonly<Record<string, string | number>>[];
}): ReactElement {
  return (
    <DatedLines
      lines={lines.map((l) => ({ ...l, width: 2 }))}
      data={data}
      height={260}
      tickGap={40}
      axis={{ domain: [0, 1], width: 52, words: (v) => percentText(v) }}
      dateWords={monthText}
      valueWords={(v) => ` ${percentText(v)}`}
    />
  );
}
