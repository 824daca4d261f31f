import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { loadEncoder, loadFrozenBranch, type EncoderModel } from '../src/engine/encoder-model.ts';
import { initEncoder } from '../src/models/encoder/encoder.ts';
import { HEAD_PREFIX } from '../src/models/encoder/objectives.ts';
import { toParams } from '../src/models/nn/params.ts';
import { parseSafetensors, writeSafetensors } from '../src/models/safetensors.ts';
import { loadCheckpoint } from './lib/checkpoint.ts';
import { FIGURES_FROM, FIGURES_TO } from './lib/encoder-card.ts';
import { encoderFigures, type EncoderFigures, type ProbeCells } from './lib/encoder-figures.ts';
import {
  figuresMarkdown,
  inputsMarkdown,
  plotsMarkdown,
  proofMarkdown,
  type EncoderCosts,
} from './lib/encoder-report.ts';
import { checkpointName, writeLossPlots, type EncoderTraining, type LossPoint } from './lib/encoder-seeds.ts';
import { loadFullPanel, loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile, MODELS_DIR, ROOT } from './lib/paths.ts';
import { probeCell, type ProbeModels } from './lib/probe-data.ts';
import { refreshManifest } from './lib/ship.ts';

/*
 * `npm run evaluate:encoder`: probes of the encoders of all trained seeds on held-out tickers and dates, beside
 * baselines; writes docs/models/encoder.{md,json}, the plots of the losses and the figures of the model card. The
 * shipped seed is read from public/models, the others from the checkpoints of `npm run train:encoder`, rounded as they
 * would be shipped. `--report-only` writes the words anew from the figures of docs/models/encoder.json.
 */
const RANDOM_SEED = 99;

interface SeedRun {
  readonly seed: number;
  readonly model: EncoderModel;
  readonly curve: readonly LossPoint[];
}

/** The trainings that config.json names. */
function trainingOf(model: EncoderModel): EncoderTraining {
  const { training } = model.config as unknown as { readonly training?: EncoderTraining };
  if (!training)
    throw new Error('the shipped encoder does not say how it was trained: train and ship it first');
  return training;
}

/** The run of every seed whose checkpoint is there; the shipped one always is. */
async function seedRuns(shipped: EncoderModel, training: EncoderTraining): Promise<SeedRun[]> {
  const runs: SeedRun[] = [];
  for (const { seed } of training.seeds) {
    const saved = await loadCheckpoint(checkpointName(training, seed));
    const curve = (saved?.extra['curve'] ?? []) as LossPoint[];
    if (seed === training.seed) runs.push({ seed, model: shipped, curve });
    else if (saved) {
      const own = Object.entries(saved.params).filter(([name]) => !name.startsWith(HEAD_PREFIX));
      const rounded = parseSafetensors(writeSafetensors(Object.fromEntries(own), 'F16'), `seed ${seed}`);
      runs.push({ seed, curve, model: { config: shipped.config, params: toParams(rounded) } });
    } else console.error(`no checkpoint of seed ${seed}: left out; \`npm run train:encoder\` makes it`);
  }
  return runs;
}

async function collect(models: ProbeModels, trainEvery: number, testEvery: number): Promise<ProbeCells> {
  const full = loadFullPanel();
  const training = loadTrainingPanel();
  const seen = new Set(training.panel.assets.map((a) => a.symbol));
  const { dates } = full;
  const progress = (name: string) => (done: number, total: number) => {
    if (done % 20 === 0 || done === total) console.error(`${name} ${done}/${total}`);
  };
  const test = { panel: full.panel, from: dates.testStart, to: dates.testEnd, everyDays: testEvery };
  const train = {
    panel: training.panel,
    symbols: seen,
    from: dates.trainStart,
    to: dates.trainEnd,
    everyDays: trainEvery,
    seed: 5,
  };
  return {
    validationFrom: dates.validationFrom,
    train: await probeCell(train, models, progress('train')),
    seen: await probeCell({ ...test, symbols: seen, seed: 6 }, models, progress('seen')),
    unseen: await probeCell({ ...test, symbols: full.heldoutTickers, seed: 7 }, models, progress('unseen')),
  };
}

async function writeCard(markdown: string): Promise<void> {
  const file = join(MODELS_DIR, 'encoder', 'README.md');
  const card = await readFile(file, 'utf8');
  const [head = '', rest = ''] = card.split(FIGURES_FROM);
  const tail = rest.split(FIGURES_TO)[1] ?? '';
  await writeFile(file, `${head}${FIGURES_FROM}\n\n${markdown}\n${FIGURES_TO}${tail}`);
  await refreshManifest();
}

const HEAD =
  '# Cross-asset encoder: what it knows\n\nMade by `npm run evaluate:encoder`; what the figures mean and do not mean is in the model card, `public/models/encoder/README.md`.\n';

/** The figures, from the models and the market. */
async function measure(shipped: EncoderModel, trainEvery: number, testEvery: number) {
  const training = trainingOf(shipped);
  const runs = await seedRuns(shipped, training);
  const random = { config: shipped.config, params: initEncoder(shipped.config, pcg32(RANDOM_SEED)) };
  const models = { seeds: runs, random, branch: await loadFrozenBranch(fetchModelFile) };
  const cells = await collect(models, trainEvery, testEvery);
  const drawn = runs.filter((r) => r.curve.length > 0);
  if (drawn.length === runs.length) await writeLossPlots(drawn);
  return encoderFigures(
    cells,
    training,
    runs.map((r) => r.seed),
  );
}

async function readJson<T>(...path: readonly string[]): Promise<T | null> {
  const text = await readFile(join(ROOT, ...path), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as T);
}

async function writeReport(figures: EncoderFigures, shipped: EncoderModel): Promise<void> {
  const costs = await readJson<EncoderCosts>('docs', 'bench', 'encoder.json');
  const markdown = `${figuresMarkdown(figures)}\n${proofMarkdown(costs)}`;
  process.stdout.write(markdown);
  const docs = join(ROOT, 'docs', 'models');
  await mkdir(docs, { recursive: true });
  const inputs = inputsMarkdown(shipped.config.metadata);
  await writeFile(
    join(docs, 'encoder.md'),
    `${HEAD}\n${markdown}\n## Training\n\n${plotsMarkdown(figures)}\n\n${inputs}`,
  );
  await writeFile(join(docs, 'encoder.json'), `${JSON.stringify(figures, null, 1)}\n`);
  await writeCard(markdown);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'train-every': { type: 'string', default: '25' },
      'test-every': { type: 'string', default: '12' },
      'report-only': { type: 'boolean', default: false },
    },
  });
  await useBackend('wasm');
  const shipped = await loadEncoder(fetchModelFile);
  const kept = values['report-only']
    ? await readJson<EncoderFigures>('docs', 'models', 'encoder.json')
    : null;
  const figures =
    kept ?? (await measure(shipped, Number(values['train-every']), Number(values['test-every'])));
  await writeReport(figures, shipped);
}

await main();
