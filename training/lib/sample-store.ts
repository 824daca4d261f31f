import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IsoDate } from '../../src/core/iso-date.ts';
import { pcg32 } from '../../src/core/rng.ts';
import { lastIndexOnOrBefore, symbolIndexOf } from '../../src/domain/market/as-of.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { branchSeries, type FrozenBranch } from '../../src/engine/encoder-model.ts';
import { METADATA } from '../../src/features/metadata.ts';
import { REGIME } from '../../src/features/regime.ts';
import { HORIZON, sampleDate, type DateSample, type MarketSample } from './encoder-samples.ts';
import { TARGETS } from './forward-targets.ts';
import { ROOT } from './paths.ts';

/*
 * Samples are computed once and kept in `.cache/` in two files: what depends on the market alone, and the frozen
 * branch's embeddings, which are computed anew when its weights change.
 */
export interface SampleOptions {
  readonly seed: number;
  /** Trading days between two dates. */
  readonly everyDays: number;
  /** Assets per date at most. */
  readonly assets: number;
}

const VERSION = 2;
const FIELDS = ['r', 'volume', 'universe', 'metadata', 'regime', 'targets', 'market'] as const;
type Fields = Pick<MarketSample, (typeof FIELDS)[number]>;
type Progress = (stage: string, done: number, total: number) => void;

function cachePath(kind: string, parts: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return join(ROOT, '.cache', `${kind}-${hash}.bin`);
}

const bytesOf = (a: Float32Array): Buffer => Buffer.from(a.buffer, a.byteOffset, a.byteLength);

function write(path: string, blocks: readonly Buffer[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, Buffer.concat(blocks));
  renameSync(`${path}.tmp`, path);
}

/** Reads consecutive arrays of the given lengths from byte `at` of a file. */
function arrays(file: Buffer, at: number, sizes: readonly number[]): Float32Array[] {
  let from = file.byteOffset + at;
  return sizes.map((n) => {
    const block = new Float32Array(file.buffer.slice(from, from + 4 * n) as ArrayBuffer);
    from += 4 * n;
    return block;
  });
}

function save(path: string, samples: readonly MarketSample[]): void {
  const entries = samples.map((s) => ({
    date: s.date,
    symbols: s.symbols,
    sizes: FIELDS.map((f) => s[f].length),
  }));
  const header = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  write(path, [length, header, ...samples.flatMap((s) => FIELDS.map((f) => bytesOf(s[f])))]);
}

function load(path: string): MarketSample[] {
  const file = readFileSync(path);
  const headerBytes = file.readUInt32LE(0);
  const header = JSON.parse(file.toString('utf8', 4, 4 + headerBytes)) as {
    date: IsoDate;
    symbols: string[];
    sizes: number[];
  }[];
  let at = 4 + headerBytes;
  return header.map(({ date, symbols, sizes }) => {
    const read = arrays(file, at, sizes);
    at += 4 * sizes.reduce((a, b) => a + b, 0);
    return { date, symbols, ...(Object.fromEntries(FIELDS.map((f, i) => [f, read[i]])) as Fields) };
  });
}

const FIRST_DAY = 300;

/**
 * Samples every `everyDays` days whose targets end inside the panel.
 * Pass a training panel: what is not in it cannot be sampled.
 */
export function marketSamples(
  panel: Panel,
  options: SampleOptions,
  onProgress: Progress = () => {},
): MarketSample[] {
  const { assets, dates } = panel;
  const shape = [dates[0], dates.at(-1), assets.length, METADATA, REGIME, TARGETS];
  const path = cachePath('encoder-samples', [VERSION, options, shape]);
  if (existsSync(path)) return load(path);
  const days: number[] = [];
  for (let t = FIRST_DAY; t + HORIZON < dates.length; t += options.everyDays) days.push(t);
  const out = days.map((t, i) => {
    onProgress('samples', i + 1, days.length);
    return sampleDate(panel, t, options.assets, pcg32(options.seed, t));
  });
  save(path, out);
  return out;
}

/**
 * Adds the frozen branch's embeddings.
 * @param panel the one the samples were drawn from. @param branchId names the branch's weights.
 */
export async function withBranch(
  samples: readonly MarketSample[],
  panel: Panel,
  branch: FrozenBranch,
  branchId: string,
  onProgress: Progress = () => {},
): Promise<DateSample[]> {
  const path = cachePath('encoder-branch', [VERSION, branchId, samples.map((s) => [s.date, s.symbols])]);
  if (existsSync(path)) {
    const read = arrays(
      readFileSync(path),
      0,
      samples.map((s) => s.symbols.length * branch.width),
    );
    return samples.map((s, i) => ({ ...s, chronos: read[i] as Float32Array }));
  }
  const rowOf = symbolIndexOf(panel.assets);
  const out: DateSample[] = [];
  for (const s of samples) {
    const t = lastIndexOnOrBefore(panel.dates, s.date);
    const series = s.symbols.map((symbol) => branchSeries(panel, rowOf.get(symbol) as number, t));
    out.push({ ...s, chronos: await branch.embed(series) });
    onProgress('branch', out.length, samples.length);
  }
  write(
    path,
    out.map((s) => bytesOf(s.chronos)),
  );
  return out;
}
