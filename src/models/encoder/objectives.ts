import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { initNormal, weight, type Params } from '../nn/params.ts';
import { meanAll, sumAll, sumAxis } from '../nn/reduce.ts';
import { patchCount, type EncoderConfig } from './config.ts';
import {
  crossAssets,
  fuse,
  metadataState,
  patchTokens,
  temporalState,
  type EncoderInputs,
} from './encoder.ts';
import { addDense, dense } from './layers.ts';

/** Levels of the 21-day return quantiles. */
export const RETURN_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
/** Width in which two windows of one asset are compared. */
const CONTRAST_WIDTH = 32;
const TEMPERATURE = 0.2;
/** Channels rebuilt under the mask: the three return channels. */
const REBUILT_CHANNELS = 3;

/** Prefix of weights that serve training only and are not shipped. */
export const HEAD_PREFIX = 'head.';

/** Weights of the self-supervised heads. */
export function initHeads(c: EncoderConfig, rng: Rng): Params {
  const p: Params = {};
  p['head.mask'] = initNormal(rng, [1, 1, c.width], 0.1);
  addDense(p, rng, 'head.rebuild', c.width, c.patchDays * REBUILT_CHANNELS);
  addDense(p, rng, 'head.contrast', c.width, CONTRAST_WIDTH);
  addDense(p, rng, 'head.forward', c.width, 2 + RETURN_QUANTILES.length, 0.3);
  addDense(p, rng, 'head.market', c.width, 2, 0.3);
  return p;
}

/** A training batch: the encoder's inputs, a second window per asset, and the forward targets. */
export interface PretrainBatch extends EncoderInputs {
  /** (B*N, T*C): an earlier window of the same asset that overlaps. */
  readonly earlier: tf.Tensor;
  /** (B*N, P, 1): 1 where a patch of `earlier` is hidden. */
  readonly hidden: tf.Tensor;
  /** (B*N, 3): standardised ln volatility, scaled return, correlation; 0 where not known. */
  readonly targets: tf.Tensor;
  /** (B*N, 3): 1 where the target is known. */
  readonly targetMask: tf.Tensor;
  /** (B, 2): standardised ln volatility and mean correlation of the universe. */
  readonly marketTargets: tf.Tensor;
}

export interface LossWeights {
  readonly rebuild: number;
  readonly contrast: number;
  readonly volatility: number;
  readonly quantiles: number;
  readonly correlation: number;
  readonly market: number;
}
export const LOSS_WEIGHTS: LossWeights = {
  rebuild: 0.3,
  contrast: 0.1,
  volatility: 4,
  quantiles: 1,
  correlation: 3,
  market: 0.2,
};

/** Mean of x over the entries where mask is 1. */
function maskedMean(x: tf.Tensor, mask: tf.Tensor): tf.Scalar {
  return tf.div(sumAll(tf.mul(x, mask)), tf.add(tf.sum(mask), 1e-6)) as tf.Scalar;
}

/** Squared error of the hidden patches' three return channels, per number. */
function rebuildLoss(p: Params, c: EncoderConfig, patches: tf.Tensor, batch: PretrainBatch): tf.Scalar {
  const count = patchCount(c);
  const days = tf.reshape(batch.earlier, [-1, count, c.patchDays, c.channels]);
  const truth = tf.slice(days, [0, 0, 0, 0], [-1, -1, -1, REBUILT_CHANNELS]);
  const guess = dense(p, 'head.rebuild', patches); // (M, P, days*3)
  const error = tf.square(tf.sub(guess, tf.reshape(truth, guess.shape)));
  return maskedMean(error, tf.mul(batch.hidden, tf.ones(guess.shape)));
}

/** Rows scaled to unit length. */
function unit(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.rsqrt(tf.add(sumAxis(tf.square(x), -1, true), 1e-6)));
}

