import type { IsoDate } from '../core/iso-date.ts';
import { unitPriceFromNumber, type UnitPrice } from '../core/quantity.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { lastIndexOnOrBefore, symbolIndexOf } from '../domain/market/as-of.ts';
import type { AssetMeta, Panel } from '../domain/market/panel.ts';
import type { OpenLot } from '../domain/portfolio/types.ts';
import { HARVEST_THRESHOLD } from '../features/state.ts';
import { closeNear, marketRow, planUniverse } from './plan-universe.ts';
import type { UniverseWishes } from './plan-wishes.ts';

/** What the holdings of a plan are read from. */
interface Asked {
  readonly ledger: Ledger;
  readonly panel: Panel;
  readonly asOf: IsoDate;
}

const MOST_NAMES = 8;

export interface PricedHoldings {
  readonly t: number;
  readonly tradeDay: number;
  readonly lots: readonly OpenLot[];
  /** Broker's symbol -> market row. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly outside: readonly string[];
  readonly notes: string[];
}

/** Splits the holdings into what the market can price and the rest. */
export function priceHoldings(r: Asked): PricedHoldings {
  const t = lastIndexOnOrBefore(r.panel.dates, r.asOf);
  const rows = symbolIndexOf(r.panel.assets);
  const rowOf = new Map<string, number>();
  const outside = new Set<string>();
  const lots: OpenLot[] = [];
  for (const lot of r.ledger.openLots) {
    const row = t < 0 ? -1 : marketRow(rows, lot.symbol);
    if (row < 0 || lot.currency !== 'USD' || closeNear(r.panel, row, t) <= 0) outside.add(lot.symbol);
    else if (lot.quantity > 0) {
      rowOf.set(lot.symbol, row);
      lots.push(lot);
    }
  }
  const notes: string[] = [];
  const isLast = t + 1 >= r.panel.dates.length;
  if (isLast && t >= 0)
    notes.push(`The market data has no later day: trades are priced at its last close, ${r.panel.dates[t]}.`);
  if (outside.size > 0) {
    const names = [...outside].toSorted();
    notes.push(
      `No prices for ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}: outside the universe, left alone.`,
    );
  }
  return { t, tradeDay: isLast ? t : t + 1, lots, rowOf, outside: [...outside].toSorted(), notes };
}

/** Positions at a harvestable loss, largest first, as market rows. */
function losersOf(p: PricedHoldings, panel: Panel): number[] {
  const sums = new Map<string, { value: number; loss: number }>();
  for (const lot of p.lots) {
    if (lot.accountType !== 'taxable' || lot.basis === null) continue;
    const value = (lot.quantity / 1e8) * closeNear(panel, p.rowOf.get(lot.symbol) as number, p.t) * 100;
    const s = sums.get(lot.symbol) ?? { value: 0, loss: 0 };
    sums.set(lot.symbol, { value: s.value + value, loss: s.loss + Math.max(0, lot.basis - value) });
  }
  return [...sums]
    .filter(([, s]) => s.loss >= HARVEST_THRESHOLD * s.value)
    .toSorted((a, b) => b[1].loss - a[1].loss)
    .map(([symbol]) => p.rowOf.get(symbol) as number);
}

export interface PlanUniverse {
  readonly rows: readonly number[];
  /** Broker's symbol where held, else the market's. */
  readonly symbols: readonly string[];
  readonly metas: readonly AssetMeta[];
}

/** Assets a plan may hold, in the order of the models' inputs. */
export function universeOf(r: Asked, p: PricedHoldings, wishes: UniverseWishes): PlanUniverse {
  const index = symbolIndexOf(r.panel.assets);
  const banned = new Set(wishes.exclude);
  const wanted = wishes.preferredSymbols.map((s) => marketRow(index, s)).filter((i) => i >= 0);
  const isAllowed = (a: AssetMeta): boolean => !wishes.excludes(a) && !banned.has(a.symbol);
  const held = [...new Set(p.rowOf.values())];
  const rows =
    wishes.buyOnly && held.length > 0
      ? [...new Set([...held, ...wanted])]
      : planUniverse({ panel: r.panel, asOf: r.asOf, held, wanted, losers: losersOf(p, r.panel), isAllowed });
  const heldAs = new Map([...p.rowOf].map(([symbol, row]) => [row, symbol]));
  const metas = rows.map((i) => r.panel.assets[i] as AssetMeta);
  return { rows, metas, symbols: rows.map((i, k) => heldAs.get(i) ?? (metas[k] as AssetMeta).symbol) };
}

/** Prices of the universe at a day index, by the person's symbols. */
export function pricesAt(
  panel: Panel,
  u: PlanUniverse,
  day: number,
  fallback: number,
): Map<string, UnitPrice> {
  const out = new Map<string, UnitPrice>();
  u.rows.forEach((row, i) => {
    const close = closeNear(panel, row, day) || closeNear(panel, row, fallback);
    if (close > 0) out.set(u.symbols[i] as string, unitPriceFromNumber(close));
  });
  return out;
}
