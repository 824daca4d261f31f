import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { pcg32 } from '../../core/rng.ts';
import { countParams, type Params } from '../nn/params.ts';
import { encoderConfig, parseEncoderConfig } from './config.ts';
import { encoderForward, initEncoder, type EncoderInputs } from './encoder.ts';

const constants = {
  center: Array.from({ length: 50 }, () => 0),
  spread: Array.from({ length: 50 }, () => 1),
};
const config = encoderConfig(24, constants);

interface Plain {
  readonly windows: number[][];
  readonly chronos: number[][];
  readonly metadata: number[][];
}
function randomAssets(n: number, seed: number): Plain {
  const rng = pcg32(seed);
  const rows = (width: number) =>
    Array.from({ length: n }, () => Array.from({ length: width }, () => rng.normal()));
  return { windows: rows(config.windowDays * config.channels), chronos: rows(24), metadata: rows(50) };
}
const batchOf = (x: Plain, mask: number[]): EncoderInputs => ({
  windows: tf.tensor3d([x.windows]),
  chronos: tf.tensor3d([x.chronos]),
  metadata: tf.tensor3d([x.metadata]),
  regime: tf.tensor2d([[0.1, -0.2, 0.3, 0, 1, -1, 0.5, 0.2]]),
  mask: tf.tensor2d([mask]),
});
const permuted = (x: Plain, order: number[]): Plain => ({
  windows: order.map((i) => x.windows[i] as number[]),
  chronos: order.map((i) => x.chronos[i] as number[]),
  metadata: order.map((i) => x.metadata[i] as number[]),
});
const ones = (n: number) => Array.from({ length: n }, () => 1);

describe('the encoder', () => {
  let params: Params;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    params = initEncoder(config, pcg32(7));
  });

  const run = (x: Plain, mask: number[], gate?: 0 | 1) =>
    tf.tidy(() => {
      const out = encoderForward(params, config, batchOf(x, mask), gate === undefined ? {} : { gate });
      return {
        embeddings: out.embeddings.dataSync() as Float32Array,
        market: out.market.dataSync() as Float32Array,
        gate: out.gate.dataSync() as Float32Array,
      };
    });

  it('permutes its outputs with its assets, and leaves the market as it is', () => {
    const n = 9;
    const x = randomAssets(n, 1);
    const order = [4, 0, 8, 2, 6, 1, 7, 3, 5];
    const straight = run(x, ones(n));
    const turned = run(permuted(x, order), ones(n));
    order.forEach((from, to) => {
      for (let k = 0; k < config.width; k++) {
        const gap = (turned.embeddings[to * 64 + k] ?? 9) - (straight.embeddings[from * 64 + k] ?? 0);
        expect(Math.abs(gap)).toBeLessThan(1e-5);
      }
    });
    turned.market.forEach((v, k) => expect(Math.abs(v - (straight.market[k] ?? 9))).toBeLessThan(1e-5));
  });

  it('is not moved by masked assets, whatever they hold', () => {
    const x = randomAssets(5, 2);
    const alone = run(x, ones(5));
    const padded: Plain = {
      windows: [...x.windows, ...randomAssets(3, 3).windows],
      chronos: [...x.chronos, ...randomAssets(3, 3).chronos],
      metadata: [...x.metadata, ...randomAssets(3, 3).metadata],
    };
    const masked = run(padded, [1, 1, 1, 1, 1, 0, 0, 0]);
    alone.embeddings.forEach((v, i) => expect(masked.embeddings[i]).toBeCloseTo(v, 5));
    alone.market.forEach((v, i) => expect(masked.market[i]).toBeCloseTo(v, 5));
  });

  it('is moved by an asset that is there', () => {
    const x = randomAssets(6, 4);
    const with5 = run(x, [1, 1, 1, 1, 1, 0]).embeddings.slice(0, 64);
    const with6 = run(x, ones(6)).embeddings.slice(0, 64);
    expect(with5.some((v, i) => Math.abs(v - (with6[i] ?? v)) > 1e-4)).toBe(true);
  });

  it('runs for 1 and for 500 assets', () => {
    // A narrow one: the plain CPU backend takes half a minute for 500 assets at full width.
    const narrow = { ...config, width: 16, hidden: 16, temporalLayers: 1, windowDays: 32 };
    const small = initEncoder(narrow, pcg32(3));
    for (const n of [1, 500]) {
      const x = randomAssets(n, 5);
      const out = tf.tidy(() => {
        const inputs = batchOf({ ...x, windows: x.windows.map((w) => w.slice(0, 32 * 5)) }, ones(n));
        const { embeddings, gate, market } = encoderForward(small, narrow, inputs);
        return [embeddings, gate, market].map((t) => t.dataSync() as Float32Array);
      });
      expect(out.map((a) => a.length)).toEqual([n * 16, n, 16]);
      expect(out.every((a) => a.every(Number.isFinite))).toBe(true);
    }
  });

  it('reads out its gate, and obeys when it is forced', () => {
    const x = randomAssets(4, 6);
    for (const g of run(x, ones(4)).gate) expect(g > 0 && g < 1).toBe(true);
    const temporal = run(x, ones(4), 1);
    const frozen = run(x, ones(4), 0);
    expect(Array.from(temporal.gate)).toEqual([1, 1, 1, 1]);
    expect(Array.from(frozen.gate)).toEqual([0, 0, 0, 0]);
    const otherWindows = { ...x, windows: randomAssets(4, 8).windows };
    const otherChronos = { ...x, chronos: randomAssets(4, 8).chronos };
    expect(run(otherWindows, ones(4), 0).embeddings).toEqual(frozen.embeddings);
    expect(run(otherChronos, ones(4), 1).embeddings).toEqual(temporal.embeddings);
  });

  it('is small, leaks no tensor and refuses a broken config', () => {
    expect(countParams(params)).toBeLessThan(200_000);
    const before = tf.memory().numTensors;
    run(randomAssets(3, 9), ones(3));
    expect(tf.memory().numTensors).toBe(before);
    expect(parseEncoderConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(() => parseEncoderConfig({ ...config, heads: 5 })).toThrow(/multiple of the heads/);
    expect(() => parseEncoderConfig({ ...config, metadata: { center: [1] } })).toThrow(/constants/);
  });
});
