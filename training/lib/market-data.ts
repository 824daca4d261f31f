import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isoDate, type IsoDate } from '../../src/core/iso-date.ts';
import { lastIndexOnOrBefore } from '../../src/domain/market/as-of.ts';
import { joinTables } from '../../src/domain/market/join-tables.ts';
import { parseMetaCsv } from '../../src/domain/market/meta-csv.ts';
import { withSparseVolume } from '../../src/domain/market/monthly-volume.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { parseWideCsv } from '../../src/domain/market/wide-csv.ts';

/**
 * The real market on disk, for training and evaluation in Node. Its prices belong to their vendors: nothing of it is ever
 * written into the repository, only into the git-ignored `.cache/`.
 */
const REPO = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PRICE_FILES = [
  'prices-us-equity',
  'prices-etf',
  'prices-delisted',
  'prices-crypto',
  'prices-fx',
] as const;
const CACHE_VERSION = 3;

/** The days of the split: train up to `trainEnd`, validation inside it, then an embargo, then the test. */
export interface SplitDates {
  readonly trainStart: IsoDate;
  readonly trainEnd: IsoDate;
  readonly validationFrom: IsoDate;
  readonly validationTo: IsoDate;
  readonly testStart: IsoDate;
  readonly testEnd: IsoDate;
}

export interface Holdout {
  readonly heldoutTickers: ReadonlySet<string>;
  readonly dates: SplitDates;
}

export interface MarketData extends Holdout {
  readonly panel: Panel;
}

/** Where the market files are: KEEPFOLIO_MARKET, else ../shared/market beside the repository; null when absent. */
export function findMarketDir(): string | null {
  const dir = process.env['KEEPFOLIO_MARKET'] ?? join(REPO, '../shared/market');
  return existsSync(join(dir, 'holdout.json')) ? dir : null;
}

function marketDir(dir: string | undefined): string {
  const found = dir ?? findMarketDir();
  if (found === null)
    throw new Error('No market data: put it into ../shared/market or set KEEPFOLIO_MARKET to its folder.');
  return existsSync(join(found, 'holdout.json')) ? found : join(found, 'market');
}

/** Reads the tickers and days that training must not touch. */
export function loadHoldout(dir?: string): Holdout {
  const doc = JSON.parse(readFileSync(join(marketDir(dir), 'holdout.json'), 'utf8')) as {
    dates: Record<'train_start' | 'train_end' | 'test_start' | 'test_end', string> & {
      suggested_validation: [string, string];
    };
    heldout_by_class: Record<string, string[]>;
  };
  const d = doc.dates;
  return {
    heldoutTickers: new Set(Object.values(doc.heldout_by_class).flat()),
    dates: {
      trainStart: isoDate(d.train_start),
      trainEnd: isoDate(d.train_end),
      validationFrom: isoDate(d.suggested_validation[0]),
      validationTo: isoDate(d.suggested_validation[1]),
      testStart: isoDate(d.test_start),
      testEnd: isoDate(d.test_end),
    },
  };
}

function buildPanel(dir: string): Panel {
  const read = (name: string): Uint8Array => gunzipSync(readFileSync(join(dir, name)));
  const tables = PRICE_FILES.map((name) => parseWideCsv(read(`${name}.csv.gz`)));
  const meta = parseMetaCsv(readFileSync(join(dir, 'meta.csv'), 'utf8'));
  const calendar = (tables[0] as (typeof tables)[number]).dates;
  const panel = joinTables(tables, { meta, calendar });
  return withSparseVolume(panel, parseWideCsv(read('adv-monthly-usdmn.csv.gz')));
}

function cacheKey(dir: string): string {
  const hash = createHash('sha256').update(`v${CACHE_VERSION}`);
  for (const name of [...PRICE_FILES.map((f) => `${f}.csv.gz`), 'adv-monthly-usdmn.csv.gz', 'meta.csv']) {
    const s = statSync(join(dir, name));
    hash.update(`${name}:${s.size}:${Math.floor(s.mtimeMs)};`);
  }
  return hash.digest('hex').slice(0, 16);
}

interface CacheHeader {
  readonly assets: Panel['assets'];
  readonly dates: Panel['dates'];
}

