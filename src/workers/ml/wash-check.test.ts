import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber } from '../../core/quantity.ts';
import type { OpenLot, PlannedTrade } from '../../domain/portfolio/types.ts';
import { washRisks } from './wash-check.ts';

const asOf = isoDate('2026-03-31');
const trade = (side: 'buy' | 'sell', symbol: string, gain = 0): PlannedTrade => ({
  side,
  symbol,
  account: '',
  quantity: quantity(1e8),
  price: unitPriceFromNumber(10),
  amount: cents(1000),
  lots:
    side === 'buy'
      ? []
      : [
          {
            lotId: 'sold',
            acquired: isoDate('2025-01-02'),
            quantity: quantity(1e8),
            basis: cents(1000 - gain),
            gain: cents(gain),
            term: 'long',
          },
        ],
  reason: '',
  estimatedTax: cents(0),
});
const lot = (symbol: string, acquired: string, lotId = 'kept'): OpenLot => ({
  lotId,
  symbol,
  account: '',
  accountType: 'taxable',
  quantity: quantity(1e8),
  acquired: isoDate(acquired),
  holdingFrom: isoDate(acquired),
  basis: cents(1000),
  trail: [],
});

describe('a second look at a plan for wash sales', () => {
  it('finds a purchase inside an open window, up to its last day', () => {
    const until = [{ symbol: 'AAA', until: asOf }];
    expect(washRisks([trade('buy', 'AAA')], asOf, until, []).map((r) => r.symbol)).toEqual(['AAA']);
    expect(washRisks([trade('buy', 'AAA')], isoDate('2026-04-01'), until, [])).toEqual([]);
  });
  it('finds a loss sale of what the plan itself buys', () => {
    expect(washRisks([trade('sell', 'AAA', -5), trade('buy', 'AAA')], asOf, [], [])).toHaveLength(1);
    expect(washRisks([trade('sell', 'AAA', 5), trade('buy', 'AAA')], asOf, [], [])).toEqual([]);
  });
  it('finds a loss sale beside shares bought in the last 30 days that are kept', () => {
    const sale = [trade('sell', 'AAA', -5)];
    expect(washRisks(sale, asOf, [], [lot('AAA', '2026-03-01')])).toHaveLength(1);
    expect(washRisks(sale, asOf, [], [lot('AAA', '2026-02-28')])).toEqual([]);
    expect(washRisks(sale, asOf, [], [lot('AAA', '2026-03-20', 'sold')])).toEqual([]);
    expect(washRisks(sale, asOf, [], [lot('BBB', '2026-03-20')])).toEqual([]);
  });
});
