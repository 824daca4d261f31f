import * as tf from '@tensorflow/tfjs-core';
import { pcg32 } from '../../src/core/rng.ts';
import { choiceInputs } from '../../src/lora/choice-inputs.ts';
import type { ChoiceSource } from '../../src/lora/choice-inputs.ts';
import { choiceColumns, routerByGoal } from '../../src/lora/goal-evidence.ts';
import { adamW } from '../../src/models/nn/adamw.ts';
import { valueAndGrads } from '../../src/models/nn/gradients.ts';
import { disposeParams, fromParams, toParams } from '../../src/models/nn/params.ts';
import type { Params, RawTensors } from '../../src/models/nn/params.ts';
import { STYLES, type StyleShares } from './fit-styles.ts';
import {
  chosenScores,
  initChoiceNet,
  shareLogLikelihood,
} from '../../src/models/objective-head/choice-net.ts';

/** Decisions of a person whose goal is known. */
export interface ChoicePerson {
  readonly data: ChoiceSource;
  readonly does: StyleShares;
  /** What this person counts for, per decision. */
  readonly weight: number;
}

export interface ChoiceNetFit {
  readonly hidden: number;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly decay: number;
  readonly seed: number;
  readonly mostPerPerson: number;
}

export const CHOICE_FIT: ChoiceNetFit = {
  hidden: 32,
  epochs: 6,
  batch: 256,
  learningRate: 4e-3,
  decay: 1e-4,
  seed: 1,
  mostPerPerson: 30,
};

/** All decisions with the same number of slots: unused ones are closed. */
interface Pool {
  readonly count: number;
  readonly assets: number;
  readonly asset: Float32Array;
  readonly assetWidth: number;
  readonly context: Float32Array;
  readonly contextWidth: number;
  readonly shares: Float32Array;
  readonly open: Float32Array;
  /** (D, 2) styles, and the share of each. */
  readonly styles: Uint8Array;
  readonly shareOf: Float32Array;
  readonly weight: Float32Array;
}

/** The last `most` decisions of everybody, in one block. */
async function pooled(people: readonly ChoicePerson[], policy: Params, most: number): Promise<Pool> {
  const counts = people.map((p) => Math.min(most, p.data.count));
  const count = counts.reduce((a, b) => a + b, 0);
  const assets = people.reduce((a, p) => Math.max(a, p.data.assets), 0);
  let pool: Pool | null = null;
  let row = 0;
  for (const [i, p] of people.entries()) {
    const c = choiceInputs(p.data, await routerByGoal(policy, p.data));
    pool ??= {
      count,
      assets,
      asset: new Float32Array(count * assets * c.assetWidth),
      assetWidth: c.assetWidth,
      context: new Float32Array(count * c.contextWidth),
      contextWidth: c.contextWidth,
      shares: new Float32Array(count * 2 * assets),
      open: new Float32Array(count * 2 * assets),
      styles: new Uint8Array(count * 2),
      shareOf: new Float32Array(count * 2),
      weight: new Float32Array(count),
    };
    const N = p.data.assets;
    for (let d = p.data.count - (counts[i] as number); d < p.data.count; d++, row++) {
      const wide = N * c.assetWidth;
      pool.asset.set(c.asset.subarray(d * wide, (d + 1) * wide), row * assets * c.assetWidth);
      pool.context.set(
        c.context.subarray(d * c.contextWidth, (d + 1) * c.contextWidth),
        row * c.contextWidth,
      );
      pool.shares.set(c.shares.subarray(d * 2 * N, (d + 1) * 2 * N), row * 2 * assets);
      pool.open.set(c.open.subarray(d * 2 * N, (d + 1) * 2 * N), row * 2 * assets);
      pool.styles.set(p.does.styles, row * 2);
      pool.shareOf.set(p.does.shares, row * 2);
      pool.weight[row] = p.weight;
    }
  }
  if (!pool) throw new RangeError('nobody to learn from');
  return pool;
}

