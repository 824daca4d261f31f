import { parseArgs } from 'node:util';
import { useBackend } from '../cli/backend.ts';
import { addDays, isoDate, type IsoDate } from '../src/core/iso-date.ts';
import { pcg32 } from '../src/core/rng.ts';
import { ASSET_CLASSES, type Panel } from '../src/domain/market/panel.ts';
import { encodeUniverse, newEncodeCache } from '../src/engine/encode.ts';
import { loadEncoder, loadFrozenBranch } from '../src/engine/encoder-model.ts';
import { fetchModelFile } from '../training/lib/paths.ts';

/*
 * `npm run bench:encoder`: what embedding a universe costs on WASM, one thread. Cold = nothing cached; warm = the same
 * universe again; one more = one ticker added to a cached universe. Prices are random walks: only shapes matter here.
 */
const DAYS = 800;
const SIZES = [25, 100, 500] as const;
const REPEATS = 3;

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

async function clock(f: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await f();
  return performance.now() - start;
}

const median = (x: readonly number[]): number =>
  x.toSorted((a, b) => a - b)[Math.floor(x.length / 2)] as number;

const { values } = parseArgs({ options: { sizes: { type: 'string' } } });
await useBackend('wasm');
const encoder = await loadEncoder(fetchModelFile);
const chronos = await loadFrozenBranch(fetchModelFile);
const sizes = values.sizes ? values.sizes.split(',').map(Number) : [...SIZES];
const panel = randomWalks(Math.max(...sizes) + 1);
const asOf = panel.dates.at(-1) as IsoDate;
const named = (n: number) => panel.assets.slice(0, n).map((a) => a.symbol);
await encodeUniverse({ panel, asOf, symbols: named(4), encoder, chronos });
console.log('| assets | cold ms | warm ms | one more ms | cold / one more |\n|---|---|---|---|---|');
for (const n of sizes) {
  const cold: number[] = [];
  const warm: number[] = [];
  const more: number[] = [];
  for (let k = 0; k < REPEATS; k++) {
    const base = { panel, asOf, encoder, chronos, cache: newEncodeCache() };
    cold.push(await clock(() => encodeUniverse({ ...base, symbols: named(n) })));
    warm.push(await clock(() => encodeUniverse({ ...base, symbols: named(n) })));
    more.push(await clock(() => encodeUniverse({ ...base, symbols: named(n + 1) })));
  }
  const [c, w, m] = [median(cold), median(warm), median(more)];
  console.log(`| ${n} | ${c.toFixed(0)} | ${w.toFixed(1)} | ${m.toFixed(1)} | ${(c / m).toFixed(1)}x |`);
}
