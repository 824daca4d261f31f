import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { addDays, isoDate, type IsoDate } from '../src/core/iso-date.ts';
import { pcg32 } from '../src/core/rng.ts';
import { ASSET_CLASSES, type Panel } from '../src/domain/market/panel.ts';
import { newEncodeCache, type EncodeCache } from '../src/engine/encode-cache.ts';
import { encodeUniverse } from '../src/engine/encode.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { fetchModelFile, ROOT } from '../training/lib/paths.ts';

/*
 * `npm run bench:encoder`: what embedding a universe costs on WASM, one thread. Cold = nothing cached; warm = the same
 * universe again; one more = one ticker added to a cached universe; one day more = a year of weekly embeddings is there
 * and the bundle is read again with a new day: that day is computed, the others are found. A round measures cold, warm
 * and one more in turn; printed is the least processor time of each over the rounds. The full computation includes the
 * numbers that compare an asset with the whole bundle, so each universe is measured twice: as all of its bundle but for
 * the one asset more, and as part of a market bundle. Prices are random walks: only shapes matter here.
 * All sizes together go to docs/bench/encoder.json, from where `evaluate:encoder` takes them into the card.
 */
const DAYS = 800;
const SIZES = [25, 100, 500] as const;
const ROUNDS = { 25: 150, 100: 40, 500: 8 } as const;
const WEEKS = 52;
/** Assets of a market bundle. */
const MARKET = 501;

function randomWalks(assets: number): Panel {
  const rng = pcg32(17);
  const dates: IsoDate[] = Array.from({ length: DAYS }, (_, d) => addDays(isoDate('2018-01-01'), d));
  const close = new Float32Array(assets * DAYS);
  for (let i = 0; i < assets; i++) {
    let level = 4;
    for (let d = 0; d < DAYS; d++) close[i * DAYS + d] = Math.exp((level += 0.015 * rng.normal()));
  }
  return {
    assets: Array.from({ length: assets }, (_, i) => ({
      symbol: `S${i}`,
      name: '',
      assetClass: ASSET_CLASSES[i % ASSET_CLASSES.length] ?? 'equity',
      sector: null,
      isFund: false,
      isHome: true,
    })),
    dates,
    close,
    dollarVolume: null,
    dividendYield: null,
    synthetic: true,
  };
}

/** Milliseconds of the processor, so that what else the machine does is not counted. */
async function clock(f: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await f();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The least disturbed of several runs: what else a machine does can only add. */
const least = (x: readonly number[]): number => Math.min(...x);

const { values } = parseArgs({ options: { sizes: { type: 'string' } } });
await useBackend('wasm');
const encoder = await loadEncoder(fetchModelFile);
const chronos = await loadFrozenBranch(fetchModelFile);
const sizes = values.sizes ? values.sizes.split(',').map(Number) : [...SIZES];

/** One round: cold, warm and one-more times of a universe of n. */
async function round(panel: Panel, n: number): Promise<readonly [number, number, number]> {
  const named = (count: number) => panel.assets.slice(0, count).map((a) => a.symbol);
  const base = { panel, asOf: panel.dates.at(-1) as IsoDate, encoder, chronos, cache: newEncodeCache() };
  const cold = await clock(() => encodeUniverse({ ...base, symbols: named(n) }));
  const warm = await clock(() => encodeUniverse({ ...base, symbols: named(n) }));
  const more = await clock(() => encodeUniverse({ ...base, symbols: named(n + 1) }));
  return [cold, warm, more];
}

/** Processor milliseconds. */
interface UniverseCost {
  readonly assets: number;
  readonly bundle: number;
  readonly cold: number;
  readonly warm: number;
  readonly more: number;
}
interface DayCost {
  readonly assets: number;
  readonly dates: number;
  readonly full: number;
  readonly more: number;
}

async function universes(n: number, bundle: number): Promise<UniverseCost> {
  const panel = randomWalks(bundle);
  const count = ROUNDS[n as keyof typeof ROUNDS] ?? 9;
  // The first two rounds compile; they are run and not counted.
  const all: (readonly [number, number, number])[] = [];
  for (let k = -2; k < count; k++) {
    const times = await round(panel, n);
    if (k >= 0) all.push(times);
  }
  const [cold, warm, more] = [0, 1, 2].map((i) => least(all.map((t) => t[i] as number))) as [
    number,
    number,
    number,
  ];
  console.log(
    `| ${n} | ${bundle} | ${cold.toFixed(0)} | ${warm.toFixed(1)} | ${more.toFixed(1)} | ${(cold / more).toFixed(1)}x |`,
  );
  return { assets: n, bundle, cold, warm, more };
}

/** The bundle as it was read when it ended at day t. */
const readAgain = (panel: Panel, t: number): Panel => ({
  ...panel,
  dates: panel.dates.slice(0, t + 1),
  close: panel.close.filter((_, i) => i % panel.dates.length <= t),
});

async function oneDayMore(n: number): Promise<DayCost> {
  const whole = randomWalks(n);
  const symbols = whole.assets.map((a) => a.symbol);
  const yearOf = async (panel: Panel, cache: EncodeCache) => {
    for (let k = WEEKS - 1; k >= 0; k--) {
      const asOf = panel.dates[DAYS - 2 - 5 * k] as IsoDate;
      await encodeUniverse({ panel, asOf, symbols, encoder, chronos, cache });
    }
    const last = panel.dates[DAYS - 1];
    if (last) await encodeUniverse({ panel, asOf: last, symbols, encoder, chronos, cache });
  };
  const cache = newEncodeCache();
  await yearOf(readAgain(whole, DAYS - 2), cache);
  const grown = readAgain(whole, DAYS - 1);
  const more = await clock(() => yearOf(grown, cache));
  const full = await clock(() => yearOf(readAgain(whole, DAYS - 1), newEncodeCache()));
  console.log(`| ${n} | ${full.toFixed(0)} | ${more.toFixed(0)} | ${(full / more).toFixed(1)}x |`);
  return { assets: n, dates: WEEKS + 1, full, more };
}

console.log(
  '| assets | of a bundle of | cold ms | warm ms | one more ms | cold / one more |\n|---|---|---|---|---|---|',
);
const costs: UniverseCost[] = [];
for (const n of sizes) {
  if (n + 1 < MARKET) costs.push(await universes(n, n + 1));
  costs.push(await universes(n, Math.max(MARKET, n + 1)));
}
console.log(
  `\n| assets | ${WEEKS + 1} dates ms | one day more ms | full / one day more |\n|---|---|---|---|`,
);
const days: DayCost[] = [];
for (const n of sizes.filter((x) => x <= 100)) days.push(await oneDayMore(n));
if (!values.sizes) {
  const file = join(ROOT, 'docs', 'bench', 'encoder.json');
  await writeFile(file, `${JSON.stringify({ universes: costs, days }, null, 1)}\n`);
}
