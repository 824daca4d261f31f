import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useBackend } from '../cli/backend.ts';
import { lastIndexOnOrBefore } from '../src/domain/market/as-of.ts';
import { forecastQuantiles, loadChronosBranch } from '../src/models/chronos/branch.ts';
import { type BandCalibration, calibrate, type SeriesKind } from '../src/models/chronos/calibration.ts';
import type { QuantileForecast } from '../src/models/chronos/bolt-predict.ts';
import { sortedQuantile } from '../src/models/chronos/quantile.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { SHIPPED_NAME } from './lib/chronos-config.ts';
import { type Window, windowsOf } from './lib/chronos-windows.ts';
import { ScoreBook } from './lib/forecast-score.ts';
import { loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile, MODELS_DIR } from './lib/paths.ts';
import { refreshManifest } from './lib/ship.ts';

/*
 * Fits the band calibration of the shipped network on the validation years (2018-2020) of training tickers and writes it
 * into its config.json. Held-out tickers and test dates are not in the panel this reads.
 */
const FITTED = [1, 2, 5, 10, 21, 42, 63];

const at = (f: QuantileForecast, n: number, level: number, h: number) =>
  f.values[(n * f.levels.length + f.levels.indexOf(level)) * f.horizon + h - 1] ?? NaN;

/** The factor on the 80 % band that makes it hold 80 % of the windows. */
function widthFor(f: QuantileForecast, after: readonly Float32Array[], h: number): number {
  const needed = after.map((y, n) => {
    const error = (y[h - 1] ?? NaN) - at(f, n, 0.5, h);
    const side = error > 0 ? at(f, n, 0.9, h) - at(f, n, 0.5, h) : at(f, n, 0.1, h) - at(f, n, 0.5, h);
    return Math.abs(side) > 1e-12 ? error / side : 0;
  });
  return sortedQuantile(
    needed.toSorted((a, b) => a - b),
    0.8,
  );
}

function lossOf(f: QuantileForecast, after: readonly Float32Array[]): number {
  const book = new ScoreBook();
  after.forEach((y, n) => {
    for (const h of FITTED)
      book.add(
        n,
        f.levels.map((l) => at(f, n, l, h) - (y[h - 1] ?? NaN) + 1),
        1,
      );
  });
  return book.score().wql;
}

function fit(
  f: QuantileForecast,
  after: readonly Float32Array[],
  last: readonly number[],
  mayAnchor: boolean,
): BandCalibration {
  const options = (mayAnchor ? [false, true] : [false]).map((anchor) => {
    const flat: BandCalibration = { anchor, horizons: [1], widths: [1] };
    const moved = calibrate(f, last, flat);
    const widths = FITTED.map((h) => Number(widthFor(moved, after, h).toFixed(3)));
    const fitted: BandCalibration = { anchor, horizons: FITTED, widths };
    return { fitted, loss: lossOf(calibrate(f, last, fitted), after) };
  });
  for (const o of options) process.stderr.write(`${JSON.stringify(o)}\n`);
  return options.reduce((a, b) => (b.loss < a.loss ? b : a)).fitted;
}

async function main(): Promise<void> {
  await useBackend('wasm');
  const branch = loadChronosBranch(await loadArtefact(SHIPPED_NAME, fetchModelFile));
  const { panel, dates } = loadTrainingPanel();
  const from = lastIndexOnOrBefore(panel.dates, dates.validationFrom);
  const windows = windowsOf(panel, () => true, from, panel.dates.length - 1, 42);
  process.stderr.write(`${windows.length} validation windows\n`);
  const kinds: Record<SeriesKind, (w: Window) => { series: Float32Array; after: Float32Array }> = {
    logPrice: (w) => ({ series: w.logs, after: w.logAfter }),
    logVol: (w) => ({ series: w.logVol, after: w.volAfter }),
  };
  const calibration: Partial<Record<SeriesKind, BandCalibration>> = {};
  for (const kind of ['logPrice', 'logVol'] as const) {
    const pairs = windows.map(kinds[kind]);
    const f = await forecastQuantiles(
      branch,
      pairs.map((p) => p.series),
      63,
    );
    const last = pairs.map((p) => p.series.at(-1) ?? NaN);
    calibration[kind] = fit(
      f,
      pairs.map((p) => p.after),
      last,
      true,
    );
  }
  const file = join(MODELS_DIR, SHIPPED_NAME, 'config.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, `${JSON.stringify({ ...config, keepfolio_calibration: calibration }, null, 2)}\n`);
  await refreshManifest();
}

await main();
