import * as tf from '@tensorflow/tfjs-core';
import type { IsoDate } from '../core/iso-date.ts';
import { symbolIndexOf } from '../domain/market/as-of.ts';
import type { Panel } from '../domain/market/panel.ts';
import type { DecisionSet } from '../features/behaviour-decisions.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../features/state.ts';
import type { PolicyConfig } from '../models/policy/config.ts';
import { expertHeads } from '../models/policy/experts.ts';
import { trunk } from '../models/policy/trunk.ts';
import type { Params } from '../models/nn/params.ts';
import { encodeUniverse, newEncodeCache } from './encode.ts';
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

/** Embeddings move slowly: they are taken on a grid, at most this many dates per person. */
const MOST_DATES = 32;
const SHORTEST_STEP = 21;
const CHUNK = 32;

/**
 * Embeddings on a grid of panel days, each from the grid day on or before the decision's eve: never later.
 * @param eves (D) ascending panel days of the decisions
 */
export function gridEmbeddings(
  panel: Panel,
  encoder: EncoderModel,
  chronos: FrozenBranch,
  eves: ArrayLike<number>,
): EmbedAt {
  const first = eves[0] ?? 0;
  const span = (eves[eves.length - 1] ?? 0) - first;
  const step = Math.max(SHORTEST_STEP, Math.ceil(span / MOST_DATES));
  const cache = newEncodeCache();
  const known = new Map<number, Float32Array>();
  return async (symbols, eve) => {
    const t = first + Math.floor((eve - first) / step) * step;
    const found = known.get(t);
    if (found) return found;
    const asOf = panel.dates[t] as IsoDate;
    const rows = symbolIndexOf(panel.assets);
    const isAnyListed = symbols.some(
      (s) => (panel.close[(rows.get(s) ?? 0) * panel.dates.length + t] as number) > 0,
    );
    const { embeddings } = isAnyListed
      ? await encodeUniverse({ panel, asOf, symbols, encoder, chronos, cache })
      : { embeddings: await blankEmbeddings(symbols, t) };
    known.set(t, embeddings);
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
  const scores = tf.tidy(() => {
    const input = {
      embeddings: tf.tensor3d(embeddings, [B, N, 64]),
      asset: tf.tensor3d(set.asset.subarray(from * N * ASSET_WIDTH, to * N * ASSET_WIDTH), [
        B,
        N,
        ASSET_WIDTH,
      ]),
      global: tf.tensor2d(set.global.subarray(from * GLOBAL_WIDTH, to * GLOBAL_WIDTH), [B, GLOBAL_WIDTH]),
      mask: tf.tensor2d(set.mask.subarray(from * N, to * N), [B, N]),
    };
    return expertHeads(policy.params, input, trunk(policy.params, input)).scores;
  });
  const out = Float32Array.from(await scores.data());
  scores.dispose();
  return out;
}

/**
 * What the four frozen experts wanted at each decision, (D, 4, N): computed once, before fine-tuning. The
 * experts never see the goal.
 * @param onProgress fraction done, awaited between chunks
 */
export async function expertScores(
  set: DecisionSet,
  policy: PolicyWeights,
  embed: EmbedAt,
  onProgress?: (fraction: number) => void | Promise<void>,
): Promise<Float32Array> {
  const N = set.symbols.length;
  const out = new Float32Array(set.count * 4 * N);
  for (let from = 0; from < set.count; from += CHUNK) {
    const to = Math.min(set.count, from + CHUNK);
    out.set(await chunkScores(set, policy, embed, from, to), from * 4 * N);
    await onProgress?.(to / set.count);
  }
  return out;
}
