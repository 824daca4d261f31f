/**
 * Proximal policy optimisation (Schulman et al. 2017) for the Mixture-of-Experts policy, top to bottom in one file:
 * options, rollout, generalised advantage estimation (Schulman et al. 2016), the loss, the update.
 *
 * Two things differ from the textbook. The reward of a week is what its trades are worth over the goal's horizon
 * against not trading (sim/env/trade-value.ts): the same optimum as the goal's reward, without the market's noise, which
 * is a hundred times the effect of an action. And advantages are standardised goal by goal, or the loudest reward would
 * own the gradient.
 *
 * An action is a Gaussian vector: a logit per asset and for cash (softmax = target weights) and one for urgency
 * (sigmoid). Its mean comes from the network, its three standard deviations are weights of their own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { pcg32, type Rng } from '../src/core/rng.ts';
import { ASSET_WIDTH, GLOBAL_WIDTH } from '../src/features/state.ts';
import type { AdamW } from '../src/models/nn/adamw.ts';
import { valueAndGrads } from '../src/models/nn/gradients.ts';
import { disposeParams, weight, type Params } from '../src/models/nn/params.ts';
import { meanAll, meanAxis, sumAxis } from '../src/models/nn/reduce.ts';
import { OBJECTIVE_COUNT, type PolicyConfig } from '../src/models/policy/config.ts';
import { critic } from '../src/models/policy/critic.ts';
import { expertHeads } from '../src/models/policy/experts.ts';
import { blend, headWeights } from '../src/models/policy/router.ts';
import { policyInput, runPolicy, type PolicyBatch } from '../src/models/policy/run-policy.ts';
import { trunk } from '../src/models/policy/trunk.ts';
import type { VectorEnv } from '../src/sim/env/vector-env.ts';

/** Every hyper-parameter of the training, in one place. */
export const PPO_OPTIONS = {
  /** Episodes side by side and weeks per rollout: one iteration plays their product. */
  episodes: 256,
  horizon: 32,
  epochs: 3,
  minibatch: 2048,
  learningRate: 2e-3,
  finalLearningRate: 2e-4,
  /** The weights kept are the mean over the iterations of this last share of a training (Polyak averaging). */
  averagedShare: 0.25,
  /** Ratio clip of the surrogate loss. */
  clip: 0.2,
  /** Per week. The trades' own horizon is inside the reward; this one is for what they make possible later. */
  discount: 0.9,
  /** Lambda of generalised advantage estimation. */
  lambda: 0.85,
  valueWeight: 0.5,
  /** Weight of the Gaussian entropy. */
  entropy: 0.002,
  /** An epoch ends the update when the approximate KL to the rollout's policy passes this. */
  klStop: 0.03,
  clipNorm: 0.5,
  /** Price of an expert's mean use below `leastUse` over a minibatch. */
  loadBalance: 0.5,
  leastUse: 0.1,
  /** Rewards are percent a week; advantages beyond this many standard deviations are cut. */
  advantageLimit: 4,
  /** Floor of the log standard deviations. */
  leastLogStd: -2.5,
} as const;
export type PpoOptions = { readonly [K in keyof typeof PPO_OPTIONS]: number };

/** Frozen embeddings, R rows of 64; row -1 is zeros. */
export interface EmbeddingRows {
  readonly data: Float32Array;
  readonly width: number;
}

/** What an iteration reports. */
export interface PpoStats {
  /** Mean weekly reward (percent) per objective, NaN where none was played; pure goals only. */
  readonly reward: readonly number[];
  /** The same of what a week's trades are worth: what the training maximises, with far less noise. */
  readonly tradeValue: readonly number[];
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly kl: number;
  readonly expertUse: readonly number[];
  readonly std: readonly number[];
  readonly steps: number;
}

/** (rows, slots, 64) of embeddings by row number. */
export function gatherEmbeddings(
  rows: Int32Array,
  e: EmbeddingRows,
  out = new Float32Array(rows.length * e.width),
): Float32Array {
  out.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const r = rows[i] as number;
    if (r >= 0) out.set(e.data.subarray(r * e.width, (r + 1) * e.width), i * e.width);
  }
  return out;
}

