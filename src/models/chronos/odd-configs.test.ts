import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { valueAndGrads } from '../nn/gradients.ts';
import { disposeParams, type RawTensors } from '../nn/params.ts';
import { parseSafetensors, parseSharded, writeSafetensors } from '../safetensors.ts';
import { boltForward, loadBolt, uploadInput } from './bolt.ts';
import { prepareBolt } from './bolt-input.ts';
import { predictBolt } from './bolt-predict.ts';
import { parseChronosConfig } from './config.ts';
import { decodeAll, encodeTokens } from './t5-decoder.ts';
import { loadChronosT5, predictT5, uploadTokens } from './t5-predict.ts';
import { tokenize } from './tokenizer.ts';
import { tensorShapes } from './weights.ts';

type Json = Record<string, unknown>;
const CORE = { d_model: 12, d_kv: 4, d_ff: 10, num_heads: 2, num_layers: 2, vocab_size: 2 };
const BOLT = {
  context_length: 30,
  prediction_length: 7,
  input_patch_size: 4,
  input_patch_stride: 4,
  quantiles: [0.1, 0.5, 0.9],
  use_reg_token: true,
};
const T5 = {
  tokenizer_class: 'MeanScaleUniformBins',
  tokenizer_kwargs: { low_limit: -15, high_limit: 15 },
  n_tokens: 64,
  n_special_tokens: 2,
  context_length: 20,
  prediction_length: 5,
  num_samples: 3,
};
const bolt = (core: Json, own: Json = {}): Json => ({
  ...CORE,
  ...core,
  chronos_pipeline_class: 'ChronosBoltPipeline',
  chronos_config: { ...BOLT, ...own },
});
const t5 = (core: Json, own: Json = {}): Json => ({
  ...CORE,
  vocab_size: 64,
  ...core,
  chronos_config: { ...T5, ...own },
});

const BOLTS: [string, Json][] = [
  [
    'gated, other inner width, more decoder layers',
    bolt({ feed_forward_proj: 'gated-gelu', num_heads: 5, num_decoder_layers: 3 }),
  ],
  ['no REG, overlapping patches', bolt({}, { use_reg_token: false, input_patch_stride: 2 })],
  [
    'patches with gaps, few buckets',
    bolt(
      { relative_attention_num_buckets: 6, relative_attention_max_distance: 9 },
      { input_patch_stride: 5 },
    ),
  ],
  [
    'one long patch, null decoder layers',
    bolt({ num_decoder_layers: null }, { input_patch_size: 40, input_patch_stride: 40 }),
  ],
];
const T5S: [string, Json][] = [
  ['gated, untied', t5({ feed_forward_proj: 'gated-gelu', tie_word_embeddings: false, num_heads: 5 })],
  [
    'tied, no EOS, more decoder layers',
    t5({ num_decoder_layers: 3, relative_attention_num_buckets: 8 }, { use_eos_token: false }),
  ],
];

function randomTensors(config: Json, seed = 4): RawTensors {
  const rng = pcg32(seed);
  return Object.fromEntries(
    Object.entries(tensorShapes(parseChronosConfig(config))).map(([name, shape]) => {
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return [name, { shape, data: data.map(() => 0.4 * rng.normal()) }];
    }),
  );
}
const wave = (n: number, phase = 0) =>
  Float32Array.from({ length: n }, (_, t) => Math.sin(t / 3 + phase) + 0.1 * t);
