import * as tf from '@tensorflow/tfjs-core';
import {
  boltDecode,
  boltEmbeddings,
  boltEncode,
  boltForward,
  boltHead,
  boltLoss,
  type BoltModel,
  uploadInput,
} from '../../src/models/chronos/bolt.ts';
import { type BoltInput, prepareBolt } from '../../src/models/chronos/bolt-input.ts';
import { atLevels, predictBolt } from '../../src/models/chronos/bolt-predict.ts';
import { lossAndGradients } from './gradient-report.ts';
import {
  asList,
  asNumber,
  asObject,
  boolTensor,
  floatTensor,
  type Json,
  numbers,
  padded,
  readTensor,
  seriesOf,
  withResults,
} from './json-tensor.ts';

async function read(t: tf.Tensor) {
  return floatTensor(t.shape, await t.data());
}

function maskOf(model: BoltModel, input: BoltInput) {
  const { regToken } = model.config;
  const width = input.patches + (regToken ? 1 : 0);
  const data = new Float32Array(input.batch * width).fill(1);
  for (let b = 0; b < input.batch; b++) {
    data.set(input.mask.subarray(b * input.patches, (b + 1) * input.patches), b * width);
  }
  return boolTensor([input.batch, width], data);
}

async function internals(model: BoltModel, input: BoltInput): Promise<Json> {
  const { config: c, params: p } = model;
  const t = tf.tidy(() => {
    const x = uploadInput(c, input);
    const embeds = boltEmbeddings(p, c, x.features);
    const blocks: tf.Tensor[] = [];
    const encoded = boltEncode(p, c, x, blocks);
    const decoded = boltDecode(p, c, encoded, x.mask);
    const scale = tf.tensor3d(input.scale, [input.batch, 1, 1]);
    const loc = tf.tensor3d(input.loc, [input.batch, 1, 1]);
    return { embeds, encoded, decoded, blocks, preds: tf.add(tf.mul(boltHead(p, c, decoded), scale), loc) };
  });
  const out = {
    input_embeds: await read(t.embeds),
    encoder_hidden_states: await read(t.encoded),
    decoder_hidden: await read(t.decoded),
    quantile_preds_B_Q_H: await read(t.preds),
    debug_encoder_block_outputs: await Promise.all(t.blocks.map(read)),
  };
  tf.dispose(t);
  return out;
}

async function predictions(model: BoltModel, series: Float32Array[], expected: Json): Promise<Json> {
  const out: Record<string, unknown> = {};
  if (expected['predict'] !== undefined) {
    const list = [];
    for (const e of asList(expected['predict'], 'predict')) {
      const horizon = asNumber(asObject(e, 'predict')['prediction_length'], 'prediction_length');
      const f = await predictBolt(model, series, horizon);
      list.push({
        prediction_length: horizon,
        quantiles_B_Q_T: floatTensor([f.batch, f.levels.length, horizon], f.values),
      });
    }
    out['predict'] = list;
  }
  if (expected['predict_quantiles'] !== undefined) {
    const list = [];
    for (const raw of asList(expected['predict_quantiles'], 'predict_quantiles')) {
      const e = asObject(raw, 'predict_quantiles');
      const horizon = asNumber(e['prediction_length'], 'prediction_length');
      const levels = numbers(e['quantile_levels'], 'quantile_levels');
      const { quantiles, mean } = atLevels(await predictBolt(model, series, horizon), levels);
      list.push({
        quantile_levels: levels,
        prediction_length: horizon,
        quantiles_B_T_Q: floatTensor([series.length, horizon, levels.length], quantiles),
        mean_B_T: floatTensor([series.length, horizon], mean),
      });
    }
    out['predict_quantiles'] = list;
  }
  return out;
}

async function oneCase(model: BoltModel, item: Json, expected: Json): Promise<Json> {
  const series = seriesOf(item['series']);
  const c = model.config;
  const input = prepareBolt(c, series);
  return {
    context_padded: padded(series),
    loc: floatTensor([input.batch], input.loc),
    scale: floatTensor([input.batch], input.scale),
    patch_features: floatTensor([input.batch, input.patches, 2 * c.patch], input.features),
    attention_mask: maskOf(model, input),
    ...(await internals(model, input)),
    ...(await predictions(model, series, expected)),
  };
}

async function trainingLoss(model: BoltModel, section: Json): Promise<Json> {
  const { config: c, params } = model;
  const input = prepareBolt(c, seriesOf(section['context_series'], 'context_series'));
  const variants = await withResults(section['variants'], 'variants', async (item) => {
    const target = readTensor(item['target'], 'target');
    const length = target.shape[1] ?? 0;
    const n = c.predictionLength;
    const y = new Float32Array(input.batch * n);
    const seen = new Float32Array(input.batch * n);
    for (let i = 0; i < target.data.length; i++) {
      const b = Math.floor(i / length);
      const x = target.data[i] ?? NaN;
      if (!Number.isFinite(x) || i % length >= n) continue;
      y[b * n + (i % length)] = (x - (input.loc[b] ?? 0)) / (input.scale[b] ?? 1);
      seen[b * n + (i % length)] = 1;
    }
    return lossAndGradients((p) => {
      const predicted = boltForward(p, c, uploadInput(c, input));
      return boltLoss(c, predicted, tf.tensor2d(y, [input.batch, n]), tf.tensor2d(seen, [input.batch, n]));
    }, params);
  });
  return { ...section, variants };
}

/** The golden document of a Chronos-Bolt with `result` beside every `expected`. */
export async function boltDocument(model: BoltModel, doc: Json): Promise<Json> {
  const out: Record<string, unknown> = { ...doc };
  if (doc['cases'] !== undefined) {
    out['cases'] = await withResults(doc['cases'], 'cases', (item, expected) =>
      oneCase(model, item, expected),
    );
  }
  if (doc['training_loss'] !== undefined) {
    out['training_loss'] = await trainingLoss(model, asObject(doc['training_loss'], 'training_loss'));
  }
  return out;
}
