import { useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';

/** One line of a plot, told from the others by colour and by pattern. */
export interface PlotLine {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Dash pattern of SVG; empty = solid. */
  readonly dash: string;
  readonly width: number;
}

/** An axis in the unit of its values. */
export interface PlotAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly words: string }[];
}

export interface PlotPoint {
  readonly x: number;
  /** In the order of the lines; null = none. */
  readonly values: readonly (number | null)[];
}

interface PlotProps {
  /** What the drawing shows, for those who do not see it. */
  readonly label: string;
  readonly lines: readonly PlotLine[];
  /** In the order of x. */
  readonly points: readonly PlotPoint[];
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly height: number;
  /** Words beside the point under the pointer or chosen by the arrow keys. */
  readonly tip: (index: number) => ReactElement;
}

const shareOf = (axis: PlotAxis, value: number): number => (value - axis.low) / (axis.high - axis.low || 1);
const percent = (share: number): string => `${100 * share}%`;

/** An SVG path in shares of the plot, through the points that have a value. */
export function pathOf(points: readonly PlotPoint[], line: number, x: PlotAxis, y: PlotAxis): string {
  let path = '';
  for (const point of points) {
    const value = point.values[line] ?? null;
    if (value === null) continue;
    path += `${path === '' ? 'M' : 'L'}${shareOf(x, point.x).toFixed(4)} ${(1 - shareOf(y, value)).toFixed(4)}`;
  }
  return path;
}

/** The point nearest to a place on the axis; null when there is none. */
export function nearest(points: readonly PlotPoint[], at: number): number | null {
  let best: number | null = null;
  let least = Infinity;
  points.forEach((p, i) => {
    const away = Math.abs(p.x - at);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** Which point is looked at, by pointer or by arrow keys. */
function useChosen(points: readonly PlotPoint[], x: PlotAxis) {
  const [chosen, setChosen] = useState<number | null>(null);
  const leave = (): void => setChosen(null);
  const last = points.length - 1;
  return {
    chosen: chosen === null || last < 0 ? null : Math.min(chosen, last),
    handlers: {
      onPointerLeave: leave,
      onBlur: leave,
      onPointerMove(event: PointerEvent): void {
        const box = event.currentTarget.getBoundingClientRect();
        setChosen(nearest(points, x.low + ((event.clientX - box.left) / box.width) * (x.high - x.low)));
      },
      onKeyDown(event: KeyboardEvent): void {
        const step = STEPS[event.key];
        if (event.key === 'Escape') leave();
        if (step === undefined) return;
        event.preventDefault();
        setChosen((now) => Math.max(0, Math.min(last, (now ?? (step < 0 ? last + 1 : -1)) + step)));
      },
    },
  };
}

/**
 * Lines over an axis, drawn by hand: a charting library takes tens of milliseconds for each, and these are drawn while the
 * page must stay quick. It measures nothing, so that drawing is all it costs.
 */
export function LinePlot({ label, lines, points, x, y, height, tip }: PlotProps): ReactElement {
  const { chosen, handlers } = useChosen(points, x);
  const at = chosen === null ? 0 : shareOf(x, (points[chosen] as PlotPoint).x);
  return (
    <div className="plot" style={{ height }}>
      <div className="plot-area" role="group" aria-label={label} tabIndex={0} {...handlers}>
        {y.ticks.map((t) => (
          <span key={t.at} className="plot-row" style={{ top: percent(1 - shareOf(y, t.at)) }}>
            <span>{t.words}</span>
          </span>
        ))}
        {x.ticks.map((t) => (
          <span key={t.at} className="plot-column" style={{ left: percent(shareOf(x, t.at)) }}>
            {t.words}
          </span>
        ))}
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          {lines.map((l, i) => (
            <path
              key={l.id}
              d={pathOf(points, i, x, y)}
              stroke={l.color}
              strokeWidth={l.width}
              strokeDasharray={l.dash}
            />
          ))}
        </svg>
        {chosen === null ? null : (
          <>
            <i className="plot-at" style={{ left: percent(at) }} />
            <div className="tip plot-tip" data-left={at > 0.5} style={{ left: percent(at) }} role="status">
              {tip(chosen)}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** The lines' names beside their strokes. */
export function PlotLegend({ lines }: { readonly lines: readonly PlotLine[] }): ReactElement {
  return (
    <p className="legend">
      {lines.map((l) => (
        <span key={l.id}>
          <svg width="28" height="8" aria-hidden="true" style={{ marginRight: 6, verticalAlign: 1 }}>
            <line
              x1="0"
              y1="4"
              x2="28"
              y2="4"
              stroke={l.color}
              strokeWidth={l.width}
              strokeDasharray={l.dash}
            />
          </svg>
          {l.name}
        </span>
      ))}
    </p>
  );
}
