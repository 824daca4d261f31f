import { describe, expect, it } from 'vitest';
import { isoDate } from '../../core/iso-date.ts';
import { cents } from '../../core/money.ts';
import { quantity, unitPriceFromNumber } from '../../core/quantity.ts';
import type { PlannedTrade } from '../../domain/portfolio/types.ts';
import { tradesCsv } from './trades-csv.ts';

const base = {
  account: '=cmd',
  quantity: quantity(15e7),
  price: unitPriceFromNumber(12.5),
  amount: cents(1875),
  estimatedTax: cents(-30),
};
const sell: PlannedTrade = {
  ...base,
  side: 'sell',
  symbol: 'ORCA',
  reason: 'harvest a loss, "now"',
  lots: [
    {
      lotId: 'a',
      acquired: isoDate('2025-01-02'),
      quantity: quantity(1e8),
      basis: cents(1400),
      gain: cents(-150),
      term: 'long',
    },
    {
      lotId: 'b',
      acquired: isoDate('2025-12-02'),
      quantity: quantity(5e7),
      basis: cents(700),
      gain: cents(-75),
      term: 'short',
    },
  ],
};

describe('trade list as CSV', () => {
  it('writes a line per lot, keeps negative numbers numbers and defuses formulas', () => {
    const lines = tradesCsv([sell, { ...base, side: 'buy', symbol: 'HELI', reason: '-', lots: [] }])
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe(
      'sell,ORCA,\'=cmd,1.5,12.5,18.75,2025-01-02,1,14.00,-1.50,long,-0.30,"harvest a loss, ""now"""',
    );
    expect(lines[3]?.split(',').slice(0, 2)).toEqual(['buy', 'HELI']);
    expect(lines[3]?.endsWith(",'-")).toBe(true);
  });
});
