import type { InferenceSession } from 'onnxruntime-web';
import type { BoltModel } from '../../src/models/chronos/bolt.ts';
import { patchCount, prepareBolt } from '../../src/models/chronos/bolt-input.ts';
import { rowsPerPass } from '../../src/models/chronos/rows-per-pass.ts';
import { fromParams } from '../../src/models/nn/params.ts';
import { boltOnnx } from './onnx-bolt.ts';
import { floatData, floats, ortSession } from './ort-session.ts';

type Task = 'embed' | 'forecast';

/** The same Chronos-Bolt in ONNX Runtime, with the same preparation, rows per pass and after-work as ours. */
export class BoltTwin {
  private constructor(
    private readonly model: BoltModel,
    private readonly session: InferenceSession,
    private readonly task: Task,
    /** Milliseconds from the model file to a session. */
    readonly loadMs: number,
  ) {}

  static async make(model: BoltModel, length: number, task: Task): Promise<BoltTwin> {
    const weights = await fromParams(model.params);
    const file = boltOnnx(model.config, weights, patchCount(model.config, length), task);
    const started = performance.now();
    const session = await ortSession(file);
    return new BoltTwin(model, session, task, performance.now() - started);
  }

  /** Embeddings (B, D), or quantiles (B, Q, horizon of one block) in the units of the series, sorted per step. */
  async run(series: readonly Float32Array[]): Promise<Float32Array> {
    const { config: c } = this.model;
    const size = this.task === 'embed' ? c.dModel : c.quantiles.length * c.predictionLength;
    const out = new Float32Array(series.length * size);
    const chunk = rowsPerPass(c, patchCount(c, series[0]?.length ?? 1) + 1);
    for (let from = 0; from < series.length; from += chunk) {
      const input = prepareBolt(c, series.slice(from, from + chunk));
      const features = floats(input.features, [input.batch, input.patches, 2 * c.patch]);
      const values = floatData((await this.session.run({ features }))['out']);
      for (let b = 0; b < input.batch; b++) {
        const row = values.subarray(
          (b * values.length) / input.batch,
          ((b + 1) * values.length) / input.batch,
        );
        if (this.task === 'embed') out.set(row.subarray(row.length - size), (from + b) * size);
        else
          this.finish(
            row,
            out.subarray((from + b) * size, (from + b + 1) * size),
            input.loc[b],
            input.scale[b],
          );
      }
    }
    return out;
  }

  private finish(row: Float32Array, out: Float32Array, loc = 0, scale = 1): void {
    const { quantiles, predictionLength: n } = this.model.config;
    const column = new Float32Array(quantiles.length);
    for (let t = 0; t < n; t++) {
      for (let i = 0; i < column.length; i++) column[i] = Math.fround((row[i * n + t] ?? NaN) * scale) + loc;
      column.sort();
      for (let i = 0; i < column.length; i++) out[i * n + t] = column[i] ?? NaN;
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
