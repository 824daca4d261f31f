/** A point of the map in pixels. */
export interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
  /** Room kept free at every edge, for marks and names. */
  readonly margin: number;
}

/**
 * Data to pixels: one scale for both axes, so that distances mean the same in every direction, centred, y upwards.
 */
export function placeAll(points: readonly { readonly x: number; readonly y: number }[], box: Box): Placed[] {
  const span = (pick: (p: { x: number; y: number }) => number): { low: number; high: number } => ({
    low: points.reduce((low, p) => Math.min(low, pick(p)), Infinity),
    high: points.reduce((high, p) => Math.max(high, pick(p)), -Infinity),
  });
  const [sx, sy] = [span((p) => p.x), span((p) => p.y)];
  const room = { x: box.width - 2 * box.margin, y: box.height - 2 * box.margin };
  const perUnit = (size: number, extent: number): number => (extent > 0 ? size / extent : Infinity);
  const fit = Math.min(perUnit(room.x, sx.high - sx.low), perUnit(room.y, sy.high - sy.low));
  const scale = Number.isFinite(fit) ? fit : 1;
  return points.map((p) => ({
    x: box.width / 2 + (p.x - (sx.low + sx.high) / 2) * scale,
    y: box.height / 2 - (p.y - (sy.low + sy.high) / 2) * scale,
  }));
}

/** Share of the points left outside at each end of each axis by `crowd`. */
const FRINGE = 0.1;
/** Room added around the crowd, in shares of its extent. */
const AROUND = 0.3;

/** Numbers of the points in the thick of the map: far outliers (cash) leave all others a blot. */
export function crowd(points: readonly { readonly x: number; readonly y: number }[]): number[] {
  const range = (values: readonly number[]): readonly [number, number] => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
    const [low, high] = [at(FRINGE), at(1 - FRINGE)];
    return [low - AROUND * (high - low), high + AROUND * (high - low)];
  };
  const [x, y] = [range(points.map((p) => p.x)), range(points.map((p) => p.y))];
  const isIn = (v: number, [low, high]: readonly [number, number]): boolean => v >= low && v <= high;
  return points.flatMap((p, i) => (isIn(p.x, x) && isIn(p.y, y) ? [i] : []));
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const AHEAD: Readonly<Record<Direction, (dx: number, dy: number) => readonly [number, number]>> = {
  left: (dx, dy) => [-dx, dy],
  right: (dx, dy) => [dx, dy],
  up: (dx, dy) => [-dy, dx],
  down: (dx, dy) => [dy, dx],
};

/**
 * The point an arrow key leads to: the nearest one in that direction, where a step aside counts double and one that is
 * more aside than ahead is taken only when there is no other. Null at the edge.
 */
export function neighbour(points: readonly Placed[], from: number, direction: Direction): number | null {
  const start = points[from];
  if (!start) return null;
  let best: { at: number; cost: number } | null = null;
  points.forEach((p, at) => {
    if (at === from) return;
    const [ahead, aside] = AHEAD[direction](p.x - start.x, p.y - start.y);
    // Points at the same place follow each other by number, so that each can be reached.
    const isTwin = ahead === 0 && aside === 0;
    const forwards = direction === 'right' || direction === 'down';
    if (isTwin ? at > from !== forwards : ahead <= 0) return;
    const cost = Math.hypot(ahead, 2 * aside) * (Math.abs(aside) > ahead && !isTwin ? 4 : 1);
    if (best === null || cost < best.cost) best = { at, cost };
  });
  return (best as { at: number } | null)?.at ?? null;
}

/** The point nearest to a place, within reach; null when there is none. */
export function pointAt(points: readonly Placed[], place: Placed, reach: number): number | null {
  let best: { at: number; away: number } | null = null;
  points.forEach((p, at) => {
    const away = Math.hypot(p.x - place.x, p.y - place.y);
    if (away <= reach && (best === null || away < best.away)) best = { at, away };
  });
  return (best as { at: number } | null)?.at ?? null;
}

const LETTER_PX = 7.2;
const LINE_PX = 14;

/** Names beside their marks, in order of importance; one that would cover a name already set is left out. */
export function placeNames(
  named: readonly { readonly at: Placed; readonly text: string; readonly key: number }[],
  box: Box,
): { readonly key: number; readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' }[] {
  const taken: { left: number; top: number; right: number; bottom: number }[] = [];
  return named.flatMap(({ at, text, key }) => {
    const width = text.length * LETTER_PX;
    for (const anchor of ['start', 'end'] as const) {
      const x = anchor === 'start' ? at.x + 9 : at.x - 9;
      const left = anchor === 'start' ? x : x - width;
      const rect = { left, right: left + width, top: at.y - LINE_PX / 2, bottom: at.y + LINE_PX / 2 };
      const isInside = rect.left >= 0 && rect.right <= box.width;
      const isFree = taken.every(
        (t) => rect.right < t.left || rect.left > t.right || rect.bottom < t.top || rect.top > t.bottom,
      );
      if (!isInside || !isFree) continue;
      taken.push(rect);
      return [{ key, x, y: at.y + 4, anchor }];
    }
    return [];
  });
}