/** Longer than any context, short, with holes, constant, a single value, all missing. */
const SERIES = [
  wave(45),
  wave(6, 1),
  wave(30, 2).map((x, t) => (t % 5 < 2 ? NaN : x)),
  new Float32Array(20).fill(3),
  Float32Array.of(7),
  new Float32Array(9).fill(NaN),
];
const close = (a: ArrayLike<number>, b: ArrayLike<number>, bar: number) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
    if (!(Math.abs(x - y) <= bar * (1 + Math.abs(y)))) expect.fail(`[${i}] ${x} instead of ${y}`);
  }
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(BOLTS)('Chronos-Bolt: %s', (_, config) => {
  it('answers alike alone, in a batch, behind missing values, and over several blocks', async () => {
    const model = loadBolt(config, randomTensors(config));
    const together = await predictBolt(model, SERIES, 17);
    const size = together.values.length / SERIES.length;
    expect(together.values.every(Number.isFinite)).toBe(true);
    for (const [b, s] of SERIES.entries()) {
      // A patch grid counts from the longest series: the same padding keeps the patches the same.
      const padded = Float32Array.from({ length: 45 }, (_unused, t) => s[s.length - 45 + t] ?? NaN);
      const alone = await predictBolt(model, [padded], 17);
      close(alone.values, together.values.subarray(b * size, (b + 1) * size), 2e-4);
    }
  });
  it('computes the same with gradients recorded and without', () => {
    const model = loadBolt(config, randomTensors(config));
    const input = prepareBolt(model.config, SERIES);
    const total = (p: typeof model.params) =>
      tf.sum(tf.square(boltForward(p, model.config, uploadInput(model.config, input)))) as tf.Scalar;
    const direct = tf.tidy(() => total(model.params).dataSync()[0] ?? NaN);
    const { value, grads } = valueAndGrads(total, model.params);
    close([direct], [value.dataSync()[0] ?? NaN], 1e-5);
    disposeParams(grads);
  });
});

describe.each(T5S)('Chronos-T5: %s', (_, config) => {
  const greedy = { samples: 1, temperature: 1, topK: 1, topP: 1 };
  it('decodes step by step what it decodes at once, alone and in a batch, over several blocks', async () => {
    const model = loadChronosT5(config, randomTensors(config));
    const { config: c, params: p, bins } = model;
    const batch = await predictT5(model, SERIES, pcg32(1), 12, greedy);
    for (const [b, s] of SERIES.entries()) {
      const alone = await predictT5(model, [s], pcg32(1), 12, greedy);
      // Sums of a padded row round in another order.
      close(alone.values, batch.values.subarray(b * 12, (b + 1) * 12), 1e-5);
    }
    const ids = batch.blocks[0]?.sampledIds ?? new Int32Array();
    const shifted = ids.map((_id, i) => (i % 5 === 0 ? 0 : (ids[i - 1] ?? 0)));
    const logits = tf.tidy(() => {
      const input = uploadTokens(tokenize(c, bins, SERIES));
      const encoded = encodeTokens(p, c, input.ids, input.mask);
      const forced = tf.tensor2d(shifted, [SERIES.length, 5], 'int32');
      return decodeAll(p, c, forced, encoded, input.mask).dataSync();
    });
    ids.forEach((id, r) => {
      const row = Array.from(logits.subarray(r * 64, (r + 1) * 64), (x, i) => (i === 1 ? -Infinity : x));
      expect((row[id] ?? NaN) - Math.max(...row)).toBeGreaterThan(-1e-4);
    });
  });
});

describe('how a checkpoint is stored', () => {
  const [, config] = BOLTS[0] as [string, Json];
  const tensors = randomTensors(config);
  const forecast = async (t: RawTensors) =>
    (await predictBolt(loadBolt(config, t), SERIES.slice(0, 3), 9)).values;
  it('makes no difference when split, and little when rounded', async () => {
    const want = await forecast(tensors);
    const names = Object.keys(tensors);
    const half = (k: number) =>
      Object.fromEntries(names.filter((_n, i) => i % 2 === k).map((n) => [n, tensors[n]]));
    const shards = [0, 1].map((k) => writeSafetensors(half(k) as RawTensors));
    const weightMap = Object.fromEntries(names.map((n, i) => [n, `part-${i % 2}.safetensors`]));
    const index = JSON.stringify({ metadata: { total_size: 1 }, weight_map: weightMap });
    const split = await parseSharded(
      index,
      async (f) => shards[f === 'part-0.safetensors' ? 0 : 1] as Uint8Array,
    );
    expect([...(await forecast(split))]).toEqual([...want]);
    close(await forecast(parseSafetensors(writeSafetensors(tensors, 'F16'))), want, 0.02);
  });
});
