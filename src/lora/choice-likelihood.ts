import * as tf from '@tensorflow/tfjs-core';
import { sumAxis } from '../models/nn/reduce.ts';
import type { HeadConfig } from '../models/objective-head/head.ts';

/*
 * How likely is what a person did, if they had the goal o?
 *
 * The frozen policy says, for each of four experts e and each asset n, how much it wants n in the portfolio:
 * scores S[e, n], before any goal is known. The goal enters only through the router: weights g(o, regime) over
 * the experts, and with them the policy's blend of logits. A person is taken to place each dollar bought on
 * asset n with probability proportional to (w + floor)^a · exp(sum_e (c[e] + b[e] g[e]) S[e, n]), and each dollar
 * sold proportional to w^a' · exp(-sum_e (c'[e] + b'[e] g[e]) S[e, n]) over what is held (a conditional logit,
 * McFadden 1974), where w are the weights on the eve. The observed change of weights, its positive and its negative
 * part each divided by their sum, are the shares of dollars. c is what people like whatever their goal; b[e] = 0
 * would mean that expert e says nothing more about people who follow it; c = 0, b = 1 is the policy's own softmax.
 *
 * Worked example: two assets, equal weights, blend (1, 0), b = 1. A purchase of the first has log-likelihood
 * log(e / (e + 1)) = -0.313, of the second -1.313.
 */

/** The person's decisions and what the frozen policy says about them. D decisions, N assets, 4 experts. */
export interface ChoiceData {
  readonly count: number;
  readonly assets: number;
  /** (D, 4, N) expert scores, computed once. */
  readonly scores: Float32Array;
  /** (D, N+1) weights on the eve and their change, cash last. */
  readonly before: Float32Array;
  readonly change: Float32Array;
  /** (D, N) 1 = could be traded. */
  readonly mask: Float32Array;
}

/** Constants of the likelihood on the current backend. */
export interface ChoiceTensors {
  readonly scores: tf.Tensor;
  /** (D, N) shares of dollars bought and sold; a row of zeros when there was none of that side. */
  readonly bought: tf.Tensor;
  readonly sold: tf.Tensor;
  /** (D, 1) 1 where the side has trades. */
  readonly hasBought: tf.Tensor;
  readonly hasSold: tf.Tensor;
  /** (D, N) anchors: the part of the logits that does not depend on the goal. */
  readonly buyBase: tf.Tensor;
  readonly sellBase: tf.Tensor;
  /** (1, 4) */
  readonly buySharpness: tf.Tensor;
  readonly sellSharpness: tf.Tensor;
}

const HIDDEN = -1e9;
/** Share of an equal weight that an asset not held counts as. */
const FLOOR = 0.05;

interface Side {
  readonly shares: Float32Array;
  readonly has: Float32Array;
  readonly base: Float32Array;
}

/** What the experts together say of an asset, by how much people of every goal care. */
function commonScore(data: ChoiceData, d: number, n: number, common: readonly number[]): number {
  let sum = 0;
  for (let e = 0; e < 4; e++)
    sum += (common[e] as number) * (data.scores[(d * 4 + e) * data.assets + n] as number);
  return sum;
}

function side(data: ChoiceData, sign: 1 | -1, anchor: number, common: readonly number[]): Side {
  const { count: D, assets: N } = data;
  const out = { shares: new Float32Array(D * N), has: new Float32Array(D), base: new Float32Array(D * N) };
  for (let d = 0; d < D; d++) {
    let sum = 0;
    let open = 0;
    for (let n = 0; n < N; n++) {
      const at = d * N + n;
      const weight = Math.max(0, data.before[d * (N + 1) + n] as number);
      const part = Math.max(0, sign * (data.change[d * (N + 1) + n] as number));
      // What was traded could be traded, whatever the mask says.
      const can = part > 0 || ((data.mask[at] as number) > 0 && (sign === 1 || weight > 1e-6));
      open += can ? 1 : 0;
      sum += part;
      out.shares[at] = part;
      const liked = sign * commonScore(data, d, n, common);
      out.base[at] = can ? liked + anchor * Math.log(weight * N + (sign === 1 ? FLOOR : 1e-4)) : HIDDEN;
    }
    // A side with a single possible asset says nothing.
    out.has[d] = sum > 1e-9 && open > 1 ? 1 : 0;
    for (let n = 0; n < N; n++)
      out.shares[d * N + n] = out.has[d] === 1 ? (out.shares[d * N + n] as number) / sum : 0;
  }
  return out;
}

/** Uploads the constants; the caller disposes of them with `disposeChoices`. */
export function choiceTensors(data: ChoiceData, choice: HeadConfig['choice']): ChoiceTensors {
  const { count: D, assets: N } = data;
  const buy = side(data, 1, choice.buyAnchor, choice.buyCommon);
  const sell = side(data, -1, choice.sellAnchor, choice.sellCommon);
  const matrix = (x: Float32Array) => tf.keep(tf.tensor2d(x, [D, N]));
  const column = (x: Float32Array) => tf.keep(tf.tensor2d(x, [D, 1]));
  return {
    scores: tf.keep(tf.tensor3d(data.scores, [D, 4, N])),
    bought: matrix(buy.shares),
    sold: matrix(sell.shares),
    hasBought: column(buy.has),
    hasSold: column(sell.has),
    buyBase: matrix(buy.base),
    sellBase: matrix(sell.base),
    buySharpness: tf.keep(tf.tensor2d([[...choice.buySharpness]])),
    sellSharpness: tf.keep(tf.tensor2d([[...choice.sellSharpness]])),
  };
}

export function disposeChoices(c: ChoiceTensors): void {
  for (const t of Object.values(c)) if (t instanceof tf.Tensor) t.dispose();
}

/** Log-probabilities over assets and the pull of each on the logits, for one side. */
function oneSide(
  logits: tf.Tensor,
  shares: tf.Tensor,
  has: tf.Tensor,
): { value: tf.Tensor; pull: tf.Tensor } {
  const top = tf.max(logits, 1, true);
  const shifted = tf.sub(logits, top);
  const exps = tf.exp(shifted);
  const total = tf.sum(exps, 1, true);
  // Shares are zero wherever a logit is hidden, so 0 * -1e9 stays 0.
  const value = tf.sum(tf.mul(shares, tf.sub(shifted, tf.log(total))), 1);
  return { value, pull: tf.sub(shares, tf.mul(has, tf.div(exps, total))) };
}

/**
 * Log-likelihood of each decision, (D), given expert weights g (D, 4). The gradient in g is closed-form and
 * found in the same pass: an epoch costs one look at the scores forward and one back.
 */
export function choiceLogLikelihood(c: ChoiceTensors, g: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [weights, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const blend = (sharpness: tf.Tensor) =>
      sumAxis(tf.mul(c.scores, tf.expandDims(tf.mul(weights, sharpness), 2)), 1);
    const buy = oneSide(tf.add(blend(c.buySharpness), c.buyBase), c.bought, c.hasBought);
    const sell = oneSide(tf.sub(c.sellBase, blend(c.sellSharpness)), c.sold, c.hasSold);
    const slopeOf = (pull: tf.Tensor) => tf.sum(tf.mul(c.scores, tf.expandDims(pull, 1)), 2); // (D, 4)
    const slope = tf.sub(
      tf.mul(slopeOf(buy.pull), c.buySharpness),
      tf.mul(slopeOf(sell.pull), c.sellSharpness),
    );
    save([slope]);
    return {
      value: tf.add(buy.value, sell.value),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0] as tf.Tensor),
    };
  });
  return op(g);
}
