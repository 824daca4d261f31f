import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { embedSeries, forecastQuantiles, loadChronosBranch } from '../src/models/chronos/branch.ts';
import { loadArtefact } from '../src/models/manifest.ts';
import { fetchModelFile } from '../training/lib/paths.ts';
import { backendName, useBackend } from './backend.ts';

const series = Array.from({ length: 5 }, (_, i) =>
  Float32Array.from({ length: 120 + 40 * i }, (_unused, t) => 4 + 0.1 * Math.sin(t / (5 + i)) + 0.001 * t),
);

/** The shipped network's answers on one backend. */
async function answers(name: 'wasm' | 'cpu') {
  await useBackend(name);
  const branch = loadChronosBranch(await loadArtefact('chronos-bolt-keepfolio', fetchModelFile));
  const out = {
    embeddings: await embedSeries(branch, series),
    quantiles: (await forecastQuantiles(branch, series, 80)).values,
  };
  branch.model.dispose();
  return out;
}

describe('backends', () => {
  it('refuses an unknown name', () => {
    expect(() => backendName('cuda')).toThrow(/unknown backend "cuda"/);
  });
  it('the shipped network answers alike on wasm and cpu, and twice the same', async () => {
    const wasm = await answers('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(await answers('wasm')).toEqual(wasm);
    const cpu = await answers('cpu');
    cpu.embeddings.forEach((x, i) => expect(Math.abs(x - (wasm.embeddings[i] ?? NaN))).toBeLessThan(1e-4));
    cpu.quantiles.forEach((x, i) => {
      expect(Math.abs(x - (wasm.quantiles[i] ?? NaN))).toBeLessThan(1e-4 * Math.abs(x));
    });
  });
});
