import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { fromParams } from '../nn/params.ts';
import { writeSafetensors } from '../safetensors.ts';
import { loadBolt } from './bolt.ts';
import { prepareBolt } from './bolt-input.ts';
import { predictBolt } from './bolt-predict.ts';
import { embedSeries, forecastQuantiles, loadChronosBranch } from './branch.ts';
import { calibrate, readCalibration, readCoverage, widthAt } from './calibration.ts';
import { validateCheckpoint } from './checkpoint.ts';
import { type BoltConfig, type ChronosT5Config, parseChronosConfig } from './config.ts';
import { float32Sum } from './float-sum.ts';
import { drawToken, warp } from './sampling.ts';
import { positionBucket } from './t5.ts';
import { makeBins, tokenize, tokenOf, valueOf } from './tokenizer.ts';
import { initBolt, officialLayout, parameterCount, tensorShapes } from './weights.ts';

const BOLT_JSON = {
  chronos_pipeline_class: 'ChronosBoltPipeline',
  chronos_config: {
    context_length: 32,
    prediction_length: 8,
    input_patch_size: 4,
    input_patch_stride: 4,
    quantiles: [0.1, 0.5, 0.9],
    use_reg_token: true,
  },
  d_model: 8,
  d_kv: 4,
  d_ff: 16,
  num_heads: 2,
  num_layers: 2,
  num_decoder_layers: 1,
  vocab_size: 2,
};
const BOLT = parseChronosConfig(BOLT_JSON) as BoltConfig;
const T5_JSON = {
  d_model: 8,
  d_kv: 4,
  d_ff: 16,
  num_heads: 2,
  num_layers: 1,
  vocab_size: 4096,
  chronos_config: {
    tokenizer_class: 'MeanScaleUniformBins',
    tokenizer_kwargs: { low_limit: -15, high_limit: 15 },
    n_tokens: 4096,
    n_special_tokens: 2,
    context_length: 8,
    prediction_length: 4,
    num_samples: 5,
  },
};
const T5 = parseChronosConfig(T5_JSON) as ChronosT5Config;

