import { KeepfolioError } from '../../core/errors.ts';
import type { Rng } from '../../core/rng.ts';
import { type Params, type RawTensor, type RawTensors, toParams } from '../nn/params.ts';
import type { BoltConfig, ChronosConfig, T5Config } from './config.ts';

type Shapes = Record<string, readonly number[]>;

function attentionShapes(prefix: string, c: T5Config): Shapes {
  const inner = c.heads * c.dKv;
  const out: Shapes = {};
  for (const n of ['q', 'k', 'v']) out[`${prefix}.${n}.weight`] = [inner, c.dModel];
  out[`${prefix}.o.weight`] = [c.dModel, inner];
  return out;
}

function feedForwardShapes(prefix: string, c: T5Config): Shapes {
  const inputs = c.gated ? ['wi_0', 'wi_1'] : ['wi'];
  return {
    ...Object.fromEntries(inputs.map((n) => [`${prefix}.DenseReluDense.${n}.weight`, [c.dFf, c.dModel]])),
    [`${prefix}.DenseReluDense.wo.weight`]: [c.dModel, c.dFf],
    [`${prefix}.layer_norm.weight`]: [c.dModel],
  };
}

function stackShapes(stack: 'encoder' | 'decoder', layers: number, c: T5Config): Shapes {
  let out: Shapes = {};
  for (let i = 0; i < layers; i++) {
    const block = `${stack}.block.${i}`;
    out = { ...out, ...attentionShapes(`${block}.layer.0.SelfAttention`, c) };
    if (i === 0) out[`${block}.layer.0.SelfAttention.relative_attention_bias.weight`] = [c.buckets, c.heads];
    out[`${block}.layer.0.layer_norm.weight`] = [c.dModel];
    if (stack === 'decoder') {
      out = { ...out, ...attentionShapes(`${block}.layer.1.EncDecAttention`, c) };
      out[`${block}.layer.1.layer_norm.weight`] = [c.dModel];
    }
    out = { ...out, ...feedForwardShapes(`${block}.layer.${stack === 'encoder' ? 1 : 2}`, c) };
  }
  out[`${stack}.final_layer_norm.weight`] = [c.dModel];
  return out;
}

function residualShapes(prefix: string, inputs: number, outputs: number, c: T5Config): Shapes {
  return {
    [`${prefix}.hidden_layer.weight`]: [c.dFf, inputs],
    [`${prefix}.hidden_layer.bias`]: [c.dFf],
    [`${prefix}.output_layer.weight`]: [outputs, c.dFf],
    [`${prefix}.output_layer.bias`]: [outputs],
    [`${prefix}.residual_layer.weight`]: [outputs, inputs],
    [`${prefix}.residual_layer.bias`]: [outputs],
  };
}

/** Every tensor of the official layout with its PyTorch shape. */
export function tensorShapes(c: ChronosConfig): Shapes {
  const own: Shapes =
    c.family === 'bolt'
      ? {
          ...residualShapes('input_patch_embedding', 2 * c.patch, c.dModel, c),
          ...residualShapes('output_patch_embedding', c.dModel, c.quantiles.length * c.predictionLength, c),
        }
      : c.tied
        ? {}
        : { 'lm_head.weight': [c.vocabulary, c.dModel] };
  return {
    'shared.weight': [c.vocabulary, c.dModel],
    ...stackShapes('encoder', c.encoderLayers, c),
    ...stackShapes('decoder', c.decoderLayers, c),
    ...own,
  };
}

/** Tables are looked up by row; every other matrix multiplies from the right and is kept transposed, (in, out). */
function isDense(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && !/^shared\.|relative_attention_bias/.test(name);
}

function transposed({ shape, data }: RawTensor): RawTensor {
  const [rows = 1, columns = 1] = shape;
  const out = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * rows + r] = data[r * columns + c] ?? 0;
  }
  return { shape: [columns, rows], data: out };
}

/**
 * Uploads a checkpoint: checks that every tensor is there with its shape, transposes dense weights once.
 * Tensors the layout does not know (old files carry some) are ignored.
 * @throws KeepfolioError "chronos-weights" naming the tensor
 */
export function uploadWeights(c: ChronosConfig, raw: RawTensors): Params {
  const prepared: RawTensors = {};
  for (const [name, shape] of Object.entries(tensorShapes(c))) {
    const t = raw[name];
    const hint = 'Use the model.safetensors that belongs to this config.json.';
    if (!t) throw new KeepfolioError('chronos-weights', `tensor "${name}" is missing`, hint);
    if (t.shape.join() !== shape.join()) {
      const message = `tensor "${name}" has shape [${t.shape.join(', ')}], config.json asks for [${shape.join(', ')}]`;
      throw new KeepfolioError('chronos-weights', message, hint);
    }
    prepared[name] = isDense(name, shape) ? transposed(t) : t;
  }
  return toParams(prepared);
}

/** Back to the official layout (for shipping): dense weights as (out, in). */
export function officialLayout(raw: RawTensors): RawTensors {
  return Object.fromEntries(
    Object.entries(raw).map(([n, t]) => [n, isDense(n, t.shape) ? transposed(t) : t]),
  );
}

/**
 * Fresh Chronos-Bolt weights in our (in, out) layout. Scores are not divided by sqrt(dKv) in T5, so q starts
 * smaller by that factor; norm gains start at 1 (the published 0.05 needs far longer training).
 */
export function initBolt(rng: Rng, c: BoltConfig): Params {
  const raw: RawTensors = {};
  for (const [name, shape] of Object.entries(tensorShapes(c))) {
    const [outputs = 1, inputs = 1] = shape;
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    const fill = (std: number) => {
      for (let i = 0; i < data.length; i++) data[i] = std * rng.normal();
    };
    if (name.endsWith('layer_norm.weight')) data.fill(1);
    else if (name === 'shared.weight') fill(0.5);
    else if (name.includes('relative_attention_bias')) fill(0.05);
    else if (name.endsWith('.q.weight')) fill((inputs * c.dKv) ** -0.5);
    else if (/\.(o|wo)\.weight$/.test(name)) fill((inputs * 2 * (c.encoderLayers + c.decoderLayers)) ** -0.5);
    else if (name === 'output_patch_embedding.residual_layer.weight') fill(0.3 * inputs ** -0.5);
    else if (shape.length === 2) fill(inputs ** -0.5);
    raw[name] = isDense(name, shape)
      ? { shape: [inputs, outputs], data: transposed({ shape, data }).data }
      : { shape, data };
  }
  return toParams(raw);
}

/** Number of weights of a layout, without loading it. */
export function parameterCount(c: ChronosConfig): number {
  return Object.values(tensorShapes(c)).reduce((n, s) => n + s.reduce((a, b) => a * b, 1), 0);
}
