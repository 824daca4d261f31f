import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { pcg32 } from '../src/core/rng.ts';
import { lastIndexOnOrBefore } from '../src/domain/market/as-of.ts';
import { type ChronosBranch, forecastQuantiles, loadChronosBranch } from '../src/models/chronos/branch.ts';
import type { QuantileForecast } from '../src/models/chronos/bolt-predict.ts';
import { calibrate, readCalibration } from '../src/models/chronos/calibration.ts';
import { type BoltConfig, parseChronosConfig } from '../src/models/chronos/config.ts';
import { initBolt, officialLayout } from '../src/models/chronos/weights.ts';
import { type Artefact, loadArtefact } from '../src/models/manifest.ts';
import { fromParams } from '../src/models/nn/params.ts';
import { loadCheckpoint } from './lib/checkpoint.ts';
import { chronosCard, type CardInput, OURS, type Row } from './lib/chronos-card.ts';
import { SHIPPED_NAME } from './lib/chronos-config.ts';
import { HORIZONS, type Window, windowsOf } from './lib/chronos-windows.ts';
import {
  applyFit,
  ewmaDaily,
  ewmaWithKnownDays,
  harFeatures,
  leastSquares,
  type LinearFit,
  type Origin,
  randomWalk,
  seasonalNaive,
} from './lib/forecast-baselines.ts';
import { gaussian, ratioInterval, ScoreBook } from './lib/forecast-score.ts';
import { kernelSynth } from './lib/kernel-synth.ts';
import { loadFullPanel, loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile, MODELS_DIR, ROOT } from './lib/paths.ts';
import { refreshManifest } from './lib/ship.ts';

const { values: options } = parseArgs({
  options: {
    /** Trading days between two origins. */
    every: { type: 'string', default: '42' },
    /** Looks at a training in progress and prints; writes nothing. */
    checkpoint: { type: 'string' },
  },
});
const EVERY = Number(options.every);

