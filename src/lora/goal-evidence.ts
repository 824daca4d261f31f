import * as tf from '@tensorflow/tfjs-core';
import { choiceScores, shareLogLikelihood } from '../models/objective-head/choice-net.ts';
import { HEAD_OUTPUT } from '../models/objective-head/head.ts';
import { weight } from '../models/nn/params.ts';
import type { Params } from '../models/nn/params.ts';
import { router } from '../models/policy/router.ts';
import { goalsFromStyles } from './style-filter.ts';
import { choiceInputs, type ChoiceInputs, type ChoiceSource } from './choice-inputs.ts';

/*
 * How likely is what a person did, if they had goal k and no other? Computed once per decision and frozen: (D, 6) numbers.
 *
 * The frozen policy is asked for each of the six goals alone: its router weighs the four experts' scores, before anything is
 * known of the person. A frozen choice network, fitted on simulated people whose goal is known, turns these wishes, the state
 * the policy sees and what the person did before into the likelihood of the day's trades. A person whose point is o acts on
 * goal k with probability o[k], so a decision has likelihood sum_k o[k] exp(goals[k]): fine-tuning moves o through the 76
 * numbers, and an epoch never touches a market again.
 */

const REGIME = 8;
/** Decisions between two breaths: some ten milliseconds on WASM. */
const CHUNK = 16;

/** (6, D, 4): the router's weights of the experts at each decision for each goal alone. */
export async function routerByGoal(policy: Params, d: ChoiceSource): Promise<Float32Array> {
  const { count: D } = d;
  const width = D > 0 ? d.global.length / D : 0;
  const regimes = new Float32Array(HEAD_OUTPUT * D * REGIME);
  const goals = new Float32Array(HEAD_OUTPUT * D * HEAD_OUTPUT);
  for (let k = 0; k < HEAD_OUTPUT; k++) {
    for (let t = 0; t < D; t++) {
      regimes.set(d.global.subarray(t * width, t * width + REGIME), (k * D + t) * REGIME);
      goals[(k * D + t) * HEAD_OUTPUT + k] = 1;
    }
  }
  if (D === 0) return new Float32Array(0);
  const g = tf.tidy(() =>
    router(
      policy,
      tf.tensor2d(goals, [HEAD_OUTPUT * D, HEAD_OUTPUT]),
      tf.tensor2d(regimes, [HEAD_OUTPUT * D, REGIME]),
    ),
  );
  const out = Float32Array.from(await g.data());
  g.dispose();
  return out;
}

/** (B, N, F + C) columns of decisions `from`..`to`: those of each asset and, repeated, those of the day. */
export function choiceColumns(
  c: Pick<ChoiceInputs, 'asset' | 'assetWidth' | 'context' | 'contextWidth'>,
  assets: number,
  decisions: readonly number[],
): tf.Tensor3D {
  const { assetWidth: F, contextWidth: C } = c;
  const out = new Float32Array(decisions.length * assets * (F + C));
  decisions.forEach((t, i) => {
    const day = c.context.subarray(t * C, (t + 1) * C);
    for (let n = 0; n < assets; n++) {
      const at = (i * assets + n) * (F + C);
      out.set(c.asset.subarray((t * assets + n) * F, (t * assets + n + 1) * F), at);
      out.set(day, at + F);
    }
  });
  return tf.tensor3d(out, [decisions.length, assets, F + C]);
}

/**
 * Log-likelihood of each decision under each style alone, (D, S).
 * @param net weights `choice.*` of the objective head. @param policy weights of the frozen policy's router.
 * @param breathe awaited between chunks, so that a cancel is heard
 */
export async function styleEvidence(
  net: Params,
  policy: Params,
  d: ChoiceSource,
  breathe?: () => void | Promise<void>,
): Promise<Float32Array> {
  const c = choiceInputs(d, await routerByGoal(policy, d));
  const S = weight(net, 'choice.bias').size / 2;
  const out = new Float32Array(d.count * S);
  const M = 2 * d.assets;
  for (let from = 0; from < d.count; from += CHUNK) {
    const to = Math.min(d.count, from + CHUNK);
    const t = tf.tidy(() =>
      shareLogLikelihood(
        choiceScores(
          net,
          choiceColumns(
            c,
            d.assets,
            Array.from({ length: to - from }, (_, i) => from + i),
          ),
        ),
        tf.tensor2d(c.shares.subarray(from * M, to * M), [to - from, M]),
        tf.tensor2d(c.open.subarray(from * M, to * M), [to - from, M]),
      ),
    );
    out.set(await t.data(), from * S);
    t.dispose();
    await breathe?.();
  }
  return out;
}

/** Log-likelihood of each decision under each goal alone, (D, 6); arguments as `styleEvidence`. */
export async function goalEvidence(
  net: Params,
  policy: Params,
  d: ChoiceSource,
  breathe?: () => void | Promise<void>,
): Promise<Float32Array> {
  const styles = await styleEvidence(net, policy, d, breathe);
  // A network without styles has one score for each goal: nothing to join.
  const goalOf = net['choice.goalOf'];
  return goalOf ? goalsFromStyles(styles, await goalOf.data()) : styles;
}
