import type { ReactElement } from 'react';
import { percentText } from '../format/number.ts';

export interface WeightBar {
  readonly key: string;
  readonly name: string;
  readonly means?: string;
  /** Fraction 0..1. */
  readonly value: number;
  /** One standard deviation, drawn as a whisker. */
  readonly spread?: number;
  readonly color: string;
}

/** Named shares as bars with their figures beside them; a whisker shows how sure each is. */
export function WeightBars({
  bars,
  label,
  max,
  testId,
}: {
  readonly bars: readonly WeightBar[];
  readonly label: string;
  /** Value of a full bar; the largest one when not given. */
  readonly max?: number;
  readonly testId?: string;
}): ReactElement {
  const top = max ?? Math.max(0.01, ...bars.map((b) => b.value + (b.spread ?? 0)));
  const width = (x: number): string => `${Math.max(0, Math.min(100, (x / top) * 100))}%`;
  return (
    <ul className="weights" aria-label={label} data-testid={testId}>
      {bars.map((b) => (
        <li key={b.key}>
          <span className="weights-name">
            {b.name}
            {b.means ? <span className="small muted">{b.means}</span> : null}
          </span>
          <span className="weights-track" aria-hidden="true">
            <i style={{ width: width(b.value), background: b.color }} />
            {b.spread ? (
              <em
                style={{
                  left: width(b.value - b.spread),
                  width: `calc(${width(b.value + b.spread)} - ${width(b.value - b.spread)})`,
                }}
              />
            ) : null}
          </span>
          <span className="num">
            {percentText(b.value, 0)}
            {b.spread ? <span className="small muted"> ±&nbsp;{Math.round(b.spread * 100)}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
