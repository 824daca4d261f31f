import * as tf from '@tensorflow/tfjs-core';
import { pcg32 } from '../../src/core/rng.ts';
import { warp, drawToken } from '../../src/models/chronos/sampling.ts';
import { positionBias } from '../../src/models/chronos/t5.ts';
import { decodeAll, encodeTokens, tokenLoss } from '../../src/models/chronos/t5-decoder.ts';
import {
  appendPath,
  type ChronosT5Model,
  decodeIds,
  medianPath,
  predictT5,
  sampleStatistics,
  uploadTokens,
} from '../../src/models/chronos/t5-predict.ts';
import { labelsOf, tokenize, type Tokens } from '../../src/models/chronos/tokenizer.ts';
import { embeddingLookup } from '../../src/models/nn/embedding.ts';
import { weight } from '../../src/models/nn/params.ts';
import { lossAndGradients } from './gradient-report.ts';
import {
  asList,
  asNumber,
  asObject,
  boolTensor,
  floatTensor,
  intTensor,
  type Json,
  type JsonTensor,
  numbers,
  padded,
  readTensor,
  seriesOf,
  withResults,
} from './json-tensor.ts';

async function read(t: tf.Tensor): Promise<JsonTensor> {
  return floatTensor(t.shape, await t.data());
}

function tokenFields(t: Tokens): Json {
  return {
    input_ids: intTensor([t.batch, t.length], t.ids),
    attention_mask: boolTensor([t.batch, t.length], t.mask),
    scale: floatTensor([t.batch], t.scale),
  };
}

/** Logits whole, or as the columns asked for, the log-sum-exp and the argmax. */
async function logitFields(logits: tf.Tensor, expected: Json): Promise<Json> {
  if (expected['logits_columns'] === undefined) return { logits: await read(logits) };
  const { data: columns, shape } = readTensor(expected['logits_columns'], 'logits_columns');
  const [b = 1, s = 1, v = 1] = logits.shape;
  const values = (await logits.data()) as Float32Array;
  const rows = Array.from({ length: b * s }, (_, r) => values.subarray(r * v, (r + 1) * v));
  const logSumExp = (row: ArrayLike<number>) => {
    const all = Array.from(row);
    const top = all.reduce((a, x) => Math.max(a, x), -Infinity);
    return top + Math.log(all.reduce((a, x) => a + Math.exp(x - top), 0));
  };
  return {
    logits_columns: intTensor(shape, columns),
    logits_selected: floatTensor(
      [b, s, columns.length],
      rows.flatMap((row) => Array.from(columns, (c) => row[c] ?? NaN)),
    ),
    logits_logsumexp: floatTensor([b, s], rows.map(logSumExp)),
    logits_argmax: intTensor(
      [b, s],
      rows.map((row) => row.reduce((best, x, i) => (x > (row[best] ?? -Infinity) ? i : best), 0)),
    ),
  };
}

async function oneCase(model: ChronosT5Model, item: Json, expected: Json): Promise<Json> {
  const { config: c, params: p, bins } = model;
  const series = seriesOf(item['series']);
  const tokens = tokenize(c, bins, series);
  const forced = readTensor(expected['decoder_input_ids'], 'decoder_input_ids');
  const [rows = 1, steps = 1] = forced.shape;
  const t = tf.tidy(() => {
    const { ids, mask } = uploadTokens(tokens);
    const trace: tf.Tensor[] = [];
    const encoded = encodeTokens(p, c, ids, mask, trace);
    const decoderIds = tf.tensor2d(Int32Array.from(forced.data), [rows, steps], 'int32');
    return {
      embedded: embeddingLookup(weight(p, 'shared.weight'), ids),
      trace,
      encoded,
      logits: decodeAll(p, c, decoderIds, encoded, mask),
      encoderBias: tf.expandDims(positionBias(p, 'encoder', c, tokens.length, tokens.length), 0),
      decoderBias: tf.expandDims(positionBias(p, 'decoder', c, steps, steps), 0),
    };
  });
  const debug: Record<string, unknown> = {};
  if (expected['debug_encoder_block_outputs'] !== undefined) {
    debug['debug_encoder_input_embeddings'] = await read(t.embedded);
    debug['debug_encoder_block_outputs'] = await Promise.all(t.trace.map(read));
    debug['debug_encoder_position_bias'] = await read(t.encoderBias);
    debug['debug_decoder_position_bias'] = await read(t.decoderBias);
  }
  const result = {
    context_padded: padded(series),
    ...tokenFields(tokens),
    encoder_hidden_states: await read(t.encoded),
    decoder_input_ids: intTensor(forced.shape, forced.data),
    ...(await logitFields(t.logits, expected)),
    ...debug,
  };
  tf.dispose(t);
  return result;
}

async function greedy(model: ChronosT5Model, item: Json): Promise<Json> {
  const settings = { samples: 1, temperature: 1, topK: 1, topP: 1 };
  const horizon = asNumber(item['prediction_length'], 'prediction_length');
  // With one candidate left the generator decides nothing.
  const f = await predictT5(model, seriesOf(item['series']), pcg32(0), horizon, settings);
  return {
    blocks: f.blocks.map((b) => ({
      ...tokenFields(b.tokens),
      sampled_token_ids: intTensor([f.batch, 1, b.steps], b.sampledIds),
    })),
    forecast: floatTensor([f.batch, 1, f.horizon], f.values),
  };
}

