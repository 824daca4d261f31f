/** Runs in the page of `policy-browser.ts`: the shipped policy on single-threaded WASM, medians into `globalThis.bench`. */
import * as tf from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadPolicy } from '../src/engine/policy-model.ts';
import { inferenceMs } from './policy-batch.ts';

async function measure(): Promise<Record<string, number>> {
  setThreadsCount(1);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths('/wasm/');
  await tf.setBackend('wasm');
  const { params, config } = await loadPolicy(async (path) => {
    const response = await fetch(`/models/${path}`);
    return new Uint8Array(await response.arrayBuffer());
  });
  return inferenceMs(params, config);
}

Object.assign(globalThis, {
  bench: measure().then(
    (rows) => ({ rows }),
    (error: unknown) => ({ error: String(error) }),
  ),
});