interface Network {
  readonly branch: ChronosBranch;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Fits {
  readonly har: readonly LinearFit[];
  readonly ewma: readonly LinearFit[];
  readonly ewmaKnown: readonly LinearFit[];
}

/** Offsets and spreads of the volatility baselines, fitted on training tickers and training years only. */
function fitBaselines(): Fits {
  const { panel } = loadTrainingPanel();
  const windows = windowsOf(panel, () => true, 300, panel.dates.length - 1, EVERY);
  const each = (row: (w: Window, h: number) => number[], offsetOnly: boolean) =>
    HORIZONS.map((h) => {
      const rows = windows.map((w) => row(w, h));
      const y = windows.map((w, n) => (w.volAfter[h - 1] ?? 0) - (offsetOnly ? (rows[n]?.[1] ?? 0) : 0));
      const fit = leastSquares(offsetOnly ? rows.map(() => [1]) : rows, y);
      return offsetOnly ? { weights: [fit.weights[0] ?? 0, 1], sd: fit.sd } : fit;
    });
  return {
    har: each((w) => harFeatures(w.returns), false),
    ewma: each((w) => [1, ewmaLog(w)], true),
    ewmaKnown: each((w, h) => [1, ewmaWithKnownDays(w, h)], true),
  };
}

const ewmaLog = (w: Origin) => Math.log(ewmaDaily(w.returns) * Math.sqrt(252));

type Books = Map<string, ScoreBook>;
function book(books: Books, key: string): ScoreBook {
  let b = books.get(key);
  if (!b) books.set(key, (b = new ScoreBook()));
  return b;
}

/** Scores of log price are on the change since the origin, of volatility on its level (not its log). */
function addBaselines(books: Books, windows: readonly Window[], fits: Fits): void {
  for (const w of windows) {
    HORIZONS.forEach((h, k) => {
      const last = w.logs.at(-1) ?? NaN;
      const price = (name: string, q: number[]) =>
        book(books, `logPrice/${name}/${h}`).add(
          w.date,
          q.map((x) => x - last),
          (w.logAfter[h - 1] ?? NaN) - last,
        );
      price('random walk with drift', randomWalk(w.logs, h));
      price('seasonal naive', seasonalNaive(w.logs, h));
      price('EWMA', gaussian(last, ewmaDaily(w.returns) * Math.sqrt(h)));
      const har21 = applyFit(fits.har[2] as LinearFit, harFeatures(w.returns))[4] ?? NaN;
      price('HAR', gaussian(last, Math.exp(har21) * Math.sqrt(h / 252)));
      const vol = (name: string, q: number[]) =>
        book(books, `vol/${name}/${h}`).add(w.date, q.map(Math.exp), Math.exp(w.volAfter[h - 1] ?? NaN));
      vol('random walk with drift', randomWalk(w.logVol, h));
      vol('seasonal naive', seasonalNaive(w.logVol, h));
      vol('EWMA', applyFit(fits.ewma[k] as LinearFit, [1, ewmaLog(w)]));
      vol('EWMA with the known days', applyFit(fits.ewmaKnown[k] as LinearFit, [1, ewmaWithKnownDays(w, h)]));
      vol('HAR', applyFit(fits.har[k] as LinearFit, harFeatures(w.returns)));
    });
  }
}

/** Raw quantiles of a network and, where its config carries one, the calibrated ones. */
async function addNetwork(
  books: Books,
  name: string,
  windows: readonly Window[],
  network: Network,
): Promise<void> {
  for (const target of ['logPrice', 'vol'] as const) {
    const series = windows.map((w) => (target === 'logPrice' ? w.logs : w.logVol));
    const raw = await forecastQuantiles(network.branch, series, 63);
    const c = readCalibration(network.config, target === 'logPrice' ? 'logPrice' : 'logVol');
    addForecast(books, target, c ? `${name}, raw` : name, windows, raw);
    if (c) addForecast(books, target, name, windows, calibrate(raw, series, c));
  }
}

function addForecast(
  books: Books,
  target: 'logPrice' | 'vol',
  name: string,
  windows: readonly Window[],
  f: QuantileForecast,
): void {
  windows.forEach((w, n) => {
    for (const h of HORIZONS) {
      const q = f.levels.map((_, i) => f.values[(n * f.levels.length + i) * 63 + h - 1] ?? NaN);
      const last = w.logs.at(-1) ?? NaN;
      const b = book(books, `${target}/${name}/${h}`);
      if (target === 'logPrice')
        b.add(
          w.date,
          q.map((x) => x - last),
          (w.logAfter[h - 1] ?? NaN) - last,
        );
      else b.add(w.date, q.map(Math.exp), Math.exp(w.volAfter[h - 1] ?? NaN));
    }
  });
}

function rowsOf(books: Books): Row[] {
  return [...books].map(([key, b]) => {
    const [target = '', model = '', horizon = ''] = key.split('/');
    const reference = books.get(
      `${target}/${target === 'vol' ? 'EWMA' : 'random walk with drift'}/${horizon}`,
    );
    const versus = reference ? ratioInterval(b, reference) : { ratio: NaN, low: NaN, high: NaN };
    return { target, model, horizon: Number(horizon), ...b.score(), ...versus };
  });
}

/** Mean absolute errors of the median on fresh Gaussian-process draws, beside naive forecasts. */
async function synthetic(branch: ChronosBranch): Promise<CardInput['synthetic']> {
  const n = branch.contextLength + 64;
  const series = kernelSynth(pcg32(987_654, 11), n, 250, 1);
  const f = await forecastQuantiles(
    branch,
    series.map((s) => s.subarray(0, branch.contextLength)),
    64,
  );
  const middle = f.levels.indexOf(0.5);
  const PERIODS = [1, 4, 5, 6, 7, 10, 12, 14, 24, 26, 30, 40, 48, 52, 60, 96];
  const sums = { model: 0, season5: 0, best: 0 };
  series.forEach((s, b) => {
    const context = s.subarray(0, branch.contextLength);
    const error = (guess: (h: number) => number) => {
      let total = 0;
      for (let h = 0; h < 64; h++) total += Math.abs(guess(h) - (s[context.length + h] ?? NaN));
      return total / 64;
    };
    const inSample = (m: number) => {
      let total = 0;
      for (let t = m; t < context.length; t++) total += Math.abs((context[t] ?? 0) - (context[t - m] ?? 0));
      return total / (context.length - m);
    };
    const season = (m: number) => (h: number) => context[context.length - m + (h % m)] ?? NaN;
    const best = PERIODS.reduce((a, m) => (inSample(m) < inSample(a) ? m : a), 1);
    const scale = Math.max(inSample(5), 1e-9);
    sums.model += error((h) => f.values[(b * f.levels.length + middle) * 64 + h] ?? NaN) / scale;
    sums.season5 += error(season(5)) / scale;
    sums.best += error(season(best)) / scale;
  });
  const mase = (x: number) => x / series.length;
  return {
    series: series.length,
    model: mase(sums.model),
    seasonal: mase(sums.season5),
    bestPeriod: mase(sums.best),
  };
}

async function untrainedBranch(artefact: Artefact): Promise<ChronosBranch> {
  const config = parseChronosConfig(artefact.config) as BoltConfig;
  const tensors = officialLayout(await fromParams(initBolt(pcg32(1), config)));
  return loadChronosBranch({ config: artefact.config, tensors });
}

/** Puts the measured coverage beside the weights, so that the app can show it under every fan chart. */
async function writeCoverage(config: Readonly<Record<string, unknown>>, rows: readonly Row[]): Promise<void> {
  const of = (target: string) => {
    const ours = HORIZONS.flatMap((h) =>
      rows.filter((r) => r.target === target && r.model === OURS && r.horizon === h),
    );
    return {
      horizons: ours.map((r) => r.horizon),
      coverage50: ours.map((r) => Number(r.cover50.toFixed(4))),
      coverage80: ours.map((r) => Number(r.cover80.toFixed(4))),
    };
  };
  const next = { ...config, keepfolio_tested: { logPrice: of('logPrice'), logVol: of('vol') } };
  await writeFile(join(MODELS_DIR, SHIPPED_NAME, 'config.json'), `${JSON.stringify(next, null, 2)}\n`);
}

async function main(): Promise<void> {
  await useBackend('wasm');
  const artefact = await loadArtefact(SHIPPED_NAME, fetchModelFile);
  const running = options.checkpoint === undefined ? null : await loadCheckpoint(options.checkpoint);
  const trained = loadChronosBranch(
    running ? { ...artefact, tensors: officialLayout(running.params) } : artefact,
  );
  const full = loadFullPanel();
  const { dates } = full.panel;
  const from = dates.findIndex((d) => d >= full.dates.testStart);
  const to = lastIndexOnOrBefore(dates, full.dates.testEnd);
  const windows = windowsOf(full.panel, (s) => full.heldoutTickers.has(s), from, to, EVERY);
  process.stderr.write(`${windows.length} windows of held-out tickers in ${dates[from]} … ${dates[to]}\n`);
  const fits = fitBaselines();
  const untrained = await untrainedBranch(artefact);
  const score = async (some: readonly Window[]) => {
    const books: Books = new Map();
    await addNetwork(books, OURS, some, { branch: trained, config: artefact.config });
    addBaselines(books, some, fits);
    await addNetwork(books, 'untrained network', some, { branch: untrained, config: {} });
    return rowsOf(books);
  };
  const input: CardInput = {
    sha256: artefact.sha256,
    training: (artefact.config['keepfolio_training'] ?? {}) as Record<string, unknown>,
    calibratedOn: (artefact.config['keepfolio_calibrated_on'] ?? {}) as Record<string, unknown>,
    tested: { from: String(dates[from]), to: String(dates[to]), windows: windows.length },
    all: await score(windows),
    funds: await score(windows.filter((w) => w.fund)),
    synthetic: await synthetic(trained),
  };
  const card = chronosCard(input);
  if (running) {
    process.stdout.write(card);
    return;
  }
  await mkdir(join(ROOT, 'docs', 'models'), { recursive: true });
  await writeFile(
    join(ROOT, 'docs', 'models', 'chronos-evaluation.json'),
    `${JSON.stringify(input, null, 1)}\n`,
  );
  await writeFile(join(ROOT, 'docs', 'models', 'chronos.md'), card.replaceAll('../../../docs/models/', ''));
  await writeCoverage(artefact.config, input.all);
  await writeFile(join(MODELS_DIR, SHIPPED_NAME, 'README.md'), card);
  await refreshManifest();
}

await main();