/** The present observations of an environment as a batch for the network. */
export function observedBatch(env: VectorEnv, embeddings: EmbeddingRows): PolicyBatch {
  const o = env.observation;
  return {
    batch: env.size,
    assets: o.slots,
    embeddings: gatherEmbeddings(o.embeddingRow, embeddings),
    asset: o.asset,
    global: o.global,
    mask: o.mask,
    objective: o.objective,
  };
}

/** A Gaussian sample around the mean action, its target weights, urgency and log density (as `logProb` counts it). */
export function act(
  logits: Float32Array,
  urgencyLogit: Float32Array,
  env: VectorEnv,
  std: readonly number[],
  rng: Rng | null,
): { action: Float32Array; target: Float32Array; urgency: Float32Array; logProb: Float32Array } {
  const { slots, mask } = env.observation;
  const width = slots + 2;
  const action = new Float32Array(env.size * width);
  const target = new Float32Array(env.size * (slots + 1));
  const urgency = new Float32Array(env.size);
  const density = new Float32Array(env.size);
  let log = 0;
  const noise = (k: number): number => {
    if (!rng) return 0;
    const z = rng.normal();
    log -= 0.5 * z * z + Math.log(std[k] as number);
    return (std[k] as number) * z;
  };
  for (let b = 0; b < env.size; b++) {
    log = 0;
    let highest = -Infinity;
    for (let i = 0; i <= slots; i++) {
      const shown = i === slots || mask[b * slots + i] === 1;
      const x = shown ? (logits[b * (slots + 1) + i] as number) + noise(i === slots ? 1 : 0) : 0;
      action[b * width + i] = x;
      if (shown && x > highest) highest = x;
    }
    let sum = 0;
    for (let i = 0; i <= slots; i++) {
      const shown = i === slots || mask[b * slots + i] === 1;
      const e = shown ? Math.exp((action[b * width + i] as number) - highest) : 0;
      target[b * (slots + 1) + i] = e;
      sum += e;
    }
    for (let i = 0; i <= slots; i++)
      target[b * (slots + 1) + i] = (target[b * (slots + 1) + i] as number) / sum;
    const u = (urgencyLogit[b] as number) + noise(2);
    action[b * width + slots + 1] = u;
    urgency[b] = 1 / (1 + Math.exp(-u));
    density[b] = log;
  }
  return { action, target, urgency, logProb: density };
}

/** One rollout, time-major: sample t·episodes + b. */
export interface Rollout {
  readonly size: number;
  readonly slots: number;
  readonly asset: Float32Array;
  readonly global: Float32Array;
  readonly mask: Float32Array;
  readonly embeddingRow: Int32Array;
  readonly objective: Float32Array;
  readonly action: Float32Array;
  readonly logProb: Float32Array;
  readonly reward: Float32Array;
  readonly rawReward: Float32Array;
  readonly value: Float32Array;
  /** Value of the state after the step: 0 after ruin, bootstrapped when the tape ended. */
  readonly nextValue: Float32Array;
  readonly isEnd: Uint8Array;
}

const standardDeviations = async (params: Params): Promise<number[]> =>
  Array.from(await weight(params, 'action.logStd').data(), Math.exp);

/** The values seen now are the next values of the step before, where the episode went on. */
function fillNextValues(r: Rollout, from: number, values: Float32Array): void {
  values.forEach((v, b) => {
    if (!r.isEnd[from + b]) r.nextValue[from + b] = v;
  });
}

