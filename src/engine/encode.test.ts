import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { isoDate } from '../core/iso-date.ts';
import { pcg32 } from '../core/rng.ts';
import type { Panel } from '../domain/market/panel.ts';
import { fitMetadataConstants } from '../features/metadata-scale.ts';
import { metadataSection } from '../features/metadata.ts';
import { subPanel, testPanel, throughDay, withOtherFuture } from '../features/test-panel.ts';
import { encoderConfig } from '../models/encoder/config.ts';
import { initEncoder } from '../models/encoder/encoder.ts';
import { newEncodeCache } from './encode-cache.ts';
import { encodeUniverse } from './encode.ts';
import type { EncoderModel, FrozenBranch } from './encoder-model.ts';

/** A stand-in for the frozen branch: four moments of the series, counted. */
function countingBranch(): FrozenBranch & { calls: number } {
  const branch = {
    width: 4,
    calls: 0,
    embed(closes: readonly Float32Array[]) {
      branch.calls += closes.length;
      const rows = closes.flatMap((c) => {
        const last = c.at(-1) ?? 1;
        return [c.length / 512, Math.log(last / (c[0] ?? 1)), Math.log(last / (c.at(-21) ?? last)), 1];
      });
      return Promise.resolve(Float32Array.from(rows));
    },
  };
  return branch;
}

