import { KeepfolioError } from '../../core/errors.ts';

/** The T5 core both families share. */
export interface T5Config {
  readonly dModel: number;
  readonly dKv: number;
  readonly dFf: number;
  readonly heads: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly buckets: number;
  readonly maxDistance: number;
  readonly eps: number;
  /** Gated tanh-GELU feed-forward instead of ReLU. */
  readonly gated: boolean;
  /** Rows of `shared.weight`. */
  readonly vocabulary: number;
  readonly startToken: number;
  /** Output matrix is `shared.weight`, scaled by dModel^-0.5 (Chronos-T5 only). */
  readonly tied: boolean;
}

export interface BoltConfig extends T5Config {
  readonly family: 'bolt';
  readonly contextLength: number;
  readonly predictionLength: number;
  readonly patch: number;
  readonly stride: number;
  /** Trained levels, ascending. */
  readonly quantiles: readonly number[];
  readonly regToken: boolean;
}

export interface ChronosT5Config extends T5Config {
  readonly family: 't5';
  readonly contextLength: number;
  readonly predictionLength: number;
  readonly tokens: number;
  readonly specialTokens: number;
  readonly padToken: number;
  readonly eosToken: number;
  readonly useEos: boolean;
  readonly lowLimit: number;
  readonly highLimit: number;
  readonly samples: number;
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
}

export type ChronosConfig = BoltConfig | ChronosT5Config;
type Json = Readonly<Record<string, unknown>>;

function refuse(why: string, hint = 'Use the config.json that came with the checkpoint, unchanged.'): never {
  throw new KeepfolioError('chronos-config', `config.json: ${why}`, hint);
}

function number(o: Json, key: string, fallback?: number): number {
  const v = o[key] ?? fallback;
  if (typeof v !== 'number' || !Number.isFinite(v)) refuse(`"${key}" is not a number`);
  return v;
}

function count(o: Json, key: string, fallback?: number, least = 1): number {
  const v = number(o, key, fallback);
  // The largest official checkpoint stays below 5000 everywhere; a limit keeps a forged file from filling memory.
  if (!Number.isInteger(v) || v < least || v > 1 << 20) refuse(`"${key}" is ${v}`);
  return v;
}

function object(o: Json, key: string): Json {
  const v = o[key];
  if (typeof v !== 'object' || v === null || Array.isArray(v)) refuse(`"${key}" is missing`);
  return v as Json;
}

function core(o: Json, vocabulary: number): T5Config {
  const projection = o['feed_forward_proj'] ?? 'relu';
  if (projection !== 'relu' && projection !== 'gated-gelu') {
    refuse(`feed_forward_proj "${String(projection)}" is not known`, 'relu and gated-gelu are.');
  }
  const layers = count(o, 'num_layers');
  return {
    dModel: count(o, 'd_model'),
    dKv: count(o, 'd_kv'),
    dFf: count(o, 'd_ff'),
    heads: count(o, 'num_heads'),
    encoderLayers: layers,
    decoderLayers: count(o, 'num_decoder_layers', layers),
    buckets: count(o, 'relative_attention_num_buckets', 32, 4),
    maxDistance: count(o, 'relative_attention_max_distance', 128, 4),
    eps: number(o, 'layer_norm_epsilon', 1e-6),
    gated: projection === 'gated-gelu',
    vocabulary,
    startToken: count(o, 'decoder_start_token_id', 0, 0),
    tied: o['tie_word_embeddings'] !== false,
  };
}

function bolt(o: Json, c: Json): BoltConfig {
  const regToken = c['use_reg_token'] === true;
  const quantiles = c['quantiles'];
  const isLevel = (q: unknown): q is number => typeof q === 'number' && q > 0 && q < 1;
  if (!Array.isArray(quantiles) || quantiles.length === 0 || !quantiles.every(isLevel)) {
    refuse('"quantiles" is not a list of levels between 0 and 1');
  }
  const patch = count(c, 'input_patch_size');
  return {
    ...core(o, regToken ? 2 : 1),
    family: 'bolt',
    contextLength: count(c, 'context_length'),
    predictionLength: count(c, 'prediction_length'),
    patch,
    stride: count(c, 'input_patch_stride', patch),
    quantiles,
    regToken,
  };
}

function tokenised(o: Json, c: Json): ChronosT5Config {
  const tokenizer = c['tokenizer_class'] ?? 'MeanScaleUniformBins';
  if (tokenizer !== 'MeanScaleUniformBins') refuse(`tokenizer "${String(tokenizer)}" is not known`);
  if ((c['model_type'] ?? 'seq2seq') !== 'seq2seq') refuse('only seq2seq Chronos models are supported');
  const limits = object(c, 'tokenizer_kwargs');
  const specialTokens = count(c, 'n_special_tokens', 2);
  const padToken = count(c, 'pad_token_id', 0, 0);
  const eosToken = count(c, 'eos_token_id', 1, 0);
  if (padToken >= specialTokens || eosToken >= specialTokens)
    refuse('pad and eos ids must be special tokens');
  const tokens = count(c, 'n_tokens', 4096, specialTokens + 3);
  return {
    ...core(o, count(o, 'vocab_size')),
    family: 't5',
    contextLength: count(c, 'context_length'),
    predictionLength: count(c, 'prediction_length'),
    tokens,
    specialTokens,
    padToken,
    eosToken,
    useEos: c['use_eos_token'] !== false,
    lowLimit: number(limits, 'low_limit'),
    highLimit: number(limits, 'high_limit'),
    samples: count(c, 'num_samples', 20),
    temperature: number(c, 'temperature', 1),
    topK: count(c, 'top_k', 50, 0),
    topP: number(c, 'top_p', 1),
  };
}

/**
 * Reads the config.json of an official Chronos-T5 or Chronos-Bolt checkpoint (also of ours).
 * @throws KeepfolioError "chronos-config" saying what does not fit
 */
export function parseChronosConfig(config: Json): ChronosConfig {
  const c = object(config, 'chronos_config');
  const architecture = Array.isArray(config['architectures']) ? String(config['architectures'][0]) : '';
  const pipeline = String(config['chronos_pipeline_class'] ?? 'ChronosPipeline');
  if (pipeline === 'Chronos2Pipeline' || architecture === 'Chronos2Model') {
    refuse('this is a Chronos-2 checkpoint', 'Chronos-T5 and Chronos-Bolt are supported.');
  }
  if (pipeline === 'ChronosBoltPipeline') return bolt(config, c);
  if (pipeline === 'ChronosPipeline') return tokenised(config, c);
  return refuse(
    `chronos_pipeline_class "${pipeline}" is not known`,
    'Chronos-T5 and Chronos-Bolt are supported.',
  );
}
