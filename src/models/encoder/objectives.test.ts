import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { adamW } from '../nn/adamw.ts';
import { valueAndGrads } from '../nn/gradients.ts';
import type { Params } from '../nn/params.ts';
import { encoderConfig } from './config.ts';
import { initEncoder } from './encoder.ts';
import { initHeads, pretrainLoss, type PretrainBatch } from './objectives.ts';

const constants = {
  center: Array.from({ length: 50 }, () => 0),
  spread: Array.from({ length: 50 }, () => 1),
};
const config = { ...encoderConfig(8, constants), windowDays: 32, width: 16, hidden: 16, temporalLayers: 1 };
const [B, N] = [2, 5];
const M = B * N;
const size = config.windowDays * config.channels;

function batch(seed: number): PretrainBatch {
  const rng = pcg32(seed);
  const random = (shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.normal()),
      shape,
    );
  const bits = (shape: number[], share: number) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (rng.uniform() < share ? 1 : 0)),
      shape,
    );
  return {
    windows: random([B, N, size]),
    chronos: random([B, N, 8]),
    metadata: random([B, N, 50]),
    regime: random([B, 8]),
    mask: tf.ones([B, N]),
    earlier: random([M, size]),
    hidden: bits([M, 4, 1], 0.4),
    targets: random([M, 3]),
    targetMask: bits([M, 3], 0.8),
    marketTargets: random([B, 2]),
  };
}

describe('the self-supervised loss', () => {
  let params: Params;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    params = { ...initEncoder(config, pcg32(1)), ...initHeads(config, pcg32(2)) };
  });

  it('reaches every weight', () => {
    const x = batch(3);
    const { grads } = valueAndGrads((p) => pretrainLoss(p, config, x).total, params);
    for (const [name, g] of Object.entries(grads)) {
      // A key's bias moves all scores of a query alike: softmax cannot see it.
      if (name.endsWith('.k.bias')) continue;
      expect(tf.max(tf.abs(g)).dataSync()[0], name).toBeGreaterThan(1e-9);
    }
  });

  it('does not see targets that are not known', () => {
    const x = batch(4);
    const other = tf.add(x.targets, tf.mul(tf.sub(1, x.targetMask), 100));
    const of = (b: PretrainBatch) => pretrainLoss(params, config, b).total.dataSync()[0];
    expect(of({ ...x, targets: other })).toBeCloseTo(of(x) as number, 5);
  });

  it('rebuilds hidden patches without seeing them', () => {
    const x = batch(5);
    const noise = tf.mul(
      tf.reshape(x.hidden, [M, 4, 1]),
      tf.randomNormal([M, 4, size / 4], 0, 1, 'float32', 9),
    );
    const changed = tf.add(x.earlier, tf.reshape(noise, [M, size]));
    const contrast = (b: PretrainBatch) => pretrainLoss(params, config, b).parts.contrast.dataSync()[0];
    expect(contrast({ ...x, earlier: changed })).toBeCloseTo(contrast(x) as number, 5);
  });

  it('falls when trained on one batch', () => {
    const x = batch(6);
    const own = { ...initEncoder(config, pcg32(7)), ...initHeads(config, pcg32(8)) };
    const optimiser = adamW(own, { clipNorm: 1 });
    const losses: number[] = [];
    for (let step = 0; step < 25; step++) {
      const { value, grads } = valueAndGrads((p) => pretrainLoss(p, config, x).total, own);
      losses.push(value.dataSync()[0] as number);
      optimiser.step(grads, 5e-3);
      tf.dispose([value, ...Object.values(grads)]);
    }
    expect(losses.at(-1) as number).toBeLessThan((losses[0] as number) * 0.7);
  });
});