/** InfoNCE: the earlier window of an asset should be nearest to its own later window among all of the batch. */
function contrastLoss(p: Params, later: tf.Tensor, earlier: tf.Tensor): tf.Scalar {
  const a = unit(dense(p, 'head.contrast', later));
  const b = unit(dense(p, 'head.contrast', earlier));
  const scores = tf.div(tf.matMul(a as tf.Tensor2D, tf.transpose(b) as tf.Tensor2D), TEMPERATURE); // (M, M)
  const own = sumAxis(tf.mul(a, b), -1); // (M)
  // Scores are at most 1/TEMPERATURE in size, so the plain exponential cannot overflow.
  const all = tf.log(sumAxis(tf.exp(scores), -1));
  return meanAll(tf.sub(all, tf.div(own, TEMPERATURE)));
}

/** Pinball loss summed over the levels. guess (M, Q), truth (M, 1), mask (M, 1). */
function pinballLoss(guess: tf.Tensor, truth: tf.Tensor, mask: tf.Tensor): tf.Scalar {
  const levels = tf.tensor2d([...RETURN_QUANTILES], [1, RETURN_QUANTILES.length]);
  const gap = tf.mul(tf.sub(guess, truth), -1); // truth - guess
  const loss = tf.add(tf.mul(levels, gap), tf.relu(tf.mul(gap, -1))); // q*gap + max(-gap, 0)
  return tf.mul(maskedMean(loss, tf.mul(mask, tf.ones(loss.shape))), RETURN_QUANTILES.length);
}

/** Named parts of the loss, each a scalar, and their weighted sum. */
export interface PretrainLoss {
  readonly total: tf.Scalar;
  readonly parts: Readonly<Record<keyof LossWeights, tf.Scalar>>;
}

/**
 * The three self-supervised tasks on one batch: rebuild hidden patches, tell windows of one asset from those of
 * others, forecast what the next 21 days look like (volatility, return quantiles, correlation to the universe).
 */
export function pretrainLoss(
  p: Params,
  c: EncoderConfig,
  batch: PretrainBatch,
  weights: LossWeights = LOSS_WEIGHTS,
): PretrainLoss {
  const [b = 1, n = 1] = batch.mask.shape;
  const flat = (t: tf.Tensor) => tf.reshape(t, [b * n, -1]);
  const m = metadataState(p, flat(batch.metadata));
  const { state } = temporalState(p, c, patchTokens(p, c, flat(batch.windows)), m);
  const { mixed } = fuse(p, state, flat(batch.chronos), m);
  const crossed = crossAssets(p, c, tf.reshape(mixed, [b, n, c.width]), batch.regime, batch.mask);

  // The second window goes without the observable numbers: they would give the asset away.
  const seen = tf.sub(1, batch.hidden);
  const tokens = tf.add(
    tf.mul(patchTokens(p, c, batch.earlier), seen),
    tf.mul(weight(p, 'head.mask'), batch.hidden),
  );
  const second = temporalState(p, c, tokens, tf.zeros([b * n, c.width]));

  const guess = dense(p, 'head.forward', flat(crossed.embeddings)); // (M, 2+Q)
  const column = (t: tf.Tensor, k: number, width = 1) => tf.slice(t, [0, k], [-1, width]);
  const squared = (k: number, target: number) =>
    maskedMean(
      tf.square(tf.sub(column(guess, k), column(batch.targets, target))),
      column(batch.targetMask, target),
    );
  const parts = {
    rebuild: rebuildLoss(p, c, second.patches, batch),
    contrast: contrastLoss(p, state, second.state),
    volatility: squared(0, 0),
    quantiles: pinballLoss(
      column(guess, 2, RETURN_QUANTILES.length),
      column(batch.targets, 1),
      column(batch.targetMask, 1),
    ),
    correlation: squared(1, 2),
    market: meanAll(tf.square(tf.sub(dense(p, 'head.market', crossed.market), batch.marketTargets))),
  };
  const names = Object.keys(parts) as (keyof LossWeights)[];
  const total = names.map((k) => tf.mul(parts[k], weights[k])).reduce((x, y) => tf.add(x, y)) as tf.Scalar;
  return { total, parts };
}