describe('encodeUniverse', () => {
  const panel = testPanel(11);
  const symbols = ['A0', 'A3', 'A5', 'A6'];
  const day = 390;
  const asOf = panel.dates[day] as (typeof panel.dates)[number];
  let encoder: EncoderModel;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    const config = encoderConfig(4, fitMetadataConstants([metadataSection(panel, day)]));
    encoder = { config, params: initEncoder(config, pcg32(2)) };
  });
  const encode = (p: Panel, names: readonly string[], more: object = {}) =>
    encodeUniverse({ panel: p, asOf, symbols: names, encoder, chronos: countingBranch(), ...more });

  it('gives the shapes of the contract and leaks no tensor', async () => {
    // The first call folds the weights for use, once.
    await encode(panel, ['A0']);
    const before = tf.memory().numTensors;
    const out = await encode(panel, symbols);
    expect(out.date).toBe(asOf);
    expect([out.embeddings.length, out.market.length, out.gate.length]).toEqual([4 * 64, 64, 4]);
    expect([out.regime.length, out.metadata.length]).toEqual([8, 4 * 50]);
    expect(out.embeddings.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('changes nothing when any price after the date changes', async () => {
    expect(await encode(withOtherFuture(panel, day), symbols)).toEqual(await encode(panel, symbols));
  });

  it('computes only the new ticker with a cache, and gives the same numbers as without', async () => {
    const cache = newEncodeCache();
    const chronos = countingBranch();
    await encode(panel, symbols, { cache, chronos });
    expect(chronos.calls).toBe(4);
    const grown = await encode(panel, [...symbols, 'A7'], { cache, chronos });
    expect(chronos.calls).toBe(5);
    const cold = await encode(panel, [...symbols, 'A7']);
    grown.embeddings.forEach((v, i) => expect(v).toBeCloseTo(cold.embeddings[i] as number, 5));
    await encode(withOtherFuture(panel, day - 9), symbols, { cache, chronos });
    expect(chronos.calls).toBe(9);
  });

  it('keeps the earlier days of a bundle that grew by a day, and gives the same numbers as without', async () => {
    const shorter = throughDay(panel, day);
    const cache = newEncodeCache();
    const chronos = countingBranch();
    const before = await encode(shorter, symbols, { cache, chronos });
    const longer = throughDay(panel, day + 1);
    const again = await encode(longer, symbols, { cache, chronos });
    expect(chronos.calls).toBe(4);
    expect(again).toEqual(before);
    const next = { asOf: panel.dates[day + 1] };
    const fresh = await encode(longer, symbols, { cache, chronos, ...next });
    expect(chronos.calls).toBe(8);
    const cold = await encode(longer, symbols, next);
    expect(fresh.date).toBe(next.asOf);
    fresh.embeddings.forEach((v, i) => expect(v).toBeCloseTo(cold.embeddings[i] as number, 5));
  });

  it('asks the frozen branch about the new series alone when the bundle grew by an asset or one price came', async () => {
    const cache = newEncodeCache();
    const chronos = countingBranch();
    await encode(subPanel(panel, [0, 1, 3, 4, 5, 6]), symbols, { cache, chronos });
    expect(chronos.calls).toBe(4);
    const grown = await encode(panel, [...symbols, 'A7'], { cache, chronos });
    expect(chronos.calls).toBe(5);
    // A new last price of one asset alone: its series is new, and everybody's cross-sectional numbers.
    const moved = { ...panel, close: panel.close.slice() };
    const at = 3 * panel.dates.length + day;
    moved.close[at] = 1.02 * ((moved.close[at] as number) || 20);
    const updated = await encode(moved, [...symbols, 'A7'], { cache, chronos });
    expect(chronos.calls).toBe(6);
    for (const [out, p] of [
      [grown, panel],
      [updated, moved],
    ] as const) {
      const cold = await encode(p, [...symbols, 'A7']);
      out.embeddings.forEach((v, i) => expect(v).toBeCloseTo(cold.embeddings[i] as number, 5));
    }
  });

  it('forgets an asset that is taken out, and takes in one it never saw, as if computed afresh', async () => {
    const cache = newEncodeCache();
    await encode(panel, symbols, { cache });
    for (const names of [symbols.slice(1), ['A9', ...symbols], ['A9']]) {
      const warm = await encode(panel, names, { cache });
      const cold = await encode(panel, names);
      warm.embeddings.forEach((v, i) =>
        expect(Math.abs(v - (cold.embeddings[i] as number))).toBeLessThan(1e-5),
      );
      warm.market.forEach((v, i) => expect(Math.abs(v - (cold.market[i] as number))).toBeLessThan(1e-5));
    }
  });

  it('does not mind the order of the assets in the bundle', async () => {
    const turned = subPanel(
      panel,
      panel.assets.map((_, i) => panel.assets.length - 1 - i),
    );
    const [a, b] = [await encode(panel, symbols), await encode(turned, symbols)];
    a.embeddings.forEach((v, i) => expect(Math.abs(v - (b.embeddings[i] as number))).toBeLessThan(1e-5));
  });

  it('reports its batches, and stops when told to', async () => {
    const seen: number[][] = [];
    await encode(panel, symbols, { onAssets: (done: number, all: number) => void seen.push([done, all]) });
    expect(seen).toEqual([[4, 4]]);
    const onAssets = () => {
      throw new Error('enough');
    };
    await expect(encode(panel, symbols, { onAssets })).rejects.toThrow('enough');
  });

  it('permutes with its symbols', async () => {
    const straight = await encode(panel, symbols);
    const turned = await encode(panel, symbols.toReversed());
    symbols.forEach((_, i) => {
      const a = straight.embeddings.slice(i * 64, (i + 1) * 64);
      const b = turned.embeddings.slice((3 - i) * 64, (4 - i) * 64);
      a.forEach((v, k) => expect(Math.abs(v - (b[k] as number))).toBeLessThan(1e-5));
    });
  });

  it('leaves an asset that ended before the date at zero and out of the attention', async () => {
    const with2 = await encode(panel, [...symbols, 'A2']);
    expect(Array.from(with2.listed)).toEqual([1, 1, 1, 1, 0]);
    expect(with2.embeddings.slice(4 * 64).every((v) => v === 0)).toBe(true);
    const without = await encode(panel, symbols);
    without.embeddings.forEach((v, i) => expect(with2.embeddings[i]).toBeCloseTo(v, 5));
  });

  it('refuses what it cannot do, by name', async () => {
    await expect(encode(panel, ['A0', 'NOPE'])).rejects.toMatchObject({ code: 'symbol-unknown' });
    await expect(encode(panel, [])).rejects.toMatchObject({ code: 'universe-empty' });
    await expect(encode(panel, ['A2'])).rejects.toMatchObject({ code: 'universe-unlisted' });
    await expect(encode(panel, ['A0'], { asOf: isoDate('2000-01-01') })).rejects.toMatchObject({
      code: 'as-of-too-early',
    });
    const wide = { ...countingBranch(), width: 9 };
    await expect(encode(panel, ['A0'], { chronos: wide })).rejects.toMatchObject({ code: 'branch-width' });
  });
});
