import * as tf from '@tensorflow/tfjs-core';
import { columnSum } from './reduce.ts';

/*
 * Gradients of the plain ops, registered here rather than taken from tfjs: its own live behind module paths that
 * Node cannot resolve, and several of them (sum, mean, matMul, gather, pow) are 10-100x slower than need be on WASM.
 */
type Grad = tf.GradConfig;
type Attributes = tf.NamedAttrMap;

/** Sums a gradient back to the shape of an operand that was broadcast. */
function reduceTo(g: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const lead = g.rank - shape.length;
  const sizes = g.shape.slice(lead);
  if (sizes.every((s, i) => s === shape[i])) {
    if (lead === 0) return tf.clone(g);
    const width = shape.reduce((a, b) => a * b, 1);
    return tf.reshape(columnSum(tf.reshape(g, [-1, width])), [...shape]);
  }
  const axes = g.shape
    .map((_, i) => i)
    .filter((i) => i < lead || (shape[i - lead] === 1 && g.shape[i] !== 1));
  return tf.reshape(tf.sum(g, axes), [...shape]);
}

/** Shape with the reduced axes kept as 1. */
function keptShape(shape: readonly number[], axis: unknown): number[] {
  const rank = shape.length;
  const list =
    axis === undefined || axis === null ? shape.map((_, i) => i) : Array.isArray(axis) ? axis : [axis];
  const axes = list.map((a) => (Number(a) < 0 ? Number(a) + rank : Number(a)));
  return shape.map((s, i) => (axes.includes(i) ? 1 : s));
}

function binary(
  kernelName: string,
  da: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  db: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): Grad {
  const gradFunc = (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const d = dy as tf.Tensor;
    return { a: () => reduceTo(da(d, a, b), a.shape), b: () => reduceTo(db(d, a, b), b.shape) };
  };
  return { kernelName, inputsToSave: ['a', 'b'], gradFunc };
}

/** A pointwise op of input x; `useOutput` hands the derivative the output instead of the input. */
function unary(
  kernelName: string,
  dx: (dy: tf.Tensor, saved: tf.Tensor, attrs: Attributes) => tf.Tensor,
  useOutput = false,
): Grad {
  return {
    kernelName,
    ...(useOutput ? { outputsToSave: [true] } : { inputsToSave: ['x'] }),
    gradFunc: (dy, saved, attrs) => ({ x: () => dx(dy as tf.Tensor, saved[0] as tf.Tensor, attrs) }),
  };
}

const flag = (t: tf.Tensor) => tf.cast(t, 'float32');

const COMPARISONS = [
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'Equal',
  'NotEqual',
  'LogicalAnd',
  'LogicalOr',
];

