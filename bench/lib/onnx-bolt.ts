import type { BoltConfig } from '../../src/models/chronos/config.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { T5Graph } from './onnx-t5.ts';

function residual(t: T5Graph, c: BoltConfig, x: string, prefix: string): string {
  const inner = t.dense(x, `${prefix}.hidden_layer`, true);
  const hidden = c.gated ? t.gelu(inner) : t.g.node('Relu', [inner]);
  const out = t.dense(hidden, `${prefix}.output_layer`, true);
  return t.add(out, t.dense(x, `${prefix}.residual_layer`, true));
}

/** Patch embeddings with REG last. */
function embeddings(t: T5Graph, c: BoltConfig, features: string): string {
  const embedded = residual(t, c, features, 'input_patch_embedding');
  if (!c.regToken) return embedded;
  const { g } = t;
  const shared = t.raw('shared.weight').data;
  const reg = g.constant([1, 1, c.dModel], shared.slice(c.dModel, 2 * c.dModel));
  const batch = g.node('Slice', [g.node('Shape', [embedded]), g.integers([0]), g.integers([1])]);
  const shape = g.node('Concat', [batch, g.integers([1, c.dModel])], { axis: 0 });
  return g.node('Concat', [embedded, g.node('Expand', [reg, shape])], { axis: 1 });
}

/** The one decoder position; it stays a single row until the encoder's batch comes in. */
function decoder(t: T5Graph, c: BoltConfig, encoded: string): string {
  const start = t.raw('shared.weight').data.slice(c.startToken * c.dModel, (c.startToken + 1) * c.dModel);
  let h = t.g.constant([1, 1, c.dModel], start);
  for (let i = 0; i < c.decoderLayers; i++) {
    const block = `decoder.block.${i}`;
    const self = `${block}.layer.0.SelfAttention`;
    const value = t.dense(t.norm(h, `${block}.layer.0.layer_norm`), `${self}.v`);
    h = t.add(h, t.dense(value, `${self}.o`));
    const cross = `${block}.layer.1.EncDecAttention`;
    const q = t.split(t.dense(t.norm(h, `${block}.layer.1.layer_norm`), `${cross}.q`));
    const k = t.split(t.dense(encoded, `${cross}.k`), true);
    const v = t.split(t.dense(encoded, `${cross}.v`));
    h = t.add(h, t.dense(t.attend(q, k, v), `${cross}.o`));
    h = t.add(h, t.feedForward(t.norm(h, `${block}.layer.2.layer_norm`), `${block}.layer.2`));
  }
  return t.norm(h, 'decoder.final_layer_norm');
}

/**
 * A loaded Chronos-Bolt as ONNX, for series without missing values.
 * @param weights as loaded: dense ones (in, out). @param patches of every series
 * @param part "embed": features (B, patches, 2·patch) to encoder states (B, patches (+1), dModel);
 *   "forecast": to normalised quantile paths (B, 1, Q·predictionLength)
 */
export function boltOnnx(
  c: BoltConfig,
  weights: RawTensors,
  patches: number,
  part: 'embed' | 'forecast',
): Uint8Array {
  const t = new T5Graph(c, weights);
  const tokens = patches + (c.regToken ? 1 : 0);
  const features = t.g.input('features', ['batch', patches, 2 * c.patch]);
  const encoded = t.encoder(embeddings(t, c, features), tokens);
  if (part === 'embed') t.g.output('out', encoded, ['batch', tokens, c.dModel]);
  else {
    const out = residual(t, c, decoder(t, c, encoded), 'output_patch_embedding');
    t.g.output('out', out, ['batch', 1, c.quantiles.length * c.predictionLength]);
  }
  return t.g.finish();
}
