import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { encoderConfig, patchCount } from '../src/models/encoder/config.ts';
import { initEncoder } from '../src/models/encoder/encoder.ts';
import { initHeads, pretrainLoss, type PretrainBatch } from '../src/models/encoder/objectives.ts';
import { adamW } from '../src/models/nn/adamw.ts';
import { valueAndGrads } from '../src/models/nn/gradients.ts';

/*
 * `npm run bench:train`: what one pretraining step of the encoder costs in forward passes of the same loss, WASM, one
 * thread (loss, gradients and the AdamW update). The bar is four.
 */
const [UNIVERSES, ASSETS, REPEATS] = [4, 48, 7];

function randomBatch(c: ReturnType<typeof encoderConfig>): PretrainBatch {
  const rows = UNIVERSES * ASSETS;
  const random = (...shape: number[]) => tf.randomNormal(shape, 0, 1, 'float32', 3);
  const size = c.windowDays * c.channels;
  return {
    windows: random(UNIVERSES, ASSETS, size),
    chronos: random(UNIVERSES, ASSETS, c.chronosWidth),
    metadata: random(UNIVERSES, ASSETS, c.metadataCount),
    regime: random(UNIVERSES, c.regimeCount),
    mask: tf.ones([UNIVERSES, ASSETS]),
    earlier: random(rows, size),
    hidden: tf.step(random(rows, patchCount(c), 1)),
    targets: random(rows, 3),
    targetMask: tf.ones([rows, 3]),
    marketTargets: random(UNIVERSES, 2),
  };
}

function medianMs(f: () => void): number {
  f();
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    f();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] as number;
}

await useBackend('wasm');
const constants = {
  center: Array.from({ length: 50 }, () => 0),
  spread: Array.from({ length: 50 }, () => 1),
};
const config = encoderConfig(64, constants);
const params = { ...initEncoder(config, pcg32(1)), ...initHeads(config, pcg32(2)) };
const batch = randomBatch(config);
const optimiser = adamW(params, { clipNorm: 1 });
const forward = medianMs(() => tf.tidy(() => pretrainLoss(params, config, batch).total.dataSync()));
const step = medianMs(() => {
  const { value, grads } = valueAndGrads((p) => pretrainLoss(p, config, batch).total, params);
  optimiser.step(grads, 1e-4);
  value.dataSync();
  tf.dispose([value, ...Object.values(grads)]);
});
console.log(
  `encoder, ${UNIVERSES * ASSETS} assets: forward ${forward.toFixed(0)} ms, step ${step.toFixed(0)} ms = ${(step / forward).toFixed(2)} forwards`,
);
