import * as tf from '@tensorflow/tfjs-core';

/** The person's decisions in time order, ready to be learned from: everything frozen is already computed. */
export interface DecisionData {
  readonly count: number;
  /** (D, 32) behaviour columns on the eve of each decision. */
  readonly x: Float32Array;
  /** (D, 6) log-likelihood of each decision under each goal, see goal-evidence.ts. */
  readonly goals: Float32Array;
}

/** Decisions from..to (to exclusive) as a view on the same arrays. */
export const sliceDecisions = (d: DecisionData, from: number, to: number): DecisionData => ({
  count: to - from,
  x: d.x.subarray(from * 32, to * 32),
  goals: d.goals.subarray(from * 6, to * 6),
});

/** Share of the decisions, the most recent ones, that is held back to stop training. */
export const HELD_BACK = 0.2;

/** Number of decisions to train on; the rest, at least one, is held back. */
export const trainingCount = (count: number): number =>
  Math.max(1, Math.min(count - 1, Math.round(count * (1 - HELD_BACK))));

/** (B, W) tensor from a flat array. */
export const rows = (x: Float32Array, width: number): tf.Tensor2D =>
  tf.tensor2d(x, [x.length / width, width]);
