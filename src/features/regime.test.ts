import { describe, expect, it } from 'vitest';
import type { Panel } from '../domain/market/panel.ts';
import { REGIME, REGIME_COUNT, regimeFeatures } from './regime.ts';
import { testPanel, withOtherFuture } from './test-panel.ts';

const named = (x: Float32Array, name: string) => x[REGIME.findIndex((r) => r.name === name)] as number;

/** Multiplies every close of the last `days` days by a path falling (or rising) at `rate` a day. */
function tilted(panel: Panel, days: number, rate: number): Panel {
  const T = panel.dates.length;
  return {
    ...panel,
    close: panel.close.map((p, i) => p * Math.exp(rate * Math.max(0, (i % T) - (T - 1 - days)))),
  };
}

describe('regime features', () => {
  const panel = testPanel(3);
  const t = panel.dates.length - 1;

  it('are eight, finite and bounded, from the first day on', () => {
    expect(REGIME).toHaveLength(REGIME_COUNT);
    for (const day of [0, 40, 200, t]) {
      const x = regimeFeatures(panel, day);
      expect(x).toHaveLength(REGIME_COUNT);
      for (const v of x) expect(Math.abs(v)).toBeLessThanOrEqual(3);
    }
  });

  it('change nothing at t when the future changes', () => {
    for (const day of [130, 300]) {
      expect(regimeFeatures(withOtherFuture(panel, day), day)).toEqual(regimeFeatures(panel, day));
    }
  });

  it('see a fall: trend down, drawdown deeper, fewer assets above their mean', () => {
    const up = regimeFeatures(tilted(panel, 60, 0.004), t);
    const down = regimeFeatures(tilted(panel, 60, -0.004), t);
    for (const name of ['trend', 'reversal', 'drawdown', 'breadth'])
      expect(named(down, name)).toBeLessThan(named(up, name));
  });

  it('see assets that move together', () => {
    const days = panel.dates.length;
    const one = panel.close.subarray(0, days);
    const same = { ...panel, close: Float32Array.from(panel.close, (_, i) => one[i % days] as number) };
    expect(named(regimeFeatures(same, t), 'correlation')).toBeCloseTo(3, 2);
    expect(named(regimeFeatures(panel, t), 'correlation')).toBeLessThan(2);
  });
});
