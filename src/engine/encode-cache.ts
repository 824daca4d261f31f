import type { Panel } from '../domain/market/panel.ts';
import { metadataSection } from '../features/metadata.ts';
import { scaleMetadata } from '../features/metadata-scale.ts';
import { regimeFeatures } from '../features/regime.ts';
import { trailingReturns, type TrailingReturns } from '../features/trailing-returns.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';

/** What depends on the whole bundle at one day and is needed for assets not seen before. */
export interface DayInputs {
  readonly key: string;
  readonly t: number;
  readonly returns: TrailingReturns;
  readonly scaled: Float32Array;
}

/** What depends on the whole bundle at one day and goes into the answer. */
export interface DayNumbers {
  /** N*50 of the bundle, 0 where not known. */
  readonly metadata: Float32Array;
  readonly regime: Float32Array;
}

/** The per-asset part of one asset at one day: D numbers of the mixed state, then the gate. */
export type AssetRow = Float32Array;

/**
 * Results of one encoder beside one frozen branch; emptied by itself when either is another. Days and rows are kept by
 * the content of the bundle up to the day, the branch's embeddings by the content of the series: so a bundle that has
 * grown by a day, or was read again, finds its earlier days, and one that has grown by an asset finds its series.
 */
export interface EncodeCache {
  owner: { encoder: EncoderModel; chronos: FrozenBranch } | null;
  inputs: DayInputs | null;
  readonly days: Map<string, DayNumbers>;
  readonly rows: Map<string, AssetRow>;
  readonly branch: Map<string, Float32Array>;
}

const MAX_ROWS = 20_000;
const MAX_DAYS = 300;
/** Days the whole-bundle numbers look back. */
const LOOK_BACK = 252;

/** The models a cache is used with, and the bundle asked about. */
interface Models {
  readonly panel: Panel;
  readonly encoder: EncoderModel;
  readonly chronos: FrozenBranch;
}

export function newEncodeCache(): EncodeCache {
  return { owner: null, inputs: null, days: new Map(), rows: new Map(), branch: new Map() };
}

/** Empties what another encoder or branch left, and what has grown too large. */
export function claimCache(cache: EncodeCache, r: Models): void {
  const { owner } = cache;
  if (owner?.chronos !== r.chronos) cache.branch.clear();
  // Gate variants of one encoder share days and series; their rows have the gate in the key.
  if (owner?.encoder !== r.encoder || owner.chronos !== r.chronos) cache.rows.clear();
  if (owner?.encoder.config.metadata !== r.encoder.config.metadata) cache.inputs = null;
  cache.owner = { encoder: r.encoder, chronos: r.chronos };
  if (cache.rows.size > MAX_ROWS) cache.rows.clear();
  if (cache.branch.size > MAX_ROWS) cache.branch.clear();
  if (cache.days.size > MAX_DAYS) cache.days.clear();
}

/** Inputs of the day, computed together with its numbers unless they are those of the last call. */
export function inputsOf(cache: EncodeCache, r: Models, t: number, key: string): DayInputs {
  if (cache.inputs?.key === key && cache.days.has(key)) return cache.inputs;
  const returns = trailingReturns(r.panel, t, LOOK_BACK);
  const metadata = metadataSection(r.panel, t, returns);
  const scaled = scaleMetadata(metadata, r.encoder.config.metadata);
  cache.days.set(key, { metadata: metadata.raw, regime: regimeFeatures(r.panel, t, returns) });
  cache.inputs = { key, t, returns, scaled };
  return cache.inputs;
}

/** Numbers of the day, from the cache when it holds them. */
export function numbersOf(cache: EncodeCache, r: Models, t: number, key: string): DayNumbers {
  if (!cache.days.has(key)) inputsOf(cache, r, t, key);
  return cache.days.get(key) as DayNumbers;
}
