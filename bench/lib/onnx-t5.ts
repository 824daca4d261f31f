import { positionBucket } from '../../src/models/chronos/t5.ts';
import type { T5Config } from '../../src/models/chronos/config.ts';
import type { RawTensors } from '../../src/models/nn/params.ts';
import { OnnxGraph } from './onnx-graph.ts';

/** The T5 layers both families share, written as an ONNX graph from our loaded weights: dense ones are (in, out). */
export class T5Graph {
  readonly g = new OnnxGraph();
  private readonly named = new Map<string, string>();

  constructor(
    readonly c: T5Config,
    private readonly weights: RawTensors,
  ) {}

  raw(name: string): { readonly shape: readonly number[]; readonly data: Float32Array } {
    const t = this.weights[name];
    if (!t) throw new Error(`weight "${name}" is not there`);
    return t;
  }

  weight(name: string): string {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const t = this.raw(name);
    const value = this.g.constant(t.shape, t.data);
    this.named.set(name, value);
    return value;
  }

  dense(x: string, name: string, biased = false): string {
    const y = this.g.node('MatMul', [x, this.weight(`${name}.weight`)]);
    return biased ? this.g.node('Add', [y, this.weight(`${name}.bias`)]) : y;
  }

  add(a: string, b: string): string {
    return this.g.node('Add', [a, b]);
  }

  scalar(value: number): string {
    return this.g.constant([], Float32Array.of(value));
  }

  /** In the form that the runtime's optimiser turns into one kernel. */
  norm(x: string, name: string): string {
    const { g } = this;
    const square = g.node('Pow', [x, this.scalar(2)]);
    const mean = g.node('ReduceMean', [square], { axes: [-1], keepdims: 1 });
    const root = g.node('Sqrt', [this.add(mean, this.scalar(this.c.eps))]);
    return g.node('Mul', [g.node('Div', [x, root]), this.weight(`${name}.weight`)]);
  }

  gelu(x: string): string {
    const { g } = this;
    const cube = g.node('Mul', [g.node('Mul', [x, x]), x]);
    const inner = this.add(x, g.node('Mul', [cube, this.scalar(0.044715)]));
    const t = g.node('Tanh', [g.node('Mul', [inner, this.scalar(Math.sqrt(2 / Math.PI))])]);
    return g.node('Mul', [g.node('Mul', [x, this.scalar(0.5)]), this.add(t, this.scalar(1))]);
  }

  feedForward(x: string, prefix: string): string {
    const w = (n: string) => `${prefix}.DenseReluDense.${n}`;
    const hidden = this.c.gated
      ? this.g.node('Mul', [this.gelu(this.dense(x, w('wi_0'))), this.dense(x, w('wi_1'))])
      : this.g.node('Relu', [this.dense(x, w('wi'))]);
    return this.dense(hidden, w('wo'));
  }

  /** (B, T, heads·dKv) to (B, heads, T, dKv), or for keys to (B, heads, dKv, T). */
  split(x: string, keys = false): string {
    const { c, g } = this;
    const shaped = g.node('Reshape', [x, g.integers([0, 0, c.heads, c.dKv])]);
    return g.node('Transpose', [shaped], { perm: keys ? [0, 2, 3, 1] : [0, 2, 1, 3] });
  }

  merge(x: string): string {
    const { c, g } = this;
    const back = g.node('Transpose', [x], { perm: [0, 2, 1, 3] });
    return g.node('Reshape', [back, g.integers([0, 0, c.heads * c.dKv])]);
  }

  /** softmax(q·k + bias)·v on split heads. */
  attend(q: string, k: string, v: string, bias?: string): string {
    const { g } = this;
    const scores = g.node('MatMul', [q, k]);
    const p = g.node('Softmax', [bias === undefined ? scores : this.add(scores, bias)], { axis: -1 });
    return this.merge(g.node('MatMul', [p, v]));
  }

  /** Position bias of the encoder as a constant, (1, heads, T, T). */
  encoderBias(tokens: number): string {
    const { c } = this;
    const table = this.raw('encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight').data;
    const data = new Float32Array(c.heads * tokens * tokens);
    for (let h = 0; h < c.heads; h++) {
      for (let i = 0; i < tokens; i++) {
        for (let j = 0; j < tokens; j++) {
          const bucket = positionBucket(j - i, true, c.buckets, c.maxDistance);
          data[(h * tokens + i) * tokens + j] = table[bucket * c.heads + h] ?? NaN;
        }
      }
    }
    return this.g.constant([1, c.heads, tokens, tokens], data);
  }

  /** The encoder stack over embeddings (B, T, dModel), nothing hidden; final norm included. */
  encoder(x: string, tokens: number): string {
    const bias = this.encoderBias(tokens);
    let h = x;
    for (let i = 0; i < this.c.encoderLayers; i++) {
      const block = `encoder.block.${i}`;
      const n = this.norm(h, `${block}.layer.0.layer_norm`);
      const project = (w: string) => this.dense(n, `${block}.layer.0.SelfAttention.${w}`);
      const seen = this.attend(
        this.split(project('q')),
        this.split(project('k'), true),
        this.split(project('v')),
        bias,
      );
      h = this.add(h, this.dense(seen, `${block}.layer.0.SelfAttention.o`));
      h = this.add(h, this.feedForward(this.norm(h, `${block}.layer.1.layer_norm`), `${block}.layer.1`));
    }
    return this.norm(h, 'encoder.final_layer_norm');
  }
}
