import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ObjectiveWeights } from '../../src/domain/portfolio/types.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SHARED = join(ROOT, '..', 'shared');

/** One command of the headless contract: what the page shows is compared with it. */
export function headless<T>(...args: readonly string[]): T {
  const out = execFileSync('npx', ['tsx', 'cli/keepfolio.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(out) as T;
}

export const DEMO_MARKET = join(ROOT, 'public', 'market', 'demo.kfm');

export interface HeadlessLots {
  readonly open_lots: readonly {
    readonly symbol: string;
    readonly quantity: number;
    readonly basis: number | null;
  }[];
  readonly realized: readonly { readonly gain: number }[];
}

export interface HeadlessPerson {
  readonly parameters: number;
  readonly decisions: number;
  readonly enough: boolean;
  readonly objectives: ObjectiveWeights;
  readonly prior: ObjectiveWeights;
}

export interface HeadlessPlan {
  readonly totalValue: number;
  readonly current: Readonly<Record<string, number>>;
  readonly target: Readonly<Record<string, number>>;
  readonly trades: readonly { readonly symbol: string; readonly side: string; readonly quantity: number }[];
  readonly tax: { readonly planned: number; readonly naive: number };
}

/** A file of the folder with real data beside the checkout, or null where that is absent. */
export function sharedFile(...path: readonly string[]): string | null {
  const file = join(SHARED, ...path);
  return existsSync(file) ? file : null;
}

/** Writes the recent real closes of some symbols as a wide CSV into a temporary file. Null where the data is absent. */
export function realPrices(symbols: readonly string[], days: number): string | null {
  const columns = new Map<string, string[]>();
  let dates: string[] = [];
  for (const name of ['prices-us-equity.csv.gz', 'prices-etf.csv.gz']) {
    const file = sharedFile('market', name);
    if (!file) return null;
    const rows = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
    const header = (rows[0] ?? '').split(',');
    const recent = rows
      .slice(1)
      .slice(-days)
      .map((row) => row.split(','));
    dates = recent.map((row) => row[0] ?? '');
    header.forEach((symbol, i) => {
      if (symbols.includes(symbol))
        columns.set(
          symbol,
          recent.map((row) => row[i] ?? ''),
        );
    });
  }
  const names = [...columns.keys()];
  const lines = dates.map((date, d) => [date, ...names.map((n) => columns.get(n)?.[d] ?? '')].join(','));
  const out = join(mkdtempSync(join(tmpdir(), 'keepfolio-prices-')), 'prices.csv');
  writeFileSync(out, [['date', ...names].join(','), ...lines].join('\n'));
  return out;
}
