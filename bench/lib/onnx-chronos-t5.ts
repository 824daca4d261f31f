import type { ChronosT5Config } from '../../src/models/chronos/config.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { T5Graph } from './onnx-t5.ts';

/**
 * Encoder of a loaded Chronos-T5 for contexts without missing values: ids (B, T) int64 to `states` (B, T, dModel) and, per
 * decoder layer, the keys `ck0…` (B, heads, dKv, T) and values `cv0…` (B, heads, T, dKv) of the cross-attention.
 */
export function t5EncoderOnnx(c: ChronosT5Config, weights: RawTensors, tokens: number): Uint8Array {
  const t = new T5Graph(c, weights);
  const ids = t.g.input('ids', ['batch', tokens], 'int64');
  const embedded = t.g.node('Gather', [t.weight('shared.weight'), ids], { axis: 0 });
  const states = t.encoder(embedded, tokens);
  t.g.output('states', states, ['batch', tokens, c.dModel]);
  for (let i = 0; i < c.decoderLayers; i++) {
    const cross = `decoder.block.${i}.layer.1.EncDecAttention`;
    const k = t.split(t.dense(states, `${cross}.k`), true);
    t.g.output(`ck${i}`, k, ['batch', c.heads, c.dKv, tokens]);
    t.g.output(`cv${i}`, t.split(t.dense(states, `${cross}.v`)), ['batch', c.heads, tokens, c.dKv]);
  }
  return t.g.finish();
}

/**
 * One cached decoder step for `rows` samples of one series: `token` (rows, 1), `bias` (1, heads, 1, t+1), the caches
 * `k0…` (rows, heads, dKv, t), `v0…` (rows, heads, t, dKv) and the cross-attention's; gives `logits` and grown caches.
 */
export function t5StepOnnx(
  c: ChronosT5Config,
  weights: RawTensors,
  rows: number,
  tokens: number,
): Uint8Array {
  const t = new T5Graph(c, weights);
  const { g } = t;
  const bias = g.input('bias', [1, c.heads, 1, 'now']);
  const token = g.input('token', [rows, 1], 'int64');
  let h = g.node('Gather', [t.weight('shared.weight'), token], { axis: 0 });
  for (let i = 0; i < c.decoderLayers; i++) {
    const block = `decoder.block.${i}`;
    const self = `${block}.layer.0.SelfAttention`;
    const n = t.norm(h, `${block}.layer.0.layer_norm`);
    const grow = (name: string, part: string, axis: number, keys: boolean, shape: (number | string)[]) => {
      const past = g.input(`${name}${i}`, shape);
      return g.node('Concat', [past, t.split(t.dense(n, `${self}.${part}`), keys)], { axis });
    };
    const k = grow('k', 'k', 3, true, [rows, c.heads, c.dKv, 'past']);
    const v = grow('v', 'v', 2, false, [rows, c.heads, 'past', c.dKv]);
    g.output(`nk${i}`, k, [rows, c.heads, c.dKv, 'now']);
    g.output(`nv${i}`, v, [rows, c.heads, 'now', c.dKv]);
    h = t.add(h, t.dense(t.attend(t.split(t.dense(n, `${self}.q`)), k, v, bias), `${self}.o`));
    const cross = `${block}.layer.1.EncDecAttention`;
    const q = t.dense(t.norm(h, `${block}.layer.1.layer_norm`), `${cross}.q`);
    // The samples of a series are queries of one attention.
    const queries = t.split(g.node('Reshape', [q, g.integers([1, rows, c.heads * c.dKv])]));
    const ck = g.input(`ck${i}`, [1, c.heads, c.dKv, tokens]);
    const cv = g.input(`cv${i}`, [1, c.heads, tokens, c.dKv]);
    const seen = g.node('Reshape', [t.attend(queries, ck, cv), g.integers([rows, 1, c.heads * c.dKv])]);
    h = t.add(h, t.dense(seen, `${cross}.o`));
    h = t.add(h, t.feedForward(t.norm(h, `${block}.layer.2.layer_norm`), `${block}.layer.2`));
  }
  const last = t.norm(h, 'decoder.final_layer_norm');
  const scaled = c.tied ? g.node('Mul', [last, t.scalar(c.dModel ** -0.5)]) : last;
  const output = c.tied
    ? g.node('Transpose', [t.weight('shared.weight')], { perm: [1, 0] })
    : t.weight('lm_head.weight');
  g.output('logits', g.node('MatMul', [scaled, output]), [rows, 1, c.vocabulary]);
  return t.g.finish();
}
