import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Panel } from '../../src/domain/market/panel.ts';
import { type ChronosBranch, forecastQuantiles } from '../../src/models/chronos/branch.ts';
import type { SeriesKind } from '../../src/models/chronos/calibration.ts';
import { ownScale } from '../../src/models/chronos/own-scale.ts';
import { type Window, windowsOf } from './chronos-windows.ts';
import { ROOT } from './paths.ts';

/** Horizons the bands are fitted at; between them they are interpolated. */
export const FITTED = [1, 2, 5, 10, 21, 42, 63];
const MIDDLE = 4;
const LEVELS = 9;
const PER_HORIZON = 5;

/** What the fit of bands needs of one kind of series: one entry per window, relative to its last value. */
export interface BandRows {
  readonly count: number;
  /** Calendar year of each origin. */
  readonly years: Int32Array;
  readonly recent: Float32Array;
  readonly longRun: Float32Array;
  /** Per fitted horizon: the network's 0.1, 0.5 and 0.9 quantile, half its 80 % band, and what came. */
  readonly horizons: readonly {
    readonly low: Float32Array;
    readonly median: Float32Array;
    readonly high: Float32Array;
    readonly half: Float32Array;
    readonly came: Float32Array;
  }[];
}

/** Origins every `every` days, each asset on days of its own, so that a year is more than a few market days. */
export function staggeredWindows(panel: Panel, every: number, phases = 21): Window[] {
  const phaseOf = new Map(panel.assets.map((a, i) => [a.symbol, i % phases]));
  const out: Window[] = [];
  for (let k = 0; k < phases; k++) {
    const from = 300 + Math.floor((k * every) / phases);
    out.push(...windowsOf(panel, (s) => phaseOf.get(s) === k, from, panel.dates.length - 1, every));
  }
  return out;
}

const WIDTH = 3 + FITTED.length * PER_HORIZON;
const BATCH = 512;

/** Rows of `WIDTH` numbers, one per window that has a pace of its own (the others get the plain widths in use). */
async function compute(
  branch: ChronosBranch,
  panel: Panel,
  windows: readonly Window[],
  kind: SeriesKind,
): Promise<Float32Array> {
  const rows: number[] = [];
  for (let from = 0; from < windows.length; from += BATCH) {
    const some = windows.slice(from, from + BATCH);
    const series = some.map((w) => (kind === 'logPrice' ? w.logs : w.logVol));
    const f = await forecastQuantiles(branch, series, 63);
    some.forEach((w, n) => {
      const context = series[n] ?? new Float32Array();
      const own = ownScale(context);
      if (!own) return;
      const last = context.at(-1) ?? NaN;
      rows.push(Number(panel.dates[w.date]?.slice(0, 4)), own.recent, own.longRun);
      for (const h of FITTED) {
        const at = (i: number) => (f.values[(n * LEVELS + i) * f.horizon + h - 1] ?? NaN) - last;
        const after = (kind === 'logPrice' ? w.logAfter : w.volAfter)[h - 1] ?? NaN;
        rows.push(at(0), at(MIDDLE), at(LEVELS - 1), (at(LEVELS - 1) - at(0)) / 2, after - last);
      }
    });
    process.stderr.write(`\r${kind} ${Math.min(windows.length, from + BATCH)} of ${windows.length} windows`);
  }
  process.stderr.write('\n');
  return Float32Array.from(rows);
}

function unpack(flat: Float32Array): BandRows {
  const count = flat.length / WIDTH;
  const column = (k: number) => Float32Array.from({ length: count }, (_, n) => flat[n * WIDTH + k] ?? NaN);
  const horizons = FITTED.map((_, i) => {
    const at = (k: number) => column(3 + i * PER_HORIZON + k);
    return { low: at(0), median: at(1), high: at(2), half: at(3), came: at(4) };
  });
  return { count, years: Int32Array.from(column(0)), recent: column(1), longRun: column(2), horizons };
}

/**
 * Runs the network over windows of the training panel, or reads what an earlier run left in `.cache/` (git-ignored:
 * it derives from the vendors' prices).
 * @param key what the rows depend on, e.g. the hash of the weights
 */
export async function bandRows(
  branch: ChronosBranch,
  panel: Panel,
  windows: readonly Window[],
  kind: SeriesKind,
  key: string,
): Promise<BandRows> {
  const file = join(ROOT, '.cache', `bands-${kind}-${key}-${windows.length}.bin`);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    return unpack(
      new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
    );
  }
  const flat = await compute(branch, panel, windows, kind);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, new Uint8Array(flat.buffer));
  return unpack(flat);
}
