import type { IsoDate } from '../../core/iso-date.ts';
import { businessDays } from './calendar.ts';
import { joinTables } from './join-tables.ts';
import type { AssetMeta, Panel } from './panel.ts';
import type { PriceTable } from './price-table.ts';

/**
 * Adds dropped price files to a market. A symbol in a file replaces the market's series of that symbol whole (two sources
 * adjusted on different days must not be spliced); new symbols and later days are appended.
 * `synthetic` and the descriptions of known symbols are kept from the base.
 */
export function mergePrices(
  base: Panel,
  tables: readonly PriceTable[],
  meta?: ReadonlyMap<string, AssetMeta>,
): Panel {
  const replaced = new Set(tables.flatMap((t) => t.symbols));
  const keep = base.assets.flatMap((a, i) => (replaced.has(a.symbol) ? [] : [i]));
  const T = base.dates.length;
  const pick = (data: Float32Array): Float32Array => {
    const out = new Float32Array(keep.length * T);
    keep.forEach((i, k) => out.set(data.subarray(i * T, (i + 1) * T), k * T));
    return out;
  };
  const kept: PriceTable = {
    symbols: keep.map((i) => (base.assets[i] as AssetMeta).symbol),
    dates: base.dates,
    close: pick(base.close),
    dollarVolume: base.dollarVolume && pick(base.dollarVolume),
    problems: [],
  };
  const known = new Map(base.assets.map((a) => [a.symbol, a] as const));
  for (const [symbol, asset] of meta ?? []) known.set(symbol, asset);
  const merged = joinTables([kept, ...tables], {
    meta: known,
    calendar: mergedCalendar(base.dates, tables),
    synthetic: base.synthetic,
    exact: [kept],
  });
  return base.dividendYield ? { ...merged, dividendYield: carriedYield(base, merged, replaced) } : merged;
}

/** The base's days, then those of the files outside the span of the base. */
function mergedCalendar(base: readonly IsoDate[], tables: readonly PriceTable[]): IsoDate[] {
  const first = base[0];
  const last = base.at(-1);
  const own = businessDays(tables);
  if (first === undefined || last === undefined) return [...own];
  return [...own.filter((d) => d < first), ...base, ...own.filter((d) => d > last)];
}

function carriedYield(base: Panel, merged: Panel, replaced: ReadonlySet<string>): Float32Array {
  const T = merged.dates.length;
  const offset = merged.dates.indexOf(base.dates[0] as IsoDate);
  const rows = new Map(base.assets.map((a, i) => [a.symbol, i] as const));
  const out = new Float32Array(merged.assets.length * T);
  merged.assets.forEach((a, i) => {
    const from = rows.get(a.symbol);
    if (from === undefined || replaced.has(a.symbol)) return;
    const series = (base.dividendYield as Float32Array).subarray(
      from * base.dates.length,
      (from + 1) * base.dates.length,
    );
    out.set(series, i * T + offset);
  });
  return out;
}
