import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { gelu, geluNew, relu, softmaxLast } from './activations.ts';
import { attention } from './attention.ts';
import { embeddingLookup } from './embedding.ts';
import { valueAndGrads } from './gradients.ts';
import { linear, linearRelu } from './linear.ts';
import { layerNorm, rmsNorm } from './norm.ts';
import { initNormal, type Params } from './params.ts';
import { meanAll, meanAxis, sumAll, sumAxis } from './reduce.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const rng = pcg32(7);
const random = (...shape: number[]) => initNormal(rng, shape, 1);

/** Central differences over every entry of every weight, in the float64 the losses are summed in as far as the backend allows. */
function numericGradients(f: (p: Params) => tf.Scalar, params: Params): Record<string, number[]> {
  const out: Record<string, number[]> = {};
  const h = 1e-2;
  for (const [name, t] of Object.entries(params)) {
    const base = t.dataSync() as Float32Array;
    out[name] = [...base].map((_, i) => {
      const at = (d: number) => {
        const data = Float32Array.from(base);
        data[i] = (data[i] ?? 0) + d;
        return tf.tidy(() => f({ ...params, [name]: tf.tensor(data, t.shape) }).dataSync()[0] ?? NaN);
      };
      return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    });
  }
  return out;
}

/** A fixed random projection to a scalar, so that every output element carries another weight. */
function project(y: tf.Tensor, seed = 3): tf.Scalar {
  const r = pcg32(seed);
  const w = Float32Array.from({ length: y.size }, () => r.normal());
  return sumAll(tf.mul(y, tf.tensor(w, y.shape)));
}

function expectGradients(f: (p: Params) => tf.Scalar, params: Params): void {
  const { grads } = valueAndGrads(f, params);
  const numeric = numericGradients(f, params);
  for (const [name, g] of Object.entries(grads)) {
    const analytic = [...g.dataSync()];
    const want = numeric[name] ?? [];
    const size = Math.max(1, ...want.map(Math.abs));
    expect(analytic).toHaveLength(want.length);
    analytic.forEach((a, i) =>
      expect(Math.abs(a - (want[i] ?? NaN)), `${name}[${i}]`).toBeLessThan(3e-3 * size),
    );
    expect(Math.max(...want.map(Math.abs)), `${name} has a gradient to check`).toBeGreaterThan(1e-3);
  }
}

describe('custom gradients agree with finite differences', () => {
  it('linear with and without bias, on rank 2 and 3', () => {
    expectGradients((p) => project(linear(p.x!, p.w!, p.b)), {
      x: random(3, 4),
      w: random(4, 5),
      b: random(5),
    });
    expectGradients((p) => project(linear(p.x!, p.w!)), { x: random(2, 3, 4), w: random(4, 2) });
  });
  it('linearRelu', () => {
    const p = { x: random(3, 4), w: random(4, 5), b: random(5) };
    expectGradients((q) => project(linearRelu(q.x!, q.w!, q.b)), p);
    expectGradients((q) => project(linearRelu(q.x!, q.w!)), { x: random(2, 3, 4), w: random(4, 3) });
    const fused = linearRelu(p.x, p.w, p.b).dataSync();
    const plain = relu(linear(p.x, p.w, p.b)).dataSync();
    expect([...fused]).toEqual([...plain]);
  });
  it('layerNorm and rmsNorm', () => {
    expectGradients((p) => project(layerNorm(p.x!, p.g!, p.b!)), {
      x: random(2, 3, 5),
      g: random(5),
      b: random(5),
    });
    expectGradients((p) => project(rmsNorm(p.x!, p.g!)), { x: random(2, 3, 5), g: random(5) });
  });
  it('activations and softmax', () => {
    const away = (t: tf.Tensor) => tf.add(t, tf.mul(tf.sign(t), 0.1));
    expectGradients((p) => project(relu(p.x!)), { x: away(random(4, 3)) });
    expectGradients((p) => project(gelu(p.x!)), { x: random(4, 3) });
    expectGradients((p) => project(geluNew(p.x!)), { x: random(4, 3) });
    expectGradients((p) => project(softmaxLast(p.x!)), { x: random(2, 2, 4) });
  });
  it('attention, plain, cross-shaped, with bias and mask', () => {
    const shape = { q: random(2, 3, 4), k: random(2, 5, 4), v: random(2, 5, 4) };
    expectGradients((p) => project(attention({ q: p.q!, k: p.k!, v: p.v!, heads: 2 })), shape);
    const mask = tf.tensor2d([1, 1, 1, 1, 1, 0, 1, 1, 0, 1], [2, 5]);
    expectGradients(
      (p) => project(attention({ q: p.q!, k: p.k!, v: p.v!, heads: 2, bias: p.bias!, mask, scale: 1 })),
      {
        ...shape,
        bias: random(2, 3, 5),
      },
    );
  });
  it('sumAxis, meanAxis, meanAll', () => {
    expectGradients((p) => project(tf.square(sumAxis(p.x!, 1))), { x: random(2, 3, 4) });
    expectGradients((p) => project(tf.square(meanAxis(p.x!, [0, -1], true))), { x: random(2, 3, 4) });
    expectGradients((p) => meanAll(tf.square(p.x!)), { x: random(2, 3) });
  });
  it('embeddingLookup, repeated rows included', () => {
    const ids = tf.tensor2d([0, 2, 2, 1], [2, 2], 'int32');
    expectGradients((p) => project(embeddingLookup(p.table!, ids)), { table: random(3, 4) });
  });
});

