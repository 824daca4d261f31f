import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import {
  type ChronosBranch,
  embedSeries,
  forecastQuantiles,
  loadChronosBranch,
} from '../src/models/chronos/branch.ts';
import { type BoltConfig, parseChronosConfig } from '../src/models/chronos/config.ts';
import { initBolt, officialLayout, parameterCount } from '../src/models/chronos/weights.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { fromParams } from '../src/models/nn/params.ts';
import { boltConfigJson, SHIPPED_NAME, SHIPPED_SIZE } from '../training/lib/chronos-config.ts';
import { fetchModelFile, ROOT } from '../training/lib/paths.ts';

/*
 * Latency of embedding and of a 64-step forecast, cold and warm, for the shipped network and for the official tiny size
 * with random weights. `npm run bench:chronos [-- --backend wasm --large]`; results go to docs/bench/chronos.json.
 */
const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    /** Also 500 series of the official tiny size (most of a minute on one core). */
    large: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '3' },
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
  readonly coldMs: number;
  readonly warmMs: number;
  /** Largest tensor memory during the task over the size of the weights. */
  readonly peakOverWeights: number;
  readonly leakedTensors: number;
}

async function measure(
  task: () => Promise<unknown>,
  weights: number,
): Promise<Omit<Line, 'network' | 'parameters' | 'series' | 'task'>> {
  const before = tf.memory();
  let peak = 0;
  const engine = tf.engine() as unknown as { runKernel: (...a: unknown[]) => unknown };
  const times: number[] = [];
  for (let r = 0; r <= Number(options.repeats); r++) {
    const started = performance.now();
    await task();
    times.push(performance.now() - started);
  }
  const kernel = engine.runKernel;
  engine.runKernel = function watched(this: unknown, ...a: unknown[]) {
    const out = kernel.apply(this, a);
    peak = Math.max(peak, tf.memory().numBytes);
    return out;
  };
  await task();
  engine.runKernel = kernel;
  return {
    coldMs: times[0] ?? NaN,
    warmMs: Math.min(...times.slice(1)),
    peakOverWeights: Number(((peak - before.numBytes) / weights).toFixed(2)),
    leakedTensors: tf.memory().numTensors - before.numTensors,
  };
}

async function bench(network: string, branch: ChronosBranch, counts: readonly number[]): Promise<Line[]> {
  const parameters = parameterCount(branch.model.config);
  const out: Line[] = [];
  for (const series of counts) {
    const data = Array.from({ length: series }, walk);
    const tasks = {
      embed: () => embedSeries(branch, data),
      'forecast 64': () => forecastQuantiles(branch, data, 64),
    };
    for (const [task, run] of Object.entries(tasks)) {
      const line = { network, parameters, series, task, ...(await measure(run, 4 * parameters)) };
      out.push(line);
      process.stderr.write(`${JSON.stringify(line)}\n`);
    }
  }
  return out;
}

async function officialTiny(): Promise<ChronosBranch> {
  const size = {
    ...SHIPPED_SIZE,
    dModel: 256,
    dFf: 1024,
    encoderLayers: 4,
    decoderLayers: 4,
    contextLength: 2048,
  };
  const config = boltConfigJson(size);
  const params = initBolt(pcg32(1), parseChronosConfig(config) as BoltConfig);
  return loadChronosBranch({ config, tensors: officialLayout(await fromParams(params)) });
}

// Other work on the machine stretches every time below; the reader must be able to see it.
const loadBefore = Number((loadavg()[0] ?? NaN).toFixed(1));
const backend = await useBackend(backendName(options.backend));
const shipped = loadChronosBranch(await loadArtefact(SHIPPED_NAME, fetchModelFile));
const lines = [
  ...(await bench('shipped', shipped, [25, 500])),
  ...(await bench('official tiny, random weights', await officialTiny(), options.large ? [25, 500] : [25])),
];
const onnx = existsSync(join(ROOT, 'node_modules', 'onnxruntime-web'));
const note = onnx ? '' : 'onnxruntime-web is not among the dependencies, so no ratio to it is measured here.';
await mkdir(join(ROOT, 'docs', 'bench'), { recursive: true });
const report = { backend, threads: 1, length: LENGTH, node: process.version, loadBefore, note, lines };
await writeFile(join(ROOT, 'docs', 'bench', 'chronos.json'), `${JSON.stringify(report, null, 1)}\n`);
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
