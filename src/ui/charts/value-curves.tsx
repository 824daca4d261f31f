import type { ReactElement } from 'react';
import type { IsoDate } from '../../core/iso-date.ts';
import { dateText } from '../format/date.ts';
import { shortDollars } from '../format/money.ts';
import { numberText } from '../format/number.ts';
import { DatedLines, type DatedLine } from './dated-lines.tsx';

export interface ValueCurve extends DatedLine {
  /** Dollars by date. */
  readonly values: readonly number[];
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
    <DatedLines
      lines={curves}
      data={data}
      height={320}
      tickGap={48}
      axis={{ domain: ['auto', 'auto'], width: 64, words: shortDollars }}
      dateWords={dateText}
      valueWords={(v) => `: $${numberText(v, 0)}`}
    />
  );
}
