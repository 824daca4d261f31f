import * as tf from '@tensorflow/tfjs-core';

/**
 * Whether gradients are being recorded. Where not, layers run their kernels directly: on small tensors the wrapping of
 * operations and custom gradients costs more than the arithmetic.
 */
export function recording(): boolean {
  return tf.engine().state.gradientDepth > 0;
}

/** The data of a tensor under another shape of the same size, for a kernel to read: no tensor, nothing to dispose of. */
export function seenAs(t: tf.Tensor, shape: readonly number[]): tf.TensorInfo {
  return { dataId: t.dataId, dtype: t.dtype, shape: [...shape] };
}

/** Runs one kernel of the current backend. Kernels read data, shape and type of their inputs and nothing else. */
export function runKernel(
  name: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attributes: Readonly<Record<string, unknown>> = {},
): tf.Tensor {
  return tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

/** x·w (+ b, then ReLU) over the last axis, in one kernel and one change of shape. x (…, I), w (I, O), b (O). */
export function denseDirect(
  x: tf.Tensor,
  w: tf.Tensor,
  b: tf.Tensor | undefined,
  activation: 'linear' | 'relu',
): tf.Tensor {
  const [inputs = 1, outputs = 1] = w.shape;
  const a = seenAs(x, [1, x.size / inputs, inputs]);
  const attributes = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.2 };
  const y = runKernel(
    '_FusedMatMul',
    { a, b: seenAs(w, [1, inputs, outputs]), ...(b ? { bias: b } : {}) },
    attributes,
  );
  const out = tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
  y.dispose();
  return out;
}

/** Axes of a tensor seen under another shape, put in another order. */
export function transposeDirect(x: tf.Tensor, shape: readonly number[], perm: readonly number[]): tf.Tensor {
  return runKernel('Transpose', { x: seenAs(x, shape) }, { perm: [...perm] });
}

/** Multiplications from which one product of a batch is worth a call of its own. */
const LARGE_PRODUCT = 500_000;

/** Products of a batch one by one. (B…, M, K)·(B…, K, N) */
function oneByOne(a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1) ?? 1;
  const lead = a.shape.slice(0, -2);
  const count = lead.reduce((x, y) => x * y, 1);
  const part = (t: tf.TensorInfo, i: number, rows: number, columns: number) =>
    runKernel(
      'Slice',
      { x: { ...t, shape: [count, rows, columns] } },
      { begin: [i, 0, 0], size: [1, rows, columns] },
    );
  return tf.tidy(() => {
    const parts = Array.from({ length: count }, (_, i) =>
      tf.tidy(() => runProduct(part(a, i, m, k), part(b, i, k, n))),
    );
    return tf.reshape(parts.length === 1 ? (parts[0] as tf.Tensor) : tf.concat(parts, 0), [...lead, m, n]);
  });
}

const runProduct = (a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor =>
  runKernel('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });

/**
 * Batched product (B…, M, K)·(B…, K, N). A batch goes through a plain loop on WASM and only a single product through its
 * fast kernel, ten times as quick: there large products are taken one by one.
 */
export function matMulDirect(a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor {
  const [m = 1, k = 1] = a.shape.slice(-2);
  const large = m * k * (b.shape.at(-1) ?? 1) >= LARGE_PRODUCT;
  const alike = a.shape.slice(0, -2).join() === b.shape.slice(0, -2).join();
  return large && alike && tf.getBackend() === 'wasm' ? oneByOne(a, b) : runProduct(a, b);
}
