import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { adamW, globalNorm } from './adamw.ts';
import { valueAndGrads } from './gradients.ts';
import { disposeParams, type Params } from './params.ts';
import { sumAll } from './reduce.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const start = (): Params => ({ w: tf.keep(tf.tensor2d([1, -2, 3, 0.5], [2, 2])) });
const loss = (p: Params) => sumAll(tf.square(tf.sub(p.w!, 1)));

function run(params: Params, opt: ReturnType<typeof adamW>, steps: number): void {
  for (let i = 0; i < steps; i++) {
    const { value, grads } = valueAndGrads(loss, params);
    opt.step(grads, 0.05);
    value.dispose();
    disposeParams(grads);
  }
}

describe('adamW', () => {
  it('first step moves each weight by the learning rate against its gradient', () => {
    const params = start();
    run(params, adamW(params), 1);
    const w = [...params.w!.dataSync()];
    [1, -1.95, 2.95, 0.55].forEach((x, i) => expect(w[i]).toBeCloseTo(x, 4));
  });
  it('finds the minimum and leaves no tensor behind', () => {
    const params = start();
    const opt = adamW(params, { clipNorm: 1 });
    const before = tf.memory().numTensors;
    run(params, opt, 300);
    expect(tf.memory().numTensors).toBe(before);
    for (const x of params.w!.dataSync()) expect(x).toBeCloseTo(1, 2);
  });
  it('resumes exactly', async () => {
    const whole = start();
    run(whole, adamW(whole), 20);
    const half = start();
    const first = adamW(half);
    run(half, first, 10);
    run(half, adamW(half, {}, await first.exportState()), 10);
    expect([...half.w!.dataSync()]).toEqual([...whole.w!.dataSync()]);
  });
  it('global norm', () => {
    expect(globalNorm({ a: tf.tensor1d([3]), b: tf.tensor1d([4]) }).dataSync()[0]).toBeCloseTo(5, 6);
  });
});
