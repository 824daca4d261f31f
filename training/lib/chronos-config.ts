/** Size of a Chronos-Bolt to train; everything else follows the official layout. */
export interface ChronosSize {
  readonly dModel: number;
  readonly heads: number;
  readonly dFf: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly contextLength: number;
  readonly predictionLength: number;
  readonly patch: number;
}

/** What ships: about 0.44 M weights (0.9 MB in fp16), 17 encoder positions, one REG token. */
export const SHIPPED_SIZE: ChronosSize = {
  dModel: 64,
  heads: 4,
  dFf: 256,
  encoderLayers: 3,
  decoderLayers: 1,
  contextLength: 256,
  predictionLength: 64,
  patch: 16,
};

export const SHIPPED_NAME = 'chronos-bolt-keepfolio';

/** A config.json in the official keys. */
export function boltConfigJson(size: ChronosSize): Record<string, unknown> {
  return {
    architectures: ['ChronosBoltModelForForecasting'],
    chronos_config: {
      context_length: size.contextLength,
      input_patch_size: size.patch,
      input_patch_stride: size.patch,
      prediction_length: size.predictionLength,
      quantiles: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      use_reg_token: true,
    },
    chronos_pipeline_class: 'ChronosBoltPipeline',
    d_ff: size.dFf,
    d_kv: size.dModel / size.heads,
    d_model: size.dModel,
    decoder_start_token_id: 0,
    dense_act_fn: 'relu',
    dropout_rate: 0,
    eos_token_id: 1,
    feed_forward_proj: 'relu',
    initializer_factor: 0.05,
    is_encoder_decoder: true,
    is_gated_act: false,
    layer_norm_epsilon: 1e-6,
    model_type: 't5',
    n_positions: size.contextLength,
    num_decoder_layers: size.decoderLayers,
    num_heads: size.heads,
    num_layers: size.encoderLayers,
    pad_token_id: 0,
    reg_token_id: 1,
    relative_attention_max_distance: 128,
    relative_attention_num_buckets: 32,
    torch_dtype: 'float16',
    vocab_size: 2,
  };
}
