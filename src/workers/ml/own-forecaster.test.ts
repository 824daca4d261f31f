import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { forecastQuantiles, loadChronosBranch } from '../../models/chronos/branch.ts';
import { type BoltConfig, parseChronosConfig } from '../../models/chronos/config.ts';
import { initBolt, officialLayout } from '../../models/chronos/weights.ts';
import { disposeParams, fromParams } from '../../models/nn/params.ts';
import { writeSafetensors } from '../../models/safetensors.ts';
import type { CheckpointFile } from '../contracts/model-views.ts';
import { checkCheckpoint, holdForecaster } from './own-forecaster.ts';

const config = (contextLength: number) => ({
  chronos_pipeline_class: 'ChronosBoltPipeline',
  chronos_config: {
    context_length: contextLength,
    prediction_length: 8,
    input_patch_size: 8,
    quantiles: [0.1, 0.5, 0.9],
  },
  d_model: 8,
  d_kv: 4,
  d_ff: 16,
  num_heads: 2,
  num_layers: 1,
  keepfolio_tested: { logPrice: { horizons: [1], coverage50: [0.5], coverage80: [0.8] } },
});

async function tensors(seed: number) {
  const params = initBolt(pcg32(seed), parseChronosConfig(config(16)) as BoltConfig);
  const raw = officialLayout(await fromParams(params));
  disposeParams(params);
  return raw;
}

async function files(contextLength: number, seed: number): Promise<CheckpointFile[]> {
  return [
    { name: 'config.json', blob: new Blob([JSON.stringify(config(contextLength))]) },
    {
      name: 'model.safetensors',
      blob: new Blob([writeSafetensors(await tensors(seed)) as Uint8Array<ArrayBuffer>]),
    },
  ];
}

const quiet = { progress: () => {}, isCancelled: () => false };
const series = [Float32Array.from({ length: 16 }, (_, i) => Math.sin(i))];

beforeAll(() => tf.setBackend('cpu'));

describe('which network forecasts', () => {
  it('is the shipped one until another is chosen, and again once that is taken away', async () => {
    const shipped = { forecaster: loadChronosBranch({ config: config(32), tensors: await tensors(1) }) };
    const before = tf.memory().numTensors;
    const holder = holdForecaster();
    const name = () => holder.run(shipped, async (f) => [f.own, f.branch.contextLength]);
    expect(await name()).toEqual([null, 32]);
    holder.choose({ name: 'mine', files: await files(16, 2) });
    expect(await name()).toEqual(['mine', 16]);
    // A foreign file may claim tested bands; nobody here tested them.
    expect(shipped.forecaster.coverage.logPrice).not.toBeNull();
    expect(await holder.run(shipped, async (f) => f.branch.coverage.logPrice)).toBeNull();
    holder.choose(null);
    expect(await name()).toEqual([null, 32]);
    await new Promise((done) => setTimeout(done, 0));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is not pulled away under a forecast that still runs', async () => {
    const shipped = { forecaster: loadChronosBranch({ config: config(32), tensors: await tensors(1) }) };
    const before = tf.memory().numTensors;
    const holder = holdForecaster();
    holder.choose({ name: 'mine', files: await files(16, 2) });
    const values = await holder.run(shipped, async ({ branch }) => {
      holder.choose(null);
      await new Promise((done) => setTimeout(done, 5));
      return (await forecastQuantiles(branch, series, 8)).values;
    });
    expect(values.every(Number.isFinite)).toBe(true);
    await new Promise((done) => setTimeout(done, 0));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is loaded again on another device, and refused when a stored byte changed', async () => {
    const device = async () => ({
      forecaster: loadChronosBranch({ config: config(32), tensors: await tensors(1) }),
    });
    const holder = holdForecaster();
    const dropped = await files(16, 2);
    const info = await checkCheckpoint(dropped, quiet);
    const sealed = dropped.map((f, i) => ({ ...f, sha256: info.files[i]?.sha256 ?? '' }));
    holder.choose({ name: 'mine', files: sealed });
    const [first, second] = [await device(), await device()];
    const one = await holder.run(first, async (f) => f.branch);
    expect(await holder.run(first, async (f) => f.branch)).toBe(one);
    expect(await holder.run(second, async (f) => f.branch)).not.toBe(one);
    const [configFile, weights] = sealed as [CheckpointFile, CheckpointFile];
    const bytes = new Uint8Array(await weights.blob.arrayBuffer());
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    const broken = { name: 'broken', files: [configFile, { ...weights, blob: new Blob([bytes]) }] };
    holder.choose(broken);
    await expect(holder.run(first, async () => {})).rejects.toMatchObject({ code: 'checkpoint-changed' });
    holder.giveUp(broken);
    expect(await holder.run(first, async (f) => f.own)).toBeNull();
  });

  it('leaves nothing on the device after a check', async () => {
    const before = tf.memory().numTensors;
    const info = await checkCheckpoint(await files(16, 4), quiet);
    expect(info).toMatchObject({ family: 'bolt', contextLength: 16, predictionLength: 8, official: null });
    expect(tf.memory().numTensors).toBe(before);
  });
});
