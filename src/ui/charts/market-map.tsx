import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useElementSize } from '@mantine/hooks';
import { ASSET_CLASSES } from '../../domain/market/panel.ts';
import type { MarketMapView } from '../../stores/view-types.ts';
import { ASSET_CLASS_LABELS } from '../format/labels.ts';
import { numberText, percentText } from '../format/number.ts';
import './market-map.css';
import { ClassMark, SHAPE_NAMES } from './class-mark.tsx';
import {
  crowd,
  neighbour,
  placeAll,
  placeNames,
  pointAt,
  type Direction,
  type Placed,
} from './map-layout.ts';

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
  readonly state: { readonly isStop: boolean; readonly isChosen: boolean };
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
        <svg width="16" height="16" viewBox="-10 -10 20 20" aria-hidden="true">
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

/** Rings over all marks: what is under the focus or the pointer, and what was chosen. */
function Rings({ places }: { readonly places: readonly (Placed | undefined)[] }): ReactElement {
  return (
    <>{places.map((p, i) => (p ? <circle key={i} cx={p.x} cy={p.y} r={12} className="map-lit" /> : null))}</>
  );
}

/** The points of the map on a frame; one stop for the keyboard, arrows from point to point. */
function Plot({
  points,
  width,
  chosen,
  onChoose,
}: {
  readonly points: readonly Point[];
  readonly width: number;
  readonly chosen: string | null;
  readonly onChoose: (symbol: string) => void;
}): ReactElement {
  const nodes = useRef(new Map<number, SVGGElement>());
  const [lit, setLit] = useState<number | null>(null);
  const box = {
    width: Math.max(width, 240),
    height: Math.round(Math.min(460, Math.max(300, width * 0.6))),
    margin: MARGIN,
  };
  const placed = placeAll(points, box);
  const at = points.findIndex((p) => p.symbol === chosen);
  const stop = lit ?? Math.max(0, at);
  const names = placeNames(
    points.flatMap((p, key) => (p.held ? [{ at: placed[key] as Placed, text: p.symbol, key }] : [])),
    box,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = KEYS[event.key];
    const firstHeld = Math.max(
      0,
      points.findIndex((p) => p.held),
    );
    const next = direction ? neighbour(placed, stop, direction) : event.key === 'Home' ? firstHeld : null;
    const isChoice = event.key === 'Enter' || event.key === ' ';
    if (isChoice) onChoose(points[stop]?.symbol ?? '');
    else if (next !== null) nodes.current.get(next)?.focus();
    if (direction || isChoice || event.key === 'Home') event.preventDefault();
  };
  const under = (event: MouseEvent<SVGSVGElement>): number | null => {
    const frame = event.currentTarget.getBoundingClientRect();
    return pointAt(placed, { x: event.clientX - frame.left, y: event.clientY - frame.top }, REACH);
  };
  const choose = (event: MouseEvent<SVGSVGElement>): void => {
    const hit = under(event);
    if (hit === null) return;
    nodes.current.get(hit)?.focus();
    onChoose(points[hit]?.symbol ?? '');
  };
  return (
    <>
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
            state={{ isStop: i === stop, isChosen: i === at }}
            setNode={(node) => (node ? nodes.current.set(i, node) : nodes.current.delete(i))}
            onFocus={() => setLit(i)}
          />
        ))}
        <Rings places={[placed[at], lit === null || lit === at ? undefined : placed[lit]]} />
        {names.map((n) => (
          <text key={n.key} x={n.x} y={n.y} textAnchor={n.anchor} aria-hidden="true">
            {points[n.key]?.symbol}
          </text>
        ))}
      </svg>
      <Said point={lit === null ? undefined : points[lit]} />
    </>
  );
}

/** Every asset where the model puts it, or the thick of them from closer by. */
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
  const [isClose, setClose] = useState(false);
  const inside = crowd(points);
  const shown = isClose ? inside.map((i) => points[i] as Point) : points;
  const outside = points.length - inside.length;
  return (
    <div ref={ref} className="chart">
      {outside > 0 ? (
        <button
          type="button"
          className="linkish no-print"
          aria-pressed={isClose}
          onClick={() => setClose(!isClose)}
          data-testid="map-closer"
        >
          {isClose ? `Back to all ${points.length}` : `Look closer, leaving ${outside} far ones out`}
        </button>
      ) : null}
      <Plot key={String(isClose)} points={shown} width={width} chosen={chosen} onChoose={onChoose} />
      <Legend points={points} />
    </div>
  );
}
