import type { ReactElement } from 'react';
import type { Band } from '../../stores/evaluation.ts';

export interface IntervalRow {
  readonly key: string;
  readonly name: string;
  readonly band: Band;
  /** The finding in a word, so that it never hangs on the drawing. */
  readonly word: string;
  /** Drawn filled; the others hollow. */
  readonly isMain?: boolean;
}

/** Means with their intervals on one scale, with a line to hold them against. */
export function IntervalBars({
  rows,
  reference,
  format,
  label,
  range = [reference, reference],
}: {
  readonly rows: readonly IntervalRow[];
  readonly reference: number;
  readonly format: (value: number) => string;
  readonly label: string;
  /** The least the scale must span; wider where the rows need it. */
  readonly range?: readonly [number, number];
}): ReactElement {
  const all = [reference, ...range, ...rows.flatMap((r) => [r.band.low, r.band.high])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const span = most - least || 1;
  const at = (x: number): string => `${(100 * (x - least)) / span}%`;
  return (
    <ul className="intervals" aria-label={label}>
      {rows.map((r) => (
        <li key={r.key}>
          <span className="intervals-name">{r.name}</span>
          <span className="intervals-track" aria-hidden="true">
            <i style={{ left: at(reference) }} />
            <em style={{ left: at(r.band.low), width: `calc(${at(r.band.high)} - ${at(r.band.low)})` }} />
            <b style={{ left: at(r.band.mean) }} data-main={r.isMain ?? false} />
          </span>
          <span className="num">
            {format(r.band.mean)} <span className="small muted">{r.word}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
