import * as tf from '@tensorflow/tfjs-core';

type Input = tf.Tensor | tf.GradSaveFunc;

/**
 * Rows of a table. The gradient is a one-hot product: that of `gather` needs a segment sum WASM lacks.
 * @param table (V, D). @param ids int32, any shape, each in [0, V).
 * @returns (…ids, D)
 */
export function embeddingLookup(table: tf.Tensor, ids: tf.Tensor): tf.Tensor {
  const [vocabulary = 1, width = 1] = table.shape;
  const flat = tf.reshape(tf.cast(ids, 'int32'), [-1]) as tf.Tensor1D;
  const op = tf.customGrad((t: Input, save: Input) => {
    // Saved, not closed over: what the forward pass makes is disposed of before the gradient runs.
    (save as tf.GradSaveFunc)([flat]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const hot = tf.cast(tf.oneHot(saved[0] as tf.Tensor1D, vocabulary), 'float32');
      return [tf.matMul(tf.transpose(hot) as tf.Tensor2D, tf.reshape(dy, [-1, width]) as tf.Tensor2D)];
    };
    return { value: tf.gather(t as tf.Tensor, flat), gradFunc };
  });
  return tf.reshape(op(table), [...ids.shape, width]);
}
