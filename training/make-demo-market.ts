import { sha256 } from '../src/core/sha256.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHash, encodeBundle } from '../src/domain/market/bundle.ts';
import { generateDemoMarket } from './lib/demo-market.ts';

/** `npm run make:demo`: writes the synthetic demo market. Same seed, same bytes. */
const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../public/market/demo.kfm');

const { panel } = generateDemoMarket();
const bytes = await encodeBundle(panel, sha256);
mkdirSync(dirname(OUT), { recursive: true });
writeFileSync(OUT, bytes);
console.error(
  `${join('public', 'market', 'demo.kfm')}: ${panel.assets.length} assets, ${panel.dates.length} days, ${bytes.length} bytes, ${bundleHash(bytes)}`,
);
