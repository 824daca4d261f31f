import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IsoDate } from '../../src/core/iso-date.ts';
import { pcg32, type Rng } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { branchSeries, type FrozenBranch } from '../../src/engine/encoder-model.ts';
import { WINDOW_DAYS } from '../../src/features/daily-window.ts';
import { METADATA_COUNT, metadataIndex, metadataSection } from '../../src/features/metadata.ts';
import { REGIME_COUNT, regimeFeatures } from '../../src/features/regime.ts';
import { trailingReturns, type TrailingReturns } from '../../src/features/trailing-returns.ts';
import { forwardTargets, marketTargets, TARGET_COUNT } from './forward-targets.ts';
import { ROOT } from './paths.ts';

/** Days an earlier, overlapping window may lie back. */
export const MAX_SHIFT = 32;
/** Days of returns kept per sample. */
export const SAMPLE_DAYS = WINDOW_DAYS + MAX_SHIFT;
/** Days a target looks forward. */
export const HORIZON = 21;

/** All a training step needs about one date: K assets drawn from a bundle that stood for the market that day. */
export interface DateSample {
  readonly date: IsoDate;
  readonly symbols: readonly string[];
  /** K*SAMPLE_DAYS log returns (NaN = none) and dollar volumes (0 = unknown), oldest first. */
  readonly r: Float32Array;
  readonly volume: Float32Array;
  /** SAMPLE_DAYS returns of the bundle's universe. */
  readonly universe: Float32Array;
  /** K*50 raw numbers; NaN = not known. */
  readonly metadata: Float32Array;
  /** K*width. */
  readonly chronos: Float32Array;
  readonly regime: Float32Array;
  /** K*TARGET_COUNT; NaN = not known. */
  readonly targets: Float32Array;
  /** 2: log volatility and mean correlation of the universe over the next 21 days. */
  readonly market: Float32Array;
}

export interface SampleOptions {
  readonly seed: number;
  /** Trading days between two dates. */
  readonly everyDays: number;
  /** Assets per date. */
  readonly assets: number;
  /** A name for the branch's weights: the cache is keyed by it. */
  readonly branchId: string;
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
export async function sampleDate(
  panel: Panel,
  t: number,
  branch: FrozenBranch,
  assets: number,
  rng: Rng,
): Promise<DateSample> {
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
    chronos: await branch.embed(rows.map((i) => branchSeries(bundle, i, t))),
    regime: regimeFeatures(bundle, t, tr),
    targets: forwardTargets(ahead, rows, logVol),
    market: marketTargets(ahead, bundle.assets.length),
  };
}

const FIELDS = ['r', 'volume', 'universe', 'metadata', 'chronos', 'regime', 'targets', 'market'] as const;

function save(path: string, samples: readonly DateSample[]): void {
  const header = Buffer.from(
    JSON.stringify(
      samples.map((s) => ({ date: s.date, symbols: s.symbols, sizes: FIELDS.map((f) => s[f].length) })),
    ),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const blocks = samples.flatMap((s) =>
    FIELDS.map((f) => Buffer.from(s[f].buffer, s[f].byteOffset, s[f].byteLength)),
  );
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, Buffer.concat([length, header, ...blocks]));
  renameSync(`${path}.tmp`, path);
}

function load(path: string): DateSample[] {
  const file = readFileSync(path);
  const headerBytes = file.readUInt32LE(0);
  const header = JSON.parse(file.toString('utf8', 4, 4 + headerBytes)) as {
    date: IsoDate;
    symbols: string[];
    sizes: number[];
  }[];
  let at = file.byteOffset + 4 + headerBytes;
  return header.map(({ date, symbols, sizes }) => {
    const arrays = sizes.map((n) => {
      const block = new Float32Array(file.buffer.slice(at, at + 4 * n));
      at += 4 * n;
      return block;
    });
    const fields = Object.fromEntries(FIELDS.map((f, i) => [f, arrays[i]])) as Pick<
      DateSample,
      (typeof FIELDS)[number]
    >;
    return { date, symbols, ...fields };
  });
}

const VERSION = 1;

/**
 * Samples every `everyDays` days from `from` to `to`, whose targets end inside the panel; kept in `.cache/`.
 * Pass a training panel: what is not in it cannot be sampled.
 */
export async function encoderSamples(
  panel: Panel,
  branch: FrozenBranch,
  options: SampleOptions,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<DateSample[]> {
  const first = panel.dates[0] ?? '';
  const key = JSON.stringify([
    VERSION,
    options,
    first,
    panel.dates.at(-1),
    panel.assets.length,
    TARGET_COUNT,
    REGIME_COUNT,
  ]);
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const path = join(ROOT, '.cache', `encoder-samples-${hash}.bin`);
  if (existsSync(path)) return load(path);
  const days: number[] = [];
  for (let t = 300; t + HORIZON < panel.dates.length; t += options.everyDays) days.push(t);
  const out: DateSample[] = [];
  for (const t of days) {
    out.push(await sampleDate(panel, t, branch, options.assets, pcg32(options.seed, t)));
    onProgress(out.length, days.length);
  }
  save(path, out);
  return out;
}
