import { daysBetween, type IsoDate } from '../core/iso-date.ts';
import { cents, type Cents } from '../core/money.ts';
import { quantity, unitPriceFromNumber, valueOf, type Quantity, type UnitPrice } from '../core/quantity.ts';
import { longTermFrom } from '../domain/ledger/holding-period.ts';
import type { AssetClass } from '../domain/market/panel.ts';
import type { OpenLot } from '../domain/portfolio/types.ts';
import type { OwnPrice } from './database.ts';
import type { PriceView } from './view-types.ts';

/** A lot with today's price on it. */
export interface PricedLot {
  readonly lot: OpenLot;
  readonly value: Cents | null;
  readonly gain: Cents | null;
  readonly term: 'short' | 'long';
  /** Days until a sale would be long-term; 0 once it is. */
  readonly daysToLong: number;
}

/** One symbol over all accounts. Sums that would need a missing number are null, never partial. */
export interface Position {
  readonly symbol: string;
  readonly name: string | null;
  readonly assetClass: AssetClass | null;
  readonly quantity: Quantity;
  readonly price: UnitPrice | null;
  readonly priceDate: IsoDate | null;
  readonly priceSource: 'market' | 'typed' | 'broker' | null;
  readonly recent: readonly number[];
  readonly basis: Cents | null;
  readonly value: Cents | null;
  readonly gain: Cents | null;
  readonly lots: readonly PricedLot[];
}

function priceLot(lot: OpenLot, price: UnitPrice | null, today: IsoDate): PricedLot {
  const value = price === null ? null : valueOf(lot.quantity, price);
  const gain = value === null || lot.basis === null ? null : cents(value - lot.basis);
  const daysToLong = Math.max(0, daysBetween(today, longTermFrom(lot.holdingFrom)));
  return { lot, value, gain, term: daysToLong === 0 ? 'long' : 'short', daysToLong };
}

const sumOrNull = (parts: readonly (Cents | null)[]): Cents | null =>
  parts.some((p) => p === null) ? null : cents(parts.reduce<number>((a, p) => a + (p ?? 0), 0));

/**
 * Open lots grouped by symbol and priced: own price first, else the market's.
 * Largest value first, unpriced last.
 */
export function positionsOf(
  lots: readonly OpenLot[],
  prices: Readonly<Record<string, PriceView>>,
  own: Readonly<Record<string, OwnPrice>>,
  today: IsoDate,
): readonly Position[] {
  const bySymbol = new Map<string, OpenLot[]>();
  for (const lot of lots) {
    const group = bySymbol.get(lot.symbol);
    if (group) group.push(lot);
    else bySymbol.set(lot.symbol, [lot]);
  }
  const positions = [...bySymbol].map(([symbol, group]): Position => {
    const market = prices[symbol];
    const typed = own[symbol];
    // A typed price wins; a price from a broker's file only fills a gap, since it has no date.
    const useOwn = typed && (typed.source === 'typed' || !market);
    const price = useOwn ? unitPriceFromNumber(typed.price) : (market?.last ?? null);
    const priced = group.map((lot) => priceLot(lot, price, today));
    return {
      symbol,
      name: market?.name ?? null,
      assetClass: market?.assetClass ?? null,
      quantity: quantity(group.reduce((a, l) => a + l.quantity, 0)),
      price,
      priceDate: useOwn ? null : (market?.date ?? null),
      priceSource: useOwn ? typed.source : market ? 'market' : null,
      recent: market?.recent ?? [],
      basis: sumOrNull(group.map((l) => l.basis)),
      value: sumOrNull(priced.map((l) => l.value)),
      gain: sumOrNull(priced.map((l) => l.gain)),
      lots: priced,
    };
  });
  return positions.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1) || (a.symbol < b.symbol ? -1 : 1));
}

/** Sums over what can be priced, and what cannot. */
export interface Totals {
  readonly value: Cents;
  readonly gain: Cents;
  /** Unrealised gain by term, over lots with price and basis. */
  readonly shortGain: Cents;
  readonly longGain: Cents;
  readonly unpriced: readonly string[];
  readonly basisMissing: readonly string[];
}

/** Totals of all positions; symbols without price or basis are named instead of being counted as zero. */
export function totalsOf(positions: readonly Position[]): Totals {
  const lots = positions.flatMap((p) => p.lots);
  const sum = (pick: (l: PricedLot) => number | null): Cents =>
    cents(lots.reduce((a, l) => a + (pick(l) ?? 0), 0));
  return {
    value: sum((l) => l.value),
    gain: sum((l) => l.gain),
    shortGain: sum((l) => (l.term === 'short' ? l.gain : 0)),
    longGain: sum((l) => (l.term === 'long' ? l.gain : 0)),
    unpriced: positions.filter((p) => p.price === null).map((p) => p.symbol),
    basisMissing: positions.filter((p) => p.lots.some((l) => l.lot.basis === null)).map((p) => p.symbol),
  };
}
