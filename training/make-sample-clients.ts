import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDemoMarket } from './lib/demo-market.ts';
import { makeSampleClients } from './lib/sample-clients.ts';

/** `npm run make:samples`: writes the sample clients of the start page. Same market, same bytes. */
const OUT = resolve(dirname(fileURLToPath(import.meta.url)), '../public/samples');

const clients = makeSampleClients(generateDemoMarket());
mkdirSync(OUT, { recursive: true });
for (const { file, csv, rows } of clients) {
  writeFileSync(join(OUT, file), csv);
  const trades = rows.filter((r) => r.kind === 'buy' || r.kind === 'sell');
  const symbols = new Set(rows.map((r) => r.symbol).filter((s) => s !== ''));
  console.error(`${file}: ${rows.length} rows, ${trades.length} trades, ${symbols.size} symbols`);
}
const index = clients.map(({ id, name, blurb, file, accountType }) => ({
  id,
  name,
  blurb,
  file,
  accountType,
}));
writeFileSync(join(OUT, 'index.json'), JSON.stringify(index, null, 2) + '\n');
