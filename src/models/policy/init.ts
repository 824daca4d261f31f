import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../core/rng.ts';
import { initLinear, initNormal, initOnes, initZeros, type Params } from '../nn/params.ts';
import { EXPERT_COUNT, OBJECTIVE_COUNT, type PolicyConfig } from './config.ts';
import { assetPrior, cashBias, cashPrior, routerPrior, urgencyBias } from './prior.ts';

/** Exploration at the start: standard deviations of the asset logits, the cash logit and the urgency logit. */
const START_STD = [0.5, 0.5, 0.5] as const;
const ROUTER_HIDDEN = 16;
const CRITIC_HIDDEN = 64;

const constant = (data: Float32Array, shape: number[]): tf.Tensor =>
  tf.keep(tf.tensor(data, shape, 'float32'));

function trunkParams(c: PolicyConfig, rng: Rng): Params {
  const h = c.hidden;
  return {
    'trunk.embedding': initLinear(rng, c.embedding, h, 0.5),
    'trunk.asset': initLinear(rng, c.assetColumns.length, h),
    'trunk.global': initLinear(rng, c.globalColumns.length, h, 0.7),
    'trunk.bias': initZeros([h]),
    'trunk.mix': initLinear(rng, h, h, Math.SQRT2),
    'trunk.pool': initLinear(rng, h, h, 0.5),
    'trunk.mixBias': initZeros([h]),
    'trunk.gain': initOnes([h]),
    'trunk.shift': initZeros([h]),
  };
}

function expertParams(c: PolicyConfig, rng: Rng): Params {
  const inner = EXPERT_COUNT * c.expertHidden;
  const global = c.globalColumns.length;
  return {
    'expert.hidden': initLinear(rng, c.hidden, inner, Math.SQRT2),
    'expert.hiddenBias': initZeros([inner]),
    // Small, so that the untrained network is the rule of prior.ts and little else.
    'expert.score': initNormal(rng, [EXPERT_COUNT, c.expertHidden], 0.02),
    'expert.rule': constant(assetPrior(c), [c.assetColumns.length, EXPERT_COUNT]),
    'expert.account': initLinear(rng, c.hidden + global, inner, Math.SQRT2),
    'expert.accountBias': initZeros([inner]),
    'expert.cash': initNormal(rng, [EXPERT_COUNT, c.expertHidden], 0.02),
    'expert.urgency': initNormal(rng, [EXPERT_COUNT, c.expertHidden], 0.02),
    'expert.cashRule': constant(cashPrior(c), [global, EXPERT_COUNT]),
    'expert.cashBias': constant(cashBias(), [EXPERT_COUNT]),
    'expert.urgencyBias': constant(urgencyBias(), [EXPERT_COUNT]),
  };
}

function routerParams(c: PolicyConfig, rng: Rng): Params {
  return {
    'router.prior': constant(routerPrior(), [OBJECTIVE_COUNT, EXPERT_COUNT]),
    'router.hidden': initLinear(rng, OBJECTIVE_COUNT + c.regime, ROUTER_HIDDEN),
    'router.hiddenBias': initZeros([ROUTER_HIDDEN]),
    'router.out': initNormal(rng, [ROUTER_HIDDEN, EXPERT_COUNT], 0.02),
  };
}

function criticParams(c: PolicyConfig, rng: Rng): Params {
  const inputs = c.hidden + c.globalColumns.length + OBJECTIVE_COUNT;
  return {
    'critic.hidden': initLinear(rng, inputs, CRITIC_HIDDEN, Math.SQRT2),
    'critic.hiddenBias': initZeros([CRITIC_HIDDEN]),
    'critic.mix': initLinear(rng, CRITIC_HIDDEN, CRITIC_HIDDEN, Math.SQRT2),
    'critic.mixBias': initZeros([CRITIC_HIDDEN]),
    // One value per objective, picked by the objective: six reward scales do not share one output.
    'critic.out': initNormal(rng, [CRITIC_HIDDEN, OBJECTIVE_COUNT], 0.05),
    'critic.outBias': initZeros([OBJECTIVE_COUNT]),
  };
}

/** Fresh weights: the rules of prior.ts plus small random layers. Same generator state, same weights. */
export function initPolicy(config: PolicyConfig, rng: Rng): Params {
  return {
    ...trunkParams(config, rng),
    ...expertParams(config, rng),
    ...(config.head === 'single' ? {} : routerParams(config, rng)),
    ...criticParams(config, rng),
    'action.logStd': constant(Float32Array.from(START_STD, Math.log), [START_STD.length]),
  };
}
