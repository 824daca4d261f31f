import * as tf from '@tensorflow/tfjs-core';
import { matMulDirect, runKernel, seenAs, transposeDirect } from '../nn/direct.ts';
import { weight, type Params } from '../nn/params.ts';
import { patchCount, type EncoderConfig } from './config.ts';
import type { AssetInputs } from './encoder.ts';

/*
 * The learned-gate forward pass of encoder.ts in half as many kernels, for use without gradients. One asset's pass is
 * nothing but small kernels, so their number is its cost. The same sums in another order: gains and biases of the norms
 * lie in the weights behind them, 1/sqrt(dk) in the queries, the halves and roots of GELU in the layers around it.
 * Kernels are run directly; everything stays (1, rows, D), the shape their products have, except inside attention. `inference.test.ts` holds it to encoder.ts within 1e-5.
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
  readonly eps: tf.Tensor;
  readonly one: tf.Tensor;
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
      eps: tf.scalar(EPS),
      one: tf.scalar(1),
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

type Kernel = (name: string, a: tf.TensorInfo, b: tf.TensorInfo) => tf.Tensor;
const both: Kernel = (name, a, b) => runKernel(name, { a, b });
const add = (a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor => both('Add', a, b);
const sub = (a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor => both('Sub', a, b);
const mul = (a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor => both('Multiply', a, b);
const of = (name: string, x: tf.TensorInfo): tf.Tensor => runKernel(name, { x });
const meanLast = (x: tf.TensorInfo): tf.Tensor => runKernel('Mean', { x }, { axis: 2, keepDims: true });
const slice = (x: tf.TensorInfo, begin: readonly number[], size: readonly number[]): tf.Tensor =>
  runKernel('Slice', { x }, { begin: [...begin], size: [...size] });
/** Kernels that join take their inputs in order. */
const concat = (parts: readonly tf.TensorInfo[], axis: number): tf.Tensor =>
  runKernel('Concat', parts as unknown as Record<string, tf.TensorInfo>, { axis });

const MATRIX = { transposeA: false, transposeB: false, activation: 'linear', leakyreluAlpha: 0.2 };

/** x (1, rows, I) -> (1, rows, O) */
const dense = ({ w, b }: Dense, x: tf.TensorInfo): tf.Tensor =>
  runKernel('_FusedMatMul', { a: x, b: seenAs(w, [1, w.shape[0], w.shape[1]]), bias: b }, MATRIX);

/** Centred and divided by its deviation, row by row; gain and bias are in the next layer. */
function hat(w: Prepared, x: tf.TensorInfo): tf.Tensor {
  const centred = sub(x, meanLast(x));
  return mul(centred, of('Rsqrt', add(meanLast(of('Square', centred)), w.eps)));
}

/** u (1 + erf u), u = x / sqrt(2): GELU but for a factor that the next layer holds. */
const halfGelu = (w: Prepared, u: tf.TensorInfo): tf.Tensor => mul(u, add(of('Erf', u), w.one));

/** One pre-norm layer on b series of t rows each, x (1, b*t, D). */
function layer(w: Prepared, l: Layer, x: tf.Tensor, b: number, t: number, heads: number): tf.Tensor {
  const d = x.shape[2] ?? 1;
  const n = hat(w, x);
  const split = (part: Dense, order: readonly number[]) =>
    transposeDirect(dense(part, n), [b, t, heads, d / heads], order);
  const scores = matMulDirect(split(l.q, [0, 2, 1, 3]), split(l.k, [0, 2, 3, 1])); // (b, H, t, t)
  const weights = runKernel('Softmax', { logits: scores }, { dim: 3 });
  const mixed = matMulDirect(weights, split(l.v, [0, 2, 1, 3])); // (b, H, t, dk)
  const merged = transposeDirect(mixed, mixed.shape, [0, 2, 1, 3]); // (b, t, H, dk)
  const x1 = add(x, dense(l.out, seenAs(merged, [1, b * t, d])));
  return add(x1, dense(l.down, halfGelu(w, dense(l.up, hat(w, x1)))));
}

/** `mixed` (M, D) and the gate's read-out (M): see `assetStates`, gate learned. Call it inside a tidy. */
export function assetStatesFast(p: Params, c: EncoderConfig, x: AssetInputs) {
  const w = prepared(p, c);
  const count = x.windows.shape[0] ?? 1;
  const [d, patches] = [c.width, patchCount(c)];
  const metadata = seenAs(x.metadata, [1, count, c.metadataCount]);
  const m = add(dense(w.direct, metadata), dense(w.down, halfGelu(w, dense(w.up, metadata)))); // (1, M, D)
  const days = seenAs(x.windows, [1, count * patches, c.patchDays * c.channels]);
  const placed = add(seenAs(dense(w.patch, days), [count, patches, d]), w.position); // (M, P, D)
  const rows = 1 + patches;
  let s = tf.reshape(concat([seenAs(m, [count, 1, d]), placed], 1), [1, count * rows, d]);
  for (const each of w.temporal) s = layer(w, each, s, count, rows, c.heads);
  const states = seenAs(s, [count, rows, d]);
  const first = seenAs(slice(states, [0, 0, 0], [count, 1, d]), [1, count, d]);
  const rest = runKernel(
    'Mean',
    { x: slice(states, [0, 1, 0], [count, patches, d]) },
    { axis: 1, keepDims: false },
  );
  const h = dense(w.pool, hat(w, concat([first, seenAs(rest, [1, count, d])], 2)));
  const chronos = dense(w.chronos, hat(w, seenAs(x.chronos, [1, count, c.chronosWidth])));
  const g = of('Sigmoid', dense(w.gate, concat([h, chronos, m], 2)));
  // g*h + (1-g)*c
  const z = add(add(chronos, mul(g, sub(h, chronos))), m);
  return { mixed: tf.reshape(z, [count, d]), gate: tf.reshape(meanLast(g), [count]) };
}

/**
 * Attention of one universe, everything in it visible. Call it inside a tidy.
 * @param mixed (N, D). @param regime (1, 8). @returns (N+1, D): assets, then market.
 */
export function crossAssetsFast(p: Params, c: EncoderConfig, mixed: tf.Tensor, regime: tf.Tensor): tf.Tensor {
  const w = prepared(p, c);
  const n = mixed.shape[0] ?? 0;
  const token = add(dense(w.regime, seenAs(regime, [1, 1, c.regimeCount])), w.market); // (1, 1, D)
  // (1, N+1, D): attention does not mind the order
  let x = concat([seenAs(mixed, [1, n, c.width]), token], 1);
  for (const each of w.cross) x = layer(w, each, x, 1, n + 1, c.heads);
  return tf.reshape(add(mul(hat(w, x), w.outGain), w.outBias), [n + 1, c.width]);
}
