import { describe, expect, it } from 'vitest';
import { MARKET_WIDTH } from './market-numbers.ts';
import {
  ASSET_COLUMNS,
  ASSET_WIDTH,
  logWeight,
  POSITION_COLUMNS,
  writeAssetColumns,
  type AccountFacts,
  type PositionFacts,
} from './state.ts';

const account: AccountFacts = {
  total: 10_000,
  cash: 1000,
  assets: 4,
  shortRate: 0.3,
  longRate: 0.15,
  carryforward: 0,
  daysToYearEnd: 100,
  gain: 0,
  realisedShort: 0,
  realisedLong: 0,
  taxOwed: 0,
  drawdown: 0,
  costBps: 10,
};
const position: PositionFacts = {
  value: 2500,
  gain: 0,
  longValue: 0,
  daysToLong: 30,
  harvestLoss: 0,
  washWindow: false,
  noBuy: false,
  saleTax: 0,
};
const market = Float32Array.from({ length: MARKET_WIDTH }, (_, i) => 0.5 + i);

function columns(p: PositionFacts, a: AccountFacts): Float32Array {
  const out = new Float32Array(ASSET_WIDTH);
  writeAssetColumns(out, 0, p, a, market, 0);
  return out;
}
const at = (row: Float32Array, name: (typeof ASSET_COLUMNS)[number]): number =>
  row[ASSET_COLUMNS.indexOf(name)] as number;

describe('asset columns', () => {
  it('a plan that begins now starts from the weights of today', () => {
    const row = columns(position, account);
    expect(at(row, 'logStart')).toBe(at(row, 'logWeight'));
    expect(at(row, 'logWeight')).toBeCloseTo(logWeight(0.25, 4), 6);
  });

  it('a plan under way remembers what it began with, held still or not', () => {
    const sold = columns({ ...position, value: 0, startValue: 3000 }, { ...account, startTotal: 12_000 });
    expect(at(sold, 'logStart')).toBeCloseTo(logWeight(0.25, 4), 6);
    expect(at(sold, 'logWeight')).toBeCloseTo(logWeight(0, 4), 6);
  });

  it('the market numbers follow the position, in order', () => {
    expect([...columns(position, account).subarray(POSITION_COLUMNS.length)]).toEqual([...market]);
  });
});
