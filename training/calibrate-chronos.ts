import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { loadChronosBranch } from '../src/models/chronos/branch.ts';
import type { BandCalibration, SeriesKind } from '../src/models/chronos/calibration.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { bandForms, compareForms, fitOffsets, fitWidths, type FormScore } from './lib/band-fit.ts';
import { type BandRows, bandRows, FITTED, staggeredWindows } from './lib/band-rows.ts';
import { SHIPPED_NAME } from './lib/chronos-config.ts';
import { HORIZONS } from './lib/chronos-windows.ts';
import { loadTrainingPanel } from './lib/market-data.ts';
import { fetchModelFile, MODELS_DIR } from './lib/paths.ts';
import { refreshManifest } from './lib/ship.ts';

/*
 * Fits the bands of the shipped network on training tickers and training years (all of them, each counting the same)
 * and writes them into its config.json. Which blend of widths is used is decided by leaving years out. Held-out
 * tickers and test dates are not in the panel this reads.
 */
const { values: options } = parseArgs({
  options: {
    /** Trading days between two origins of an asset. */
    every: { type: 'string', default: '63' },
    /** Prints the comparison and writes nothing. */
    dry: { type: 'boolean', default: false },
  },
});

/** Prices are anchored at the last value; the median of a volatility forecast is its point. */
const ANCHORED: Readonly<Record<SeriesKind, boolean>> = { logPrice: true, logVol: false };

const brief = (s: FormScore) => ({
  centre: s.centre,
  blend: s.blend,
  score: Number(s.score.toFixed(3)),
  loss: s.loss.map((x) => Number(x.toFixed(4))),
  coverageError: s.coverageError.map((x) => Number(x.toFixed(4))),
});

function fit(rows: BandRows, kind: SeriesKind) {
  const compared = compareForms(rows, bandForms(), HORIZONS);
  const [best] = compared;
  if (!best) throw new Error('no form of bands to compare');
  const network = compared.find((f) => f.centre === 'median' && f.blend.network === 1);
  const own = compared.find((f) => f.centre === 'last' && f.blend.recent === 1);
  for (const f of compared.slice(0, 12)) process.stderr.write(`${JSON.stringify(brief(f))}\n`);
  const bands: BandCalibration = {
    anchor: ANCHORED[kind],
    horizons: FITTED,
    widths: fitWidths(rows, ANCHORED[kind]),
    scaled: fitOffsets(rows, best),
  };
  const record = {
    windows: rows.count,
    years: [Math.min(...rows.years), Math.max(...rows.years)],
    forms: compared.length,
    chosen: brief(best),
    ...(network ? { networkAlone: brief(network) } : {}),
    ...(own ? { ownPaceAlone: brief(own) } : {}),
  };
  process.stderr.write(`${JSON.stringify(record)}\n`);
  return { bands, record };
}

async function main(): Promise<void> {
  await useBackend('wasm');
  const artefact = await loadArtefact(SHIPPED_NAME, fetchModelFile);
  const branch = loadChronosBranch(artefact);
  const { panel } = loadTrainingPanel();
  const windows = staggeredWindows(panel, Number(options.every));
  const key = artefact.sha256.slice(0, 12);
  const calibration: Record<string, unknown> = {};
  const record: Record<string, unknown> = {};
  for (const kind of ['logPrice', 'logVol'] as const) {
    const fitted = fit(await bandRows(branch, panel, windows, kind, key), kind);
    calibration[kind] = fitted.bands;
    record[kind] = fitted.record;
  }
  if (options.dry) return;
  const file = join(MODELS_DIR, SHIPPED_NAME, 'config.json');
  const { keepfolio_coverage: _, ...config } = JSON.parse(await readFile(file, 'utf8')) as Record<
    string,
    unknown
  >;
  const next = { ...config, keepfolio_calibration: calibration, keepfolio_calibrated_on: record };
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  await refreshManifest();
}

await main();
