import * as tf from '@tensorflow/tfjs-core';
import { LAYOUT } from './op-gradients-layout.ts';
import { flag, type Grad, keptShape, reduceTo, unary } from './op-gradient-parts.ts';
import { ARITHMETIC, POINTWISE } from './op-gradients-pointwise.ts';

/*
 * Gradients of the plain ops, registered here rather than taken from tfjs: its own live behind module paths that
 * Node cannot resolve, and several of them (sum, mean, matMul, gather, pow) are 10-100x slower than need be on WASM.
 */
const swapLast = (t: tf.Tensor) => {
  const perm = t.shape.map((_, i) => i);
  perm.push(...perm.splice(-2).toReversed());
  return tf.transpose(t, perm);
};

function matMulGradient(
  dy: tf.Tensor,
  a: tf.Tensor,
  b: tf.Tensor,
  ta: boolean,
  tb: boolean,
  forA: boolean,
): tf.Tensor {
  const [left, right] = [ta ? swapLast(a) : a, tb ? swapLast(b) : b];
  const g = forA ? tf.matMul(dy, swapLast(right)) : tf.matMul(swapLast(left), dy);
  return reduceTo(forA ? (ta ? swapLast(g) : g) : tb ? swapLast(g) : g, forA ? a.shape : b.shape);
}

const extremum = (kernelName: string): Grad => ({
  kernelName,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => ({
    x: () => {
      const [x, y] = saved as [tf.Tensor, tf.Tensor];
      const kept = keptShape(x.shape, attrs['reductionIndices'] ?? attrs['axis']);
      return tf.mul(tf.reshape(dy as tf.Tensor, kept), flag(tf.equal(x, tf.reshape(y, kept))));
    },
  }),
});

const REDUCTIONS: Grad[] = [
  {
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      const [ta, tb] = [Boolean(attrs['transposeA']), Boolean(attrs['transposeB'])];
      const d = dy as tf.Tensor;
      return {
        a: () => matMulGradient(d, a, b, ta, tb, true),
        b: () => matMulGradient(d, a, b, ta, tb, false),
      };
    },
  },
  unary('Sum', (dy, x, attrs) => tf.mul(tf.reshape(dy, keptShape(x.shape, attrs['axis'])), tf.ones(x.shape))),
  unary('Mean', (dy, x, attrs) => {
    const kept = keptShape(x.shape, attrs['axis']);
    const count = x.size / kept.reduce((a, b) => a * b, 1);
    return tf.mul(tf.reshape(dy, kept), tf.fill(x.shape, 1 / count));
  }),
  extremum('Max'),
  extremum('Min'),
  {
    kernelName: 'Softmax',
    outputsToSave: [true],
    gradFunc: (dy, saved) => ({
      logits: () => {
        const [d, p] = [dy as tf.Tensor, saved[0] as tf.Tensor];
        return tf.mul(p, tf.sub(d, tf.sum(tf.mul(p, d), -1, true)));
      },
    }),
  },
];

let registered = false;

/** Registers the gradients once per process (they are the same for every backend). */
export function registerOpGradients(): void {
  if (registered) return;
  registered = true;
  for (const g of [...ARITHMETIC, ...POINTWISE, ...LAYOUT, ...REDUCTIONS]) tf.registerGradient(g);
}