async function tinyTensors() {
  return officialLayout(await fromParams(initBolt(pcg32(5), BOLT)));
}
const wave = (n: number, phase = 0) =>
  Float32Array.from({ length: n }, (_, t) => Math.sin(t / 3 + phase) + 0.1 * t);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('branch', () => {
  it('is blind to level and scale, and padding with missing values changes nothing', async () => {
    const branch = loadChronosBranch({ config: BOLT_JSON, tensors: await tinyTensors() });
    const x = wave(20);
    const moved = x.map((v) => 3 * v + 100);
    const padded = Float32Array.from([...Array.from({ length: 7 }, () => NaN), ...x]);
    const e = await embedSeries(branch, [x, moved, padded, wave(20, 2)]);
    for (let i = 0; i < branch.width; i++) {
      expect(e[branch.width + i]).toBeCloseTo(e[i] ?? NaN, 3);
      expect(e[2 * branch.width + i]).toBeCloseTo(e[i] ?? NaN, 5);
    }
    const apart = Array.from({ length: branch.width }, (_, i) =>
      Math.abs((e[3 * branch.width + i] ?? 0) - (e[i] ?? 0)),
    );
    expect(Math.max(...apart)).toBeGreaterThan(0.01);
  });
  it('forecasts move with the series and their quantiles never cross', async () => {
    const branch = loadChronosBranch({ config: BOLT_JSON, tensors: await tinyTensors() });
    const f = await forecastQuantiles(branch, [wave(32), wave(32).map((v) => 2 * v + 50)], 20);
    expect(f.values).toHaveLength(2 * 3 * 20);
    for (let t = 0; t < 20; t++) {
      const at = (b: number, q: number) => f.values[(b * 3 + q) * 20 + t] ?? NaN;
      expect(at(0, 0)).toBeLessThanOrEqual(at(0, 1));
      expect(at(0, 1)).toBeLessThanOrEqual(at(0, 2));
      expect(at(1, 1)).toBeCloseTo(2 * at(0, 1) + 50, 2);
    }
  });
  it('answers the same for a series alone and in a batch', async () => {
    const model = loadBolt(BOLT_JSON, await tinyTensors());
    const together = await predictBolt(model, [wave(9), wave(32, 1)], 12);
    const alone = await predictBolt(model, [wave(9)], 12);
    alone.values.forEach((v, i) => expect(together.values[i]).toBeCloseTo(v, 4));
  });
  it('takes a Chronos-T5 as well: seeded samples, each series by itself, nothing left behind', async () => {
    const rng = pcg32(8);
    const tensors = Object.fromEntries(
      Object.entries(tensorShapes(T5)).map(([name, shape]) => {
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
        return [name, { shape, data: data.map(() => 0.3 * rng.normal()) }];
      }),
    );
    const branch = loadChronosBranch({ config: T5_JSON, tensors });
    const before = tf.memory().numTensors;
    const both = await forecastQuantiles(branch, [wave(6), wave(8, 1)], 6);
    const alone = await forecastQuantiles(branch, [wave(8, 1)], 6);
    expect([...both.values.subarray(9 * 6)]).toEqual([...alone.values]);
    expect(await embedSeries(branch, [wave(6)])).toHaveLength(8);
    expect(tf.memory().numTensors).toBe(before);
  });
  it('keeps the working memory of a large batch under four times the weights', async () => {
    const size = { d_model: 64, d_kv: 16, d_ff: 256, num_heads: 4, num_layers: 3 };
    const own = {
      ...BOLT_JSON.chronos_config,
      context_length: 256,
      input_patch_size: 16,
      input_patch_stride: 16,
    };
    const json = { ...BOLT_JSON, ...size, chronos_config: { ...own, prediction_length: 64 } };
    const config = parseChronosConfig(json) as BoltConfig;
    const branch = loadChronosBranch({
      config: json,
      tensors: officialLayout(await fromParams(initBolt(pcg32(1), config))),
    });
    const series = Array.from({ length: 40 }, (_, i) => wave(256, i));
    const before = tf.memory().numBytes;
    let peak = 0;
    const engine = tf.engine();
    const kernel = engine.runKernel.bind(engine);
    const watched = vi.spyOn(engine, 'runKernel').mockImplementation((...a) => {
      const out = kernel(...a);
      peak = Math.max(peak, tf.memory().numBytes - before);
      return out;
    });
    await forecastQuantiles(branch, series, 64);
    watched.mockRestore();
    expect(peak).toBeGreaterThan(0);
    expect(peak / (4 * parameterCount(config))).toBeLessThan(4);
  });
  it('leaves no tensor behind after 1,000 forecasts', async () => {
    const branch = loadChronosBranch({ config: BOLT_JSON, tensors: await tinyTensors() });
    const series = Array.from({ length: 25 }, (_, i) => wave(32, i));
    await forecastQuantiles(branch, series, 8);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 40; i++) await forecastQuantiles(branch, series, 8);
    await embedSeries(branch, series);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('calibration', () => {
  const forecast = {
    levels: [0.1, 0.5, 0.9],
    batch: 1,
    horizon: 2,
    values: Float32Array.of(0, 0, 2, 2, 6, 8),
  };
  it('widens around the median, between its horizons in log h, and anchors at the last value', () => {
    const c = { anchor: true, horizons: [1, 4], widths: [1, 3] };
    const out = calibrate(forecast, [[5]], c);
    expect([...out.values]).toEqual([3, 1, 5, 5, 9, 17]);
    expect(widthAt(c, 4)).toBe(3);
    expect(widthAt(c, 99)).toBe(3);
  });
  const scaled = {
    centre: 'last',
    blend: { network: 0.5, recent: 0.5, longRun: 0 },
    levels: [0.1, 0.5, 0.9],
    offsets: [
      [-1, 0, 2],
      [-2, 0, 4],
    ],
  } as const;
  const withScale = { anchor: true, horizons: [1, 4], widths: [1, 3], scaled };
  it('blends the width of the network with the pace of the series', () => {
    // Steps of ±0.04: both measures of pace are 0.04, the last value is 0.04; the network's half-width is 3, then 4.
    const series = Float64Array.from({ length: 100 }, (_, t) => 0.04 * (t % 2));
    const { values } = calibrate(forecast, [series], withScale);
    const one = Math.sqrt(3 * 0.04);
    const two = Math.sqrt(4 * 0.04 * Math.SQRT2);
    const want = [0.04 - one, 0.04 - 1.5 * two, 0.04, 0.04, 0.04 + 2 * one, 0.04 + 3 * two];
    want.forEach((x, i) => expect(values[i]).toBeCloseTo(x, 5));
  });
  it('falls back on the plain widths for a short series, one that stood still, and other levels', () => {
    const plain = [3, 1, 5, 5, 9, 17];
    const still = new Float32Array(200).fill(5);
    for (const series of [[4, 5], still]) {
      expect([...calibrate(forecast, [series], withScale).values]).toEqual(plain);
    }
    const paced = Float32Array.from({ length: 101 }, (_, t) => 4 + ((t + 1) % 2));
    const other = { ...forecast, levels: [0.2, 0.5, 0.8] };
    expect([...calibrate(other, [paced], withScale).values]).toEqual(plain);
  });
  it('reads scaled bands whole or not at all', () => {
    const read = (s: unknown) =>
      readCalibration({ keepfolio_calibration: { logVol: { ...withScale, scaled: s } } }, 'logVol');
    expect(read(scaled)).toEqual(withScale);
    const { scaled: _, ...plain } = withScale;
    for (const bad of [
      { ...scaled, offsets: [[1]] },
      { ...scaled, blend: {} },
      { ...scaled, centre: 'x' },
      7,
    ]) {
      expect(read(bad)).toEqual(plain);
    }
  });
  it('reads what a config carries and nothing from an official one', () => {
    const c = { anchor: false, horizons: [1], widths: [1.2] };
    expect(readCalibration({ keepfolio_calibration: { logPrice: c } }, 'logPrice')).toEqual(c);
    expect(
      readCalibration({ keepfolio_calibration: { logPrice: { ...c, widths: [] } } }, 'logPrice'),
    ).toBeNull();
    expect(readCalibration({}, 'logPrice')).toBeNull();
    const tested = { horizons: [1], coverage50: [0.5], coverage80: [0.8] };
    expect(readCoverage({ keepfolio_tested: { logPrice: tested } }, 'logPrice')).toEqual({
      horizons: [1],
      cover50: [0.5],
      cover80: [0.8],
    });
    const ragged = { ...tested, coverage80: [] };
    expect(readCoverage({ keepfolio_tested: { logPrice: ragged } }, 'logPrice')).toBeNull();
    expect(readCoverage({}, 'logPrice')).toBeNull();
  });
});

describe('input of Chronos-Bolt', () => {
  it('normalises the kept window, masks what is missing and pads on the left', () => {
    const input = prepareBolt(BOLT, [Float32Array.of(1, NaN, 3), Float32Array.of(NaN, NaN, NaN)]);
    expect([...input.loc]).toEqual([2, 0]);
    expect([...input.scale]).toEqual([1, 1]);
    expect([...input.features.subarray(0, 8)]).toEqual([0, -1, 0, 1, 0, 1, 0, 1]);
    expect([...input.mask]).toEqual([1, 0]);
  });
  it('a constant series has a scale of 1e-5 and an infinity counts as missing', () => {
    const input = prepareBolt(BOLT, [Float32Array.of(3, 3, Infinity, 3)]);
    expect(input.scale[0]).toBe(Math.fround(1e-5));
    expect(input.features[6]).toBe(0);
  });
  it('sums in float32 whatever the length', () => {
    for (const n of [0, 1, 7, 8, 31, 33, 600, 2048]) {
      const x = Float32Array.from({ length: n }, (_, i) => (i % 7) - 2);
      expect(float32Sum(x)).toBe(x.reduce((a, v) => a + v, 0));
    }
  });
});

describe('tokeniser and sampling of Chronos-T5', () => {
  const bins = makeBins(T5);
  it('has 4093 bins; values on an edge go up; outliers saturate; specials decode to the lowest bin', () => {
    expect(bins.centers).toHaveLength(4093);
    const edge = bins.boundaries[100] ?? NaN;
    expect(tokenOf(edge, bins, T5) - tokenOf(edge - 1e-5, bins, T5)).toBe(1);
    expect(tokenOf(1e6, bins, T5)).toBe(4095);
    expect(tokenOf(-1e6, bins, T5)).toBe(3);
    expect(valueOf(1, bins, T5)).toBe(-15);
    for (const z of [-14, -0.3, 0.004, 7]) expect(valueOf(tokenOf(z, bins, T5), bins, T5)).toBeCloseTo(z, 2);
  });
  it('scales by the kept window only and marks padding', () => {
    const t = tokenize(T5, bins, [
      Float32Array.from({ length: 10 }, (_, i) => (i < 2 ? 1e6 : 2)),
      Float32Array.of(5),
    ]);
    expect([...t.scale]).toEqual([2, 5]);
    expect(t.length).toBe(9);
    expect([...t.mask.subarray(9)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(t.ids[17]).toBe(1);
  });
  it('never draws EOS, keeps ties at the threshold and always the most probable', () => {
    const logits = Float32Array.of(0, 9, 2, 2, 1);
    const kept = warp(logits, 1, { temperature: 1, topK: 1, topP: 1 });
    expect(kept.ids).toEqual([2, 3]);
    expect(warp(logits, 1, { temperature: 1, topK: 0, topP: 0.01 }).ids).toHaveLength(1);
    expect(drawToken(kept, 0.49)).toBe(2);
    expect(drawToken(kept, 0.51)).toBe(3);
  });
  it('position buckets: exact near, logarithmic far, the future in the upper half', () => {
    expect([0, -1, -7, -8, -200].map((r) => positionBucket(r, true, 32, 128))).toEqual([0, 1, 7, 8, 15]);
    expect(positionBucket(3, true, 32, 128)).toBe(19);
    expect(positionBucket(3, false, 32, 128)).toBe(0);
  });
});

describe('validateCheckpoint', () => {
  const text = (x: unknown) => new TextEncoder().encode(JSON.stringify(x));
  it('takes a folder as dropped', async () => {
    const tensors = await tinyTensors();
    const c = await validateCheckpoint(
      new Map([
        ['folder/config.json', text(BOLT_JSON)],
        ['folder/model.safetensors', writeSafetensors(tensors, 'F16')],
      ]),
    );
    expect(c.family).toBe('bolt');
    expect(c.parameters).toBe(Object.values(tensors).reduce((n, t) => n + t.data.length, 0));
    expect(c.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
  it('refuses with the reason', async () => {
    const tensors = await tinyTensors();
    const weights = writeSafetensors(tensors);
    const config = text(BOLT_JSON);
    const check = (files: [string, Uint8Array][], limit?: number) =>
      validateCheckpoint(new Map(files), limit);
    await expect(check([['model.safetensors', weights]])).rejects.toThrow(/config.json is missing/);
    await expect(check([['config.json', config]])).rejects.toThrow(/model.safetensors is missing/);
    await expect(
      check(
        [
          ['config.json', config],
          ['model.safetensors', weights],
        ],
        100,
      ),
    ).rejects.toMatchObject({
      code: 'checkpoint-too-large',
    });
    const wide = text({ ...BOLT_JSON, d_ff: 32 });
    await expect(
      check([
        ['config.json', wide],
        ['model.safetensors', weights],
      ]),
    ).rejects.toThrow(/asks for \[32, 8\]/);
    const { 'shared.weight': _, ...rest } = tensors;
    await expect(
      check([
        ['config.json', config],
        ['model.safetensors', writeSafetensors(rest)],
      ]),
    ).rejects.toThrow(/"shared.weight" is missing/);
    await expect(check([['config.json', text({ d_model: 8 })]])).rejects.toThrow(/chronos_config/);
    const second = text({ ...BOLT_JSON, chronos_pipeline_class: 'Chronos2Pipeline' });
    await expect(check([['config.json', second]])).rejects.toThrow(/Chronos-2/);
  });
});