/** Plays `horizon` weeks in every episode with the present policy. */
export async function playRollout(
  params: Params,
  config: PolicyConfig,
  env: VectorEnv,
  embeddings: EmbeddingRows,
  o: PpoOptions,
  rng: Rng,
): Promise<Rollout> {
  const E = env.size;
  const { slots } = env.observation;
  const size = E * o.horizon;
  const r: Rollout = {
    size,
    slots,
    asset: new Float32Array(size * slots * ASSET_WIDTH),
    global: new Float32Array(size * GLOBAL_WIDTH),
    mask: new Float32Array(size * slots),
    embeddingRow: new Int32Array(size * slots),
    objective: new Float32Array(size * OBJECTIVE_COUNT),
    action: new Float32Array(size * (slots + 2)),
    logProb: new Float32Array(size),
    reward: new Float32Array(size),
    rawReward: new Float32Array(size),
    value: new Float32Array(size),
    nextValue: new Float32Array(size),
    isEnd: new Uint8Array(size),
  };
  const std = await standardDeviations(params);
  for (let t = 0; t < o.horizon; t++) {
    const at = t * E;
    const seen = env.observation;
    const out = await runPolicy(params, config, observedBatch(env, embeddings));
    if (t > 0) fillNextValues(r, at - E, out.value);
    r.asset.set(seen.asset, at * slots * ASSET_WIDTH);
    r.global.set(seen.global, at * GLOBAL_WIDTH);
    r.mask.set(seen.mask, at * slots);
    r.embeddingRow.set(seen.embeddingRow, at * slots);
    r.objective.set(seen.objective, at * OBJECTIVE_COUNT);
    r.value.set(out.value, at);
    const a = act(out.logits, out.urgencyLogit, env, std, rng);
    r.action.set(a.action, at * (slots + 2));
    r.logProb.set(a.logProb, at);
    env.step(a.target, a.urgency);
    for (let b = 0; b < E; b++) {
      r.rawReward[at + b] = env.reward[b] as number;
      r.reward[at + b] = env.tradeValue[b] as number;
      r.isEnd[at + b] = env.terminated[b] || env.truncated[b] ? 1 : 0;
    }
    if (t === o.horizon - 1 || env.truncated.some((x) => x === 1)) {
      const after = await runPolicy(params, config, observedBatch(env, embeddings));
      for (let b = 0; b < E; b++) {
        if (!env.terminated[b] && (t === o.horizon - 1 || env.truncated[b]))
          r.nextValue[at + b] = after.value[b] as number;
      }
    }
    env.resetFinished();
  }
  return r;
}

/** Index of a pure goal; OBJECTIVE_COUNT for a mixture. */
const goalOf = (r: Rollout, k: number): number => {
  for (let j = 0; j < OBJECTIVE_COUNT; j++)
    if ((r.objective[k * OBJECTIVE_COUNT + j] as number) > 0.999) return j;
  return OBJECTIVE_COUNT;
};

/**
 * Advantages and value targets. Rewards are scaled by (1 - discount), so that every return is a weighted mean of weekly ones.
 */
export function advantagesOf(
  r: Rollout,
  episodes: number,
  o: PpoOptions,
): { advantage: Float32Array; target: Float32Array } {
  const advantage = new Float32Array(r.size);
  const target = new Float32Array(r.size);
  const gamma = o.discount;
  for (let b = 0; b < episodes; b++) {
    let running = 0;
    for (let k = r.size - episodes + b; k >= 0; k -= episodes) {
      const delta =
        (1 - gamma) * (r.reward[k] as number) + gamma * (r.nextValue[k] as number) - (r.value[k] as number);
      running = delta + (r.isEnd[k] ? 0 : gamma * o.lambda * running);
      advantage[k] = running;
      target[k] = running + (r.value[k] as number);
    }
  }
  standardiseByGoal(r, advantage, o.advantageLimit);
  return { advantage, target };
}

function standardiseByGoal(r: Rollout, advantage: Float32Array, limit: number): void {
  for (let goal = 0; goal <= OBJECTIVE_COUNT; goal++) {
    const mine = Array.from(advantage.keys()).filter((k) => goalOf(r, k) === goal);
    if (mine.length < 2) continue;
    const mean = mine.reduce((a, k) => a + (advantage[k] as number), 0) / mine.length;
    const variance = mine.reduce((a, k) => a + ((advantage[k] as number) - mean) ** 2, 0) / mine.length;
    const scale = 1 / (Math.sqrt(variance) + 1e-6);
    for (const k of mine)
      advantage[k] = Math.max(-limit, Math.min(limit, ((advantage[k] as number) - mean) * scale));
  }
}

