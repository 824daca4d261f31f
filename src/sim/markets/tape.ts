import type { Rng } from '../../core/rng.ts';
import { MARKET_WIDTH, rankColumns } from '../../features/market-numbers.ts';
import { REGIME_WIDTH } from '../../features/state.ts';
import type { WeeklyTable } from './weekly-table.ts';

/**
 * The market of one episode: `weeks` decisions over `assets` assets, plus one closing row that is only looked at.
 * Row k of market, regime and embeddingRow is known at decision k; gap, rest and cash happen after it.
 */
export interface MarketTape {
  readonly weeks: number;
  readonly assets: number;
  /** weeks+1 calendar day numbers. */
  readonly decisionDay: Int32Array;
  /** weeks */
  readonly tradeDay: Int32Array;
  /** weeks·assets gross returns. */
  readonly gap: Float64Array;
  readonly rest: Float64Array;
  /** (weeks+1)·assets, 1 = can be traded. */
  readonly alive: Uint8Array;
  /** (weeks+1)·assets·MARKET_WIDTH with ranks among these assets. */
  readonly market: Float32Array;
  /** (weeks+1)·8 */
  readonly regime: Float32Array;
  /** (weeks+1)·assets, -1 = none */
  readonly embeddingRow: Int32Array;
  /** weeks gross returns of cash. */
  readonly cash: Float64Array;
}

const DAYS_PER_WEEK = 7;

/**
 * Cuts a tape out of a table.
 * @param columns the assets. @param rows table week of each decision and of the closing row (length weeks+1).
 * @param calendar true = the table's own dates; false = consecutive weeks from the first row's day (for stitched blocks).
 */
export function cutTape(
  table: WeeklyTable,
  columns: readonly number[],
  rows: readonly number[],
  calendar: boolean,
): MarketTape {
  const weeks = rows.length - 1;
  const n = columns.length;
  const start = table.decisionDay[rows[0] as number] as number;
  const day = (k: number): number =>
    calendar ? (table.decisionDay[rows[k] as number] as number) : start + k * DAYS_PER_WEEK;
  const tape: MarketTape = {
    weeks,
    assets: n,
    decisionDay: Int32Array.from({ length: weeks + 1 }, (_, k) => day(k)),
    tradeDay: Int32Array.from({ length: weeks }, (_, k) =>
      calendar ? (table.tradeDay[rows[k] as number] as number) : day(k) + 1,
    ),
    gap: new Float64Array(weeks * n),
    rest: new Float64Array(weeks * n),
    alive: new Uint8Array((weeks + 1) * n),
    market: new Float32Array((weeks + 1) * n * MARKET_WIDTH),
    regime: new Float32Array((weeks + 1) * REGIME_WIDTH),
    embeddingRow: new Int32Array((weeks + 1) * n),
    cash: Float64Array.from({ length: weeks }, (_, k) => table.cash[rows[k] as number] as number),
  };
  rows.forEach((row, k) => copyRow(table, columns, row, k, tape));
  return tape;
}

function copyRow(
  table: WeeklyTable,
  columns: readonly number[],
  row: number,
  k: number,
  tape: MarketTape,
): void {
  const n = columns.length;
  columns.forEach((c, j) => {
    const from = row * table.assets + c;
    const to = k * n + j;
    if (k < tape.weeks) {
      tape.gap[to] = table.gap[from] as number;
      tape.rest[to] = table.rest[from] as number;
    }
    tape.alive[to] = table.alive[from] as number;
    tape.embeddingRow[to] = table.embeddingRow[from] as number;
    tape.market.set(table.market.subarray(from * MARKET_WIDTH, (from + 1) * MARKET_WIDTH), to * MARKET_WIDTH);
  });
  tape.regime.set(table.regime.subarray(row * REGIME_WIDTH, (row + 1) * REGIME_WIDTH), k * REGIME_WIDTH);
  rankColumns(tape.market.subarray(k * n * MARKET_WIDTH, (k + 1) * n * MARKET_WIDTH), n);
}

/** Draws `count` different numbers out of `pool` (fewer when it is smaller). */
export function drawWithout(pool: readonly number[], count: number, rng: Rng): number[] {
  const rest = [...pool];
  const out: number[] = [];
  while (out.length < count && rest.length > 0) {
    const at = rng.int(rest.length);
    out.push(rest[at] as number);
    rest[at] = rest[rest.length - 1] as number;
    rest.pop();
  }
  return out;
}

/** Gross return of 1/N over what trades in `week`, from prices `before` to prices `after` (one per asset); 1 where nothing does. */
export function universeGross(
  tape: MarketTape,
  week: number,
  before: Float64Array,
  after: Float64Array,
): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < tape.assets; i++) {
    if (!tape.alive[week * tape.assets + i]) continue;
    sum += (after[i] as number) / (before[i] as number);
    count++;
  }
  return count > 0 ? sum / count : 1;
}
