import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { backendName, useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { lastIndexOnOrBefore } from '../src/domain/market/as-of.ts';
import { boltForward, boltLoss, uploadInput } from '../src/models/chronos/bolt.ts';
import { type BoltConfig, parseChronosConfig } from '../src/models/chronos/config.ts';
import { initBolt, officialLayout } from '../src/models/chronos/weights.ts';
import { adamW } from '../src/models/nn/adamw.ts';
import { valueAndGrads } from '../src/models/nn/gradients.ts';
import { countParams, disposeParams, fromParams, type Params, toParams } from '../src/models/nn/params.ts';
import { warmupCosine } from '../src/models/nn/schedule.ts';
import { loadCheckpoint, saveCheckpoint } from './lib/checkpoint.ts';
import { boltConfigJson, SHIPPED_NAME, SHIPPED_SIZE } from './lib/chronos-config.ts';
import { type ChronosBatch, ChronosData, syntheticPool } from './lib/chronos-data.ts';
import { lossPlot } from './lib/loss-plot.ts';
import { loadTrainingPanel } from './lib/market-data.ts';
import { ROOT } from './lib/paths.ts';
import { ship } from './lib/ship.ts';

const { values: options } = parseArgs({
  options: {
    name: { type: 'string', default: SHIPPED_NAME },
    steps: { type: 'string', default: '10000' },
    /** Steps the cosine is laid out for, when longer than the run. */
    schedule: { type: 'string' },
    /** Last steps of the run over which the rate falls linearly to zero. */
    cooldown: { type: 'string', default: '0' },
    batch: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
    'learning-rate': { type: 'string', default: '2e-3' },
    synthetic: { type: 'string', default: '24000' },
    backend: { type: 'string', default: 'wasm' },
    'd-model': { type: 'string', default: String(SHIPPED_SIZE.dModel) },
    layers: { type: 'string', default: String(SHIPPED_SIZE.encoderLayers) },
    'decoder-layers': { type: 'string', default: String(SHIPPED_SIZE.decoderLayers) },
    /** Stop (and ship) after this many minutes even if steps are left. */
    minutes: { type: 'string', default: '600' },
    /** Ship the untrained weights and stop. */
    'init-only': { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

const size = {
  ...SHIPPED_SIZE,
  dModel: Number(options['d-model']),
  dFf: 4 * Number(options['d-model']),
  encoderLayers: Number(options.layers),
  decoderLayers: Number(options['decoder-layers']),
};
const configJson = boltConfigJson(size);
const config = parseChronosConfig(configJson) as BoltConfig;
const seed = Number(options.seed);
const steps = Number(options.steps);
const batchSize = Number(options.batch);

/** Warm-up and cosine, and the cool-down at the end of a run shorter than its schedule. */
function learningRate(step: number): number {
  const planned = warmupCosine(
    step,
    Number(options.schedule ?? steps),
    Number(options['learning-rate']),
    200,
  );
  const cooldown = Number(options.cooldown);
  return step < steps - cooldown ? planned : (planned * (steps - step)) / cooldown;
}

type Point = [number, number];

function loss(params: Params, batch: ChronosBatch): tf.Scalar {
  const n = config.predictionLength;
  const rows = batch.target.length / n;
  const zeros = new Float32Array(rows);
  const patches = batch.mask.length / rows;
  const input = {
    batch: rows,
    patches,
    loc: zeros,
    scale: zeros,
    features: batch.features,
    mask: batch.mask,
  };
  const predicted = boltForward(params, config, uploadInput(config, input));
  const sum = boltLoss(
    config,
    predicted,
    tf.tensor2d(batch.target, [rows, n]),
    tf.tensor2d(batch.weight, [rows, n]),
  );
  // Divided by the horizon so that clipping at norm 1 keeps its meaning.
  return tf.mul(sum, 1 / n) as tf.Scalar;
}

function evaluate(params: Params, batches: readonly ChronosBatch[]): number {
  const each = batches.map((b) => tf.tidy(() => loss(params, b).dataSync()[0] ?? NaN));
  return each.reduce((a, x) => a + x, 0) / each.length;
}

/** Ships with a record of how the weights came about, in config.json under a key other readers ignore. */
async function shipNow(params: Params, card: string, how: Record<string, unknown>): Promise<void> {
  await ship({
    name: options.name,
    config: { ...configJson, keepfolio_training: how },
    tensors: officialLayout(await fromParams(params)),
    card,
  });
}

function card(status: string): string {
  return `# ${options.name}\n\nA small Chronos-Bolt (official layout), ${status}. See docs/models/chronos.md.\n`;
}

async function main(): Promise<void> {
  process.stderr.write(`backend ${await useBackend(backendName(options.backend))}\n`);
  const saved = options.fresh ? null : await loadCheckpoint(options.name);
  const params = saved ? toParams(saved.params) : initBolt(pcg32(seed), config);
  process.stderr.write(`${countParams(params)} weights, from step ${saved?.step ?? 0}\n`);
  if (options['init-only']) return shipNow(params, card('untrained'), { steps: 0, seed });

  const market = loadTrainingPanel();
  const trainEnd = lastIndexOnOrBefore(market.panel.dates, market.dates.validationFrom);
  const data = new ChronosData(
    config,
    market.panel,
    trainEnd,
    syntheticPool(config, seed, Number(options.synthetic)),
  );
  const later = new ChronosData(
    config,
    market.panel,
    market.panel.dates.length,
    syntheticPool(config, seed + 1000, 256),
  );
  const validation = validationBatches(later, market.panel.dates.length - trainEnd);
  const optimiser = adamW(params, { weightDecay: 0.01, clipNorm: 1 }, saved?.optimiser ?? undefined);
  const train: Point[] = (saved?.extra['train'] as Point[] | undefined) ?? [];
  const valid: Point[] = (saved?.extra['valid'] as Point[] | undefined) ?? [];
  const deadline = Date.now() + Number(options.minutes) * 60_000;
  const started = Date.now();
  const first = saved?.step ?? 0;
  let running = 0;
  let step = first;

  const checkpoint = async () => {
    valid.push([step, evaluate(params, validation)]);
    const extra = { seed, train, valid };
    await saveCheckpoint(options.name, {
      step,
      params: await fromParams(params),
      optimiser: await optimiser.exportState(),
      extra,
    });
    await mkdir(join(ROOT, 'docs', 'models'), { recursive: true });
    const plot = lossPlot('Chronos-Bolt pretraining: weighted pinball loss', [
      { label: 'train', points: train },
      { label: 'validation', points: valid },
    ]);
    await writeFile(join(ROOT, 'docs', 'models', 'chronos-loss.svg'), plot);
    const perStep = (Date.now() - started) / Math.max(1, step - first);
    process.stderr.write(
      `step ${step}/${steps} train ${train.at(-1)?.[1].toFixed(4)} valid ${valid.at(-1)?.[1].toFixed(4)} ${perStep.toFixed(0)} ms/step\n`,
    );
  };

  for (; step < steps && Date.now() < deadline;) {
    const batch = data.batch(seed, step, batchSize);
    const { value, grads } = valueAndGrads((p) => loss(p, batch), params);
    optimiser.step(grads, learningRate(step));
    running += value.dataSync()[0] ?? NaN;
    value.dispose();
    disposeParams(grads);
    step += 1;
    if (step % 50 === 0) {
      train.push([step, running / 50]);
      running = 0;
    }
    if (step % 250 === 0) await checkpoint();
  }
  if (step % 250 !== 0) await checkpoint();
  await shipNow(params, card(`trained for ${step} steps`), {
    steps: step,
    schedule: Number(options.schedule ?? steps),
    cooldown: Number(options.cooldown),
    peakLearningRate: Number(options['learning-rate']),
    batch: batchSize,
    seed,
    syntheticSeries: Number(options.synthetic),
    resumedFromStep: first,
    train: train.at(-1)?.[1] ?? null,
    validation: valid.at(-1)?.[1] ?? null,
  });
}

/** Windows that end inside the validation years (2018-2020), training tickers. */
function validationBatches(later: ChronosData, days: number): ChronosBatch[] {
  const { contextLength, predictionLength } = config;
  const length = contextLength + predictionLength;
  const rng = pcg32(99);
  return ['logPrice', 'logVol'].map((name) => {
    const series = later.sources.find((s) => s.name === name)?.series ?? [];
    const windows: Float32Array[] = [];
    while (windows.length < 128) {
      const s = series[rng.int(series.length)] as Float32Array;
      const end = s.length - rng.int(Math.max(1, days - predictionLength));
      const w = s.slice(end - length, end);
      if (w.length === length && w.every((x) => x - x === 0)) windows.push(w);
    }
    return later.assemble(windows);
  });
}

await main();
