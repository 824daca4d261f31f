import { unitPriceFromNumber } from '../../core/quantity.ts';
import { KeepfolioError } from '../../core/errors.ts';
import { sha256 } from '../../core/sha256.ts';
import type { IsoDate } from '../../core/iso-date.ts';
import { symbolIndexOf } from '../../domain/market/as-of.ts';
import { bundleHash, encodeBundle, openBundle } from '../../domain/market/bundle.ts';
import { joinTables } from '../../domain/market/join-tables.ts';
import { mergePrices } from '../../domain/market/merge-panels.ts';
import type { Panel } from '../../domain/market/panel.ts';
import { parsePriceFile } from '../../domain/market/price-file.ts';
import type { MarketInfo, PriceView } from '../contracts/holdings-views.ts';

/** Closes sent along for a sparkline: one trading year. */
const RECENT_DAYS = 260;

/** The market, or the refusal both workers give without one. @throws KeepfolioError "no-market" */
export function requireMarket(market: Panel | null): Panel {
  if (!market)
    throw new KeepfolioError(
      'no-market',
      'No prices are loaded.',
      'Load the demo market or drop a price file.',
    );
  return market;
}

/** Facts about an opened bundle. */
export const marketInfo = (panel: Panel, bytes: Uint8Array): MarketInfo => ({
  assets: panel.assets.length,
  from: panel.dates[0] as IsoDate,
  to: panel.dates.at(-1) as IsoDate,
  hash: bundleHash(bytes),
  synthetic: panel.synthetic,
  bytes: bytes.length,
});

/** Checks and opens a bundle; refuses one without a single day. @throws KeepfolioError naming what is wrong */
export async function openMarket(bytes: Uint8Array): Promise<{ panel: Panel; info: MarketInfo }> {
  const { panel } = await openBundle(bytes, sha256);
  if (panel.dates.length === 0)
    throw new KeepfolioError(
      'bundle-empty',
      'The market bundle holds no day.',
      'Build it again from price files.',
    );
  return { panel, info: marketInfo(panel, bytes) };
}

/**
 * Adds dropped price files to a market. Invented prices are never mixed with real ones: over the synthetic demo
 * market, or without any market, the files are the market.
 */
export async function withPrices(
  panel: Panel | null,
  name: string,
  bytes: Uint8Array,
): Promise<{ panel: Panel; bundle: Uint8Array; symbols: string[] }> {
  const tables = parsePriceFile(bytes, name);
  const merged = panel && !panel.synthetic ? mergePrices(panel, tables) : joinTables(tables);
  return {
    panel: merged,
    bundle: await encodeBundle(merged, sha256),
    symbols: tables.flatMap((t) => [...t.symbols]),
  };
}

function priceOf(panel: Panel, row: number): PriceView | null {
  const days = panel.dates.length;
  const series = panel.close.subarray(row * days, (row + 1) * days);
  let last = days - 1;
  while (last >= 0 && !((series[last] as number) > 0)) last--;
  if (last < 0) return null;
  const asset = panel.assets[row];
  if (!asset) return null;
  const recent = Array.from(series.subarray(Math.max(0, last + 1 - RECENT_DAYS), last + 1)).filter(
    (p) => p > 0,
  );
  const { symbol, name, assetClass, sector } = asset;
  return {
    symbol,
    name,
    assetClass,
    sector,
    last: unitPriceFromNumber(Number((series[last] as number).toPrecision(6))),
    date: panel.dates[last] as IsoDate,
    recent,
  };
}

/** Last known prices of those symbols that the market has. */
export function pricesOf(panel: Panel, symbols: readonly string[]): PriceView[] {
  const index = symbolIndexOf(panel.assets);
  return symbols.flatMap((symbol) => {
    const row = index.get(symbol);
    const price = row === undefined ? null : priceOf(panel, row);
    return price ? [price] : [];
  });
}
