import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { pcg32 } from '../../src/core/rng.ts';
import { testPanel, withOtherFuture } from '../../src/features/test-panel.ts';
import { encoderConfig } from '../../src/models/encoder/config.ts';
import { constantsOf, pretrainBatch } from './encoder-batch.ts';
import { HORIZON, sampleDate, subPanel, type DateSample, type MarketSample } from './encoder-samples.ts';
import { TARGET_COUNT } from './forward-targets.ts';

/** Samples with made-up embeddings of width 2. */
const withEmbeddings = (s: MarketSample): DateSample => ({
  ...s,
  chronos: new Float32Array(2 * s.symbols.length).fill(0.5),
});

describe('training samples of the encoder', () => {
  const panel = testPanel(21, 14, 460);
  const t = 400;

  it('take inputs up to the date and targets from after it', () => {
    const a = sampleDate(panel, t, 8, pcg32(1));
    const b = sampleDate(withOtherFuture(panel, t), t, 8, pcg32(1));
    for (const f of ['symbols', 'r', 'volume', 'universe', 'metadata', 'regime'] as const)
      expect(b[f]).toEqual(a[f]);
    expect(b.targets).not.toEqual(a.targets);
    const beyond = sampleDate(withOtherFuture(panel, t + HORIZON), t, 8, pcg32(1));
    expect(beyond).toEqual(a);
  });

  it('hold the return and the volatility that followed', () => {
    const s = sampleDate(panel, t, 14, pcg32(2));
    const k = s.symbols.indexOf('A0');
    const row = panel.close.subarray(0, panel.dates.length);
    const [vol = 0, , , total = 0] = s.targets.subarray(k * TARGET_COUNT, (k + 1) * TARGET_COUNT);
    expect(total).toBeCloseTo(Math.log((row[t + HORIZON] as number) / (row[t] as number)), 5);
    let squares = 0;
    for (let d = t + 1; d <= t + HORIZON; d++)
      squares += Math.log((row[d] as number) / (row[d - 1] as number)) ** 2;
    expect(vol).toBeCloseTo(Math.log(Math.sqrt((squares / HORIZON) * 252)), 4);
  });

  it('can only hold assets of the panel they are drawn from', () => {
    const few = subPanel(panel, [0, 3, 4, 5]);
    const s = sampleDate(few, t, 14, pcg32(3));
    expect(s.symbols.toSorted()).toEqual(['A0', 'A3', 'A4', 'A5']);
  });

  it('become batches that are padded, masked and the same for the same seed', async () => {
    await tf.setBackend('cpu');
    const samples = [
      sampleDate(panel, t, 14, pcg32(4)),
      sampleDate(subPanel(panel, [0, 4, 5]), t, 14, pcg32(5)),
    ].map(withEmbeddings);
    const config = encoderConfig(2, constantsOf(samples));
    const batch = pretrainBatch(samples, 8, config, pcg32(6));
    expect(Array.from(await batch.mask.data())).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(batch.windows.shape).toEqual([2, 8, 640]);
    const again = pretrainBatch(samples, 8, config, pcg32(6));
    expect(await again.earlier.data()).toEqual(await batch.earlier.data());
    const forgotten = pretrainBatch(samples, 8, config, pcg32(6), { volume: true, lookUp: true });
    const metadata = await forgotten.metadata.array();
    expect(
      (metadata as number[][][])[0]?.every(
        (m) => m.slice(7, 20).every((v) => v === 0) && m.slice(44, 48).every((v) => v === 0),
      ),
    ).toBe(true);
  });
});
