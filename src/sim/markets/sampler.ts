import type { Rng } from '../../core/rng.ts';
import { MARKET_COLUMNS, MARKET_WIDTH } from '../../features/market-numbers.ts';
import { cutTape, drawWithout, type MarketTape } from './tape.ts';
import type { WeeklyTable } from './weekly-table.ts';

/** Where tapes may be cut from: weeks [from, to) of the table, universes of `minAssets` to `maxAssets`. */
export interface SamplerRange {
  readonly from: number;
  readonly to: number;
  readonly minAssets: number;
  readonly maxAssets: number;
  readonly minWeeks: number;
  readonly maxWeeks: number;
}

/** Share of a universe drawn from bonds and cash-like funds, from diversified funds, and the rest from anything. */
const BOND_SHARE = 0.15;
const FUND_SHARE = 0.25;
const HISTORY_NEEDED = 0.95;
const column = (name: (typeof MARKET_COLUMNS)[number]): number => MARKET_COLUMNS.indexOf(name);
const IS_BOND = column('isBond');
const IS_FUND = column('isFund');
const HISTORY = column('history');

/** A person-like universe at a week: what was eligible then and had a year of prices. */
export function drawUniverse(table: WeeklyTable, week: number, count: number, rng: Rng): number[] {
  const bonds: number[] = [];
  const funds: number[] = [];
  const any: number[] = [];
  for (let i = 0; i < table.assets; i++) {
    const at = week * table.assets + i;
    const m = at * MARKET_WIDTH;
    if (!table.eligible[at] || (table.market[m + HISTORY] as number) < HISTORY_NEEDED) continue;
    if (table.market[m + IS_BOND] === 1) bonds.push(i);
    else if (table.market[m + IS_FUND] === 1) funds.push(i);
    else any.push(i);
  }
  const share = (s: number): number => Math.round(count * s * 2 * rng.uniform());
  const picked = [
    ...drawWithout(bonds, share(BOND_SHARE), rng),
    ...drawWithout(funds, share(FUND_SHARE), rng),
  ].slice(0, count);
  const taken = new Set(picked);
  const rest = [...any, ...funds, ...bonds].filter((i) => !taken.has(i));
  return [...picked, ...drawWithout(any.length >= count ? any : rest, count - picked.length, rng)];
}

const between = (rng: Rng, lo: number, hi: number): number => lo + rng.int(Math.max(1, hi - lo + 1));

function startAndLength(range: SamplerRange, rng: Rng): { start: number; weeks: number } {
  const room = range.to - 1 - range.from;
  const weeks = Math.min(between(rng, range.minWeeks, range.maxWeeks), room);
  if (weeks < 2) throw new Error('the range of weeks is too short for an episode');
  return { start: range.from + rng.int(Math.max(1, room - weeks)), weeks };
}

/** Where a slice lies in its table. */
export interface Slice {
  readonly start: number;
  readonly weeks: number;
  readonly columns: readonly number[];
}

/** Draws a stretch of history and a universe that was eligible at its start. */
export function drawSlice(table: WeeklyTable, range: SamplerRange, rng: Rng): Slice {
  const { start, weeks } = startAndLength(range, rng);
  return {
    start,
    weeks,
    columns: drawUniverse(table, start, between(rng, range.minAssets, range.maxAssets), rng),
  };
}

/** The tape of a slice, on the table's own dates. */
export function tapeOfSlice(table: WeeklyTable, { start, weeks, columns }: Slice): MarketTape {
  return cutTape(
    table,
    columns,
    Array.from({ length: weeks + 1 }, (_, k) => start + k),
    true,
  );
}

/** A stretch of real history. */
export const sliceTape = (table: WeeklyTable, range: SamplerRange, rng: Rng): MarketTape =>
  tapeOfSlice(table, drawSlice(table, range, rng));

const BLOCK_WEEKS = [8, 26] as const;

/** Whether every asset can be traded in weeks [from, to). */
const aliveAll = (table: WeeklyTable, columns: readonly number[], from: number, to: number): boolean => {
  for (let k = from; k < to; k++)
    for (const c of columns) if (!table.alive[k * table.assets + c]) return false;
  return true;
};

/**
 * A history that never was: blocks of real weeks (8 to 26 of them, all assets together, so that they keep
 * their correlations) from the four years around the start. Assets that end within the window drop out of the draw.
 */
export function bootstrapTape(table: WeeklyTable, range: SamplerRange, rng: Rng): MarketTape {
  const { start, weeks } = startAndLength(range, rng);
  const to = Math.min(range.to - 1, start + 208);
  const drawn = drawUniverse(table, start, between(rng, range.minAssets, range.maxAssets), rng);
  const columns = drawn.filter((c) => aliveAll(table, [c], start, to));
  if (columns.length < 2) return sliceTape(table, range, rng);
  const rows: number[] = [];
  while (rows.length < weeks + 1) {
    const length = between(rng, BLOCK_WEEKS[0], BLOCK_WEEKS[1]);
    const from = start + rng.int(Math.max(1, to - start - length));
    for (let k = from; k < Math.min(to, from + length) && rows.length < weeks + 1; k++) rows.push(k);
  }
  return cutTape(table, columns, rows, false);
}
