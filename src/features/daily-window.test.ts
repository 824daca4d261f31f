import { describe, expect, it } from 'vitest';
import { CHANNEL_COUNT, dailyWindows, WINDOW_DAYS, writeDailyWindow } from './daily-window.ts';
import { testPanel, withOtherFuture } from './test-panel.ts';
import { trailingReturns } from './trailing-returns.ts';

describe('daily windows', () => {
  const panel = testPanel(5);
  const size = WINDOW_DAYS * CHANNEL_COUNT;
  const all = panel.assets.map((_, i) => i);

  it('hold scaled returns of unit root mean square, their size, and a flag per known day', () => {
    const w = dailyWindows(panel, trailingReturns(panel, 400, 252), [0]);
    let squares = 0;
    for (let d = 0; d < WINDOW_DAYS; d++) {
      const [r = 0, , size1 = 0, , known] = w.subarray(d * CHANNEL_COUNT, (d + 1) * CHANNEL_COUNT);
      squares += r * r;
      expect(size1).toBeCloseTo(Math.abs(r), 6);
      expect(known).toBe(1);
    }
    expect(squares / WINDOW_DAYS).toBeCloseTo(1, 4);
  });

  it('mark the days before a listing as unknown and leave them 0', () => {
    const w = dailyWindows(panel, trailingReturns(panel, 330, 252), [1]);
    const flags = Array.from({ length: WINDOW_DAYS }, (_, d) => w[d * CHANNEL_COUNT + 4]);
    expect(flags.filter((f) => f === 1)).toHaveLength(30);
    expect(w.subarray(0, 10 * CHANNEL_COUNT).every((v) => v === 0)).toBe(true);
  });

  it('change nothing at t when the future changes', () => {
    for (const t of [20, 200, 399]) {
      const other = withOtherFuture(panel, t);
      expect(dailyWindows(other, trailingReturns(other, t, 252), all)).toEqual(
        dailyWindows(panel, trailingReturns(panel, t, 252), all),
      );
    }
  });

  it('ending some days back equals the window of that day', () => {
    const earlier = dailyWindows(panel, trailingReturns(panel, 380, 252), [5]);
    const out = new Float32Array(size);
    writeDailyWindow(out, 0, panel, trailingReturns(panel, 400, 252), 5, 20);
    expect(out).toEqual(earlier);
  });
});
