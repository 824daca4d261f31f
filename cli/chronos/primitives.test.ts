import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { instanceStatistics, prepareBolt } from '../../src/models/chronos/bolt-input.ts';
import {
  type BoltConfig,
  type ChronosT5Config,
  parseChronosConfig,
} from '../../src/models/chronos/config.ts';
import { lowerMedian, sortedQuantile } from '../../src/models/chronos/quantile.ts';
import { positionBucket } from '../../src/models/chronos/t5.ts';
import { makeBins, tokenize, tokenOf, valueOf } from '../../src/models/chronos/tokenizer.ts';
import { parameterCount, tensorShapes } from '../../src/models/chronos/weights.ts';
import { geluNew } from '../../src/models/nn/activations.ts';
import { rmsNorm } from '../../src/models/nn/norm.ts';

const DIR = join(import.meta.dirname, '../../../shared/chronos');
const present = existsSync(DIR);
if (!present) console.warn('chronos primitive tests skipped: ../shared/chronos is not there');
// Reference tables are read as they are; the tests below say which fields they rely on.
type Table = Record<string, unknown>;
const load = (file: string): Table => JSON.parse(readFileSync(join(DIR, file), 'utf8')) as Table;
type Flat = { shape: number[]; data: (number | null)[] };
const values = (t: unknown): number[] => (t as Flat).data.map((x) => x ?? NaN);
const list = (x: unknown): Record<string, unknown>[] => x as Record<string, unknown>[];

function t5(nTokens: number, low = -15, high = 15): ChronosT5Config {
  return parseChronosConfig({
    d_model: 8,
    d_kv: 4,
    d_ff: 8,
    num_heads: 2,
    num_layers: 1,
    vocab_size: nTokens,
    chronos_config: {
      tokenizer_kwargs: { low_limit: low, high_limit: high },
      n_tokens: nTokens,
      n_special_tokens: 2,
      context_length: 512,
      prediction_length: 64,
    },
  }) as ChronosT5Config;
}

function close(got: ArrayLike<number>, want: readonly number[], bar: (w: number) => number): void {
  expect(got.length).toBe(want.length);
  want.forEach((w, i) => {
    const g = got[i] ?? NaN;
    if (Number.isNaN(w)) expect(g).toBeNaN();
    else expect(Math.abs(g - w), `[${i}] ${g} instead of ${w}`).toBeLessThanOrEqual(bar(w));
  });
}

