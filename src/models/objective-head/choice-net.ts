import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { linear } from '../nn/linear.ts';
import { initLinear, initZeros, weight } from '../nn/params.ts';
import type { Params } from '../nn/params.ts';
import { HEAD_OUTPUT } from './head.ts';

/*
 * What would someone with goal k trade? A small frozen network, fitted on simulated people whose rule is known, reads for
 * each asset what the policy reads, what the four experts want, and what the person did before, and gives for every style of
 * investing one score for buying it and one for selling it. A softmax over all purchases and sales open that day (a
 * conditional logit, McFadden 1974) makes them the likelihood of a decision under that style alone. Several styles serve one
 * goal; `style-filter.ts` joins them. It knows people who are not the policy.
 */

/** Scores beyond this are held: e^30 * 200 options stays far inside float32. */
const LIMIT = 30;

/** Fresh weights for `width` columns per option and S styles, without `choice.goalOf`. The caller disposes of them. */
export function initChoiceNet(rng: Rng, width: number, hidden: number, styles = HEAD_OUTPUT): Params {
  return {
    'choice.hidden': initLinear(rng, width, hidden),
    'choice.hiddenBias': initZeros([hidden]),
    'choice.out': initLinear(rng, hidden, 2 * styles, 0.1),
    'choice.direct': initZeros([width, 2 * styles]),
    'choice.bias': initZeros([2 * styles]),
  };
}

/** (D·N, H) hidden activations of (D·N, W) columns. */
const hiddenOf = (params: Params, flat: tf.Tensor): tf.Tensor =>
  tf.tanh(linear(flat, weight(params, 'choice.hidden'), weight(params, 'choice.hiddenBias')));

/**
 * Scores of every option under every style.
 * @param x (D, N, W) columns of each asset, those of the day repeated.
 * @returns (D, 2N, S): for each asset buying it, then selling it
 */
export function choiceScores(params: Params, x: tf.Tensor): tf.Tensor {
  const [D = 0, N = 0, W = 0] = x.shape;
  const flat = tf.reshape(x, [D * N, W]);
  const out = tf.add(
    linear(hiddenOf(params, flat), weight(params, 'choice.out')),
    linear(flat, weight(params, 'choice.direct'), weight(params, 'choice.bias')),
  );
  return tf.reshape(out, [D, 2 * N, (out.shape[1] as number) / 2]);
}

/** Weights (I, 2S) of the styles each decision asks for, (D, I, 2C): for each side, each of its C styles. */
function chosenWeights(w: tf.Tensor, chosen: tf.Tensor2D, perDecision: number): tf.Tensor3D {
  const S = chosen.shape[1];
  const I = w.size / (2 * S);
  const byStyle = tf.reshape(tf.transpose(tf.reshape(w, [I, 2, S]), [2, 0, 1]), [S, 2 * I]);
  const D = chosen.shape[0] / perDecision;
  const rows = tf.reshape(tf.matMul(chosen, byStyle as tf.Tensor2D), [D, perDecision, I, 2]);
  return tf.reshape(tf.transpose(rows, [0, 2, 3, 1]), [D, I, 2 * perDecision]);
}

/**
 * As `choiceScores`, but only under the styles each decision asks for: all that a fit needs, and several times faster.
 * @param chosen (D·C, S) one-hot rows, C styles of each decision in turn.
 * @returns (D, 2N, C)
 */
export function chosenScores(params: Params, x: tf.Tensor, chosen: tf.Tensor2D): tf.Tensor {
  const [D = 0, N = 0, W = 0] = x.shape;
  const C = chosen.shape[0] / D;
  const hidden = hiddenOf(params, tf.reshape(x, [D * N, W]));
  const wide = tf.reshape(hidden, [D, N, hidden.shape[1] as number]) as tf.Tensor3D;
  const of = (name: string): tf.Tensor3D => chosenWeights(weight(params, name), chosen, C);
  const out = tf.addN([
    tf.matMul(wide, of('choice.out')),
    tf.matMul(x as tf.Tensor3D, of('choice.direct')),
    overOptions(of('choice.bias'), N),
  ]);
  return tf.reshape(out, [D, 2 * N, C]);
}

/** Repeats rows (D, 1, S) over M options. A product with ones: WASM broadcasts and tiles many times slower. */
const overOptions = (x: tf.Tensor, options: number): tf.Tensor =>
  tf.matMul(tf.ones([x.shape[0] as number, options, 1]), x as tf.Tensor3D);

/** Repeats (D, M) for each of S styles, (D, M, S). */
function overStyles(x: tf.Tensor, styles: number): tf.Tensor {
  const [D = 0, M = 0] = x.shape;
  const wide = tf.matMul(tf.reshape(x, [D * M, 1]), tf.ones([1, styles]));
  return tf.reshape(wide, [D, M, styles]);
}

/**
 * Log-likelihood of the shares of dollars under a softmax over open options, (D, S); one pass each way.
 * @param z (D, M, S). @param shares (D, M), rows sum to 1. @param open (D, M), 1 = could be done
 */
export function shareLogLikelihood(z: tf.Tensor, shares: tf.Tensor, open: tf.Tensor): tf.Tensor {
  const [, options = 0, styles = 0] = z.shape;
  const op = tf.customGrad((...inputs: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [raw, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const held = tf.clipByValue(raw, -LIMIT, LIMIT);
    const exps = tf.mul(tf.exp(held), overStyles(open, styles));
    const total = tf.matMul(tf.expandDims(open, 1) as tf.Tensor3D, exps as tf.Tensor3D); // (D, 1, S)
    const chosen = tf.matMul(tf.expandDims(shares, 1) as tf.Tensor3D, held as tf.Tensor3D);
    save([tf.sub(overStyles(shares, styles), tf.div(exps, overOptions(total, options)))]);
    return {
      value: tf.squeeze(tf.sub(chosen, tf.log(total)), [1]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.mul(saved[0] as tf.Tensor, overOptions(tf.expandDims(dy, 1), options)),
    };
  });
  return op(z);
}
