import * as tf from '@tensorflow/tfjs-core';
import { flag, type Grad, indexed, unary } from './op-gradient-parts.ts';

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

/** Ops that move, cut and join. */
export const LAYOUT: Grad[] = [
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
