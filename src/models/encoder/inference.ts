import * as tf from '@tensorflow/tfjs-core';
import { weight, type Params } from '../nn/params.ts';
import { patchCount, type EncoderConfig } from './config.ts';
import type { AssetInputs } from './encoder.ts';

/*
 * The learned-gate forward pass of encoder.ts in half as many kernels, for use without gradients. One asset's pass is
 * nothing but small kernels, so their number is its cost. The same sums in another order: gains and biases of the norms
 * lie in the weights behind them, 1/sqrt(dk) in the queries, the halves and roots of GELU in the layers around it, and
 * everything stays (rows, D) except inside attention. `inference.test.ts` holds it to encoder.ts within 1e-5.
 */

interface Dense {
  readonly w: tf.Tensor2D;
  readonly b: tf.Tensor;
}

interface Layer {
  readonly q: Dense;
  readonly k: Dense;
  readonly v: Dense;
  readonly out: Dense;
  readonly up: Dense;
  readonly down: Dense;
}

interface Prepared {
  readonly patch: Dense;
  readonly position: tf.Tensor;
  readonly direct: Dense;
  readonly up: Dense;
  readonly down: Dense;
  readonly temporal: readonly Layer[];
  readonly pool: Dense;
  readonly chronos: Dense;
  readonly gate: Dense;
  readonly market: tf.Tensor;
  readonly regime: Dense;
  readonly cross: readonly Layer[];
  readonly outGain: tf.Tensor;
  readonly outBias: tf.Tensor;
}

const EPS = 1e-5;

/** A dense layer by name, times a factor; behind a norm, that norm's gain and bias go into it. */
function folded(p: Params, name: string, behind: string | null, factor = 1): Dense {
  const w = tf.mul(weight(p, `${name}.weight`), factor);
  const b = tf.mul(weight(p, `${name}.bias`), factor);
  if (behind === null) return { w: w as tf.Tensor2D, b };
  const gain = tf.reshape(weight(p, `${behind}.gain`), [-1, 1]);
  const shift = tf.matMul(tf.reshape(weight(p, `${behind}.bias`), [1, -1]), w as tf.Tensor2D);
  return { w: tf.mul(w, gain), b: tf.add(b, tf.reshape(shift, [-1])) };
}

function layerOf(p: Params, c: EncoderConfig, name: string): Layer {
  return {
    q: folded(p, `${name}.q`, `${name}.norm1`, 1 / Math.sqrt(c.width / c.heads)),
    k: folded(p, `${name}.k`, `${name}.norm1`),
    v: folded(p, `${name}.v`, `${name}.norm1`),
    out: folded(p, `${name}.out`, null),
    up: folded(p, `${name}.up`, `${name}.norm2`, Math.SQRT1_2),
    down: scaledWeight(folded(p, `${name}.down`, null), Math.SQRT1_2),
  };
}

/** The factor on the weight alone: what it multiplies is not in the bias. */
const scaledWeight = ({ w, b }: Dense, factor: number): Dense => ({ w: tf.mul(w, factor), b });

function prepare(p: Params, c: EncoderConfig): Prepared {
  const layers = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => layerOf(p, c, `${name}.${i}`));
  tf.engine().startScope();
  try {
    const prepared: Prepared = {
      patch: folded(p, 'patch', null),
      position: tf.clone(weight(p, 'position')),
      direct: folded(p, 'metadata.direct', null),
      up: folded(p, 'metadata.up', null, Math.SQRT1_2),
      down: scaledWeight(folded(p, 'metadata.down', null), Math.SQRT1_2),
      temporal: layers('temporal', c.temporalLayers),
      pool: folded(p, 'pool', 'pool.norm'),
      chronos: folded(p, 'chronos', 'chronos.norm'),
      gate: folded(p, 'gate', null),
      market: tf.clone(weight(p, 'market')),
      regime: folded(p, 'regime', null),
      cross: layers('cross', c.crossLayers),
      outGain: tf.clone(weight(p, 'out.gain')),
      outBias: tf.clone(weight(p, 'out.bias')),
    };
    keepAll(prepared);
    return prepared;
  } finally {
    tf.engine().endScope();
  }
}

