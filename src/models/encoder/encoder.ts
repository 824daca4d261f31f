import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { gelu } from '../nn/activations.ts';
import { initNormal, weight, type Params } from '../nn/params.ts';
import { meanAxis } from '../nn/reduce.ts';
import { patchCount, type EncoderConfig } from './config.ts';
import { addDense, addLayer, addNorm, dense, layer, norm } from './layers.ts';

/*
 * The cross-asset encoder of Phase 1.
 *
 *   window (T days x C channels) -> patches -> + position -> [m; patches] -> temporal transformer -> h
 *   frozen branch's embedding    -> norm -> projection                                            -> c
 *   50 observable numbers        -> linear + small MLP                                            -> m
 *
 *   g = sigmoid(W[h; c; m]),  z = g*h + (1-g)*c          (per component; its mean over components is the read-out)
 *   z + m -> attention over the universe and one market token -> asset embeddings, market embedding
 *
 * Nothing depends on a symbol or on the position of an asset in the list, so any asset can come and go and a
 * permutation of the assets permutes the embeddings. m stands beside the gated mix as well as inside the gate:
 * scale (how volatile, how liquid) is in neither branch, since both normalise their series.
 */

/** Inputs of the per-asset part; M assets, from any number of dates. */
export interface AssetInputs {
  /** (M, T*C), day-major as the window features come. */
  readonly windows: tf.Tensor;
  /** (M, chronosWidth) from the frozen branch. */
  readonly chronos: tf.Tensor;
  /** (M, 50), scaled. */
  readonly metadata: tf.Tensor;
}

/** Forces the gate: 1 = temporal state only, 0 = frozen branch only. Learned when absent. */
export interface GateOptions {
  readonly gate?: 0 | 1;
}

/** Fresh weights; names follow the safetensors file. */
export function initEncoder(c: EncoderConfig, rng: Rng): Params {
  const p: Params = {};
  const d = c.width;
  addDense(p, rng, 'patch', c.patchDays * c.channels, d);
  p['position'] = initNormal(rng, [patchCount(c), d], 0.1);
  addDense(p, rng, 'metadata.direct', c.metadataCount, d, 0.7);
  addDense(p, rng, 'metadata.up', c.metadataCount, d, 1);
  addDense(p, rng, 'metadata.down', d, d, 0.7);
  for (let i = 0; i < c.temporalLayers; i++) addLayer(p, rng, `temporal.${i}`, d, c.hidden);
  addNorm(p, 'pool.norm', 2 * d);
  addDense(p, rng, 'pool', 2 * d, d);
  addNorm(p, 'chronos.norm', c.chronosWidth);
  addDense(p, rng, 'chronos', c.chronosWidth, d);
  addDense(p, rng, 'gate', 3 * d, d, 0.5);
  p['market'] = initNormal(rng, [1, d], 0.1);
  addDense(p, rng, 'regime', c.regimeCount, d);
  for (let i = 0; i < c.crossLayers; i++) addLayer(p, rng, `cross.${i}`, d, c.hidden);
  addNorm(p, 'out', d);
  return p;
}

/** The observable numbers as a state. (M, 50) -> (M, D) */
export function metadataState(p: Params, metadata: tf.Tensor): tf.Tensor {
  const bent = dense(p, 'metadata.down', gelu(dense(p, 'metadata.up', metadata)));
  return tf.add(dense(p, 'metadata.direct', metadata), bent);
}

/** Windows as patch tokens, before position. (M, T*C) -> (M, P, D) */
export function patchTokens(p: Params, c: EncoderConfig, windows: tf.Tensor): tf.Tensor {
  return dense(p, 'patch', tf.reshape(windows, [-1, patchCount(c), c.patchDays * c.channels]));
}

/**
 * The temporal transformer over one metadata token and the patches.
 * @param tokens (M, P, D) of `patchTokens`. @param m (M, D).
 * @returns `state` h (M, D) and the patches' last layer, `patches` (M, P, D).
 */
