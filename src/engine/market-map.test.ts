import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { isoDate, type IsoDate } from '../core/iso-date.ts';
import { pcg32 } from '../core/rng.ts';
import type { Panel } from '../domain/market/panel.ts';
import { METADATA_COUNT, metadataSection } from '../features/metadata.ts';
import { fitMetadataConstants } from '../features/metadata-scale.ts';
import { subPanel, testPanel, withOtherFuture } from '../features/test-panel.ts';
import { encoderConfig } from '../models/encoder/config.ts';
import { initEncoder } from '../models/encoder/encoder.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';
import { marketMap } from './market-map.ts';
import { observedNumbers } from './observed.ts';

const chronos: FrozenBranch = {
  width: 2,
  embed: (closes) =>
    Promise.resolve(Float32Array.from(closes.flatMap((c) => [c.length / 512, c.at(-1) ?? 0]))),
};
const panel = testPanel(5);
const day = 390;
const asOf = panel.dates[day] as IsoDate;
const constants = fitMetadataConstants([metadataSection(panel, day)]);

describe('the market map', () => {
  let encoder: EncoderModel;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    encoder = {
      config: encoderConfig(2, constants),
      params: initEncoder(encoderConfig(2, constants), pcg32(3)),
    };
  });
  const draw = (p: Panel, held: readonly string[]) => marketMap({ panel: p, asOf, held, encoder, chronos });

  it('holds every listed asset once, marks what is held, passes over what has no prices', async () => {
    const map = await draw(panel, ['A3', 'A5', 'NOPE', 'A2']);
    // A2 ended before the day.
    expect(map.points.map((p) => p.symbol)).toEqual(
      panel.assets.map((a) => a.symbol).filter((s) => s !== 'A2'),
    );
    expect(map.points.filter((p) => p.held).map((p) => p.symbol)).toEqual(['A3', 'A5']);
    expect(map.date).toBe(asOf);
    expect(map.leftOut).toBe(0);
    expect(map.explained[0]).toBeGreaterThanOrEqual(map.explained[1]);
    for (const p of map.points) {
      expect(p.alike).toHaveLength(3);
      expect(p.alike).not.toContain(p.symbol);
      expect(p.gate).toBeGreaterThan(0);
      expect(Number.isFinite(p.x) && Number.isFinite(p.y)).toBe(true);
    }
  });

  it('changes nothing when any price after the day changes', async () => {
    expect(await draw(withOtherFuture(panel, day), ['A3'])).toEqual(await draw(panel, ['A3']));
  });

  it('draws a market of one asset, and refuses an empty one by name', async () => {
    const one = await draw(subPanel(panel, [4]), []);
    expect(one.points).toMatchObject([{ symbol: 'A4', x: 0, y: 0, alike: [] }]);
    await expect(draw(subPanel(panel, [2]), [])).rejects.toMatchObject({ code: 'universe-unlisted' });
  });
});

describe('what the model is told of an asset', () => {
  it('is the 50 numbers of the day with what the network gets, known or not', () => {
    const seen = observedNumbers(panel, 'A1', asOf, constants);
    const { raw, known } = metadataSection(panel, day);
    expect(seen.date).toBe(asOf);
    expect(seen.numbers).toHaveLength(50);
    seen.numbers.forEach((n, k) => {
      expect(n.value).toBe(raw[METADATA_COUNT + k]);
      expect(n.known).toBe(known[METADATA_COUNT + k] === 1);
      expect(Math.abs(n.scaled)).toBeLessThanOrEqual(3);
      if (!n.known) expect([n.value, n.scaled]).toEqual([0, 0]);
      expect(n.words && n.label && n.unit && n.formula).toBeTruthy();
    });
    // A1 was listed 90 days before: a year's volatility cannot be known, a quarter's can.
    const of = (name: string) => seen.numbers.find((n) => n.name === name)?.known;
    expect([of('log_vol_252'), of('log_vol_63')]).toEqual([false, true]);
  });

  it('refuses an unknown symbol and a day before the data', () => {
    const refused = (symbol: string, date: IsoDate) => () => observedNumbers(panel, symbol, date, constants);
    expect(refused('NOPE', asOf)).toThrow(/No prices for NOPE/);
    expect(refused('A1', isoDate('1999-01-01'))).toThrow(/begins/);
  });
});
