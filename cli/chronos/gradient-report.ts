import * as tf from '@tensorflow/tfjs-core';
import { valueAndGrads } from '../../src/models/nn/gradients.ts';
import { disposeParams, fromParams, type Params } from '../../src/models/nn/params.ts';
import { officialLayout } from '../../src/models/chronos/weights.ts';

/** Loss, and per weight the L2 norm and first four entries of its gradient, in the official (out, in) layout. */
export async function lossAndGradients(loss: (p: Params) => tf.Scalar, params: Params): Promise<unknown> {
  const { value, grads } = valueAndGrads(loss, params);
  const raw = officialLayout(await fromParams(grads));
  const lossValue = (await value.data())[0] ?? NaN;
  value.dispose();
  disposeParams(grads);
  const gradients = Object.entries(raw).map(([name, t]) => {
    const norm = Math.sqrt(t.data.reduce((s, x) => s + x * x, 0));
    return [name, { l2_norm: norm, first_values: Array.from(t.data.subarray(0, 4)) }];
  });
  return { loss: lossValue, gradients: Object.fromEntries(gradients) };
}