function postprocessing(model: ChronosT5Model, section: Json, expected: Json): Json {
  const { config: c, bins } = model;
  const series = seriesOf(section['series']);
  const { shape, data } = readTensor(section['sampled_token_ids'], 'sampled_token_ids');
  const [batch = 1, samples = 1, horizon = 1] = shape;
  const { scale } = tokenize(c, bins, series);
  const values = decodeIds(model, Int32Array.from(data), scale);
  const median = medianPath(values, batch, samples, horizon);
  const next = tokenize(
    c,
    bins,
    series.map((s, b) => appendPath(s, median[b] as Float32Array)),
  );
  const f = { batch, samples, horizon, values };
  const levels = numbers(section['quantile_levels'], 'quantile_levels');
  const others = numbers(expected['quantile_levels_2'] ?? [], 'quantile_levels_2');
  const { quantiles, mean } = sampleStatistics(f, levels);
  return {
    scale: floatTensor([batch], scale),
    forecast_samples: floatTensor(shape, values),
    context_update_median: floatTensor(
      [batch, horizon],
      median.flatMap((m) => [...m]),
    ),
    next_input_ids: intTensor([batch, next.length], next.ids),
    next_attention_mask: boolTensor([batch, next.length], next.mask),
    next_scale: floatTensor([batch], next.scale),
    quantiles_B_T_Q: floatTensor([batch, horizon, levels.length], quantiles),
    mean_B_T: floatTensor([batch, horizon], mean),
    quantile_levels_2: others,
    quantiles_2_B_T_Q: floatTensor([batch, horizon, others.length], sampleStatistics(f, others).quantiles),
  };
}

/** Logits of the first decoding step for the first series. */
async function firstLogits(model: ChronosT5Model, series: Float32Array[]): Promise<Float32Array> {
  const { config: c, params: p, bins } = model;
  const logits = tf.tidy(() => {
    const { ids, mask } = uploadTokens(tokenize(c, bins, series));
    const start = tf.tensor2d(new Int32Array(series.length).fill(c.startToken), [series.length, 1], 'int32');
    return decodeAll(p, c, start, encodeTokens(p, c, ids, mask), mask);
  });
  const values = (await logits.data()).slice(0, c.vocabulary) as Float32Array;
  logits.dispose();
  return values;
}

async function warpers(model: ChronosT5Model, doc: Json, section: Json): Promise<Json> {
  const named = asList(doc['cases'] ?? [], 'cases').map((x) => asObject(x, 'cases'));
  const source = named.find((x) => x['name'] === 'single_series') ?? named[0] ?? {};
  const logits = await firstLogits(model, seriesOf(source['series']));
  const variants = await withResults(section['variants'], 'variants', async (v) => {
    const settings = {
      temperature: asNumber(v['temperature'], 'temperature'),
      topK: asNumber(v['top_k'], 'top_k'),
      topP: asNumber(v['top_p'], 'top_p'),
    };
    const warped = warp(logits, model.config.eosToken, settings);
    return {
      num_kept: warped.ids.length,
      inverse_cdf_token_ids: numbers(v['uniforms'], 'uniforms').map((u) => drawToken(warped, u)),
      kept_token_ids: intTensor([warped.ids.length], warped.ids),
      probabilities: floatTensor([warped.ids.length], warped.probabilities),
    };
  });
  return { ...section, variants };
}

async function trainingLoss(model: ChronosT5Model, section: Json): Promise<Json> {
  const { config: c, params, bins } = model;
  const tokens = tokenize(c, bins, seriesOf(section['context_series'], 'context_series'));
  const { shape, data } = readTensor(section['target'], 'target');
  const length = shape[1] ?? 1;
  const target = Array.from({ length: tokens.batch }, (_, b) => data.subarray(b * length, (b + 1) * length));
  const labels = labelsOf(c, bins, target, tokens.scale);
  const steps = labels.length / tokens.batch;
  const shifted = labels.map((_, i) => (i % steps === 0 ? c.startToken : Math.max(0, labels[i - 1] ?? 0)));
  const report = await lossAndGradients((p) => {
    const { ids, mask } = uploadTokens(tokens);
    const decoderIds = tf.tensor2d(shifted, [tokens.batch, steps], 'int32');
    return tokenLoss(decodeAll(p, c, decoderIds, encodeTokens(p, c, ids, mask), mask), labels);
  }, params);
  return {
    ...tokenFields(tokens),
    labels: intTensor([tokens.batch, steps], labels),
    decoder_input_ids: intTensor([tokens.batch, steps], shifted),
    ...asObject(report, 'report'),
  };
}

/** The golden document of a Chronos-T5 with `result` beside every `expected`. */
export async function t5Document(model: ChronosT5Model, doc: Json): Promise<Json> {
  const out: Record<string, unknown> = { ...doc };
  if (doc['cases'] !== undefined) {
    out['cases'] = await withResults(doc['cases'], 'cases', (item, expected) =>
      oneCase(model, item, expected),
    );
  }
  if (doc['greedy_rollouts'] !== undefined) {
    out['greedy_rollouts'] = await withResults(doc['greedy_rollouts'], 'greedy_rollouts', (item) =>
      greedy(model, item),
    );
  }
  if (doc['sample_postprocessing'] !== undefined) {
    const section = asObject(doc['sample_postprocessing'], 'sample_postprocessing');
    const result = postprocessing(model, section, asObject(section['expected'], 'expected'));
    out['sample_postprocessing'] = { ...section, result };
  }
  if (doc['sampling_warpers'] !== undefined) {
    out['sampling_warpers'] = await warpers(
      model,
      doc,
      asObject(doc['sampling_warpers'], 'sampling_warpers'),
    );
  }
  if (doc['training_loss'] !== undefined) {
    const section = asObject(doc['training_loss'], 'training_loss');
    out['training_loss'] = { ...section, result: await trainingLoss(model, section) };
  }
  return out;
}