function readCache(path: string): Panel {
  const file = readFileSync(path);
  const headerBytes = file.readUInt32LE(0);
  const { assets, dates } = JSON.parse(file.toString('utf8', 4, 4 + headerBytes)) as CacheHeader;
  const size = assets.length * dates.length * 4;
  const at = 4 + headerBytes;
  const block = (k: number): Float32Array =>
    new Float32Array(
      file.buffer.slice(file.byteOffset + at + k * size, file.byteOffset + at + (k + 1) * size),
    );
  return { assets, dates, close: block(0), dollarVolume: block(1), dividendYield: null, synthetic: false };
}

function writeCache(path: string, panel: Panel): void {
  const header = Buffer.from(
    JSON.stringify({ assets: panel.assets, dates: panel.dates } satisfies CacheHeader),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const block = (a: Float32Array): Buffer => Buffer.from(a.buffer, a.byteOffset, a.byteLength);
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(
    temporary,
    Buffer.concat([length, header, block(panel.close), block(panel.dollarVolume as Float32Array)]),
  );
  renameSync(temporary, path);
}

/**
 * All 1,601 assets over all days, on the US business calendar: for evaluation and for building bundles, never for fitting.
 * The parsed panel is kept in `.cache/` (about 86 MB) under a key of the files' sizes and times.
 * @param dir the market folder, or the folder that holds it as `market/`; found by itself when absent.
 */
export function loadFullPanel(dir?: string): MarketData {
  const from = marketDir(dir);
  const path = join(REPO, '.cache', `panel-${cacheKey(from)}.bin`);
  let panel: Panel;
  if (existsSync(path)) panel = readCache(path);
  else writeCache(path, (panel = buildPanel(from)));
  return { panel, ...loadHoldout(from) };
}

/** The rows and days of a panel that pass, as a new panel with arrays of its own. */
export function restrictPanel(
  panel: Panel,
  keepAsset: (symbol: string) => boolean,
  from: IsoDate,
  to: IsoDate,
): Panel {
  const T = panel.dates.length;
  const start = panel.dates.findIndex((d) => d >= from);
  const end = lastIndexOnOrBefore(panel.dates, to) + 1;
  const width = start < 0 ? 0 : Math.max(0, end - start);
  const rows = panel.assets.flatMap((a, i) => (keepAsset(a.symbol) ? [i] : []));
  const cut = (data: Float32Array | null): Float32Array | null => {
    if (!data) return null;
    const out = new Float32Array(rows.length * width);
    rows.forEach((i, k) => out.set(data.subarray(i * T + start, i * T + start + width), k * width));
    return out;
  };
  return {
    assets: rows.map((i) => panel.assets[i] as Panel['assets'][number]),
    dates: panel.dates.slice(start, start + width),
    close: cut(panel.close) as Float32Array,
    dollarVolume: cut(panel.dollarVolume),
    dividendYield: cut(panel.dividendYield),
    synthetic: panel.synthetic,
  };
}

/**
 * What models may be fitted on: held-out tickers and every day after the end of training are physically absent, as are assets
 * that were never listed before it.
 */
export function loadTrainingPanel(dir?: string): MarketData {
  const full = loadFullPanel(dir);
  const { trainStart, trainEnd } = full.dates;
  const kept = restrictPanel(full.panel, (s) => !full.heldoutTickers.has(s), trainStart, trainEnd);
  const T = kept.dates.length;
  const listed = new Set(
    kept.assets.flatMap((a, i) =>
      kept.close.subarray(i * T, (i + 1) * T).some((p) => p > 0) ? [a.symbol] : [],
    ),
  );
  const panel = restrictPanel(kept, (s) => listed.has(s), trainStart, trainEnd);
  assertTrainingOnly(panel, full);
  return { ...full, panel };
}

/** @throws Error naming the first held-out ticker or late day in the panel: call before anything is fitted. */
export function assertTrainingOnly(panel: Panel, holdout: Holdout): void {
  const leaked = panel.assets.find((a) => holdout.heldoutTickers.has(a.symbol));
  if (leaked) throw new Error(`held-out ticker ${leaked.symbol} in the training panel`);
  const last = panel.dates.at(-1);
  if (last !== undefined && last > holdout.dates.trainEnd)
    throw new Error(`day ${last} is after the end of training`);
  if (panel.close.length !== panel.assets.length * panel.dates.length)
    throw new Error('closes reach beyond the panel');
}
