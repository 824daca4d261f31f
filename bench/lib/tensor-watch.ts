import * as tf from '@tensorflow/tfjs-core';

/** Most bytes of tensors alive at once while a task runs, over those before it; and tensors left behind. */
export async function watchTensors(
  task: () => Promise<unknown>,
): Promise<{ peakBytes: number; left: number }> {
  const before = tf.memory();
  let peak = before.numBytes;
  const engine = tf.engine();
  const kernel = engine.runKernel.bind(engine);
  engine.runKernel = <T extends tf.Tensor | tf.Tensor[]>(
    name: string,
    inputs: tf.NamedTensorMap,
    attributes?: tf.NamedAttrMap,
  ): T => {
    const out = kernel<T>(name, inputs, attributes);
    peak = Math.max(peak, tf.memory().numBytes);
    return out;
  };
  try {
    await task();
  } finally {
    engine.runKernel = kernel;
  }
  return { peakBytes: peak - before.numBytes, left: tf.memory().numTensors - before.numTensors };
}
