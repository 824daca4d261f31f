import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bundleHash,
  decodeBundle,
  encodeBundle,
  verifyBundle,
  type Sha256,
} from '../../src/domain/market/bundle.ts';
import { ASSET_CLASSES, SECTORS } from '../../src/domain/market/panel.ts';
import { PRICE_ERROR } from '../../src/domain/market/series-codec.ts';
import { adjustedCloses, generateDemoMarket } from './demo-market.ts';

const sha256: Sha256 = (bytes) => crypto.subtle.digest('SHA-256', bytes);
const FILE = resolve(import.meta.dirname, '../../public/market/demo.kfm');
const market = generateDemoMarket();

describe('demo market', () => {
  it('regenerates the committed bundle bit for bit', async () => {
    expect(existsSync(FILE)).toBe(true);
    const committed = new Uint8Array(readFileSync(FILE));
    const again = await encodeBundle(market.panel, sha256);
    expect(await verifyBundle(committed, sha256)).toBe(bundleHash(again));
    expect(committed.length).toBeLessThan(600_000);
    const panel = decodeBundle(committed);
    expect(panel.synthetic).toBe(true);
    let worst = 0;
    market.panel.close.forEach(
      (p, k) => (worst = Math.max(worst, p > 0 ? Math.abs((panel.close[k] as number) / p - 1) : 0)),
    );
    expect(worst).toBeLessThanOrEqual(PRICE_ERROR);
  });

  it('spans all classes and sectors over about 12 years of business days', () => {
    const { assets, dates } = market.panel;
    expect(new Set(assets.map((a) => a.assetClass)).size).toBe(ASSET_CLASSES.length);
    expect(new Set(assets.flatMap((a) => a.sector ?? [])).size).toBe(SECTORS.length);
    expect(new Set(assets.map((a) => a.symbol)).size).toBe(assets.length);
    expect(dates.length).toBeGreaterThan(2900);
    expect(dates.at(-1)).toBe('2026-10-30');
  });

  it('adjusts for splits and dividends: holding through a split earns the same as the price move', () => {
    const s = market.series.find((x) => x.events.some((e) => e.kind === 'split'));
    const split = s?.events.find((e) => e.kind === 'split');
    if (!s || split?.kind !== 'split') throw new Error('the market has a split');
    const adjusted = adjustedCloses(s);
    const t = split.day;
    const paid = s.events.reduce(
      (sum, e) => sum + (e.day === t && e.kind === 'dividend' ? e.perShare : 0),
      0,
    );
    const raw = ((s.raw[t] as number) * split.ratio + paid) / (s.raw[t - 1] as number);
    expect((adjusted[t] as number) / (adjusted[t - 1] as number)).toBeCloseTo(raw, 10);
    expect(Math.abs(Math.log(raw))).toBeLessThan(0.61);
  });

  it('has tails fatter than normal and volatility that clusters', () => {
    const { panel } = market;
    const T = panel.dates.length;
    const i = panel.assets.findIndex((a) => a.symbol === 'KFTM');
    const r = Array.from({ length: T - 1 }, (_, t) =>
      Math.log((panel.close[i * T + t + 1] as number) / (panel.close[i * T + t] as number)),
    );
    const mean = r.reduce((a, b) => a + b) / r.length;
    const c = r.map((x) => x - mean);
    const m2 = c.reduce((a, x) => a + x * x, 0) / c.length;
    expect(c.reduce((a, x) => a + x ** 4, 0) / c.length / m2 ** 2).toBeGreaterThan(4);
    const a = c.map(Math.abs);
    const ma = a.reduce((x, y) => x + y) / a.length;
    const cov = a.slice(1).reduce((sum, x, k) => sum + (x - ma) * ((a[k] as number) - ma), 0);
    expect(cov / a.reduce((sum, x) => sum + (x - ma) ** 2, 0)).toBeGreaterThan(0.1);
  });
});
