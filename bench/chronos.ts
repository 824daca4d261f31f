import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import type { BoltModel } from '../src/models/chronos/bolt.ts';
import {
  disposeBranch,
  embedSeries,
  forecastQuantiles,
  loadChronosBranch,
} from '../src/models/chronos/branch.ts';
import { type BoltConfig, type ChronosT5Config, parseChronosConfig } from '../src/models/chronos/config.ts';
import { embedT5, loadChronosT5, predictT5 } from '../src/models/chronos/t5-predict.ts';
import { initBolt, officialLayout, parameterCount } from '../src/models/chronos/weights.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { fromParams, type RawTensors } from '../src/models/nn/params.ts';
import { boltConfigJson, SHIPPED_NAME, SHIPPED_SIZE } from '../training/lib/chronos-config.ts';
import { fetchModelFile, ROOT } from '../training/lib/paths.ts';
import { BoltTwin } from './lib/bolt-twin.ts';
import { floatData } from './lib/ort-session.ts';
import { race, type Times } from './lib/race.ts';
import { randomT5, T5Twin } from './lib/t5-twin.ts';
import { watchTensors } from './lib/tensor-watch.ts';

/*
 * Embedding and 64-step forecast, cold and warm, of tfjs on WASM beside ONNX Runtime on WASM: same network, same weights
 * (our loaded checkpoint written out as ONNX), same rows per pass, one thread each, by turns in one run. Both sides are
 * timed with their preparation and after-work. `npm run bench:chronos`; results go to docs/bench/chronos.json.
 */
const { values: options } = parseArgs({
  options: {
    repeats: { type: 'string', default: '3' },
    /** Leaves out the 500 series of the official tiny size (half a minute on one core). */
    small: { type: 'boolean', default: false },
    /** Leaves out Chronos-T5. */
    'bolt-only': { type: 'boolean', default: false },
  },
});
const LENGTH = 512;
const rng = pcg32(1);
const walk = () => {
  let x = 4;
  return Float32Array.from({ length: LENGTH }, () => (x += 0.01 * rng.normal()));
};

interface Line {
  readonly network: string;
  readonly parameters: number;
  readonly series: number;
  readonly task: string;
  readonly ours: Times;
  readonly onnxRuntime: Times;
  /** Ours over ONNX Runtime: below 1 we are faster. */
  readonly ratioWarm: number;
  readonly ratioWarmCpu: number;
  /** From the weights in memory to a network that can run (no export, no download). */
  readonly loadMs: { readonly ours: number; readonly onnxRuntime: number };
  /** Of loading and the first run together. */
  readonly ratioCold: number;
  /** Largest difference of the two results; of forecasts, in units of a series' deviation. */
  readonly largestDifference: number;
  /** Most tensor memory during the task over the size of the weights. */
  readonly peakOverWeights: number;
  readonly tensorsLeft: number;
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let out = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) out = Math.max(out, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return out;
}

const round = (x: number, digits = 3) => Number(x.toPrecision(digits));
const tidyTimes = (t: Times): Times => ({
  coldMs: round(t.coldMs),
  warmMs: round(t.warmMs),
  warmCpuMs: round(t.warmCpuMs),
});