describe('gradients of the plain ops', () => {
  it('arithmetic with broadcasting', () => {
    const p = { a: random(2, 3, 4), b: random(4), c: random(2, 1, 4) };
    expectGradients((q) => project(tf.mul(tf.sub(tf.add(q.a!, q.b!), q.c!), q.b!)), p);
    expectGradients((q) => project(tf.div(q.a!, tf.add(tf.square(q.c!), 1))), { a: p.a, c: p.c });
    expectGradients((q) => project(tf.addN([tf.square(q.a!), tf.exp(q.a!)])), { a: p.a });
    expectGradients((q) => project(tf.minimum(tf.maximum(q.a!, q.c!), q.b!)), p);
  });
  it('pointwise', () => {
    const x = { x: tf.add(tf.abs(random(3, 3)), 0.5) };
    for (const f of [
      tf.log,
      tf.log1p,
      tf.sqrt,
      tf.rsqrt,
      tf.tanh,
      tf.sigmoid,
      tf.softplus,
      tf.erf,
      tf.neg,
      tf.abs,
    ]) {
      expectGradients((q) => project(f(q.x!)), x);
    }
    expectGradients((q) => project(tf.clipByValue(q.x!, 0.2, 1.1)), { x: tf.tensor1d([-1, 0.3, 0.8, 2]) });
    expectGradients((q) => project(tf.pow(q.x!, 3)), x);
  });
  it('layout', () => {
    const p = { a: random(2, 3), b: random(2, 2) };
    expectGradients((q) => project(tf.square(tf.concat([q.a!, q.b!], 1))), p);
    expectGradients((q) => project(tf.square(tf.stack([q.a!, tf.exp(q.a!)], 1))), { a: p.a });
    expectGradients((q) => project(tf.mul(...(tf.unstack(q.b!, 0) as [tf.Tensor, tf.Tensor]))), { b: p.b });
    expectGradients((q) => project(tf.mul(...(tf.split(q.b!, 2, 1) as [tf.Tensor, tf.Tensor]))), { b: p.b });
    expectGradients(
      (q) =>
        project(
          tf.square(
            tf.pad(tf.slice(q.a!, [0, 1], [2, 2]), [
              [1, 0],
              [0, 2],
            ]),
          ),
        ),
      { a: p.a },
    );
    expectGradients((q) => project(tf.square(tf.transpose(tf.expandDims(q.a!, 0), [2, 0, 1]))), { a: p.a });
    expectGradients((q) => project(tf.square(tf.tile(q.a!, [2, 3]))), { a: p.a });
    expectGradients((q) => project(tf.square(tf.gather(q.a!, tf.tensor1d([2, 0, 2], 'int32'), 1))), {
      a: p.a,
    });
    expectGradients((q) => project(tf.square(tf.cumsum(q.a!, 1))), { a: p.a });
    expectGradients((q) => project(tf.where(tf.greater(q.a!, 0), tf.square(q.a!), tf.exp(q.a!))), { a: p.a });
  });
  it('products and reductions', () => {
    const p = { a: random(2, 3, 4), b: random(2, 5, 4), w: random(4, 3) };
    expectGradients((q) => project(tf.matMul(q.a!, q.b!, false, true)), { a: p.a, b: p.b });
    expectGradients((q) => project(tf.matMul(q.a!, tf.expandDims(q.w!, 0))), { a: p.a, w: p.w });
    expectGradients((q) => project(tf.square(tf.sum(q.a!, 1))), { a: p.a });
    expectGradients((q) => project(tf.square(tf.mean(q.a!, [0, 2], true))), { a: p.a });
    expectGradients((q) => project(tf.max(q.a!, 1)), { a: p.a });
    expectGradients((q) => project(tf.softmax(q.a!)), { a: p.a });
    expectGradients((q) => project(tf.logSoftmax(q.a!)), { a: p.a });
    expectGradients((q) => project(tf.logSumExp(q.a!, 2)), { a: p.a });
  });
});

describe('forward values', () => {
  it('an all-hidden row attends evenly instead of giving NaN', () => {
    const v = tf.tensor3d([1, 3], [1, 2, 1]);
    const y = attention({
      q: tf.ones([1, 1, 1]),
      k: tf.ones([1, 2, 1]),
      v,
      heads: 1,
      mask: tf.zeros([1, 2]),
    });
    expect(y.dataSync()[0]).toBeCloseTo(2, 5);
  });
  it('a weight the loss ignores gets a zero gradient', () => {
    const { grads } = valueAndGrads((p) => sumAll(p.a!), { a: random(2), b: random(3) });
    expect([...grads.b!.dataSync()]).toEqual([0, 0, 0]);
  });
});
