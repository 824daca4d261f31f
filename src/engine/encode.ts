import { KeepfolioError } from '../core/errors.ts';
import type { IsoDate } from '../core/iso-date.ts';
import { lastIndexOnOrBefore, symbolIndexOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import { dailyWindows } from '../features/daily-window.ts';
import { METADATA_COUNT } from '../features/metadata.ts';
import { isListedAt } from '../features/trailing-returns.ts';
import type { GateOptions } from '../models/encoder/encoder.ts';
import { assetRows, universeRows } from '../models/encoder/run.ts';
import {
  claimCache,
  inputsOf,
  newEncodeCache,
  numbersOf,
  type AssetRow,
  type DayInputs,
  type EncodeCache,
} from './encode-cache.ts';
import { branchSeries, type EncoderModel, type FrozenBranch } from './encoder-model.ts';
import { panelFingerprint, seriesFingerprint } from './panel-fingerprint.ts';

export interface EncodeRequest extends GateOptions {
  readonly panel: Panel;
  /** Every close up to and including this date is known. */
  readonly asOf: IsoDate;
  /** The universe that is attended over, in the order of the outputs. */
  readonly symbols: readonly string[];
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
  /** Pass the same cache again to recompute only assets and dates it has not seen. */
  readonly cache?: EncodeCache;
  /** Assets computed between two calls of `onAssets`; some 64 when left out, which is quickest. */
  readonly assetsAtOnce?: number;
  /** Called after every batch of assets computed anew; what it throws stops the work. */
  readonly onAssets?: (done: number, total: number) => void | Promise<void>;
}

export interface Encoded {
  /** The trading day the numbers stand for: the last one on or before `asOf`. */
  readonly date: IsoDate;
  /** N*64 asset embeddings; zeros for an asset that is not listed at the date. */
  readonly embeddings: Float32Array;
  /** 64: the market token. */
  readonly market: Float32Array;
  /** N: 1 = the encoder's own view of the series counts, 0 = the frozen branch's; 0 where not listed. */
  readonly gate: Float32Array;
  /** 8 regime features of the whole bundle. */
  readonly regime: Float32Array;
  /** N*50 observable numbers in their units, 0 where not known. */
  readonly metadata: Float32Array;
  /** N: 1 where the asset has a price at the date. */
  readonly listed: Uint8Array;
}

/** Assets per pass through the temporal part, to bound memory. */
const CHUNK = 64;

function gatherRows(from: Float32Array, rows: readonly number[], width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, k) => out.set(from.subarray(row * width, (row + 1) * width), k * width));
  return out;
}

/** The frozen branch's embeddings of some assets, (n*width), asking it only for series it has not seen. */
async function branchRows(r: EncodeRequest, cache: EncodeCache, assets: readonly number[], t: number) {
  const { width } = r.chronos;
  const series = assets.map((a) => branchSeries(r.panel, a, t));
  const keys = series.map(seriesFingerprint);
  const found = keys.map((k) => cache.branch.get(k));
  const missing = keys.flatMap((_, i) => (found[i] ? [] : [i]));
  if (missing.length > 0) {
    const fresh = await r.chronos.embed(missing.map((i) => series[i] as Float32Array));
    missing.forEach((i, k) => {
      found[i] = fresh.slice(k * width, (k + 1) * width);
      cache.branch.set(keys[i] as string, found[i]);
    });
  }
  const out = new Float32Array(assets.length * width);
  found.forEach((row, i) => out.set(row as Float32Array, i * width));
  return out;
}

/** Runs the per-asset part for some assets. @returns one row of D + 1 numbers each. */
async function computeRows(
  r: EncodeRequest,
  cache: EncodeCache,
  day: DayInputs,
  assets: readonly number[],
): Promise<AssetRow[]> {
  const { config, params } = r.encoder;
  const data = await assetRows(
    params,
    config,
    {
      count: assets.length,
      windows: dailyWindows(r.panel, day.returns, assets),
      chronos: await branchRows(r, cache, assets, day.t),
      metadata: gatherRows(day.scaled, assets, METADATA_COUNT),
    },
    r.gate === undefined ? {} : { gate: r.gate },
  );
  const width = config.width + 1;
  return assets.map((_, k) => data.slice(k * width, (k + 1) * width));
}

