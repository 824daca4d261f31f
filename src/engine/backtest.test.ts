import { describe, expect, it } from 'vitest';
import type { IsoDate } from '../core/iso-date.ts';
import { cents, centsFromDollars } from '../core/money.ts';
import { OBJECTIVES, type ObjectiveWeights, type TaxProfile } from '../domain/portfolio/types.ts';
import { testPanel, withOtherFuture } from '../features/test-panel.ts';
import { backtest, type BacktestRequest } from './backtest.ts';

const panel = testPanel(5, 12, 900);
const day = 500;
const profile: TaxProfile = {
  year: 2016,
  status: 'single',
  ordinaryIncome: centsFromDollars(120_000),
  stateRate: 0.05,
  carryoverShort: cents(0),
  carryoverLong: cents(0),
};
const objectives = Object.fromEntries(
  OBJECTIVES.map((o) => [o, o === 'longTermGain' ? 1 : 0]),
) as ObjectiveWeights;
const symbols = ['A0', 'A4', 'A5', 'A6'];
const request: BacktestRequest = {
  panel,
  from: panel.dates[day] as IsoDate,
  to: panel.dates[day + 260] as IsoDate,
  start: { symbols, dollars: 100_000 },
  policies: ['hold', 'equal', 'equal+harvest'],
  objectives,
  profile,
  costBps: 10,
};
const closeOf = (symbol: string, t: number): number =>
  panel.close[panel.assets.findIndex((a) => a.symbol === symbol) * panel.dates.length + t] as number;

describe('backtest', () => {
  it('hold is the start portfolio left alone, at real closes', async () => {
    const { curves, dates } = await backtest(request);
    const hold = curves[0]!;
    const weeks = dates.length - 1;
    const expected = symbols.reduce(
      (a, s) => a + (25_000 * closeOf(s, day + 5 * weeks)) / closeOf(s, day),
      0,
    );
    expect(hold.beforeTax[0]).toBeCloseTo(100_000, 4);
    expect(hold.beforeTax.at(-1)! / expected).toBeCloseTo(1, 5);
    expect(hold.turnover).toBe(0);
    expect(hold.afterTax).toEqual(hold.beforeTax);
    for (const c of curves) expect(c.beforeTax).toHaveLength(dates.length);
  });

  it('costs and taxes only take away, and the harvester harvests more', async () => {
    const dear = await backtest({ ...request, costBps: 100 });
    const free = await backtest({ ...request, costBps: 0 });
    expect(dear.curves[1]!.beforeTax.at(-1)!).toBeLessThan(free.curves[1]!.beforeTax.at(-1)!);
    expect(free.curves[2]!.harvested).toBeGreaterThan(free.curves[1]!.harvested);
  });

  it('tells how far it is, and ends where the caller stops it', async () => {
    const told: string[] = [];
    const onStep = async (stage: string, fraction: number): Promise<void> => {
      told.push(stage);
      expect(fraction).toBeGreaterThanOrEqual(0);
      expect(fraction).toBeLessThan(1);
      if (stage === 'equal') throw new Error('stopped');
    };
    await expect(backtest({ ...request, onStep })).rejects.toThrow('stopped');
    expect(told.filter((s) => s === 'hold').length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe('equal');
    expect(told).not.toContain('equal+harvest');
  });

  it('what comes later changes nothing before it', async () => {
    const now = await backtest(request);
    const other = await backtest({ ...request, panel: withOtherFuture(panel, day + 150) });
    for (let k = 0; k <= 29; k++) expect(other.curves[1]!.beforeTax[k]).toBe(now.curves[1]!.beforeTax[k]);
    expect(other.curves[1]!.beforeTax.at(-1)).not.toBe(now.curves[1]!.beforeTax.at(-1));
  });

  it('names symbols without prices, and refuses a range without history', async () => {
    const some = await backtest({ ...request, start: { symbols: ['A0', 'NOWHERE'], dollars: 1000 } });
    expect(some.outsideUniverse).toEqual(['NOWHERE']);
    await expect(backtest({ ...request, from: panel.dates[10] as IsoDate })).rejects.toMatchObject({
      code: 'backtest-range',
    });
    await expect(backtest({ ...request, policies: ['model'] })).rejects.toMatchObject({
      code: 'model-missing',
    });
  });
});