function keepAll(x: unknown): void {
  if (x instanceof tf.Tensor) tf.keep(x);
  else if (typeof x === 'object' && x !== null) Object.values(x).forEach(keepAll);
}

/** Weights belong to one backend and are never changed in place, so what was folded from them stays good. */
const known = new WeakMap<Params, Prepared>();

function prepared(p: Params, c: EncoderConfig): Prepared {
  let found = known.get(p);
  if (!found) known.set(p, (found = prepare(p, c)));
  return found;
}

const dense = ({ w, b }: Dense, x: tf.Tensor): tf.Tensor =>
  tf.fused.matMul({ a: x as tf.Tensor2D, b: w, bias: b });

/** Centred and divided by its deviation, row by row; gain and bias are in the next layer. */
function hat(x: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPS)));
}

/** u (1 + erf u), u = x / sqrt(2): GELU but for a factor that the next layer holds. */
const halfGelu = (u: tf.Tensor): tf.Tensor => tf.mul(u, tf.add(tf.erf(u), 1));

/** One pre-norm layer on b series of t rows each, x (b*t, D). */
function layer(w: Layer, x: tf.Tensor, b: number, t: number, heads: number): tf.Tensor {
  const d = x.shape[1] ?? 1;
  const n = hat(x);
  const split = (part: Dense, order: number[]) =>
    tf.transpose(tf.reshape(dense(part, n), [b, t, heads, d / heads]), order);
  const scores = tf.matMul(split(w.q, [0, 2, 1, 3]), split(w.k, [0, 2, 3, 1])); // (b, H, t, t)
  const mixed = tf.matMul(tf.softmax(scores, -1), split(w.v, [0, 2, 1, 3])); // (b, H, t, dk)
  const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [b * t, d]);
  const x1 = tf.add(x, dense(w.out, merged));
  return tf.add(x1, dense(w.down, halfGelu(dense(w.up, hat(x1)))));
}

/** `mixed` (M, D) and the gate's read-out (M): see `assetStates`, gate learned. */
export function assetStatesFast(p: Params, c: EncoderConfig, x: AssetInputs) {
  const w = prepared(p, c);
  const count = x.windows.shape[0] ?? 1;
  const [d, patches] = [c.width, patchCount(c)];
  const m = tf.add(dense(w.direct, x.metadata), dense(w.down, halfGelu(dense(w.up, x.metadata)))); // (M, D)
  const tokens = dense(w.patch, tf.reshape(x.windows, [count * patches, c.patchDays * c.channels]));
  const placed = tf.add(tf.reshape(tokens, [count, patches, d]), w.position); // (M, P, D)
  const rows = 1 + patches;
  let s = tf.reshape(tf.concat([tf.reshape(m, [count, 1, d]), placed], 1), [count * rows, d]);
  for (const each of w.temporal) s = layer(each, s, count, rows, c.heads);
  const states = tf.reshape(s, [count, rows, d]);
  const first = tf.reshape(tf.slice(states, [0, 0, 0], [-1, 1, -1]), [count, d]);
  const rest = tf.mean(tf.slice(states, [0, 1, 0], [-1, patches, -1]), 1);
  const h = dense(w.pool, hat(tf.concat([first, rest], 1)));
  const chronos = dense(w.chronos, hat(x.chronos));
  const g = tf.sigmoid(dense(w.gate, tf.concat([h, chronos, m], 1)));
  // g*h + (1-g)*c
  const z = tf.add(chronos, tf.mul(g, tf.sub(h, chronos)));
  return { mixed: tf.add(z, m), gate: tf.mean(g, -1) };
}

/** Attention of one universe, everything in it visible. mixed (N, D), regime (1, 8) -> (N+1, D): assets, then market. */
export function crossAssetsFast(p: Params, c: EncoderConfig, mixed: tf.Tensor, regime: tf.Tensor): tf.Tensor {
  const w = prepared(p, c);
  const n = mixed.shape[0] ?? 0;
  const token = tf.add(dense(w.regime, regime), w.market); // (1, D)
  let x = tf.concat([mixed, token], 0); // (N+1, D): attention does not mind the order
  for (const each of w.cross) x = layer(each, x, 1, n + 1, c.heads);
  return tf.add(tf.mul(hat(x), w.outGain), w.outBias);
}
