import { dayNumber, type IsoDate } from '../../core/iso-date.ts';
import { businessDays, rowsKnownAt, tradesEveryDay } from './calendar.ts';
import { unknownAsset } from './meta-csv.ts';
import type { AssetMeta, Panel } from './panel.ts';
import type { PriceTable } from './price-table.ts';

/**
 * A price stays good over a holiday of its own market or a missing line for this many calendar days. Decided from the
 * past alone, so that a panel cut at a day equals the whole panel up to that day.
 */
const CARRY_DAYS = 5;
/** The same limit in lines of the file, for files that go on without the symbol: it may have been delisted. */
const CARRY_ROWS = 3;

interface Column {
  readonly table: PriceTable;
  readonly index: number;
  readonly everyDay: boolean;
}

/** Which columns name each symbol, in the order of the tables. */
function columnsBySymbol(tables: readonly PriceTable[]): Map<string, Column[]> {
  const out = new Map<string, Column[]>();
  for (const table of tables) {
    const everyDay = tradesEveryDay(table);
    table.symbols.forEach((symbol, index) => {
      const list = out.get(symbol) ?? [];
      list.push({ table, index, everyDay: everyDay[index] as boolean });
      out.set(symbol, list);
    });
  }
  return out;
}

/** Row numbers and day numbers of a table against the calendar, worked out once a table. */
interface Alignment {
  readonly rows: Int32Array;
  readonly tableDays: Int32Array;
}

function fillColumn(
  column: Column,
  alignment: Alignment,
  calendarDays: Int32Array,
  exact: boolean,
  to: Float32Array,
  toVolume: Float32Array | null,
): void {
  const { table, index } = column;
  const { rows, tableDays } = alignment;
  const from = index * tableDays.length;
  let last = -1;
  let seen = -1;
  for (let t = 0; t < rows.length; t++) {
    const row = rows[t] as number;
    while (seen < row) if ((table.close[from + ++seen] as number) > 0) last = seen;
    if (last < 0) continue;
    const ageDays = (calendarDays[t] as number) - (tableDays[last] as number);
    if (exact ? ageDays > 0 : row - last > CARRY_ROWS || ageDays > CARRY_DAYS) continue;
    to[t] = table.close[from + last] as number;
    if (toVolume && table.dollarVolume && last === row)
      toVolume[t] = table.dollarVolume[from + last] as number;
  }
}

export interface JoinOptions {
  readonly meta?: ReadonlyMap<string, AssetMeta>;
  /** The trading days to use; worked out from the tables when absent. */
  readonly calendar?: readonly IsoDate[];
  readonly synthetic?: boolean;
  /** Tables already on the calendar (a panel): taken as they are, nothing carried. */
  readonly exact?: readonly PriceTable[];
}

/**
 * Puts price tables of any calendars onto one business-day calendar. Coins are lagged by a day (their close is not known when
 * the exchange closes); gaps of up to three rows and five days are carried forward; everything else stays 0 = not listed.
 * A symbol in several tables keeps the first table's prices wherever it has any.
 * @returns a panel of all symbols in order of first appearance; symbols without `meta` are described as plain shares.
 */
export function joinTables(tables: readonly PriceTable[], options: JoinOptions = {}): Panel {
  const calendar = options.calendar ?? businessDays(tables);
  const T = calendar.length;
  const columns = columnsBySymbol(tables);
  const close = new Float32Array(columns.size * T);
  const volume = tables.some((t) => t.dollarVolume) ? new Float32Array(columns.size * T) : null;
  const calendarDays = Int32Array.from(calendar, dayNumber);
  const alignments = new Map<PriceTable, { same?: Alignment; before?: Alignment }>();
  const alignmentOf = ({ table, everyDay }: Column): Alignment => {
    const known = alignments.get(table) ?? {};
    alignments.set(table, known);
    return (known[everyDay ? 'before' : 'same'] ??= {
      rows: rowsKnownAt(calendar, table.dates, everyDay),
      tableDays: Int32Array.from(table.dates, dayNumber),
    });
  };
  let i = 0;
  const assets: AssetMeta[] = [];
  for (const [symbol, sources] of columns) {
    const to = close.subarray(i * T, (i + 1) * T);
    const toVolume = volume && volume.subarray(i * T, (i + 1) * T);
    // Later sources first: earlier ones overwrite where they have a price.
    for (const source of sources.toReversed()) {
      const exact = options.exact?.includes(source.table) ?? false;
      fillColumn(source, alignmentOf(source), calendarDays, exact, to, toVolume);
    }
    const everyDay = sources.some((s) => s.everyDay);
    const described = options.meta?.get(symbol) ?? unknownAsset(symbol);
    assets.push(
      options.meta?.has(symbol) || !everyDay
        ? described
        : { ...described, assetClass: 'crypto', isHome: false },
    );
    i++;
  }
  return {
    assets,
    dates: calendar,
    close,
    dollarVolume: volume,
    dividendYield: null,
    synthetic: options.synthetic ?? false,
  };
}