const ARITHMETIC: Grad[] = [
  ...COMPARISONS.map((name) =>
    binary(
      name,
      (_, a) => tf.zeros(a.shape),
      (_, __, b) => tf.zeros(b.shape),
    ),
  ),
  binary(
    'Add',
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    'Sub',
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  binary(
    'Multiply',
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  binary(
    'RealDiv',
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  binary(
    'Maximum',
    (dy, a, b) => tf.mul(dy, flag(tf.greaterEqual(a, b))),
    (dy, a, b) => tf.mul(dy, flag(tf.less(a, b))),
  ),
  binary(
    'Minimum',
    (dy, a, b) => tf.mul(dy, flag(tf.lessEqual(a, b))),
    (dy, a, b) => tf.mul(dy, flag(tf.greater(a, b))),
  ),
  binary(
    'SquaredDifference',
    (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(a, b)),
    (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(b, a)),
  ),
  binary(
    'Pow',
    (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.pow(a, b), tf.log(tf.maximum(a, 1e-30)))),
  ),
  {
    kernelName: 'AddN',
    saveAllInputs: true,
    gradFunc: (dy, saved) => indexed(saved.map(() => () => tf.clone(dy as tf.Tensor))),
  },
];

/** Ops whose inputs are a list name their gradients by position. */
function indexed(thunks: (() => tf.Tensor)[]): Record<string, () => tf.Tensor> {
  return Object.fromEntries(thunks.map((f, i) => [String(i), f]));
}

const POINTWISE: Grad[] = [
  unary('Neg', (dy) => tf.neg(dy)),
  unary('Exp', (dy, y) => tf.mul(dy, y), true),
  unary('Expm1', (dy, y) => tf.mul(dy, tf.add(y, 1)), true),
  unary('Log', (dy, x) => tf.div(dy, x)),
  unary('Log1p', (dy, x) => tf.div(dy, tf.add(x, 1))),
  unary('Sqrt', (dy, y) => tf.div(dy, tf.mul(y, 2)), true),
  unary('Rsqrt', (dy, y) => tf.mul(tf.mul(dy, -0.5), tf.mul(y, tf.square(y))), true),
  unary('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  unary('Abs', (dy, x) => tf.mul(dy, tf.sign(x))),
  unary('Reciprocal', (dy, y) => tf.neg(tf.mul(dy, tf.square(y))), true),
  unary('Tanh', (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))), true),
  unary('Sigmoid', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))), true),
  unary('Softplus', (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  unary('Relu', (dy, x) => tf.mul(dy, tf.step(x))),
  unary('Erf', (dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
  unary('Sin', (dy, x) => tf.mul(dy, tf.cos(x))),
  unary('Cos', (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  unary('ClipByValue', (dy, x, attrs) => {
    const inside = tf.logicalAnd(
      tf.greaterEqual(x, Number(attrs['clipValueMin'])),
      tf.lessEqual(x, Number(attrs['clipValueMax'])),
    );
    return tf.mul(dy, flag(inside));
  }),
  ...['Sign', 'Step', 'Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike'].map((name) =>
    unary(name, (dy) => tf.zerosLike(dy)),
  ),
];

function pads(paddings: readonly (readonly number[])[], x: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const begin = paddings.map((p) => p[0] ?? 0);
  return tf.slice(dy, begin, x.shape);
}

function sliceGradient(dy: tf.Tensor, x: tf.Tensor, begin: readonly number[]): tf.Tensor {
  const paddings = x.shape.map((size, i): [number, number] => {
    const before = begin[i] ?? 0;
    return [before, size - before - (dy.shape[i] ?? size)];
  });
  return tf.pad(dy, paddings);
}

function undo(perm: readonly number[]): number[] {
  const out = perm.map(() => 0);
  perm.forEach((p, i) => (out[p] = i));
  return out;
}

/** Rows gathered along `axis`, scattered back with a one-hot product. */
function gatherGradient(dy: tf.Tensor, x: tf.Tensor, indices: tf.Tensor, axis: number): tf.Tensor {
  const at = axis < 0 ? axis + x.rank : axis;
  const outer = x.shape.slice(0, at).reduce((a, b) => a * b, 1);
  const inner = x.shape.slice(at + 1).reduce((a, b) => a * b, 1);
  const n = x.shape[at] ?? 1;
  const hot = tf.transpose(flag(tf.oneHot(tf.reshape(indices, [-1]) as tf.Tensor1D, n)));
  const rows = tf.reshape(tf.transpose(tf.reshape(dy, [outer, indices.size, inner]), [1, 0, 2]), [
    indices.size,
    outer * inner,
  ]);
  const back = tf.reshape(tf.matMul(hot as tf.Tensor2D, rows as tf.Tensor2D), [n, outer, inner]);
  return tf.reshape(tf.transpose(back, [1, 0, 2]), x.shape);
}

function tileGradient(dy: tf.Tensor, x: tf.Tensor, reps: readonly number[]): tf.Tensor {
  const shape = x.shape.flatMap((s, i) => [reps[i] ?? 1, s]);
  return tf.reshape(
    tf.sum(
      tf.reshape(dy, shape),
      x.shape.map((_, i) => 2 * i),
    ),
    x.shape,
  );
}

const LAYOUT: Grad[] = [
  unary('Identity', (dy) => tf.clone(dy)),
  unary('Cast', (dy) => tf.clone(dy)),
  unary('Reshape', (dy, x) => tf.reshape(dy, x.shape)),
  unary('Transpose', (dy, _, attrs) => tf.transpose(dy, undo(attrs['perm'] as number[]))),
  unary('Slice', (dy, x, attrs) => sliceGradient(dy, x, [attrs['begin']].flat() as number[])),
  unary('PadV2', (dy, x, attrs) => pads(attrs['paddings'] as unknown as number[][], x, dy)),
  unary('Tile', (dy, x, attrs) => tileGradient(dy, x, attrs['reps'] as number[])),
  unary('Cumsum', (dy, _, attrs) =>
    tf.cumsum(dy, Number(attrs['axis'] ?? 0), Boolean(attrs['exclusive']), !attrs['reverse']),
  ),
  {
    kernelName: 'ExpandDims',
    inputsToSave: ['input'],
    gradFunc: (dy, saved) => ({ input: () => tf.reshape(dy as tf.Tensor, saved[0]?.shape ?? []) }),
  },
  {
    kernelName: 'Concat',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const rank = saved[0]?.rank ?? 1;
      const axis = (Number(attrs['axis']) + rank) % rank;
      const parts = tf.split(
        dy as tf.Tensor,
        saved.map((t) => t.shape[axis] ?? 0),
        axis,
      );
      return indexed(parts.map((t) => () => t));
    },
  },
  {
    kernelName: 'SplitV',
    gradFunc: (dy, _, attrs) => ({ x: () => tf.concat(dy as tf.Tensor[], Number(attrs['axis'])) }),
  },
  {
    kernelName: 'Pack',
    saveAllInputs: true,
    gradFunc: (dy, _, attrs) =>
      indexed(tf.unstack(dy as tf.Tensor, Number(attrs['axis'])).map((t) => () => t)),
  },
  {
    kernelName: 'Unpack',
    gradFunc: (dy, _, attrs) => ({ value: () => tf.stack(dy as tf.Tensor[], Number(attrs['axis'])) }),
  },
  {
    kernelName: 'GatherV2',
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, saved, attrs) => ({
      x: () =>
        gatherGradient(
          dy as tf.Tensor,
          saved[0] as tf.Tensor,
          saved[1] as tf.Tensor,
          Number(attrs['axis'] ?? 0),
        ),
      indices: () => saved[1] as tf.Tensor,
    }),
  },
  {
    kernelName: 'Select',
    inputsToSave: ['condition'],
    gradFunc: (dy, saved) => {
      const on = flag(saved[0] as tf.Tensor);
      return {
        condition: () => tf.zerosLike(on),
        t: () => tf.mul(dy as tf.Tensor, on),
        e: () => tf.mul(dy as tf.Tensor, tf.sub(1, on)),
      };
    },
  },
];

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