/** Mean and deviation of each column over a sample of rows (constant columns get deviation 1). */
function moments(x: Float32Array, width: number, isUsed: (row: number) => boolean) {
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  let n = 0;
  for (let r = 0; r * width < x.length; r++) {
    if (!isUsed(r)) continue;
    n += 1;
    for (let i = 0; i < width; i++) {
      const v = x[r * width + i] as number;
      mean[i] = (mean[i] as number) + v;
      square[i] = (square[i] as number) + v * v;
    }
  }
  const mu = mean.map((m) => m / Math.max(1, n));
  const sd = square.map((s, i) => Math.sqrt(Math.max(0, s / Math.max(1, n) - (mu[i] as number) ** 2)));
  return { mu, sd: sd.map((s) => (s < 1e-4 ? 1 : s)) };
}

type Moments = ReturnType<typeof moments>;

function standardise(x: Float32Array, width: number, { mu, sd }: Moments): void {
  for (let r = 0; r * width < x.length; r++)
    for (let i = 0; i < width; i++)
      x[r * width + i] = ((x[r * width + i] as number) - (mu[i] as number)) / (sd[i] as number);
}

/** The other way round: weights on the columns as they are, for columns that are standardised. */
function unfold(raw: RawTensors, matrix: string, bias: string, { mu, sd }: Moments): void {
  const W = raw[matrix] as RawTensors[string];
  const b = raw[bias] as RawTensors[string];
  const [I = 0, O = 0] = W.shape;
  for (let i = 0; i < I; i++) {
    for (let o = 0; o < O; o++) {
      const w = W.data[i * O + o] as number;
      b.data[o] = (b.data[o] as number) + (mu[i] as number) * w;
      W.data[i * O + o] = w * (sd[i] as number);
    }
  }
}

/** Moves the standardisation into the weights: (x - mu) / sd · W + b = x · W/sd + (b - mu/sd · W). */
function fold(raw: RawTensors, matrix: string, bias: string, { mu, sd }: Moments): void {
  const W = raw[matrix] as RawTensors[string];
  const b = raw[bias] as RawTensors[string];
  const [I = 0, O = 0] = W.shape;
  for (let i = 0; i < I; i++) {
    for (let o = 0; o < O; o++) {
      const w = (W.data[i * O + o] as number) / (sd[i] as number);
      W.data[i * O + o] = w;
      b.data[o] = (b.data[o] as number) - (mu[i] as number) * w;
    }
  }
}

const join = (a: Moments['mu'], b: Moments['mu']): Moments['mu'] => Float64Array.from([...a, ...b]);

function gather(x: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((r, i) => out.set(x.subarray(r * width, (r + 1) * width), i * width));
  return out;
}

/** One-hot rows of the two styles of each decision. */
function chosenStyles(pool: Pool, rows: readonly number[]): tf.Tensor2D {
  const S = STYLES.length;
  const out = new Float32Array(rows.length * 2 * S);
  rows.forEach((r, i) => {
    out[2 * i * S + (pool.styles[2 * r] as number)] = 1;
    out[(2 * i + 1) * S + (pool.styles[2 * r + 1] as number)] = 1;
  });
  return tf.tensor2d(out, [rows.length * 2, S]);
}

