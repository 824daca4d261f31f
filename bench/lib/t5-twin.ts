import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Rng } from '../../src/core/rng.ts';
import type { ChronosT5Config } from '../../src/models/chronos/config.ts';
import { drawToken, warp } from '../../src/models/chronos/sampling.ts';
import { positionBucket } from '../../src/models/chronos/t5.ts';
import { type ChronosT5Model, defaultSettings } from '../../src/models/chronos/t5-predict.ts';
import { tensorShapes } from '../../src/models/chronos/weights.ts';
import { tokenize } from '../../src/models/chronos/tokenizer.ts';
import { fromParams, type RawTensors } from '../../src/models/nn/params.ts';
import { t5EncoderOnnx, t5StepOnnx } from './onnx-chronos-t5.ts';
import { floatData, floats, longs, ortSession } from './ort-session.ts';

/** Random weights of a Chronos-T5 in the official layout, scaled so that activations stay of order one. */
export function randomT5(rng: Rng, c: ChronosT5Config): RawTensors {
  return Object.fromEntries(
    Object.entries(tensorShapes(c)).map(([name, shape]) => {
      const inputs = shape[1] ?? 1;
      const std = name.endsWith('.q.weight') ? (inputs * c.dKv) ** -0.5 : inputs ** -0.5;
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
      if (name.endsWith('layer_norm.weight')) data.fill(1);
      else
        for (let i = 0; i < data.length; i++) data[i] = (name === 'shared.weight' ? 1 : std) * rng.normal();
      return [name, { shape, data }];
    }),
  );
}

/** The same Chronos-T5 in ONNX Runtime: the encoder once, then cached steps, drawing as ours does. One series at a time. */
export class T5Twin {
  private constructor(
    private readonly model: ChronosT5Model,
    private readonly table: Float32Array,
    private readonly encoder: InferenceSession,
    private readonly step: InferenceSession,
    /** Milliseconds from the two model files to sessions. */
    readonly loadMs: number,
  ) {}

  static async make(model: ChronosT5Model, length: number): Promise<T5Twin> {
    const { config: c } = model;
    const weights = await fromParams(model.params);
    const tokens = Math.min(length, c.contextLength) + (c.useEos ? 1 : 0);
    const table = weights['decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight']?.data;
    if (!table) throw new Error('no bias table');
    const files = [t5EncoderOnnx(c, weights, tokens), t5StepOnnx(c, weights, c.samples, tokens)] as const;
    const started = performance.now();
    const [encoder, step] = [await ortSession(files[0]), await ortSession(files[1])];
    return new T5Twin(model, table, encoder, step, performance.now() - started);
  }

  /** Encoder states (T, dModel) and what the steps need of them. */
  async encode(series: Float32Array): Promise<Readonly<Record<string, Tensor>>> {
    const tokens = tokenize(this.model.config, this.model.bins, [series]);
    return this.encoder.run({ ids: longs(tokens.ids, [1, tokens.length]) });
  }

  /** Bias of the query at `position` towards all keys so far. */
  private bias(position: number): Tensor {
    const { heads, buckets, maxDistance } = this.model.config;
    const data = new Float32Array(heads * (position + 1));
    for (let j = 0; j <= position; j++) {
      const bucket = positionBucket(j - position, false, buckets, maxDistance);
      for (let h = 0; h < heads; h++) data[h * (position + 1) + j] = this.table[bucket * heads + h] ?? NaN;
    }
    return floats(data, [1, heads, 1, position + 1]);
  }

  /** Sampled ids (samples, steps). */
  async sample(series: Float32Array, steps: number, rng: Rng): Promise<Int32Array> {
    const { config: c } = this.model;
    const settings = defaultSettings(c);
    const encoded = await this.encode(series);
    const cross = Object.fromEntries(Object.entries(encoded).filter(([n]) => n !== 'states'));
    let caches: Record<string, Tensor> = {};
    for (let i = 0; i < c.decoderLayers; i++) {
      caches[`k${i}`] = floats(new Float32Array(), [c.samples, c.heads, c.dKv, 0]);
      caches[`v${i}`] = floats(new Float32Array(), [c.samples, c.heads, 0, c.dKv]);
    }
    const ids = new Int32Array(c.samples * steps);
    let current = new Int32Array(c.samples).fill(c.startToken);
    for (let t = 0; t < steps; t++) {
      const token = longs(current, [c.samples, 1]);
      const out = await this.step.run({ token, bias: this.bias(t), ...caches, ...cross });
      const logits = floatData(out['logits']);
      current = current.map((_, r) => {
        const row = logits.subarray(r * c.vocabulary, (r + 1) * c.vocabulary);
        return drawToken(warp(row, c.eosToken, settings), rng.uniform());
      });
      current.forEach((id, r) => (ids[r * steps + t] = id));
      caches = Object.fromEntries(
        Object.entries(out)
          .filter(([n]) => n !== 'logits')
          .map(([n, x]) => [n.slice(1), x]),
      );
    }
    return ids;
  }

  async release(): Promise<void> {
    await this.encoder.release();
    await this.step.release();
  }
}
