import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { initEncoder } from '../src/models/encoder/encoder.ts';
import { FIGURES_FROM, FIGURES_TO } from './lib/encoder-card.ts';
import {
  figuresMarkdown,
  gateFigures,
  inputsMarkdown,
  isProbed,
  type EncoderFigures,
} from './lib/encoder-report.ts';
import { loadFullPanel, loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile, MODELS_DIR, ROOT } from './lib/paths.ts';
import {
  FEATURE_SETS,
  probeCell,
  rememberingBranch,
  type FeatureSet,
  type ProbeDay,
} from './lib/probe-data.ts';
import type { Interval } from './lib/probe-metrics.ts';
import { differenceOf, pairsOf, PROBES, scoreOf, trainProbe, type Probe } from './lib/probe-scores.ts';
import type { Ridge } from './lib/ridge.ts';
import { refreshManifest } from './lib/ship.ts';

/*
 * `npm run evaluate:encoder`: probes of the shipped encoder on held-out tickers and dates, beside baselines; writes
 * docs/models/encoder.{md,json} and the figures of the model card.
 */
const PROBE_NAMES = Object.keys(PROBES) as Probe[];
const RANDOM_SEED = 99;

type Probes = Readonly<Record<string, Ridge>>;
const key = (set: FeatureSet, probe: Probe) => `${set}/${probe}`;

function trainProbes(train: readonly ProbeDay[], validationFrom: string): Probes {
  const out: Record<string, Ridge> = {};
  for (const set of FEATURE_SETS) {
    for (const probe of PROBE_NAMES) {
      if (isProbed(set, probe)) out[key(set, probe)] = trainProbe(train, validationFrom, set, probe);
    }
  }
  return out;
}

function scores(days: readonly ProbeDay[], probes: Probes): EncoderFigures['unseen'] {
  const none = { value: NaN, low: NaN, high: NaN };
  const of = (set: FeatureSet, probe: Probe): Interval => {
    const ridge = probes[key(set, probe)];
    return ridge ? scoreOf(pairsOf(days, set, PROBES[probe].column, ridge), probe) : none;
  };
  return Object.fromEntries(
    FEATURE_SETS.map((set) => [set, Object.fromEntries(PROBE_NAMES.map((p) => [p, of(set, p)]))]),
  ) as EncoderFigures['unseen'];
}

function differences(days: readonly ProbeDay[], probes: Probes): EncoderFigures['against'] {
  const pairs = (set: FeatureSet, probe: Probe) =>
    pairsOf(days, set, PROBES[probe].column, probes[key(set, probe)] as Ridge);
  return PROBE_NAMES.flatMap((probe) =>
    FEATURE_SETS.filter((set) => set !== 'learned' && isProbed(set, probe)).map((set) => ({
      set,
      probe,
      difference: differenceOf(pairs('learned', probe), pairs(set, probe), probe),
    })),
  );
}

/** Volatility among shares alone: probes fitted on shares, scored on shares. */
function sharesOnly(train: readonly ProbeDay[], test: readonly ProbeDay[], validationFrom: string) {
  const keep = (days: readonly ProbeDay[]) =>
    days.map((d) => ({ ...d, rows: d.rows.filter((r) => r.assetClass === 'equity') }));
  const [a, d] = [keep(train), keep(test)];
  const sets = ['learned', 'gate1', 'gate0', 'random', 'raw50', 'har', 'ewma'] as const;
  return Object.fromEntries(
    sets.map((set) => {
      const ridge = trainProbe(a, validationFrom, set, 'volatility');
      return [set, scoreOf(pairsOf(d, set, PROBES.volatility.column, ridge), 'volatility')];
    }),
  );
}

async function collect(trainEvery: number, testEvery: number) {
  const full = loadFullPanel();
  const training = loadTrainingPanel();
  const learned = await loadEncoder(fetchModelFile);
  const random = { config: learned.config, params: initEncoder(learned.config, pcg32(RANDOM_SEED)) };
  const models = { learned, random, branch: rememberingBranch(await loadFrozenBranch(fetchModelFile)) };
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
    constants: learned.config.metadata,
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'train-every': { type: 'string', default: '25' },
      'test-every': { type: 'string', default: '12' },
      dry: { type: 'boolean', default: false },
    },
  });
  await useBackend('wasm');
  const data = await collect(Number(values['train-every']), Number(values['test-every']));
  const probes = trainProbes(data.train, data.validationFrom);
  const count = (days: readonly ProbeDay[]) => days.reduce((n, d) => n + d.rows.length, 0);
  const span = (days: readonly ProbeDay[]) => [days[0]?.date ?? '', days.at(-1)?.date ?? ''] as const;
  const figures: EncoderFigures = {
    unseen: scores(data.unseen, probes),
    seen: scores(data.seen, probes),
    against: differences(data.unseen, probes),
    shares: sharesOnly(data.train, data.unseen, data.validationFrom),
    gate: gateFigures(data.unseen),
    counts: { train: count(data.train), seen: count(data.seen), unseen: count(data.unseen) },
    span: { train: span(data.train), test: span(data.unseen) },
  };
  const markdown = figuresMarkdown(figures);
  process.stdout.write(markdown);
  if (values.dry) return;
  await mkdir(join(ROOT, 'docs', 'models'), { recursive: true });
  const head =
    '# Cross-asset encoder: what it knows\n\nMade by `npm run evaluate:encoder`; what the figures mean and do not mean is in the model card, `public/models/encoder/README.md`.\n\n![losses](encoder-loss.svg)\n\n';
  await writeFile(
    join(ROOT, 'docs', 'models', 'encoder.md'),
    `${head}${markdown}\n${inputsMarkdown(data.constants)}`,
  );
  await writeFile(join(ROOT, 'docs', 'models', 'encoder.json'), `${JSON.stringify(figures, null, 1)}\n`);
  await writeCard(markdown);
}

await main();
