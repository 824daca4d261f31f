import type { VarintReader, VarintWriter } from './varint.ts';

/**
 * Closes as integers on one grid of log prices, the same for every asset, day and bundle: the scale is a constant, so it can tell
 * nothing about the future. Levels are rounded, not returns, so errors never add up: every decoded price is within
 * PRICE_ERROR of the original, however long the series.
 */
export const LOG_PRICE_STEP = 1e-5;
/** Largest relative error of a decoded close: half a step, and the rounding to 32-bit floats. */
export const PRICE_ERROR = 0.51e-5;

const levelOf = (price: number): number => Math.round(Math.log(price) / LOG_PRICE_STEP);

/** Writes a price series as runs of listed days: gap, length, then level steps. 0 = not listed. */
export function writePrices(out: VarintWriter, series: Float32Array): void {
  const runs: { start: number; end: number }[] = [];
  for (let t = 0; t < series.length; t++) {
    if (!((series[t] as number) > 0)) continue;
    const open = runs.at(-1);
    if (open && open.end === t) open.end = t + 1;
    else runs.push({ start: t, end: t + 1 });
  }
  out.unsigned(runs.length);
  let at = 0;
  let level = 0;
  for (const { start, end } of runs) {
    out.unsigned(start - at);
    out.unsigned(end - start);
    for (let t = start; t < end; t++) {
      const next = levelOf(series[t] as number);
      out.signed(next - level);
      level = next;
    }
    at = end;
  }
}

/** Reads what writePrices wrote into a zeroed series. @throws RangeError when the runs leave the series. */
export function readPrices(from: VarintReader, series: Float32Array): void {
  let at = 0;
  let level = 0;
  for (let runs = from.unsigned(); runs > 0; runs--) {
    at += from.unsigned();
    const end = at + from.unsigned();
    if (end > series.length) throw new RangeError('run beyond the series');
    for (; at < end; at++) {
      level += from.signed();
      series[at] = Math.exp(level * LOG_PRICE_STEP);
    }
  }
}

/** Grid of a slowly changing side series (volume, yield): value <-> level, level 0 = unknown or none. */
export interface SideGrid {
  toLevel(value: number): number;
  fromLevel(level: number): number;
}

/** Dollar volume in steps of 2 %. */
export const VOLUME_GRID: SideGrid = {
  toLevel: (v) => (v > 0 ? Math.max(1, Math.round(Math.log(v) / 0.02) + 1000) : 0),
  fromLevel: (l) => (l === 0 ? 0 : Math.exp((l - 1000) * 0.02)),
};

/** Dividend yield in basis points. */
export const YIELD_GRID: SideGrid = {
  toLevel: (v) => (v > 0 ? Math.round(v * 1e4) : 0),
  fromLevel: (l) => l / 1e4,
};

/** Writes (level step, run length) pairs: side series stay the same for weeks. */
export function writeSteps(out: VarintWriter, series: Float32Array, grid: SideGrid): void {
  let level = 0;
  for (let t = 0; t < series.length;) {
    const next = grid.toLevel(series[t] as number);
    const from = t;
    while (t < series.length && grid.toLevel(series[t] as number) === next) t++;
    out.signed(next - level);
    out.unsigned(t - from);
    level = next;
  }
}

/** Reads what writeSteps wrote. @throws RangeError when it does not fill the series exactly. */
export function readSteps(from: VarintReader, series: Float32Array, grid: SideGrid): void {
  let level = 0;
  for (let t = 0; t < series.length;) {
    level += from.signed();
    const length = from.unsigned();
    if (length === 0 || t + length > series.length) throw new RangeError('steps do not fill the series');
    series.fill(grid.fromLevel(level), t, t + length);
    t += length;
  }
}
