import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../training/lib/paths.ts';

const SHARED = join(ROOT, '..', 'shared');
const hasShared = existsSync(join(SHARED, 'market', 'meta.csv')) && existsSync(join(SHARED, 'brokers'));
if (!hasShared) console.log('skipped: ../shared is not here, so the journey over real prices is not run');

function keepfolio<T>(...args: readonly string[]): T {
  const out = execFileSync('npx', ['tsx', 'cli/keepfolio.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(out) as T;
}

interface Plan {
  readonly totalValue: number;
  readonly current: Record<string, number>;
  readonly target: Record<string, number>;
  readonly trades: readonly {
    readonly side: string;
    readonly amount: number;
    readonly quantity: number;
    readonly price: number;
  }[];
  readonly tax: { readonly planned: number; readonly naive: number };
  readonly washSales: readonly unknown[];
}

const total = (weights: Record<string, number>): number => Object.values(weights).reduce((a, b) => a + b, 0);

describe.skipIf(!hasShared)('real exports over real prices, from the terminal', () => {
  const market = join(hasShared ? mkdtempSync(join(tmpdir(), 'keepfolio-real-')) : '', 'real.kfm');

  it('builds the bundle of all shares, funds and coins', { timeout: 240_000 }, () => {
    const prices = ['prices-us-equity.csv.gz', 'prices-etf.csv.gz', 'prices-crypto.csv.gz'].map((f) =>
      join(SHARED, 'market', f),
    );
    const built = keepfolio<{ assets: number; days: number }>(
      'market',
      'build',
      '--prices',
      ...prices,
      '--meta',
      join(SHARED, 'market', 'meta.csv'),
      '--out',
      market,
    );
    expect(built.assets).toBe(1324);
    const info = keepfolio<{ synthetic: boolean; to: string }>('market', 'info', market);
    expect(info).toMatchObject({ synthetic: false, to: '2024-12-31' });
  });

  for (const [broker, asOf] of [
    ['schwab', '2024-12-31'],
    ['fidelity', '2025-09-30'],
  ] as const) {
    it(`takes ${broker} from file to plan`, { timeout: 240_000 }, () => {
      const file = join(SHARED, 'brokers', `${broker}.csv`);
      const read = keepfolio<{ transactions: unknown[]; problems: unknown[] }>('import', file);
      expect(read.problems).toEqual([]);
      const lots = keepfolio<{ open_lots: { quantity: number }[] }>('lots', file);
      expect(lots.open_lots.length).toBeGreaterThan(3);
      const person = keepfolio<{ parameters: number; objectives: Record<string, number> }>(
        'personalize',
        file,
        '--market',
        market,
        '--seed',
        '7',
      );
      expect(person.parameters).toBe(76);
      expect(total(person.objectives)).toBeCloseTo(1, 5);
      const plan = keepfolio<Plan>(
        'allocate',
        file,
        '--market',
        market,
        '--as-of',
        asOf,
        '--objectives',
        JSON.stringify(person.objectives),
      );
      expect(plan.totalValue).toBeGreaterThan(1000);
      expect(total(plan.current)).toBeCloseTo(1, 5);
      expect(total(plan.target)).toBeCloseTo(1, 5);
      expect(plan.washSales).toEqual([]);
      for (const t of plan.trades) expect(t.amount).toBeCloseTo(t.quantity * t.price, 1);
      expect(Number.isFinite(plan.tax.planned) && Number.isFinite(plan.tax.naive)).toBe(true);
    });
  }
});
