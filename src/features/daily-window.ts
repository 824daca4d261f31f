import type { Panel } from '../domain/market/panel.ts';
import { FLAT_STD } from './moments.ts';
import type { TrailingReturns } from './trailing-returns.ts';

/** Trading days in one window. */
export const WINDOW_DAYS = 128;

/** The daily channels, in order. */
export const WINDOW_CHANNELS = [
  { name: 'scaled_return', formula: 'r / s, s = root mean square of r over the known days of the window' },
  { name: 'relative_return', formula: '(r - u) / s, u = equal-weighted universe' },
  { name: 'absolute_return', formula: '|r| / s' },
  { name: 'volume_z', formula: 'z of ln(dollar volume) within the window; 0 where unknown' },
  { name: 'known', formula: '1 when the day has a return, else 0 (and all else is 0)' },
] as const;
export const CHANNEL_COUNT = WINDOW_CHANNELS.length;
const CLIP = 8;

const clip = (x: number): number => Math.max(-CLIP, Math.min(CLIP, x));

/** Volume z-scores of the window's days into channel 3. `row` is the asset's volume series, `end` its last day. */
function writeVolumeZ(out: Float32Array, at: number, volume: Float32Array, row: number, end: number): void {
  let n = 0;
  let sum = 0;
  let squares = 0;
  const logAt = (d: number): number => {
    const day = end - WINDOW_DAYS + 1 + d;
    const v = day >= 0 ? (volume[row + day] ?? 0) : 0;
    return v > 0 ? Math.log(v) : NaN;
  };
  for (let d = 0; d < WINDOW_DAYS; d++) {
    const v = logAt(d);
    if (Number.isNaN(v)) continue;
    n++;
    sum += v;
    squares += v * v;
  }
  const mean = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
  if (!(sd > 1e-6)) return;
  for (let d = 0; d < WINDOW_DAYS; d++) {
    const v = logAt(d);
    const known = out[at + d * CHANNEL_COUNT + 4] === 1;
    if (known && !Number.isNaN(v)) out[at + d * CHANNEL_COUNT + 3] = clip((v - mean) / sd);
  }
}

/**
 * Writes the window of one asset that ends `back` days before the block's last day into `out` at `at`
 * (WINDOW_DAYS*CHANNEL_COUNT numbers, oldest day first). Days the block does not reach count as unknown.
 * @param tr returns of the whole bundle. @param asset row. @param back 0 = ends at tr.t.
 */
export function writeDailyWindow(
  out: Float32Array,
  at: number,
  panel: Pick<Panel, 'dates' | 'dollarVolume'>,
  tr: TrailingReturns,
  asset: number,
  back = 0,
): void {
  out.fill(0, at, at + WINDOW_DAYS * CHANNEL_COUNT);
  const end = tr.length - 1 - back;
  const start = end - WINDOW_DAYS + 1;
  let squares = 0;
  let n = 0;
  for (let d = Math.max(0, start); d <= end; d++) {
    const r = tr.r[asset * tr.length + d] as number;
    if (Number.isNaN(r)) continue;
    squares += r * r;
    n++;
  }
  const s = Math.max(FLAT_STD, Math.sqrt(squares / Math.max(1, n)));
  for (let d = 0; d < WINDOW_DAYS; d++) {
    const r = start + d >= 0 ? (tr.r[asset * tr.length + start + d] as number) : NaN;
    if (Number.isNaN(r)) continue;
    const u = tr.universe[start + d] as number;
    const row = at + d * CHANNEL_COUNT;
    out[row] = clip(r / s);
    out[row + 1] = clip((r - u) / s);
    out[row + 2] = clip(Math.abs(r) / s);
    out[row + 4] = 1;
  }
  if (panel.dollarVolume) writeVolumeZ(out, at, panel.dollarVolume, asset * panel.dates.length, tr.t - back);
}

/** Windows of the given assets ending at tr.t: (n*WINDOW_DAYS*CHANNEL_COUNT), in the order of `assets`. */
export function dailyWindows(panel: Panel, tr: TrailingReturns, assets: readonly number[]): Float32Array {
  const size = WINDOW_DAYS * CHANNEL_COUNT;
  const out = new Float32Array(assets.length * size);
  assets.forEach((asset, k) => writeDailyWindow(out, k * size, panel, tr, asset));
  return out;
}