async function compare(
  about: Pick<Line, 'network' | 'parameters' | 'series' | 'task'>,
  ours: () => Promise<ArrayLike<number>>,
  theirs: () => Promise<ArrayLike<number>>,
  { unit = 1, load = { ours: NaN, theirs: NaN } } = {},
): Promise<Line> {
  // Long tasks need fewer turns: what disturbs them averages out within one.
  const repeats = Math.max(1, Number(options.repeats) - (about.series > 100 ? 2 : 0));
  const { ours: a, theirs: b, results } = await race(ours, theirs, repeats);
  const { peakBytes, left } = await watchTensors(ours);
  const line = {
    ...about,
    ours: tidyTimes(a),
    onnxRuntime: tidyTimes(b),
    ratioWarm: round(a.warmMs / b.warmMs),
    ratioWarmCpu: round(a.warmCpuMs / b.warmCpuMs),
    loadMs: { ours: round(load.ours), onnxRuntime: round(load.theirs) },
    ratioCold: round((load.ours + a.coldMs) / (load.theirs + b.coldMs)),
    largestDifference: round(largest(...results) / unit, 2),
    peakOverWeights: round(peakBytes / (4 * about.parameters)),
    tensorsLeft: left,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
  return line;
}

interface Checkpoint {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: RawTensors;
}

/** Each line with a network and a session of its own, so that cold is cold on both sides. */
async function boltLines(
  network: string,
  checkpoint: Checkpoint,
  counts: readonly number[],
): Promise<Line[]> {
  const out: Line[] = [];
  for (const series of counts) {
    const data = Array.from({ length: series }, walk);
    for (const task of ['embed', 'forecast'] as const) {
      const started = performance.now();
      const branch = loadChronosBranch(checkpoint);
      const loadMs = performance.now() - started;
      const model = branch.model as BoltModel;
      const twin = await BoltTwin.make(model, LENGTH, task);
      const ours = async () =>
        task === 'embed' ? embedSeries(branch, data) : (await forecastQuantiles(branch, data, 64)).values;
      const about = {
        network,
        parameters: parameterCount(model.config),
        series,
        task: task === 'embed' ? 'embed' : 'forecast 64',
      };
      // The walks deviate by about a tenth from their mean.
      const unit = task === 'embed' ? 1 : 0.1;
      const load = { ours: loadMs, theirs: twin.loadMs };
      out.push(await compare(about, ours, () => twin.run(data), { unit, load }));
      await twin.release();
      disposeBranch(branch);
    }
  }
  return out;
}

async function officialTinyBolt(): Promise<Checkpoint> {
  const layers = { encoderLayers: 4, decoderLayers: 4 };
  const config = boltConfigJson({ ...SHIPPED_SIZE, ...layers, dModel: 256, dFf: 1024, contextLength: 2048 });
  const params = initBolt(pcg32(1), parseChronosConfig(config) as BoltConfig);
  return { config, tensors: officialLayout(await fromParams(params)) };
}

const T5_TINY = {
  d_model: 256,
  d_kv: 64,
  d_ff: 1024,
  num_heads: 4,
  num_layers: 4,
  num_decoder_layers: 4,
  vocab_size: 4096,
  chronos_config: {
    tokenizer_class: 'MeanScaleUniformBins',
    tokenizer_kwargs: { low_limit: -15, high_limit: 15 },
    n_tokens: 4096,
    n_special_tokens: 2,
    context_length: 512,
    prediction_length: 64,
    num_samples: 20,
  },
};

/** One series of the official tiny Chronos-T5: its states, and 20 sampled continuations of 64 steps. */
async function t5Lines(): Promise<Line[]> {
  const config = parseChronosConfig(T5_TINY) as ChronosT5Config;
  const tensors = randomT5(pcg32(2), config);
  const started = performance.now();
  const model = loadChronosT5(T5_TINY, tensors);
  const ours = performance.now() - started;
  const twin = await T5Twin.make(model, LENGTH);
  const data = walk();
  const about = {
    network: 'official tiny Chronos-T5, random weights',
    parameters: parameterCount(config),
    series: 1,
  };
  const states = async () => {
    const { states: t } = embedT5(model, [data]);
    const values = await t.data();
    t.dispose();
    return values;
  };
  const sampled = async () => (await predictT5(model, [data], pcg32(3), 64)).blocks[0]?.sampledIds ?? [];
  const load = { ours, theirs: twin.loadMs };
  const lines = [
    await compare(
      { ...about, task: 'embed' },
      states,
      async () => floatData((await twin.encode(data))['states']),
      { load },
    ),
    await compare(
      { ...about, task: 'forecast 64, 20 samples' },
      sampled,
      () => twin.sample(data, 64, pcg32(3)),
      { load },
    ),
  ];
  await twin.release();
  return lines;
}

// Other work on the machine stretches every time below; the reader must be able to see it.
const loadBefore = Number((loadavg()[0] ?? NaN).toFixed(1));
const backend = await useBackend('wasm');
const shipped = await loadArtefact(SHIPPED_NAME, fetchModelFile);
const lines = [
  ...(await boltLines('shipped', shipped, [25, 500])),
  ...(await boltLines(
    'official tiny Chronos-Bolt, random weights',
    await officialTinyBolt(),
    options.small ? [25] : [25, 500],
  )),
  ...(options['bolt-only'] ? [] : await t5Lines()),
];
await mkdir(join(ROOT, 'docs', 'bench'), { recursive: true });
const note =
  'One thread each: the threaded binary of tfjs is for browsers. Forecasts of Chronos-T5 differ only if a draw does.';
const report = { backend, threads: 1, length: LENGTH, node: process.version, loadBefore, note, lines };
await writeFile(join(ROOT, 'docs', 'bench', 'chronos.json'), `${JSON.stringify(report, null, 1)}\n`);
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
