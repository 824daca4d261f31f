import * as tf from '@tensorflow/tfjs-core';
import { recording } from './direct.ts';
import { columnSum } from './reduce.ts';

type Input = tf.Tensor | tf.GradSaveFunc;

function layerNormOp(eps: number) {
  return tf.customGrad((x: Input, gain: Input, bias: Input, save: Input) => {
    const g = gain as tf.Tensor;
    const centred = tf.sub(x as tf.Tensor, tf.mean(x as tf.Tensor, -1, true));
    const inv = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
    const hat = tf.mul(centred, inv);
    (save as tf.GradSaveFunc)([hat, inv, g]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [xh, is, gn] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const dHat = tf.mul(dy, gn);
      const dyHat = tf.mul(dy, xh);
      const along = tf.mul(xh, tf.mean(tf.mul(dyHat, gn), -1, true));
      const dx = tf.mul(is, tf.sub(tf.sub(dHat, tf.mean(dHat, -1, true)), along));
      return [dx, columnSum(dyHat), columnSum(dy)];
    };
    return { value: tf.add(tf.mul(hat, g), bias as tf.Tensor), gradFunc };
  });
}

function rmsNormOp(eps: number) {
  return tf.customGrad((x: Input, gain: Input, save: Input) => {
    const g = gain as tf.Tensor;
    const inv = tf.rsqrt(tf.add(tf.mean(tf.square(x as tf.Tensor), -1, true), eps));
    const hat = tf.mul(x as tf.Tensor, inv);
    (save as tf.GradSaveFunc)([hat, inv, g]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [xh, is, gn] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const dyHat = tf.mul(dy, xh);
      const along = tf.mul(xh, tf.mean(tf.mul(dyHat, gn), -1, true));
      return [tf.mul(is, tf.sub(tf.mul(dy, gn), along)), columnSum(dyHat)];
    };
    return { value: tf.mul(hat, g), gradFunc };
  });
}

function overRows(x: tf.Tensor, f: (rows: tf.Tensor) => tf.Tensor): tf.Tensor {
  const width = x.shape[x.rank - 1] ?? 1;
  return tf.reshape(f(tf.reshape(x, [-1, width])), x.shape);
}

/** Layer norm over the last axis. x (…, D), gain (D), bias (D). */
export function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, eps = 1e-5): tf.Tensor {
  return overRows(x, (rows) => layerNormOp(eps)(rows, gain, bias));
}

/** Root-mean-square norm over the last axis (no centring, no bias; the T5 norm). x (…, D), gain (D). */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor, eps = 1e-6): tf.Tensor {
  if (!recording()) {
    return tf.tidy(() => {
      const inv = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), eps));
      return tf.mul(tf.mul(x, inv), gain);
    });
  }
  return overRows(x, (rows) => rmsNormOp(eps)(rows, gain));
}
