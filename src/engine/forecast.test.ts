import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { isoDate, type IsoDate } from '../core/iso-date.ts';
import { pcg32 } from '../core/rng.ts';
import type { Panel } from '../domain/market/panel.ts';
import { type ChronosBranch, loadChronosBranch } from '../models/chronos/branch.ts';
import { type BoltConfig, parseChronosConfig } from '../models/chronos/config.ts';
import { initBolt, officialLayout } from '../models/chronos/weights.ts';
import { fromParams } from '../models/nn/params.ts';
import { bandNote, forecastAsset, forecastAssets, pathsAt } from './forecast.ts';

const JSON_CONFIG = {
  chronos_pipeline_class: 'ChronosBoltPipeline',
  chronos_config: {
    context_length: 32,
    prediction_length: 8,
    input_patch_size: 8,
    quantiles: [0.1, 0.5, 0.9],
    use_reg_token: true,
  },
  d_model: 8,
  d_kv: 4,
  d_ff: 16,
  num_heads: 2,
  num_layers: 1,
};
const DAYS = 60;
const dates: IsoDate[] = Array.from({ length: DAYS }, (_, i) =>
  isoDate(new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)),
);
const asset = (symbol: string) =>
  ({ symbol, name: symbol, assetClass: 'equity', sector: null, isFund: false, isHome: true }) as const;

function panel(change = 0): Panel {
  const close = new Float32Array(2 * DAYS);
  for (let t = 0; t < DAYS; t++) {
    close[t] = 100 * Math.exp(0.02 * Math.sin(t)) + (t >= 50 ? change : 0);
    close[DAYS + t] = t < 55 ? 0 : 20;
  }
  return {
    assets: [asset('AAA'), asset('NEW')],
    dates,
    close,
    dollarVolume: null,
    dividendYield: null,
    synthetic: true,
  };
}

let branch: ChronosBranch;
beforeAll(async () => {
  await tf.setBackend('cpu');
  const config = parseChronosConfig(JSON_CONFIG) as BoltConfig;
  branch = loadChronosBranch({
    config: JSON_CONFIG,
    tensors: officialLayout(await fromParams(initBolt(pcg32(2), config))),
  });
});
const at = (i: number) => dates[i] as IsoDate;

describe('forecastAsset', () => {
  it('gives ordered quantiles whose prices and log returns agree', async () => {
    const f = await forecastAsset(panel(), 'AAA', at(49), 10, branch);
    expect(f.price).toHaveLength(3);
    expect(f.date).toBe(at(49));
    expect(f.tested).toBeNull();
    f.price.forEach((path, q) =>
      path.forEach((p, h) => {
        expect(Math.log(p / f.lastClose)).toBeCloseTo(f.logReturn[q]?.[h] ?? NaN, 6);
        if (q > 0) expect(p).toBeGreaterThanOrEqual(f.price[q - 1]?.[h] ?? NaN);
      }),
    );
    const [quarter, three] = pathsAt(f.price, f.levels, [0.25, 0.75]);
    expect(quarter?.[0]).toBeLessThanOrEqual(three?.[0] ?? NaN);
  });
  it('explains its width with the pace of the past', async () => {
    const f = await forecastAsset(panel(), 'AAA', at(49), 8, branch);
    const note = bandNote(panel(), f, 4);
    expect(note.width80).toBeCloseTo((f.logReturn[2]?.[3] ?? NaN) - (f.logReturn[0]?.[3] ?? NaN), 6);
    expect(note.dailyYear).toBeGreaterThan(0.005);
    expect(note.randomWalk80).toBeCloseTo(2.5631031 * note.dailyYear * 2, 10);
  });
  it('counts the closes it read and the days without one', async () => {
    const gaps = panel();
    gaps.close.set([0, 0], 40);
    const f = await forecastAsset(gaps, 'AAA', at(49), 8, branch);
    expect([f.observedDays, f.missingDays]).toEqual([30, 2]);
    // Days before the first close are no gap.
    const young = await forecastAsset(panel(), 'AAA', at(24), 8, branch);
    expect([young.observedDays, young.missingDays]).toEqual([25, 0]);
  });
  it('knows nothing of later days', async () => {
    const a = await forecastAsset(panel(0), 'AAA', at(49), 8, branch);
    const b = await forecastAsset(panel(500), 'AAA', at(49), 8, branch);
    expect(b).toEqual(a);
  });
  it('refuses what it cannot forecast, with a reason', async () => {
    await expect(forecastAsset(panel(), 'ZZZ', at(49), 8, branch)).rejects.toMatchObject({
      code: 'symbol-unknown',
    });
    await expect(forecastAsset(panel(), 'NEW', at(58), 8, branch)).rejects.toMatchObject({
      code: 'history-too-short',
    });
    await expect(forecastAssets(panel(), ['AAA'], at(49), 0, branch)).rejects.toMatchObject({
      code: 'horizon-invalid',
    });
  });
});