describe.skipIf(!present)('primitive tables', () => {
  const p = present ? load('primitives.json') : ({} as Table);
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });
  it('position buckets', () => {
    for (const t of list((p['relative_position_buckets'] as Table)['tables'])) {
      const got = values(t['buckets']).map((_, i) =>
        positionBucket(
          Number(t['relative_position_from']) + i,
          Boolean(t['bidirectional']),
          Number(t['num_buckets']),
          Number(t['max_distance']),
        ),
      );
      expect(got).toEqual(values(t['buckets']));
    }
  });
  it('bin centers and boundaries', () => {
    for (const t of list((p['bins'] as Table)['tables'])) {
      const bins = makeBins(t5(Number(t['n_tokens']), Number(t['low_limit']), Number(t['high_limit'])));
      close(bins.centers, values(t['centers']), () => 1e-6);
      close(bins.boundaries.subarray(1, -1), values(t['boundaries_inner']), () => 1e-6);
    }
  });
  it('tokens on, just below and just above boundaries; decoding', () => {
    for (const t of list((p['tokenizer_edges'] as Table)['cases'])) {
      const c = t5(Number(t['n_tokens']), Number(t['low_limit']), Number(t['high_limit']));
      const bins = makeBins(c);
      const want = t['expected'] as Record<string, unknown>;
      const ids = values(t['values']).map((x) =>
        Number.isNaN(x) ? c.padToken : tokenOf(Math.fround(Math.fround(x) / Number(t['scale'])), bins, c),
      );
      expect(ids).toEqual(values(want['token_ids']));
      const decoded = values(t['decode_ids']).map((id) => valueOf(id, bins, c) * Number(t['decode_scale']));
      close(decoded, values(t['decode_expected']), (w) => 1e-6 * Math.max(1, Math.abs(w)));
    }
  });
  it('mean scale', () => {
    for (const t of list((p['mean_scale'] as Table)['cases'])) {
      const c = t5(Number(t['n_tokens']));
      const series = Float32Array.from((t['series'] as (number | null)[]).map((x) => x ?? NaN));
      const got = tokenize(c, makeBins(c), [series]);
      const want = t['expected'] as Record<string, unknown>;
      expect(Math.abs((got.scale[0] ?? NaN) / Number(want['scale']) - 1)).toBeLessThan(1e-6);
      expect([...got.ids]).toEqual(values(want['input_ids']));
    }
  });
  it('RMS norm and tanh GELU', () => {
    const n = p['rms_layer_norm'] as Table;
    const input = n['input'] as unknown as Flat;
    const y = rmsNorm(
      tf.tensor(values(input), input.shape),
      tf.tensor1d(values(n['weight'])),
      Number(n['eps']),
    );
    close(y.dataSync(), values(n['expected']), () => 1e-6);
    const a = p['activations'] as Table;
    close(geluNew(tf.tensor1d(values(a['input']))).dataSync(), values(a['gelu_new']), () => 1e-6);
  });
  it('instance norm', () => {
    for (const t of list((p['instance_norm'] as Table)['cases'])) {
      const want = t['expected'] as { loc: number; scale: number };
      const got = instanceStatistics(
        Float32Array.from((t['series'] as (number | null)[]).map((x) => x ?? NaN)),
      );
      expect(Math.abs(got.loc - want.loc)).toBeLessThanOrEqual(1e-6 * (Math.abs(want.loc) + want.scale));
      expect(Math.abs(got.scale / want.scale - 1)).toBeLessThan(1e-3);
    }
  });
  it('patching', () => {
    for (const t of list((p['patch'] as Table)['cases'])) {
      const [patch, stride, length] = [
        Number(t['patch_size']),
        Number(t['patch_stride']),
        Number(t['length']),
      ];
      const c = { patch, stride, contextLength: 4096 } as BoltConfig;
      const input = prepareBolt(c, [Float32Array.from({ length }, (_, i) => i)]);
      const want = t['expected'] as Flat;
      expect(input.patches).toBe(want.shape.at(-2));
      want.data.forEach((w, k) => {
        const at = Math.floor(k / patch) * 2 * patch + (k % patch);
        const seen = input.features[at + patch] === 1;
        expect(seen).toBe(w !== null);
        const back = (input.features[at] ?? NaN) * (input.scale[0] ?? 1) + (input.loc[0] ?? 0);
        if (w !== null) expect(back).toBeCloseTo(w, 3);
      });
    }
  });
  it('quantiles and the lower median', () => {
    for (const t of list((p['quantile_and_median'] as Table)['cases'])) {
      const flat = t['values'] as Flat;
      const width = flat.shape[1] ?? 1;
      const rows = Array.from({ length: flat.shape[0] ?? 1 }, (_, b) =>
        Float32Array.from(values(flat).slice(b * width, (b + 1) * width)),
      );
      const got = values(t['q']).flatMap((q) => rows.map((r) => sortedQuantile(r.toSorted(), q)));
      close(got, values(t['quantile_expected_Q_B']), (w) => 1e-5 * Math.max(1, Math.abs(w)));
      close(
        rows.map(lowerMedian),
        values(t['torch_median_expected_B']),
        (w) => 1e-6 * Math.max(1, Math.abs(w)),
      );
    }
  });
});

describe.skipIf(!present)('official checkpoints', () => {
  type Model = { config: Record<string, unknown>; parameters: number; tensors: Record<string, number[]> };
  const models = present ? (load('official-layouts.json')['models'] as unknown as Record<string, Model>) : {};
  it.each(Object.keys(models))('%s: every tensor with its shape', (name) => {
    const m = models[name] as Model;
    const c = parseChronosConfig(m.config);
    expect(c.family).toBe(name.includes('bolt') ? 'bolt' : 't5');
    expect(tensorShapes(c)).toEqual(m.tensors);
    expect(parameterCount(c)).toBe(m.parameters);
  });
});
