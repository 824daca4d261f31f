import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber } from '../../core/quantity.ts';
import type { OpenLot } from '../../domain/portfolio/types.ts';
import { positionsOf, totalsOf } from './positions.ts';
import type { PriceView } from '../contracts/holdings-views.ts';

const today = isoDate('2026-03-15');
const lot = (symbol: string, shares: number, basis: number | null, acquired: string): OpenLot => ({
  lotId: `${symbol}-${acquired}`,
  symbol,
  account: '',
  accountType: 'taxable',
  quantity: quantity(shares * 1e8),
  acquired: isoDate(acquired),
  holdingFrom: isoDate(acquired),
  basis: basis === null ? null : cents(basis),
  trail: [],
});
const price = (symbol: string, dollars: number): Record<string, PriceView> => ({
  [symbol]: {
    symbol,
    name: symbol,
    assetClass: 'equity',
    sector: null,
    last: unitPriceFromNumber(dollars),
    date: today,
    recent: [],
  },
});

describe('positions', () => {
  it('groups lots, prices them and splits gains by term on the right day', () => {
    const lots = [lot('AAA', 10, 5000, '2025-03-14'), lot('AAA', 10, 20_000, '2025-03-15')];
    const [aaa] = positionsOf(lots, price('AAA', 10), {}, today);
    expect(aaa?.value).toBe(20_000);
    expect(aaa?.gain).toBe(-5000);
    expect(aaa?.lots.map((l) => [l.term, l.daysToLong])).toEqual([
      ['long', 0],
      ['short', 1],
    ]);
    const totals = totalsOf(positionsOf(lots, price('AAA', 10), {}, today));
    expect([totals.longGain, totals.shortGain]).toEqual([5000, -10_000]);
  });

  it('never counts a missing price or basis as zero', () => {
    const positions = positionsOf(
      [lot('AAA', 1, null, '2025-01-02'), lot('BBB', 1, 100, '2025-01-02')],
      price('AAA', 10),
      {},
      today,
    );
    const totals = totalsOf(positions);
    expect(positions.map((p) => [p.symbol, p.value, p.gain])).toEqual([
      ['AAA', 1000, null],
      ['BBB', null, null],
    ]);
    expect(totals).toMatchObject({ value: 1000, gain: 0, unpriced: ['BBB'], basisMissing: ['AAA'] });
  });

  it('prefers a typed price, and a broker price only where the market has none', () => {
    const lots = [lot('AAA', 1, 100, '2025-01-02'), lot('BBB', 1, 100, '2025-01-02')];
    const own = { AAA: { price: 7, source: 'broker' }, BBB: { price: 8, source: 'broker' } } as const;
    expect(positionsOf(lots, price('AAA', 10), own, today).map((p) => p.priceSource)).toEqual([
      'market',
      'broker',
    ]);
    expect(positionsOf(lots, price('AAA', 10), { AAA: { price: 7, source: 'typed' } }, today)[0]?.value).toBe(
      700,
    );
  });
});
