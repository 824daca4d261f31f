import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/core/iso-date.ts';
import { pcg32 } from '../../src/core/rng.ts';
import type { Panel } from '../../src/domain/market/panel.ts';
import { type BoltConfig, parseChronosConfig } from '../../src/models/chronos/config.ts';
import { parameterCount } from '../../src/models/chronos/weights.ts';
import { loadArtefact } from '../../src/models/manifest.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { boltConfigJson, SHIPPED_SIZE } from './chronos-config.ts';
import { ChronosData } from './chronos-data.ts';
import { applyFit, leastSquares, randomWalk, seasonalNaive } from './forecast-baselines.ts';
import { gaussian, ratioInterval, ScoreBook } from './forecast-score.ts';
import { cholesky, kernelSynth } from './kernel-synth.ts';
import { lossPlot } from './loss-plot.ts';
import { logRealisedVol } from './market-series.ts';
import { ship } from './ship.ts';

const config = parseChronosConfig(boltConfigJson(SHIPPED_SIZE)) as BoltConfig;

describe('shipping and checkpoints', () => {
  it('ships what loads again, and the manifest catches an edit', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ship-'));
    const tensors = { w: { shape: [2], data: Float32Array.of(1, -0.5) } };
    await ship({ name: 'm', config: { a: 1 }, tensors, card: '# m\n' }, dir);
    const fetchBytes = async (p: string) => new Uint8Array(await readFile(join(dir, p)));
    expect((await loadArtefact('m', fetchBytes)).tensors['w']?.data[1]).toBe(-0.5);
    await writeFile(join(dir, 'm', 'config.json'), '{"a":2}');
    await expect(loadArtefact('m', fetchBytes)).rejects.toMatchObject({ code: 'model-corrupt' });
  });
  it('a checkpoint comes back whole, in full precision', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ckpt-'));
    expect(await loadCheckpoint('t', dir)).toBeNull();
    const t = { w: { shape: [3], data: Float32Array.of(0.1, 2, -3e-8) } };
    await saveCheckpoint(
      't',
      { step: 7, params: t, optimiser: { step: 7, m: t, v: t }, extra: { seed: 3 } },
      dir,
    );
    expect(await loadCheckpoint('t', dir)).toEqual({
      step: 7,
      params: t,
      optimiser: { step: 7, m: t, v: t },
      extra: { seed: 3 },
    });
  });
  it('the shipped size stays under 2 MB in fp16', () => {
    expect(parameterCount(config) * 2).toBeLessThan(2_000_000);
  });
  it('plots without NaN', () => {
    const svg = lossPlot('x', [{ label: 'a', points: [[0, 1]] }]);
    expect(svg).toContain('<polyline');
    expect(svg).not.toContain('NaN');
  });
});

describe('KernelSynth', () => {
  it('factors a covariance and refuses one that is not positive definite', () => {
    const l = cholesky(Float64Array.of(4, 0, 2, 5), 2);
    expect([...(l ?? [])]).toEqual([2, 0, 1, 2]);
    expect(cholesky(Float64Array.of(1, 0, 2, 1), 2)).toBeNull();
  });
  it('is finite, varied and the same for the same seed', () => {
    const a = kernelSynth(pcg32(4), 64, 12, 2);
    expect(a).toHaveLength(24);
    expect(a.every((s) => s.every(Number.isFinite))).toBe(true);
    expect(kernelSynth(pcg32(4), 64, 12, 2)).toEqual(a);
    expect(new Set(a.map((s) => s[10])).size).toBe(24);
  });
});

describe('training windows', () => {
  const days = 700;
  const walk = (seed: number) => {
    const rng = pcg32(seed);
    let x = 4;
    return Float32Array.from({ length: days }, () => Math.exp((x += 0.01 * rng.normal())));
  };
  const panel: Panel = {
    assets: ['A', 'B'].map((symbol) => ({
      symbol,
      name: symbol,
      assetClass: 'equity',
      sector: null,
      isFund: false,
      isHome: true,
    })),
    dates: Array.from({ length: days }, () => isoDate('2010-01-04')),
    close: Float32Array.from([...walk(1), ...walk(2)]),
    dollarVolume: null,
    dividendYield: null,
    synthetic: true,
  };
  const synthetic = kernelSynth(pcg32(1), 320, 2, 2);
  it('depend on seed and step alone and are finite', () => {
    const data = new ChronosData(config, panel, days, synthetic);
    const one = data.batch(1, 5, 16);
    expect(data.batch(1, 5, 16)).toEqual(one);
    expect(data.batch(1, 6, 16)).not.toEqual(one);
    for (const part of Object.values(one)) expect((part as Float32Array).every(Number.isFinite)).toBe(true);
    expect(one.weight.some((w) => w > 0)).toBe(true);
  });
  it('never read a day after their end', () => {
    const spoilt = { ...panel, close: panel.close.map((p, i) => (i % days >= 400 ? 1e6 : p)) };
    const a = new ChronosData(config, panel, 400, synthetic).batch(3, 0, 32);
    const b = new ChronosData(config, spoilt, 400, synthetic).batch(3, 0, 32);
    expect(b).toEqual(a);
  });
  it('realised volatility is annualised and needs 21 whole days', () => {
    const r = Float32Array.from({ length: 30 }, (_, t) => (t === 0 ? NaN : 0.01));
    const v = logRealisedVol(r);
    expect(v[20]).toBeNaN();
    expect(Math.exp(v[21] ?? NaN)).toBeCloseTo(0.01 * Math.sqrt(252), 5);
  });
});

describe('scores and baselines', () => {
  it('a right forecast covers as it says and beats a biased one', () => {
    const rng = pcg32(9);
    const [good, bad] = [new ScoreBook(), new ScoreBook()];
    for (let i = 0; i < 4000; i++) {
      const y = 5 + rng.normal();
      good.add(i % 40, gaussian(5, 1), y);
      bad.add(i % 40, gaussian(6, 1), y);
    }
    const s = good.score();
    expect(s.cover80).toBeCloseTo(0.8, 1);
    expect(s.cover50).toBeCloseTo(0.5, 1);
    const r = ratioInterval(good, bad);
    expect(r.high).toBeLessThan(1);
    expect(r.low).toBeLessThan(r.ratio);
  });
  it('weighted quantile loss of a point forecast is its relative absolute error', () => {
    const b = new ScoreBook();
    b.add(
      0,
      Array.from({ length: 9 }, () => 4),
      5,
    );
    expect(b.score().wql).toBeCloseTo(1 / 5, 10);
  });
  it('least squares finds the line', () => {
    const rows = [0, 1, 2, 3].map((x) => [1, x]);
    const fit = leastSquares(rows, [1, 3, 5, 7]);
    expect(fit.weights[0]).toBeCloseTo(1, 10);
    expect(fit.weights[1]).toBeCloseTo(2, 10);
    expect(applyFit(fit, [1, 10])[4]).toBeCloseTo(21, 8);
  });
  it('naive forecasts start where the series ends', () => {
    const s = Float32Array.from({ length: 20 }, (_, t) => t);
    expect(randomWalk(s, 3)[4]).toBeCloseTo(22, 5);
    expect(seasonalNaive(s, 1)[4]).toBe(15);
    expect(seasonalNaive(s, 5)[4]).toBe(19);
    expect(seasonalNaive(s, 6)[4]).toBe(15);
  });
});
