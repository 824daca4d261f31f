import type { IsoDate } from '../core/iso-date.ts';
import { symbolIndexOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import type { DecisionSet } from '../features/behaviour-decisions.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../features/state.ts';
import type { PolicyConfig } from '../models/policy/config.ts';
import { runExperts } from '../models/policy/run-experts.ts';
import type { Params } from '../models/nn/params.ts';
import { newEncodeCache } from './encode-cache.ts';
import { encodeUniverse } from './encode.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';

/** The frozen policy on the current backend. */
export interface PolicyWeights {
  readonly config: PolicyConfig;
  readonly params: Params;
}

/** Gives (N, 64) embeddings of the symbols as of a panel day; the same object for the same day. */
export type EmbedAt = (symbols: readonly string[], eve: number) => Promise<Float32Array>;

/** For tests and for a first head trained before an encoder exists: an embedding that says nothing. */
export const blankEmbeddings: EmbedAt = (symbols) => Promise.resolve(new Float32Array(symbols.length * 64));

/** Decisions, and assets to embed, between two breaths: some ten to twenty milliseconds on WASM. */
const CHUNK = 8;
const ASSETS_AT_ONCE = 8;
/** Scores are large to copy: they are handed out after so many decisions. */
const TELL_EVERY = 32;
/** Embeddings move slowly: they are taken on a grid of panel days, on at most this many dates per person. */
const MOST_DATES = 32;
const STEPS = [21, 42, 63, 126, 252] as const;

/** The finest grid, in trading days, that covers the decisions with few enough dates. */
export function gridStep(eves: ArrayLike<number>): number {
  const span = (eves[eves.length - 1] ?? 0) - (eves[0] ?? 0);
  return STEPS.find((s) => span / s <= MOST_DATES) ?? 504;
}

/**
 * Embeddings from the grid day on or before a decision's eve: never later. Grid days are multiples of `step`, so that
 * people on one panel share what is computed.
 * @param breathe awaited between small batches of assets; what it throws stops the work
 */
export function gridEmbeddings(
  panel: Panel,
  encoder: EncoderModel,
  chronos: FrozenBranch,
  step: number,
  breathe?: () => void | Promise<void>,
): EmbedAt {
  const cache = newEncodeCache();
  const rows = symbolIndexOf(panel.assets);
  const days = panel.dates.length;
  const known = new Map<string, Float32Array>();
  return async (symbols, eve) => {
    const t = eve - (eve % step);
    const key = `${t} ${symbols.join(' ')}`;
    const found = known.get(key);
    if (found) return found;
    const isAnyListed = symbols.some((s) => (panel.close[(rows.get(s) ?? 0) * days + t] as number) > 0);
    if (!isAnyListed) return blankEmbeddings(symbols, t);
    const asOf = panel.dates[t] as IsoDate;
    const { embeddings } = await encodeUniverse({
      panel,
      asOf,
      symbols,
      encoder,
      chronos,
      cache,
      ...(breathe ? { assetsAtOnce: ASSETS_AT_ONCE, onAssets: () => breathe() } : {}),
    });
    // One person's decisions come in order: only the latest grid day is worth keeping.
    known.clear();
    known.set(key, embeddings);
    return embeddings;
  };
}

async function chunkScores(
  set: DecisionSet,
  policy: PolicyWeights,
  embed: EmbedAt,
  from: number,
  to: number,
): Promise<Float32Array> {
  const N = set.symbols.length;
  const B = to - from;
  const embeddings = new Float32Array(B * N * 64);
  for (let d = from; d < to; d++)
    embeddings.set(await embed(set.symbols, set.eves[d] as number), (d - from) * N * 64);
  return runExperts(policy.params, policy.config, {
    batch: B,
    assets: N,
    embeddings,
    asset: set.asset.subarray(from * N * ASSET_WIDTH, to * N * ASSET_WIDTH),
    global: set.global.subarray(from * GLOBAL_WIDTH, to * GLOBAL_WIDTH),
    mask: set.mask.subarray(from * N, to * N),
  });
}

/** Scores of the first `done` decisions, in an array for all of them. */
export interface ScoresSoFar {
  readonly done: number;
  readonly scores: Float32Array;
}

/**
 * What the four frozen experts wanted at each decision, (D, 4, N): computed once, before fine-tuning. The
 * experts never see the goal.
 * @param onProgress fraction done, awaited between chunks; now and then with the scores so far, the array being filled
 * @param start scores of the first decisions of the same set, of a run that was cut off
 */
export async function expertScores(
  set: DecisionSet,
  policy: PolicyWeights,
  embed: EmbedAt,
  onProgress?: (fraction: number, soFar?: ScoresSoFar) => void | Promise<void>,
  start: ScoresSoFar | null = null,
): Promise<Float32Array> {
  const N = set.symbols.length;
  const out = new Float32Array(set.count * 4 * N);
  const begin = start?.scores.length === out.length ? start.done : 0;
  if (start && begin > 0) out.set(start.scores);
  for (let from = begin; from < set.count; from += CHUNK) {
    const to = Math.min(set.count, from + CHUNK);
    out.set(await chunkScores(set, policy, embed, from, to), from * 4 * N);
    const isTold = to % TELL_EVERY === 0 || to === set.count;
    await onProgress?.(to / set.count, isTold ? { done: to, scores: out } : undefined);
  }
  return out;
}
