/**
 * `npm run bench:journey`: CSV in to plan, stage by stage, on a sample client over the demo market, once cold and once
 * warm per backend. Backends that do not start here are named. Ratios to the warm WASM run stand beside the times.
 */
import { performance } from 'node:perf_hooks';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useBackend, type BackendName } from '../cli/backend.ts';
import { readMarket } from '../cli/read-market.ts';
import { cents } from '../src/core/money.ts';
import type { IsoDate } from '../src/core/iso-date.ts';
import type { TaxProfile } from '../src/domain/portfolio/types.ts';
import { allocate } from '../src/engine/allocate.ts';
import { forecastAsset } from '../src/engine/forecast.ts';
import { buildLedger } from '../src/engine/ledger.ts';
import { personalize } from '../src/engine/personalize.ts';
import { importFile } from '../src/importers/import-file.ts';
import { fetchModelFile, ROOT } from '../training/lib/paths.ts';
import { loadModels } from '../src/workers/ml/models.ts';

const SAMPLE =
  process.argv.find((a) => a.endsWith('.csv')) ?? join(ROOT, 'public', 'samples', 'harvester.csv');
const PROFILE: TaxProfile = {
  year: 2026,
  status: 'single',
  ordinaryIncome: cents(10_000_000),
  stateRate: 0,
  carryoverShort: cents(0),
  carryoverLong: cents(0),
};

type Stages = Map<string, number>;

async function timed<T>(stages: Stages, name: string, work: () => T | Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  stages.set(name, performance.now() - begin);
  return result;
}

async function journey(): Promise<Stages> {
  const stages: Stages = new Map();
  const bytes = new Uint8Array(await readFile(SAMPLE));
  const panel = await timed(stages, 'open market', () =>
    readMarket(join(ROOT, 'public', 'market', 'demo.kfm')),
  );
  const { transactions } = await timed(stages, 'import', () => importFile({ name: 'sample.csv', bytes }));
  const ledger = await timed(stages, 'lots and gains', () => buildLedger(transactions));
  const models = await timed(stages, 'verify and load models', () => loadModels(fetchModelFile, () => {}));
  const person = await timed(stages, 'personalise (76 numbers)', () =>
    personalize({ transactions, panel, models: models.person, seed: 1 }),
  );
  const plan = await timed(stages, 'plan', () =>
    allocate({
      ledger,
      panel,
      asOf: panel.dates.at(-1) as IsoDate,
      objectives: person.objectives,
      taxProfile: PROFILE,
      models,
    }),
  );
  const symbol = ledger.openLots[0]?.symbol;
  if (symbol)
    await timed(stages, 'forecast one asset, 64 days', () =>
      forecastAsset(panel, symbol, panel.dates.at(-1) as IsoDate, 64, models.forecaster),
    );
  stages.set(
    'total',
    [...stages.values()].reduce((a, b) => a + b, 0),
  );
  console.log(
    `  ${transactions.length} rows, ${ledger.openLots.length} open lots, ${person.decisions} decisions, ${plan.trades.length} trades planned`,
  );
  return stages;
}

async function run(name: BackendName): Promise<{ cold: Stages; warm: Stages } | null> {
  try {
    const used = await useBackend(name);
    console.log(`\n${name}${used === name ? '' : ` (${used})`}`);
    return { cold: await journey(), warm: await journey() };
  } catch (e) {
    console.log(`\n${name}: not here (${e instanceof Error ? e.message : String(e)})`);
    return null;
  }
}

const wanted = process.argv.includes('--webgpu')
  ? (['wasm', 'cpu', 'webgpu'] as const)
  : (['wasm', 'cpu'] as const);
let reference: Stages | null = null;
for (const name of wanted) {
  const result = await run(name);
  if (!result) continue;
  reference ??= result.warm;
  console.log(
    `  ${'stage'.padEnd(30)}${'cold ms'.padStart(10)}${'warm ms'.padStart(10)}${'x warm wasm'.padStart(13)}`,
  );
  for (const [stage, warm] of result.warm) {
    const ratio = warm / (reference.get(stage) ?? warm);
    console.log(
      `  ${stage.padEnd(30)}${(result.cold.get(stage) ?? 0).toFixed(0).padStart(10)}${warm.toFixed(0).padStart(10)}${ratio.toFixed(2).padStart(13)}`,
    );
  }
}
if (!process.argv.includes('--webgpu'))
  console.log('\nAdd --webgpu to try WebGPU too (minutes on a software adapter).');
