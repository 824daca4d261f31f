import { describe, expect, it } from 'vitest';
import type { Panel } from '../domain/market/panel.ts';
import { METADATA, METADATA_COUNT, metadataIndex, metadataRaw, metadataSection } from './metadata.ts';
import { fitMetadataConstants, scaleMetadata } from './metadata-scale.ts';
import { testPanel, withOtherFuture } from './test-panel.ts';

const value = (raw: Float32Array, asset: number, name: string) =>
  raw[asset * METADATA_COUNT + metadataIndex(name)] as number;

/** One asset's closes as a fresh reading, for sums done the long way. */
function closes(panel: Panel, asset: number, t: number): number[] {
  return Array.from(panel.close.subarray(asset * panel.dates.length, asset * panel.dates.length + t + 1));
}
const returns = (p: number[]) => p.slice(1).map((x, i) => Math.log(x / (p[i] as number)));
const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const sd = (x: number[]) => Math.sqrt(x.reduce((a, b) => a + (b - mean(x)) ** 2, 0) / (x.length - 1));

describe('the 50 observable numbers', () => {
  const panel = testPanel(1);
  const t = 400;
  const raw = metadataRaw(panel, t);

  it('are 50, with distinct names, units and formulas, in the order of the design', () => {
    expect(METADATA).toHaveLength(50);
    expect(new Set(METADATA.map((m) => m.name)).size).toBe(50);
    for (const m of METADATA) expect(m.label && m.unit && m.formula).toBeTruthy();
    expect(metadataIndex('log_vol_21')).toBe(20);
    expect(metadataIndex('mom_5')).toBe(25);
    expect(metadataIndex('from_high')).toBe(30);
    expect(metadataIndex('skew_126')).toBe(34);
    expect(metadataIndex('beta_126')).toBe(38);
    expect(metadataIndex('log_dollar_volume')).toBe(44);
    expect(metadataIndex('log_history')).toBe(48);
    expect(raw.every(Number.isFinite)).toBe(true);
  });

  it('agree with sums done the long way', () => {
    const p = closes(panel, 0, t);
    const r = returns(p);
    expect(value(raw, 0, 'log_vol_63')).toBeCloseTo(Math.log(sd(r.slice(-63)) * Math.sqrt(252)), 4);
    expect(value(raw, 0, 'mom_126')).toBeCloseTo(
      Math.log((p[t] as number) / (p[t - 126] as number)) / (sd(r.slice(-126)) * Math.sqrt(126)),
      4,
    );
    expect(value(raw, 0, 'mom_252_21')).toBeCloseTo(
      Math.log((p[t - 21] as number) / (p[t - 252] as number)) / (sd(r.slice(-252)) * Math.sqrt(231)),
      4,
    );
    const year = p.slice(-252);
    expect(value(raw, 0, 'from_high')).toBeCloseTo((p[t] as number) / Math.max(...year) - 1, 4);
    expect(value(raw, 0, 'from_low')).toBeCloseTo((p[t] as number) / Math.min(...year) - 1, 4);
    let high = 0;
    const falls = year.map((x) => x / (high = Math.max(high, x)) - 1);
    expect(value(raw, 0, 'max_drawdown')).toBeCloseTo(Math.min(...falls), 4);
    expect(value(raw, 0, 'log_history')).toBeCloseTo(Math.log(t + 2), 5);
  });

  it('change nothing at t when prices and volumes after t change', () => {
    for (const day of [0, 5, 130, 300, 400]) {
      expect(metadataSection(withOtherFuture(panel, day), day)).toEqual(metadataSection(panel, day));
    }
  });

  it('leave at 0, with the flag down, what a short or ended history cannot tell', () => {
    const { raw: at310, known } = metadataSection(panel, 310);
    const late = METADATA_COUNT;
    expect(known[late + metadataIndex('log_vol_252')]).toBe(0);
    expect(at310[late + metadataIndex('log_vol_252')]).toBe(0);
    expect(known[late + metadataIndex('log_history')]).toBe(1);
    const ended = metadataSection(panel, 400);
    for (let k = 20; k < 47; k++) expect(ended.known[2 * METADATA_COUNT + k]).toBe(0);
    expect(value(ended.raw, 4, 'volume_known')).toBe(0);
    expect(value(ended.raw, 5, 'volume_known')).toBe(1);
  });

  it('stay numbers, 0 with the flag down where not known, for histories of every odd shape', () => {
    const days = 420;
    const last = days - 1;
    const base = testPanel(3, 8, days);
    const closes = base.close.slice();
    const keep = (asset: number, isKept: (d: number) => boolean): void => {
      for (let d = 0; d < days; d++) if (!isKept(d)) closes[asset * days + d] = 0;
    };
    keep(0, (d) => d === last); // one day
    keep(1, (d) => d > last - 5); // one week
    keep(3, (d) => d % 2 === 0); // every other day
    keep(4, (d) => d < 250 || d > 350); // a long gap
    keep(5, () => false); // never listed
    closes.fill(10, 6 * days, 7 * days); // never moved
    closes[7 * days + 300] = 1e30; // a bad print
    const odd: Panel = { ...base, close: closes, dollarVolume: null };
    for (const t of [0, 1, 30, 260, 349, last]) {
      const { raw: x, known } = metadataSection(odd, t);
      expect(x.every(Number.isFinite)).toBe(true);
      x.forEach((v, i) => known[i] === 1 || expect(v).toBe(0));
    }
    const { raw: x, known } = metadataSection(odd, last);
    const isKnown = (asset: number, name: string) =>
      known[asset * METADATA_COUNT + metadataIndex(name)] === 1;
    expect([0, 1, 3].map((i) => isKnown(i, 'log_vol_21'))).toEqual([false, false, false]);
    expect(value(x, 0, 'log_history')).toBeCloseTo(Math.log(2), 6);
    expect([isKnown(4, 'log_vol_63'), isKnown(4, 'log_vol_252')]).toEqual([true, false]);
    expect(isKnown(5, 'log_history')).toBe(false);
    expect(isKnown(6, 'log_vol_252')).toBe(true);
    for (const name of ['log_dollar_volume', 'volume_change', 'amihud']) expect(isKnown(7, name)).toBe(false);
    expect(value(x, 7, 'volume_known')).toBe(0);
  });

  it('rank the universe from -1 to 1 and do not depend on the order of assets', () => {
    const ranks = panel.assets.map((_, i) => value(raw, i, 'rank_volatility'));
    expect(Math.min(...ranks)).toBe(-1);
    expect(Math.max(...ranks)).toBe(1);
    const order = panel.assets.map((_, i) => i).toReversed();
    const days = panel.dates.length;
    const pick = (x: Float32Array) =>
      Float32Array.from(order.flatMap((i) => Array.from(x.subarray(i * days, (i + 1) * days))));
    const turned = metadataRaw(
      {
        ...panel,
        assets: order.map((i) => panel.assets[i] as (typeof panel.assets)[number]),
        close: pick(panel.close),
        dollarVolume: pick(panel.dollarVolume as Float32Array),
      },
      t,
    );
    order.forEach((from, to) => {
      for (let k = 0; k < METADATA_COUNT; k++) {
        expect(turned[to * METADATA_COUNT + k]).toBeCloseTo(raw[from * METADATA_COUNT + k] as number, 4);
      }
    });
  });

  it('scale to [-3, 3], missing to 0, about unit spread', () => {
    const sections = [300, 340, 380].map((d) => metadataSection(panel, d));
    const constants = fitMetadataConstants(sections);
    const scaled = scaleMetadata(sections[0] as (typeof sections)[number], constants);
    for (const v of scaled) expect(Math.abs(v)).toBeLessThanOrEqual(3);
    expect(scaled[METADATA_COUNT + metadataIndex('log_vol_252')]).toBe(0);
    expect(constants.spread[metadataIndex('dividend_yield')]).toBe(0);
    expect(scaled[0]).toBe(1);
  });

  it('refuses a day that is not in the panel', () => {
    expect(() => metadataRaw(panel, 420)).toThrow(RangeError);
  });
});
