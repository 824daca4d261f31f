import { describe, expect, it } from 'vitest';
import { assertTrainingOnly, findMarketDir, loadFullPanel, loadTrainingPanel } from './market-data.ts';

const dir = findMarketDir();

describe.skipIf(dir === null)('real market data (skipped where ../shared/market is absent)', () => {
  it('training panel holds no held-out ticker and no day after the end of training', () => {
    const { panel, heldoutTickers, dates } = loadTrainingPanel();
    expect(panel.assets.length).toBeGreaterThan(1000);
    expect(panel.assets.filter((a) => heldoutTickers.has(a.symbol))).toEqual([]);
    expect(panel.dates.at(-1)).toBe(dates.trainEnd);
    expect(panel.close.length).toBe(panel.assets.length * panel.dates.length);
    expect(() => assertTrainingOnly(panel, { heldoutTickers, dates })).not.toThrow();
  });

  it('full panel trips the guard', () => {
    const full = loadFullPanel();
    expect(full.panel.assets.length).toBe(1601);
    expect(() => assertTrainingOnly(full.panel, full)).toThrow('held-out ticker');
  });
});