/** Rows `index` of a row-major array of the given width. */
function takeRows<T extends Float32Array | Int32Array>(
  a: T,
  width: number,
  index: readonly number[],
  out: T,
): T {
  index.forEach((k, i) => out.set(a.subarray(k * width, (k + 1) * width), i * width));
  return out;
}

export interface Minibatch {
  readonly input: PolicyBatch;
  readonly action: Float32Array;
  readonly oldLogProb: Float32Array | null;
  readonly advantage: Float32Array;
  readonly target: Float32Array;
}

export function minibatchOf(
  r: Rollout,
  embeddings: EmbeddingRows,
  index: readonly number[],
  advantage: Float32Array,
  target: Float32Array,
  oldLogProb: Float32Array | null,
): Minibatch {
  const n = index.length;
  const floats = (a: Float32Array, width: number) => takeRows(a, width, index, new Float32Array(n * width));
  return {
    input: {
      batch: n,
      assets: r.slots,
      embeddings: gatherEmbeddings(
        takeRows(r.embeddingRow, r.slots, index, new Int32Array(n * r.slots)),
        embeddings,
      ),
      asset: floats(r.asset, r.slots * ASSET_WIDTH),
      global: floats(r.global, GLOBAL_WIDTH),
      mask: floats(r.mask, r.slots),
      objective: floats(r.objective, OBJECTIVE_COUNT),
    },
    action: floats(r.action, r.slots + 2),
    oldLogProb: oldLogProb ? floats(oldLogProb, 1) : null,
    advantage: floats(advantage, 1),
    target: floats(target, 1),
  };
}

/** Log density of actions, (B), up to the constant of the Gaussian; padding slots count nothing. */
export function logProb(
  params: Params,
  mean: { logits: tf.Tensor; urgencyLogit: tf.Tensor },
  mask: tf.Tensor,
  action: tf.Tensor,
): tf.Tensor {
  const [b = 1, slots = 1] = mask.shape;
  const logStd = weight(params, 'action.logStd');
  const [assetStd, cashStd, urgencyStd] = [0, 1, 2].map((k) => tf.slice(logStd, [k], [1])) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const perSlot = tf.concat(
    [
      tf.mul(tf.onesLike(mask), assetStd),
      tf.mul(tf.ones([b, 1]), cashStd),
      tf.mul(tf.ones([b, 1]), urgencyStd),
    ],
    1,
  );
  const shown = tf.concat([mask, tf.ones([b, 2])], 1);
  const all = tf.concat([mean.logits, tf.expandDims(mean.urgencyLogit, 1)], 1); // (B, slots+2)
  const z = tf.mul(
    tf.mul(tf.sub(tf.slice(action, [0, 0], [b, slots + 2]), all), shown),
    tf.exp(tf.neg(perSlot)),
  );
  return tf.neg(sumAxis(tf.add(tf.mul(tf.square(z), 0.5), tf.mul(perSlot, shown)), 1));
}

interface LossParts {
  policy: number;
  value: number;
  kl: number;
  use: number[];
}

/** The clipped surrogate, value loss, entropy and load balance of one minibatch; `parts` receives the pieces. */
function ppoLoss(
  params: Params,
  config: PolicyConfig,
  m: Minibatch,
  o: PpoOptions,
  parts: tf.Tensor[],
): tf.Scalar {
  const input = policyInput(config, m.input);
  const shared = trunk(params, input);
  const weights = headWeights(params, config, input.objective, input.regime);
  const mean = blend(expertHeads(params, input, shared), weights, input.mask);
  const action = tf.tensor2d(m.action, [m.input.batch, m.input.assets + 2]);
  const now = logProb(params, mean, input.mask, action);
  const logRatio = tf.sub(now, tf.tensor1d(m.oldLogProb as Float32Array));
  const ratio = tf.exp(tf.clipByValue(logRatio, -10, 10));
  const advantage = tf.tensor1d(m.advantage);
  const clipped = tf.mul(tf.clipByValue(ratio, 1 - o.clip, 1 + o.clip), advantage);
  const policy = tf.neg(meanAll(tf.minimum(tf.mul(ratio, advantage), clipped)));
  const values = critic(params, shared.pooled, input.global, input.objective);
  const value = meanAll(tf.square(tf.sub(values, tf.tensor1d(m.target))));
  const use = meanAxis(weights, 0); // (4)
  const idle = meanAll(tf.square(tf.relu(tf.sub(o.leastUse, use))));
  const entropy = tf.sum(weight(params, 'action.logStd'));
  const kl = tf.mean(tf.sub(tf.sub(ratio, 1), logRatio));
  parts.push(...[policy, value, kl, use].map((t) => tf.keep(tf.clone(t))));
  const regular = tf.sub(tf.mul(idle, o.loadBalance), tf.mul(entropy, o.entropy));
  return tf.add(tf.add(policy, tf.mul(value, o.valueWeight)), regular) as tf.Scalar;
}