export function temporalState(
  p: Params,
  c: EncoderConfig,
  tokens: tf.Tensor,
  m: tf.Tensor,
): { readonly state: tf.Tensor; readonly patches: tf.Tensor } {
  const count = patchCount(c);
  const placed = tf.add(tokens, tf.expandDims(weight(p, 'position'), 0)); // (M, P, D)
  let x = tf.concat([tf.expandDims(m, 1), placed], 1); // (M, 1+P, D)
  for (let i = 0; i < c.temporalLayers; i++) x = layer(p, `temporal.${i}`, x, c.heads);
  const first = tf.reshape(tf.slice(x, [0, 0, 0], [-1, 1, -1]), [-1, c.width]);
  const patches = tf.slice(x, [0, 1, 0], [-1, count, -1]);
  const both = tf.concat([first, meanAxis(patches, 1)], -1); // (M, 2D)
  return { state: dense(p, 'pool', norm(p, 'pool.norm', both)), patches };
}

/**
 * Gated mix of the temporal state and the frozen branch, plus the observable state.
 * @param h (M, D). @param chronos (M, chronosWidth). @param m (M, D).
 * @returns `mixed` (M, D) and the gate's read-out `gate` (M): 1 = temporal, 0 = frozen branch.
 */
export function fuse(p: Params, h: tf.Tensor, chronos: tf.Tensor, m: tf.Tensor, options: GateOptions = {}) {
  const c = dense(p, 'chronos', norm(p, 'chronos.norm', chronos)); // (M, D)
  const g =
    options.gate === undefined
      ? tf.sigmoid(dense(p, 'gate', tf.concat([h, c, m], -1)))
      : tf.fill(h.shape, options.gate);
  const z = tf.add(tf.mul(g, h), tf.mul(tf.sub(1, g), c));
  return { mixed: tf.add(z, m), gate: meanAxis(g, -1) };
}

/** Everything that concerns one asset alone: `mixed` (M, D), `gate` (M), `state` h (M, D). */
export function assetStates(p: Params, c: EncoderConfig, x: AssetInputs, options: GateOptions = {}) {
  const m = metadataState(p, x.metadata);
  const { state } = temporalState(p, c, patchTokens(p, c, x.windows), m);
  return { ...fuse(p, state, x.chronos, m, options), state };
}

/**
 * Attention over the universe and a market token that carries the regime.
 * @param mixed (B, N, D). @param regime (B, 8). @param mask (B, N), 1 = there.
 * @returns `embeddings` (B, N, D), `market` (B, D). Rows of masked assets are numbers without meaning.
 */
export function crossAssets(
  p: Params,
  c: EncoderConfig,
  mixed: tf.Tensor,
  regime: tf.Tensor,
  mask: tf.Tensor,
) {
  const [b = 1, n = 1] = mask.shape;
  const token = tf.add(dense(p, 'regime', regime), weight(p, 'market')); // (B, D)
  const seen = tf.concat([tf.ones([b, 1]), mask], 1); // (B, 1+N)
  let x = tf.concat([tf.expandDims(token, 1), mixed], 1); // (B, 1+N, D)
  for (let i = 0; i < c.crossLayers; i++) x = layer(p, `cross.${i}`, x, c.heads, seen);
  const out = norm(p, 'out', x);
  return {
    embeddings: tf.slice(out, [0, 1, 0], [-1, n, -1]),
    market: tf.reshape(tf.slice(out, [0, 0, 0], [-1, 1, -1]), [b, c.width]),
  };
}

/** Inputs of a batch of B universes of N assets (padded, masked). */
export interface EncoderInputs {
  /** (B, N, T*C) */
  readonly windows: tf.Tensor;
  /** (B, N, chronosWidth) */
  readonly chronos: tf.Tensor;
  /** (B, N, 50), scaled. */
  readonly metadata: tf.Tensor;
  /** (B, 8) */
  readonly regime: tf.Tensor;
  /** (B, N), 1 = there, 0 = padding. */
  readonly mask: tf.Tensor;
}

/** The whole encoder: `embeddings` (B, N, D), `market` (B, D), `gate` (B, N), `state` h (B*N, D). */
export function encoderForward(p: Params, c: EncoderConfig, x: EncoderInputs, options: GateOptions = {}) {
  const [b = 1, n = 1] = x.mask.shape;
  const flat = (t: tf.Tensor) => tf.reshape(t, [b * n, -1]);
  const assets = { windows: flat(x.windows), chronos: flat(x.chronos), metadata: flat(x.metadata) };
  const { mixed, gate, state } = assetStates(p, c, assets, options);
  const crossed = crossAssets(p, c, tf.reshape(mixed, [b, n, c.width]), x.regime, x.mask);
  return { ...crossed, gate: tf.reshape(gate, [b, n]), state };
}