/** Loss of one batch: minus the log-likelihood of the trades under the true mix of styles. */
function batchLoss(p: Record<string, tf.Tensor>, pool: Pool, rows: readonly number[]): tf.Scalar {
  const B = rows.length;
  const { assets: N } = pool;
  const z = chosenScores(p, choiceColumns(pool, N, rows), chosenStyles(pool, rows));
  const log = shareLogLikelihood(
    z,
    tf.tensor2d(gather(pool.shares, 2 * N, rows), [B, 2 * N]),
    tf.tensor2d(gather(pool.open, 2 * N, rows), [B, 2 * N]),
  );
  const share = tf.tensor2d(gather(pool.shareOf, 2, rows), [B, 2]);
  const weight = tf.tensor1d(gather(pool.weight, 1, rows));
  const joint = tf.add(log, tf.log(tf.add(share, 1e-9)));
  const top = tf.tidy(() => tf.max(joint, 1, true));
  const own = tf.add(tf.squeeze(top, [1]), tf.log(tf.sum(tf.exp(tf.sub(joint, top)), 1)));
  const loss = tf.neg(own);
  return tf.div(tf.sum(tf.mul(loss, weight)), tf.sum(weight)) as tf.Scalar;
}

function warmStart(start: RawTensors, both: Moments): Params {
  const copy = Object.fromEntries(
    Object.entries(start).map(([name, t]) => [name, { shape: t.shape, data: Float32Array.from(t.data) }]),
  );
  unfold(copy, 'choice.hidden', 'choice.hiddenBias', both);
  unfold(copy, 'choice.direct', 'choice.bias', both);
  return toParams(copy);
}

/**
 * Fits the choice network by maximum likelihood, in minibatches; the standardisation of its columns ends up in the weights.
 * @param onEpoch mean training loss so far
 * @param start weights of a network fitted before, under other frozen models, to go on from: see `startFrom`
 */
export async function fitChoiceNet(
  people: readonly ChoicePerson[],
  policy: Params,
  fit: ChoiceNetFit = CHOICE_FIT,
  onEpoch: (epoch: number, loss: number) => void = () => {},
  start: RawTensors | null = null,
): Promise<RawTensors> {
  const pool = await pooled(people, policy, fit.mostPerPerson);
  const { assets: N, assetWidth, contextWidth } = pool;
  const forAsset = moments(pool.asset, assetWidth, (r) => {
    const at = Math.floor(r / N) * 2 * N + 2 * (r % N);
    return r % 7 === 0 && (pool.open[at] as number) + (pool.open[at + 1] as number) > 0;
  });
  const forContext = moments(pool.context, contextWidth, () => true);
  standardise(pool.asset, assetWidth, forAsset);
  standardise(pool.context, contextWidth, forContext);
  const rng = pcg32(fit.seed, 91);
  const both = { mu: join(forAsset.mu, forContext.mu), sd: join(forAsset.sd, forContext.sd) };
  const params = start
    ? warmStart(start, both)
    : initChoiceNet(rng, assetWidth + contextWidth, fit.hidden, STYLES.length);
  const optimiser = adamW(params, { weightDecay: fit.decay, clipNorm: 1 });
  const order = Array.from({ length: pool.count }, (_, i) => i);
  const steps = Math.ceil(pool.count / fit.batch) * fit.epochs;
  let step = 0;
  for (let epoch = 0; epoch < fit.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = rng.int(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    let sum = 0;
    let batches = 0;
    for (let at = 0; at < order.length; at += fit.batch, step++, batches++) {
      const rows = order.slice(at, at + fit.batch);
      const { value, grads } = tf.tidy(() => valueAndGrads((p) => batchLoss(p, pool, rows), params));
      sum += (await value.data())[0] as number;
      value.dispose();
      const warm = Math.min(1, (step + 1) / 20);
      optimiser.step(
        grads,
        fit.learningRate * warm * (0.05 + 0.95 * 0.5 * (1 + Math.cos((Math.PI * step) / steps))),
      );
      disposeParams(grads);
    }
    onEpoch(epoch, sum / batches);
  }
  const raw = await fromParams(params);
  optimiser.dispose();
  disposeParams(params);
  fold(raw, 'choice.hidden', 'choice.hiddenBias', both);
  fold(raw, 'choice.direct', 'choice.bias', both);
  raw['choice.goalOf'] = { shape: [STYLES.length], data: Float32Array.from(STYLES, (s) => s.goal) };
  return raw;
}
