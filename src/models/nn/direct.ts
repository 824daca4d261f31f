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

export function matMulDirect(a: tf.TensorInfo, b: tf.TensorInfo): tf.Tensor {
  return runKernel('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });
}
