import { useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { percentText } from '../format/number.ts';

export interface RadarPoint {
  readonly axis: string;
  /** Fractions. */
  readonly before: number;
  readonly after: number;
  /** after minus and plus one standard deviation. */
  readonly band: readonly [number, number];
}

/** Of the outer ring, in units of the drawing. */
const RADIUS = 104;
const LABEL_GAP = 12;

/** A place on axis `k` of `count`; the first points up, the others follow clockwise. */
export function placeOf(k: number, count: number, radius: number): readonly [number, number] {
  const angle = (2 * Math.PI * k) / count;
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}

/** The axis a place lies nearest to by its direction. */
export function axisAt(x: number, y: number, count: number): number {
  const turn = Math.atan2(x, -y) / (2 * Math.PI);
  return ((Math.round(turn * count) % count) + count) % count;
}

/** A closed path through one radius on each axis. */
const ring = (radii: readonly number[]): string =>
  `${radii
    .map((r, k) => {
      const [x, y] = placeOf(k, radii.length, r);
      return `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('')}Z`;

function Grid({ count, top }: { readonly count: number; readonly top: number }): ReactElement {
  const spokes = Array.from({ length: count }, (_, k) => placeOf(k, count, RADIUS));
  return (
    <>
      <g stroke="var(--rule)" fill="none">
        {[RADIUS / 2, RADIUS].map((r) => (
          <path key={r} d={ring(spokes.map(() => r))} />
        ))}
        {spokes.map(([x, y], k) => (
          <line key={k} x2={x} y2={y} />
        ))}
      </g>
      <text x={4} y={-RADIUS / 2 - 3}>
        {percentText(top / 2, 0)}
      </text>
    </>
  );
}

function Labels({ data }: { readonly data: readonly RadarPoint[] }): ReactElement[] {
  return data.map((d, k) => {
    const [x, y] = placeOf(k, data.length, RADIUS + LABEL_GAP);
    const anchor = Math.abs(x) < 1 ? 'middle' : x > 0 ? 'start' : 'end';
    return (
      <text key={d.axis} x={x} y={y} textAnchor={anchor} dominantBaseline="middle" className="radar-axis">
        {d.axis}
      </text>
    );
  });
}

function Shapes({ data, top }: { readonly data: readonly RadarPoint[]; readonly top: number }): ReactElement {
  const radius = (share: number): number => (RADIUS * Math.min(top, share)) / top;
  const after = data.map((d) => radius(d.after));
  const band = `${ring(data.map((d) => radius(d.band[1])))}${ring(data.map((d) => radius(d.band[0])))}`;
  return (
    <>
      <path d={band} fill="var(--accent)" fillOpacity={0.22} fillRule="evenodd" />
      <path
        d={ring(data.map((d) => radius(d.before)))}
        fill="none"
        stroke="var(--ink-2)"
        strokeDasharray="4 4"
      />
      <path d={ring(after)} fill="none" stroke="var(--accent)" strokeWidth={2} />
      {after.map((r, k) => {
        const [x, y] = placeOf(k, after.length, r);
        return <circle key={k} cx={x} cy={y} r={3} fill="var(--accent)" />;
      })}
    </>
  );
}

function Tip({ point }: { readonly point: RadarPoint }): ReactElement {
  return (
    <div className="tip radar-tip" role="status">
      <strong>{point.axis}</strong>
      <div>
        after {percentText(point.after, 0)}, between {percentText(point.band[0], 0)} and{' '}
        {percentText(point.band[1], 0)}
      </div>
      <div className="muted">before {percentText(point.before, 0)}</div>
    </div>
  );
}

/** Which axis is looked at, by pointer or by arrow keys. */
function useAxis(count: number) {
  const [chosen, setChosen] = useState<number | null>(null);
  const leave = (): void => setChosen(null);
  return {
    chosen,
    handlers: {
      onPointerLeave: leave,
      onBlur: leave,
      onPointerMove(event: PointerEvent): void {
        const box = event.currentTarget.getBoundingClientRect();
        const x = event.clientX - box.left - box.width / 2;
        setChosen(axisAt(x, event.clientY - box.top - box.height / 2, count));
      },
      onKeyDown(event: KeyboardEvent): void {
        if (event.key === 'Escape') leave();
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (step !== 0) setChosen((now) => ((now ?? (step > 0 ? -1 : 0)) + step + count) % count);
      },
    },
  };
}

/** Six goals before and after learning; the band is one standard deviation. Drawn by hand, see `LinePlot`. */
export function ObjectiveRadar({ data }: { readonly data: readonly RadarPoint[] }): ReactElement {
  // The outer ring is the next tenth above everything drawn.
  const top = Math.min(
    1,
    Math.ceil(10 * Math.max(0.3, ...data.map((d) => Math.max(d.band[1], d.before)))) / 10,
  );
  const { chosen, handlers } = useAxis(data.length);
  const point = chosen === null ? undefined : data[chosen];
  return (
    <>
      <div
        className="chart radar"
        role="group"
        aria-label="The six goals before and after"
        tabIndex={0}
        {...handlers}
      >
        <svg viewBox="-190 -140 380 280" width="100%" height="100%" aria-hidden="true">
          <Grid count={data.length} top={top} />
          <Shapes data={data} top={top} />
          <Labels data={data} />
        </svg>
        {point ? <Tip point={point} /> : null}
      </div>
      <p className="legend">
        <span>outer ring {percentText(top, 0)}</span>
        <span>
          <i className="line-key" data-dashed="true" style={{ color: 'var(--ink-2)' }} />
          before
        </span>
        <span>
          <i className="line-key" style={{ color: 'var(--accent)' }} />
          after, with one standard deviation shaded
        </span>
      </p>
    </>
  );
}