async function readParts(parts: tf.Tensor[]): Promise<LossParts> {
  const [policy, value, kl, use] = await Promise.all(parts.map(async (t) => Array.from(await t.data())));
  for (const t of parts) t.dispose();
  return { policy: policy?.[0] ?? 0, value: value?.[0] ?? 0, kl: kl?.[0] ?? 0, use: use ?? [] };
}

function shuffled(n: number, rng: Rng): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let k = n - 1; k > 0; k--) {
    const j = rng.int(k + 1);
    [order[k], order[j]] = [order[j] as number, order[k] as number];
  }
  return order;
}

/** Means of a per-sample number by pure goal. */
function meanByGoal(r: Rollout, values: Float32Array): number[] {
  const sum = Array.from({ length: OBJECTIVE_COUNT + 1 }, () => 0);
  const count = Array.from({ length: OBJECTIVE_COUNT + 1 }, () => 0);
  for (let k = 0; k < r.size; k++) {
    const g = goalOf(r, k);
    sum[g] = (sum[g] as number) + (values[k] as number);
    count[g] = (count[g] as number) + 1;
  }
  return sum.slice(0, OBJECTIVE_COUNT).map((s, g) => s / (count[g] as number));
}

/** Exploration never dies altogether: the log standard deviations stay above a floor. */
function floorLogStd(params: Params, floor: number): void {
  const old = weight(params, 'action.logStd');
  params['action.logStd'] = tf.keep(tf.tidy(() => tf.maximum(old, floor)));
  old.dispose();
}

/**
 * One iteration: play a rollout, estimate advantages, improve the policy for a few epochs or until the KL stop.
 * Random numbers come from (seed, iteration) alone, so a resumed training draws what an uninterrupted one would.
 */
export async function ppoIteration(
  params: Params,
  config: PolicyConfig,
  optimiser: AdamW,
  env: VectorEnv,
  embeddings: EmbeddingRows,
  run: { readonly seed: number; readonly iteration: number; readonly learningRate: number },
  o: PpoOptions = PPO_OPTIONS,
): Promise<PpoStats> {
  const rng = pcg32(run.seed, run.iteration + 1);
  const r = await playRollout(params, config, env, embeddings, o, rng);
  const { advantage, target } = advantagesOf(r, env.size, o);
  let last: LossParts = { policy: 0, value: 0, kl: 0, use: [] };
  training: for (let epoch = 0; epoch < o.epochs; epoch++) {
    const order = shuffled(r.size, rng);
    for (let from = 0; from + o.minibatch <= r.size; from += o.minibatch) {
      const m = minibatchOf(
        r,
        embeddings,
        order.slice(from, from + o.minibatch),
        advantage,
        target,
        r.logProb,
      );
      const parts: tf.Tensor[] = [];
      const { value, grads } = valueAndGrads((p) => ppoLoss(p, config, m, o, parts), params);
      value.dispose();
      last = await readParts(parts);
      if (last.kl <= o.klStop) optimiser.step(grads, run.learningRate);
      disposeParams(grads);
      if (last.kl > o.klStop) break training;
    }
  }
  floorLogStd(params, o.leastLogStd);
  return {
    reward: meanByGoal(r, r.rawReward),
    tradeValue: meanByGoal(r, r.reward),
    policyLoss: last.policy,
    valueLoss: last.value,
    kl: last.kl,
    expertUse: last.use,
    std: await standardDeviations(params),
    steps: r.size,
  };
}
