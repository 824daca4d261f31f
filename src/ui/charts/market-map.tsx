import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useElementSize } from '@mantine/hooks';
import { ASSET_CLASSES } from '../../domain/market/panel.ts';
import type { MarketMapView } from '../../stores/view-types.ts';
import { ASSET_CLASS_LABELS } from '../format/labels.ts';
import { numberText, percentText } from '../format/number.ts';
import './market-map.css';
import { ClassMark, SHAPE_NAMES } from './class-mark.tsx';
import { neighbour, placeAll, placeNames, pointAt, type Direction, type Placed } from './map-layout.ts';

type Point = MarketMapView['points'][number];

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const MARGIN = 24;
/** A finger's width. */
const REACH = 24;

/** A point in words: what a screen reader says when it is reached. */
export function pointText(p: Point): string {
  const alike = p.alike.length > 0 ? ` Most alike: ${p.alike.join(', ')}.` : '';
  return `${p.symbol}${p.name ? `, ${p.name}` : ''}, ${ASSET_CLASS_LABELS[p.assetClass]}${p.held ? ', yours' : ''}. Axis one ${numberText(p.x)}, axis two ${numberText(p.y)}.${alike}`;
}

function Mark({
  point,
  place,
  state,
  setNode,
  onFocus,
}: {
  readonly point: Point;
  readonly place: Placed;
  readonly state: { readonly isStop: boolean; readonly isChosen: boolean; readonly isLit: boolean };
  readonly setNode: (node: SVGGElement | null) => void;
  readonly onFocus: () => void;
}): ReactElement {
  return (
    <g
      ref={setNode}
      role="button"
      className="map-point"
      tabIndex={state.isStop ? 0 : -1}
      aria-label={pointText(point)}
      aria-pressed={state.isChosen}
      data-symbol={point.symbol}
      data-x={point.x}
      data-y={point.y}
      data-testid="map-point"
      transform={`translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`}
      onFocus={onFocus}
    >
      {point.held ? <circle r={9} className="map-held" /> : null}
      {state.isLit ? <circle r={12} className="map-lit" /> : null}
      <ClassMark of={point.assetClass} />
    </g>
  );
}

function Legend({ points }: { readonly points: readonly Point[] }): ReactElement {
  const present = ASSET_CLASSES.filter((c) => points.some((p) => p.assetClass === c));
  return (
    <p className="legend">
      {present.map((c) => (
        <span key={c}>
          <svg width="16" height="14" viewBox="-8 -7 16 14" aria-hidden="true">
            <ClassMark of={c} />
          </svg>{' '}
          {ASSET_CLASS_LABELS[c]}
          <span className="hidden-visually"> ({SHAPE_NAMES[c]})</span>
        </span>
      ))}
      <span>
        <svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">
          <circle r={9} className="map-held" />
        </svg>{' '}
        ringed: yours
      </span>
    </p>
  );
}

/** What is under the pointer or the focus, in words. */
function Said({ point }: { readonly point: Point | undefined }): ReactElement {
  return (
    <p className="map-said small" data-testid="map-said">
      {point ? (
        <>
          <strong>{point.symbol}</strong> {point.name ? `${point.name}, ` : ''}
          {ASSET_CLASS_LABELS[point.assetClass]}
          {point.held ? ', yours' : ''}; most alike: {point.alike.join(', ') || 'none'}; gate{' '}
          {percentText(point.gate, 0)}
        </>
      ) : (
        'Arrow keys walk from point to point; Enter shows what the model is told of it.'
      )}
    </p>
  );
}

/** Every asset where the model puts it; one stop for the keyboard, arrows from point to point. */
export function MarketMap({
  points,
  chosen,
  onChoose,
}: {
  readonly points: readonly Point[];
  readonly chosen: string | null;
  readonly onChoose: (symbol: string) => void;
}): ReactElement {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const nodes = useRef(new Map<number, SVGGElement>());
  const [lit, setLit] = useState<number | null>(null);
  const box = {
    width: Math.max(width, 240),
    height: Math.round(Math.min(460, Math.max(300, width * 0.6))),
    margin: MARGIN,
  };
  const placed = placeAll(points, box);
  const start = Math.max(
    0,
    points.findIndex((p) => p.symbol === chosen),
  );
  const stop = lit ?? start;
  const names = placeNames(
    points.flatMap((p, key) => (p.held ? [{ at: placed[key] as Placed, text: p.symbol, key }] : [])),
    box,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = KEYS[event.key];
    const next = direction
      ? neighbour(placed, stop, direction)
      : event.key === 'Home'
        ? Math.max(
            0,
            points.findIndex((p) => p.held),
          )
        : null;
    if (event.key === 'Enter' || event.key === ' ') onChoose(points[stop]?.symbol ?? '');
    else if (next !== null) nodes.current.get(next)?.focus();
    if (direction || ['Home', 'Enter', ' '].includes(event.key)) event.preventDefault();
  };
  const under = (event: MouseEvent<SVGSVGElement>): number | null => {
    const frame = event.currentTarget.getBoundingClientRect();
    return pointAt(placed, { x: event.clientX - frame.left, y: event.clientY - frame.top }, REACH);
  };
  const choose = (event: MouseEvent<SVGSVGElement>): void => {
    const at = under(event);
    if (at === null) return;
    nodes.current.get(at)?.focus();
    onChoose(points[at]?.symbol ?? '');
  };
  return (
    <div ref={ref} className="chart">
      {/* Keys and taps are for the points inside, which are buttons; the frame only hands them on. */}
      <svg
        width={box.width}
        height={box.height}
        role="group"
        aria-label={`Map of ${points.length} assets. Arrow keys walk from point to point.`}
        className="map"
        onKeyDown={onKeyDown}
        onClick={choose}
        onMouseMove={(event) => setLit(under(event) ?? lit)}
      >
        {points.map((p, i) => (
          <Mark
            key={p.symbol}
            point={p}
            place={placed[i] as Placed}
            state={{
              isStop: i === stop,
              isChosen: p.symbol === chosen,
              isLit: i === lit || p.symbol === chosen,
            }}
            setNode={(node) => (node ? nodes.current.set(i, node) : nodes.current.delete(i))}
            onFocus={() => setLit(i)}
          />
        ))}
        {names.map((n) => (
          <text key={n.key} x={n.x} y={n.y} textAnchor={n.anchor} aria-hidden="true">
            {points[n.key]?.symbol}
          </text>
        ))}
      </svg>
      <Said point={lit === null ? undefined : points[lit]} />
      <Legend points={points} />
    </div>
  );
}
