import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFile } from '../../src/importers/import-file.ts';
import { generateDemoMarket } from './demo-market.ts';
import { makeSampleClients } from './sample-clients.ts';

const SAMPLES = resolve(import.meta.dirname, '../../public/samples');
const market = generateDemoMarket();
const clients = makeSampleClients(market);

describe('sample clients', () => {
  it('regenerate the committed files bit for bit', () => {
    for (const c of clients)
      expect(readFileSync(resolve(SAMPLES, c.file), 'utf8') === c.csv, c.file).toBe(true);
    const index = JSON.parse(readFileSync(resolve(SAMPLES, 'index.json'), 'utf8')) as unknown;
    expect(index).toEqual(
      clients.map(({ id, name, blurb, file, accountType }) => ({ id, name, blurb, file, accountType })),
    );
  });

  it('import without a problem, every row understood, no position or cash below zero', () => {
    for (const c of clients) {
      const result = importFile({ name: c.file, bytes: new TextEncoder().encode(c.csv) });
      expect(result.problems, c.file).toEqual([]);
      expect(result.transactions.length).toBe(c.rows.length);
      const held = new Map<string, number>();
      let cash = 0;
      for (const t of result.transactions.toReversed()) {
        cash += t.amount;
        expect(cash, `${c.file} ${t.date}`).toBeGreaterThanOrEqual(0);
        if (t.symbol === null) continue;
        held.set(t.symbol, (held.get(t.symbol) ?? 0) + t.quantity);
        expect(held.get(t.symbol), `${c.file} ${t.date} ${t.symbol}`).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('trade at the closes of the demo market', () => {
    const { dates } = market.panel;
    for (const c of clients) {
      for (const r of c.rows.filter((x) => x.kind === 'buy' || x.kind === 'sell')) {
        const series = market.series.find((s) => s.asset.symbol === r.symbol);
        expect(series?.raw[dates.indexOf(r.date)]).toBe(r.price);
      }
    }
  });

  it('are as different as their names: losses taken, nothing sold, quickly turned over', () => {
    const [harvester, holder, trader] = clients.map((c) => {
      const trades = c.rows.filter((r) => r.kind === 'buy' || r.kind === 'sell');
      return {
        trades: trades.length,
        sales: trades.filter((r) => r.kind === 'sell').length,
        drips: c.rows.filter((r) => r.kind === 'reinvest').length,
      };
    });
    expect(harvester?.trades).toBeGreaterThan(220);
    expect(holder?.sales).toBeLessThan(5);
    expect(holder?.drips).toBeGreaterThan(100);
    expect(trader?.sales).toBeGreaterThan(100);
  });
});
