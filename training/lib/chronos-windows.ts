import type { Panel } from '../../src/domain/market/panel.ts';
import type { Origin } from './forecast-baselines.ts';
import { closesOf, logPrices, logRealisedVol, logReturns } from './market-series.ts';

/** Horizons every table reports, in trading days. */
export const HORIZONS = [1, 5, 21, 63] as const;
const CONTEXT = 256;
const AHEAD = 63;

/** A context and what came after it. */
export interface Window extends Origin {
  /** Row of the origin in the panel's calendar. */
  readonly date: number;
  readonly fund: boolean;
  /** The 63 values after the origin. */
  readonly logAfter: Float32Array;
  readonly volAfter: Float32Array;
}

/** Origins every `every` days in [from, to - 63] whose context and horizon are wholly observed. */
export function windowsOf(
  panel: Panel,
  keep: (symbol: string) => boolean,
  from: number,
  to: number,
  every: number,
): Window[] {
  const out: Window[] = [];
  const whole = (x: Float32Array, a: number, b: number) => x.subarray(a, b).every((v) => v - v === 0);
  panel.assets.forEach((asset, i) => {
    if (!keep(asset.symbol)) return;
    const logs = logPrices(closesOf(panel, i));
    const returns = logReturns(logs);
    const vol = logRealisedVol(returns);
    for (let t = Math.max(from, CONTEXT + 44); t + AHEAD <= to; t += every) {
      const start = t + 1 - CONTEXT;
      if (!whole(logs, start, t + 1 + AHEAD) || !whole(vol, t - 100, t + 1 + AHEAD)) continue;
      out.push({
        date: t,
        fund: asset.isFund,
        logs: logs.subarray(start, t + 1),
        returns: returns.subarray(start, t + 1),
        logVol: vol.subarray(start, t + 1),
        logAfter: logs.subarray(t + 1, t + 1 + AHEAD),
        volAfter: vol.subarray(t + 1, t + 1 + AHEAD),
      });
    }
  });
  return out;
}
