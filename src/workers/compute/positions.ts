import { daysBetween, type IsoDate } from '../../core/iso-date.ts';
import { cents, type Cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber, valueOf, type UnitPrice } from '../../core/quantity.ts';
import { longTermFrom } from '../../domain/ledger/holding-period.ts';
import type { OpenLot } from '../../domain/portfolio/types.ts';
import type { OwnPrice, Position, PricedLot, PriceView, Totals } from '../contracts/holdings-views.ts';

/** A position with every one of its lots; the page gets the first of them. */
export type FullPosition = Omit<Position, 'lots'> & { readonly lots: readonly PricedLot[] };

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
): readonly FullPosition[] {
  const bySymbol = new Map<string, OpenLot[]>();
  for (const lot of lots) {
    const group = bySymbol.get(lot.symbol);
    if (group) group.push(lot);
    else bySymbol.set(lot.symbol, [lot]);
  }
  const positions = [...bySymbol].map(([symbol, group]): FullPosition => {
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

/** Totals of all positions; symbols without price or basis are named instead of being counted as zero. */
export function totalsOf(positions: readonly FullPosition[]): Totals {
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
