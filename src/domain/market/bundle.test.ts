import { describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { addDays, isoDate } from '../../core/iso-date.ts';
import { asOf } from './as-of.ts';
import { decodeBundle, encodeBundle, openBundle, type Sha256 } from './bundle.ts';
import type { Panel } from './panel.ts';
import { PRICE_ERROR } from './series-codec.ts';
import { VarintReader, VarintWriter } from './varint.ts';

const sha256: Sha256 = (bytes) => crypto.subtle.digest('SHA-256', bytes);

function randomPanel(days: number, seed: number, scaleAfter = 1): Panel {
  const rng = pcg32(seed);
  const close = new Float32Array(3 * days);
  for (let i = 0; i < 2; i++) {
    let price = i === 0 ? 0.0004 : 512_000;
    for (let t = 0; t < days; t++) {
      price *= Math.exp(0.03 * rng.normal());
      close[i * days + t] = t > days / 2 ? price * scaleAfter : price;
    }
  }
  for (let t = 10; t < 20; t++) close[2 * days + t] = 7 + t;
  close[2 * days + 25] = 1;
  const meta = { sector: null, isFund: false, isHome: true } as const;
  return {
    assets: [
      { symbol: 'LOW', name: 'Löw "quoted"', assetClass: 'equity', ...meta, sector: 'Energy' },
      { symbol: 'HIGH', name: 'High', assetClass: 'bond', ...meta, isFund: true },
      { symbol: 'GONE', name: 'Gone', assetClass: 'crypto', ...meta, isHome: false },
    ],
    dates: Array.from({ length: days }, (_, t) => addDays(isoDate('1999-12-30'), t + (t > 5 ? 2 : 0))),
    close,
    dollarVolume: Float32Array.from(close, (_, k) => (k % 7 === 0 ? 0 : 0.001 + Math.floor(k / 21))),
    dividendYield: Float32Array.from(close, (_, k) => Math.floor(k / 63) / 1000),
    synthetic: true,
  };
}

describe('varints', () => {
  it('round-trip at the edges', () => {
    const w = new VarintWriter();
    const values = [0, 1, -1, 63, -64, 64, 127, 128, 16383, 16384, -1e6, 2 ** 40, -(2 ** 40)];
    values.forEach((v) => w.signed(v));
    const r = new VarintReader(w.finish());
    expect(values.map(() => r.signed())).toEqual(values);
    expect(() => r.unsigned()).toThrow(RangeError);
  });
});

describe('market bundle', () => {
  it('keeps every close within the stated error over 4,000 days: the level does not drift', async () => {
    const panel = randomPanel(4000, 1);
    const { panel: back } = await openBundle(await encodeBundle(panel, sha256), sha256);
    expect(back.dates).toEqual(panel.dates);
    expect(back.assets).toEqual(panel.assets);
    expect(back.synthetic).toBe(true);
    let worst = 0;
    panel.close.forEach((p, k) => {
      if (p === 0) expect(back.close[k]).toBe(0);
      else worst = Math.max(worst, Math.abs((back.close[k] as number) / p - 1));
    });
    expect(worst).toBeLessThanOrEqual(PRICE_ERROR);
    panel.dollarVolume?.forEach((v, k) =>
      expect(Math.abs((back.dollarVolume?.[k] as number) - v)).toBeLessThanOrEqual(v * 0.0101),
    );
    panel.dividendYield?.forEach((v, k) =>
      expect(Math.abs((back.dividendYield?.[k] as number) - v)).toBeLessThanOrEqual(5.1e-5),
    );
  });

  it('what was known at a day does not depend on what came later', async () => {
    const views = await Promise.all(
      [1, 1000].map(async (scale) =>
        asOf(decodeBundle(await encodeBundle(randomPanel(200, 3, scale), sha256)), isoDate('2000-03-01')),
      ),
    );
    expect([...(views[0]?.closes(0) ?? [])]).toEqual([...(views[1]?.closes(0) ?? [])]);
  });

  it('is a fixed point: encoding what was decoded gives the same bytes', async () => {
    const once = await encodeBundle(randomPanel(300, 2), sha256);
    expect(await encodeBundle(decodeBundle(once), sha256)).toEqual(once);
  });

  it('refuses other files, newer versions, cut files and any changed byte with a clear word', async () => {
    const good = await encodeBundle(randomPanel(60, 4), sha256);
    await expect(openBundle(new TextEncoder().encode('date,A\n'), sha256)).rejects.toThrow(
      'not a market bundle',
    );
    const newer = good.slice();
    newer[4] = 9;
    await expect(openBundle(newer, sha256)).rejects.toThrow('format version 9');
    await expect(openBundle(good.slice(0, -3), sha256)).rejects.toThrow('damaged');
    for (const at of [9, 41, 60, good.length - 1]) {
      const bad = good.slice();
      bad[at] = (bad[at] as number) ^ 1;
      await expect(openBundle(bad, sha256)).rejects.toThrow('damaged');
    }
    expect(() => decodeBundle(good.slice(0, -3))).toThrow('damaged');
  });
});
