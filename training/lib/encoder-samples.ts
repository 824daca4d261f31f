import type { IsoDate } from '../../src/core/iso-date.ts';
import type { Rng } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { WINDOW_DAYS } from '../../src/features/daily-window.ts';
import { METADATA_COUNT, metadataIndex, metadataSection } from '../../src/features/metadata.ts';
import { regimeFeatures } from '../../src/features/regime.ts';
import { trailingReturns, type TrailingReturns } from '../../src/features/trailing-returns.ts';
import { forwardTargets, marketTargets } from './forward-targets.ts';

/** Days an earlier, overlapping window may lie back. */
export const MAX_SHIFT = 32;
/** Days of returns kept per sample. */
export const SAMPLE_DAYS = WINDOW_DAYS + MAX_SHIFT;
/** Days a target looks forward. */
export const HORIZON = 21;

/** One date but for the frozen branch: K assets drawn from a bundle that stood for the market that day. */
export interface MarketSample {
  readonly date: IsoDate;
  readonly symbols: readonly string[];
  /** K*SAMPLE_DAYS log returns (NaN = none) and dollar volumes (0 = unknown), oldest first. */
  readonly r: Float32Array;
  readonly volume: Float32Array;
  /** SAMPLE_DAYS returns of the bundle's universe. */
  readonly universe: Float32Array;
  /** K*50 raw numbers; NaN = not known. */
  readonly metadata: Float32Array;
  readonly regime: Float32Array;
  /** K*TARGET_COUNT; NaN = not known. */
  readonly targets: Float32Array;
  /** 2: log volatility and mean correlation of the universe over the next 21 days. */
  readonly market: Float32Array;
}

/** All a training step needs about one date. */
export interface DateSample extends MarketSample {
  /** K*width: the frozen branch's embeddings. */
  readonly chronos: Float32Array;
}

/** Rows of a panel as a smaller panel: the same bundle a person with fewer price files would have. */
export function subPanel(panel: Panel, rows: readonly number[]): Panel {
  const days = panel.dates.length;
  const cut = (x: Float32Array | null): Float32Array | null => {
    if (!x) return null;
    const out = new Float32Array(rows.length * days);
    rows.forEach((row, k) => out.set(x.subarray(row * days, (row + 1) * days), k * days));
    return out;
  };
  return {
    ...panel,
    assets: rows.map((row) => panel.assets[row] as Panel['assets'][number]),
    close: cut(panel.close) as Float32Array,
    dollarVolume: cut(panel.dollarVolume),
    dividendYield: cut(panel.dividendYield),
  };
}

/** n of the given values, in random order (all when there are fewer). */
export function draw<T>(from: readonly T[], n: number, rng: Rng): T[] {
  const pool = [...from];
  const count = Math.min(n, pool.length);
  for (let i = 0; i < count; i++) {
    const j = i + rng.int(pool.length - i);
    [pool[i], pool[j]] = [pool[j] as T, pool[i] as T];
  }
  return pool.slice(0, count);
}

/** Rows with at least `days` known returns in the last SAMPLE_DAYS. */
function eligible(tr: TrailingReturns, assets: number, days: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < assets; i++) {
    let n = 0;
    for (let d = tr.length - SAMPLE_DAYS; d < tr.length; d++)
      if (!Number.isNaN(tr.r[i * tr.length + d] as number)) n++;
    if (n >= days && !Number.isNaN(tr.r[(i + 1) * tr.length - 1] as number)) out.push(i);
  }
  return out;
}

const MIN_HISTORY = 30;
const SMALLEST_BUNDLE = 60;

/** Half of the dates see the whole panel as the bundle, half a random part of it (60 assets or more). */
function drawBundle(panel: Panel, listed: readonly number[], rng: Rng): Panel {
  const all = rng.uniform() < 0.5 || listed.length <= SMALLEST_BUNDLE;
  const size = Math.round(SMALLEST_BUNDLE * (listed.length / SMALLEST_BUNDLE) ** rng.uniform());
  return subPanel(panel, all ? listed : draw(listed, size, rng));
}

function tailOf(tr: TrailingReturns, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * SAMPLE_DAYS);
  rows.forEach((row, k) =>
    out.set(tr.r.subarray((row + 1) * tr.length - SAMPLE_DAYS, (row + 1) * tr.length), k * SAMPLE_DAYS),
  );
  return out;
}

function volumeTail(panel: Panel, rows: readonly number[], t: number): Float32Array {
  const out = new Float32Array(rows.length * SAMPLE_DAYS);
  const days = panel.dates.length;
  const volume = panel.dollarVolume;
  if (!volume) return out;
  rows.forEach((row, k) =>
    out.set(volume.subarray(row * days + t + 1 - SAMPLE_DAYS, row * days + t + 1), k * SAMPLE_DAYS),
  );
  return out;
}

/** The sample of one date. `t` must leave SAMPLE_DAYS before and HORIZON after it in the panel. */
export function sampleDate(panel: Panel, t: number, assets: number, rng: Rng): MarketSample {
  const listed = eligible(trailingReturns(panel, t, SAMPLE_DAYS), panel.assets.length, MIN_HISTORY);
  const bundle = drawBundle(panel, listed, rng);
  const tr = trailingReturns(bundle, t, 252);
  const rows = draw(
    bundle.assets.map((_, i) => i),
    assets,
    rng,
  );
  const section = metadataSection(bundle, t);
  const pick = (k: number) => (section.known[k] === 1 ? (section.raw[k] as number) : NaN);
  const metadata = Float32Array.from({ length: rows.length * METADATA_COUNT }, (_, k) =>
    pick((rows[Math.floor(k / METADATA_COUNT)] as number) * METADATA_COUNT + (k % METADATA_COUNT)),
  );
  const ahead = trailingReturns(bundle, t + HORIZON, HORIZON);
  const logVol = rows.map((_, k) => metadata[k * METADATA_COUNT + metadataIndex('log_vol_63')] as number);
  return {
    date: panel.dates[t] as IsoDate,
    symbols: rows.map((i) => bundle.assets[i]?.symbol ?? ''),
    r: tailOf(tr, rows),
    volume: volumeTail(bundle, rows, t),
    universe: Float32Array.from(tr.universe.subarray(tr.length - SAMPLE_DAYS)),
    metadata,
    regime: regimeFeatures(bundle, t, tr),
    targets: forwardTargets(ahead, rows, logVol),
    market: marketTargets(ahead, bundle.assets.length),
  };
}
