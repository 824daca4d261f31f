import type { ReactElement } from 'react';
import { percentText } from '../format/number.ts';

/** A price line of a table cell, with its change in words for those who do not see it. */
export function Sparkline({ values }: { readonly values: readonly number[] }): ReactElement | null {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y = (v: number): number => 22 - ((v - low) / (high - low || 1)) * 20;
  const points = values
    .map((v, i) => `${((i / (values.length - 1)) * 88).toFixed(1)},${y(v).toFixed(1)}`)
    .join(' ');
  const change = (values.at(-1) ?? 0) / (values[0] || 1) - 1;
  return (
    <svg
      width="88"
      height="24"
      viewBox="0 0 88 24"
      role="img"
      aria-label={`${percentText(change, 0, true)} over the period`}
    >
      <polyline
        points={points}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
