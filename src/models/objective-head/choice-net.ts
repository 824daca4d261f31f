import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { linear } from '../nn/linear.ts';
import { initLinear, initZeros, weight } from '../nn/params.ts';
import type { Params } from '../nn/params.ts';
import { HEAD_OUTPUT } from './head.ts';

/*
 * What would someone with goal k trade? A small frozen network, fitted on simulated people whose goal is known, reads for
 * each asset what the policy reads, what the four experts want, and what the person did before, and gives for every goal one
 * score for buying it and one for selling it. A softmax over all purchases and sales open that day (a conditional logit,
 * McFadden 1974) makes them the likelihood of a decision under that goal alone. It knows people who are not the policy.
 */

/** Scores beyond this are held: e^30 * 200 options stays far inside float32. */
const LIMIT = 30;

/** Fresh weights for `width` columns per option. The caller disposes of them. */
export function initChoiceNet(rng: Rng, width: number, hidden: number): Params {
  return {
    'choice.hidden': initLinear(rng, width, hidden),
    'choice.hiddenBias': initZeros([hidden]),
    'choice.out': initLinear(rng, hidden, 2 * HEAD_OUTPUT, 0.1),
    'choice.direct': initZeros([width, 2 * HEAD_OUTPUT]),
    'choice.bias': initZeros([2 * HEAD_OUTPUT]),
  };
}

/**
 * Scores of every option under every goal.
 * @param x (D, N, W) columns of each asset, those of the day repeated.
 * @returns (D, 2N, 6): for each asset buying it, then selling it
 */
export function choiceScores(params: Params, x: tf.Tensor): tf.Tensor {
  const [D = 0, N = 0, W = 0] = x.shape;
  const flat = tf.reshape(x, [D * N, W]);
  const hidden = tf.tanh(linear(flat, weight(params, 'choice.hidden'), weight(params, 'choice.hiddenBias')));
  const out = tf.add(
    linear(hidden, weight(params, 'choice.out')),
    linear(flat, weight(params, 'choice.direct'), weight(params, 'choice.bias')),
  );
  return tf.reshape(out, [D, 2 * N, HEAD_OUTPUT]);
}

/** Repeats rows (D, 1, 6) over M options. A product with ones: WASM broadcasts and tiles many times slower. */
const overOptions = (x: tf.Tensor, options: number): tf.Tensor =>
  tf.matMul(tf.ones([x.shape[0] as number, options, 1]), x as tf.Tensor3D);

/** Repeats (D, M) for each of six goals, (D, M, 6). */
function overGoals(x: tf.Tensor): tf.Tensor {
  const [D = 0, M = 0] = x.shape;
  const wide = tf.matMul(tf.reshape(x, [D * M, 1]), tf.ones([1, HEAD_OUTPUT]));
  return tf.reshape(wide, [D, M, HEAD_OUTPUT]);
}

/**
 * Log-likelihood of the shares of dollars under a softmax over open options, (D, 6); one pass each way.
 * @param z (D, M, 6). @param shares (D, M), rows sum to 1. @param open (D, M), 1 = could be done
 */
export function shareLogLikelihood(z: tf.Tensor, shares: tf.Tensor, open: tf.Tensor): tf.Tensor {
  const options = z.shape[1] as number;
  const op = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [raw, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const held = tf.clipByValue(raw, -LIMIT, LIMIT);
    const exps = tf.mul(tf.exp(held), overGoals(open));
    const total = tf.matMul(tf.expandDims(open, 1) as tf.Tensor3D, exps as tf.Tensor3D); // (D, 1, 6)
    const chosen = tf.matMul(tf.expandDims(shares, 1) as tf.Tensor3D, held as tf.Tensor3D);
    save([tf.sub(overGoals(shares), tf.div(exps, overOptions(total, options)))]);
    return {
      value: tf.squeeze(tf.sub(chosen, tf.log(total)), [1]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.mul(saved[0] as tf.Tensor, overOptions(tf.expandDims(dy, 1), options)),
    };
  });
  return op(z);
}
