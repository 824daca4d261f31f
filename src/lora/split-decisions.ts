import * as tf from '@tensorflow/tfjs-core';
import type { ChoiceData } from './choice-likelihood.ts';

/** The person's decisions in time order, ready to be learned from. */
export interface DecisionData extends ChoiceData {
  /** (D, 32) behaviour columns on the eve of each decision. */
  readonly x: Float32Array;
  /** (D, 8) regime numbers. */
  readonly regime: Float32Array;
}

/** Decisions from..to (to exclusive) as a view on the same arrays. */
export function sliceDecisions(d: DecisionData, from: number, to: number): DecisionData {
  const cut = (x: Float32Array, width: number): Float32Array => x.subarray(from * width, to * width);
  return {
    count: to - from,
    assets: d.assets,
    x: cut(d.x, 32),
    regime: cut(d.regime, 8),
    scores: cut(d.scores, 4 * d.assets),
    before: cut(d.before, d.assets + 1),
    change: cut(d.change, d.assets + 1),
    mask: cut(d.mask, d.assets),
  };
}

/** Share of the decisions, the most recent ones, that is held back to stop training. */
export const HELD_BACK = 0.2;

/** Number of decisions to train on; the rest, at least one, is held back. */
export const trainingCount = (count: number): number =>
  Math.max(1, Math.min(count - 1, Math.round(count * (1 - HELD_BACK))));

/** (B, W) tensor from a flat array. */
export const rows = (x: Float32Array, width: number): tf.Tensor2D =>
  tf.tensor2d(x, [x.length / width, width]);
