import * as tf from '@tensorflow/tfjs-core';
import type { Params } from '../nn/params.ts';
import type { PolicyConfig } from './config.ts';
import { expertHeads } from './experts.ts';
import type { PolicyBatch } from './run-policy.ts';
import { trunk } from './trunk.ts';

/** The four experts' asset logits, (batch, 4, assets) flat; no objective is needed. Leaves no tensor behind. */
export async function runExperts(
  params: Params,
  config: PolicyConfig,
  b: Omit<PolicyBatch, 'objective'>,
): Promise<Float32Array> {
  const scores = tf.tidy(() => {
    const input = {
      embeddings: tf.tensor3d(b.embeddings, [b.batch, b.assets, config.embedding]),
      asset: tf.tensor3d(b.asset, [b.batch, b.assets, config.assetColumns.length]),
      global: tf.tensor2d(b.global, [b.batch, config.globalColumns.length]),
      mask: tf.tensor2d(b.mask, [b.batch, b.assets]),
    };
    return expertHeads(params, input, trunk(params, input)).scores;
  });
  const out = Float32Array.from(await scores.data());
  scores.dispose();
  return out;
}