/** Per-asset rows from the cache, computing in chunks those it lacks. */
async function rowsFor(
  r: EncodeRequest,
  cache: EncodeCache,
  at: { readonly t: number; readonly key: string },
  assets: readonly number[],
): Promise<AssetRow[]> {
  const keyOf = (a: number) => `${at.key}|${r.gate ?? ''}|${a}`;
  // Found rows are held here: another call may empty the cache while this one waits.
  const rows = new Map(assets.map((a) => [a, cache.rows.get(keyOf(a))]));
  const missing = assets.filter((a) => !rows.get(a));
  const atOnce = r.assetsAtOnce ?? CHUNK;
  for (let k = 0; k < missing.length; k += atOnce) {
    const chunk = missing.slice(k, k + atOnce);
    const fresh = await computeRows(r, cache, inputsOf(cache, r, at.t, at.key), chunk);
    chunk.forEach((a, i) => {
      rows.set(a, fresh[i]);
      cache.rows.set(keyOf(a), fresh[i] as AssetRow);
    });
    await r.onAssets?.(Math.min(k + atOnce, missing.length), missing.length);
  }
  return assets.map((a) => rows.get(a) as AssetRow);
}

function rowsOfSymbols(panel: Panel, symbols: readonly string[]): number[] {
  const index = symbolIndexOf(panel.assets);
  const unknown = symbols.filter((s) => !index.has(s));
  if (unknown.length > 0) {
    throw new KeepfolioError(
      'symbol-unknown',
      `No prices for ${unknown.slice(0, 10).join(', ')} in this market.`,
      'Add price files for them, or leave them out.',
      { symbols: unknown },
    );
  }
  return symbols.map((s) => index.get(s) as number);
}

function checkRequest(r: EncodeRequest): number {
  if (r.symbols.length < 1)
    throw new KeepfolioError('universe-empty', 'No symbols to encode.', 'Name at least one.');
  if (r.chronos.width !== r.encoder.config.chronosWidth) {
    throw new KeepfolioError(
      'branch-width',
      `The encoder was trained beside a branch of width ${r.encoder.config.chronosWidth}, this one has ${r.chronos.width}.`,
      'Use the time-series model that came with the encoder.',
    );
  }
  const t = lastIndexOnOrBefore(r.panel.dates, r.asOf);
  if (t < 0) {
    throw new KeepfolioError(
      'as-of-too-early',
      `The market data begins ${r.panel.dates[0] ?? 'nowhere'}, after ${r.asOf}.`,
      'Choose a later date or load a market with a longer history.',
    );
  }
  return t;
}

/** Attention over the listed assets. @returns their embeddings and the market's. */
async function attend(r: EncodeRequest, rows: readonly AssetRow[], regime: Float32Array) {
  const { config, params } = r.encoder;
  const width = config.width;
  const mixed = new Float32Array(rows.length * width);
  rows.forEach((row, k) => mixed.set(row.subarray(0, width), k * width));
  const data = await universeRows(params, config, mixed, regime);
  return { embeddings: data.subarray(0, mixed.length), market: data.slice(mixed.length) };
}

/**
 * Embeds a universe at a date, from closes up to and including it. The observable numbers and the regime are
 * cross-sectional over the whole panel; attention is over the named symbols that are listed.
 * @throws KeepfolioError "symbol-unknown", "universe-empty", "universe-unlisted", "as-of-too-early", "branch-width"
 */
export async function encodeUniverse(r: EncodeRequest): Promise<Encoded> {
  const t = checkRequest(r);
  const assets = rowsOfSymbols(r.panel, r.symbols);
  const cache = r.cache ?? newEncodeCache();
  claimCache(cache, r);
  const key = panelFingerprint(r.panel, t);
  const listed = Uint8Array.from(assets, (a) => (isListedAt(r.panel, a, t) ? 1 : 0));
  const at = assets.flatMap((_, k) => (listed[k] === 1 ? [k] : []));
  if (at.length === 0) {
    throw new KeepfolioError(
      'universe-unlisted',
      `None of the symbols has a price at ${r.panel.dates[t]}.`,
      'Choose another date.',
    );
  }
  const rows = await rowsFor(
    r,
    cache,
    { t, key },
    at.map((k) => assets[k] as number),
  );
  const day = numbersOf(cache, r, t, key);
  const crossed = await attend(r, rows, day.regime);
  const width = r.encoder.config.width;
  const embeddings = new Float32Array(assets.length * width);
  const gate = new Float32Array(assets.length);
  at.forEach((k, i) => {
    embeddings.set(crossed.embeddings.subarray(i * width, (i + 1) * width), k * width);
    gate[k] = rows[i]?.[width] ?? 0;
  });
  return {
    date: r.panel.dates[t] as IsoDate,
    embeddings,
    market: crossed.market,
    gate,
    regime: day.regime.slice(),
    metadata: gatherRows(day.metadata, assets, METADATA_COUNT),
    listed,
  };
}
