import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import type { Params } from '../nn/params.ts';
import { encoderConfig } from './config.ts';
import { assetStates, crossAssets, initEncoder } from './encoder.ts';
import { assetStatesFast, crossAssetsFast } from './inference.ts';

const constants = {
  center: Array.from({ length: 50 }, () => 0),
  spread: Array.from({ length: 50 }, () => 1),
};
const whole = encoderConfig(24, constants);
/** The plain CPU backend takes half a minute for 500 assets at full width. */
const narrow = { ...whole, width: 16, hidden: 16, temporalLayers: 1, windowDays: 32 };

/** Fresh weights with gains and biases that are not 1 and 0, as training leaves them. */
function trained(seed: number, config = whole): Params {
  const rng = pcg32(seed);
  const p = initEncoder(config, rng);
  for (const [name, t] of Object.entries(p)) {
    if (!/(gain|bias)$/.test(name)) continue;
    const noise = Array.from({ length: t.size }, () => 0.3 * rng.normal());
    p[name] = tf.tidy(() => tf.keep(tf.add(t, tf.tensor(noise, t.shape))));
  }
  return p;
}

describe('the encoder in fewer kernels', () => {
  let p: Params;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    p = trained(4);
  });
  const random = (shape: [number, number], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
  const config = whole;
  const inputs = (n: number, of = whole) => ({
    windows: random([n, of.windowDays * of.channels], 1),
    chronos: random([n, 24], 2),
    metadata: random([n, 50], 3),
  });
  const gapOf = (a: tf.Tensor, b: tf.Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number;

  it('gives the states and gates of the plain definition', () => {
    tf.tidy(() => {
      for (const n of [1, 5]) {
        const x = inputs(n);
        const plain = assetStates(p, config, x);
        const fast = assetStatesFast(p, config, x);
        expect(gapOf(plain.mixed, fast.mixed)).toBeLessThan(1e-5);
        expect(gapOf(plain.gate, fast.gate)).toBeLessThan(1e-5);
      }
    });
  });

  it('gives the embeddings of the plain definition, for one asset and for many', () => {
    tf.tidy(() => {
      for (const n of [1, 40]) {
        const [mixed, regime] = [random([n, config.width], 5), random([1, 8], 6)];
        const plain = crossAssets(p, config, tf.reshape(mixed, [1, n, -1]), regime, tf.ones([1, n]));
        const fast = crossAssetsFast(p, config, mixed, regime);
        const both = tf.concat([tf.reshape(plain.embeddings, [n, -1]), plain.market], 0);
        expect(gapOf(both, fast)).toBeLessThan(1e-5);
      }
    });
  });

  it('does so for 500 assets', () => {
    tf.tidy(() => {
      const [q, n] = [trained(5, narrow), 500];
      const x = inputs(n, narrow);
      const [plain, fast] = [assetStates(q, narrow, x), assetStatesFast(q, narrow, x)];
      expect(gapOf(plain.mixed, fast.mixed)).toBeLessThan(1e-5);
      const regime = random([1, 8], 6);
      const slow = crossAssets(q, narrow, tf.reshape(plain.mixed, [1, n, -1]), regime, tf.ones([1, n]));
      const quick = crossAssetsFast(q, narrow, plain.mixed, regime);
      expect(gapOf(tf.reshape(slow.embeddings, [n, -1]), tf.slice(quick, [0, 0], [n, -1]))).toBeLessThan(
        1e-5,
      );
    });
  });

  it('folds its weights once and leaves no other tensor behind', () => {
    tf.tidy(() => void assetStatesFast(p, config, inputs(2)));
    const before = tf.memory().numTensors;
    tf.tidy(() => void assetStatesFast(p, config, inputs(3)));
    expect(tf.memory().numTensors).toBe(before);
  });
});
