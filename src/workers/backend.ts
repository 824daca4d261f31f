import * as tf from '@tensorflow/tfjs-core';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { KeepfolioError } from '../core/errors.ts';
import type { BackendName, DeviceStatus } from './contracts/model-views.ts';

/** Best first; a rung that fails, or is lost later, hands over to the next. */
const LADDER: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

const MAX_CALIBRATION_MS = 4000;
let wasmPrepared = false;

async function prepare(name: BackendName): Promise<void> {
  if (name === 'webgpu') {
    // navigator.gpu may exist while no adapter does.
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) throw new Error('this browser offers no WebGPU adapter');
    await import('@tensorflow/tfjs-backend-webgpu');
  } else if (name === 'wasm') {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    if (!wasmPrepared) {
      wasm.setWasmPaths({
        'tfjs-backend-wasm.wasm': wasmUrl,
        'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
        'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
      });
      // Without cross-origin isolation there is no SharedArrayBuffer: the single-threaded binary is used.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', globalThis.crossOriginIsolated === true);
      wasmPrepared = true;
    }
  } else await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend(name))) throw new Error(`${name} could not be started`);
  await tf.ready();
}

/** A slice of what the models do: dense products, an attention-like product, softmax. */
async function workload(): Promise<void> {
  const out = tf.tidy(() => {
    let x = tf.ones([25, 17, 64]);
    const w = tf.fill([64, 256], 0.01);
    const v = tf.fill([256, 64], 0.01);
    for (let layer = 0; layer < 3; layer++) {
      const h = tf.relu(tf.matMul(tf.reshape(x, [425, 64]), w));
      const y = tf.reshape(tf.matMul(h, v), [25, 17, 64]);
      const a = tf.softmax(tf.matMul(y, y, false, true));
      x = tf.add(x, tf.matMul(a, y)) as tf.Tensor3D;
    }
    return tf.sum(x);
  });
  await out.data();
  out.dispose();
}

/** Milliseconds of the second run of the workload (the first compiles shaders). */
async function calibrate(): Promise<number> {
  const begin = performance.now();
  await workload();
  const first = performance.now() - begin;
  if (first > MAX_CALIBRATION_MS) return first;
  const again = performance.now();
  await workload();
  return performance.now() - again;
}

async function threadsOf(name: BackendName): Promise<number> {
  if (name !== 'wasm') return 1;
  const { getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
  try {
    return Math.max(1, getThreadsCount());
  } catch {
    return 1; // the single-threaded binary does not answer
  }
}

/**
 * Tries the rungs, measures each that works and switches to the fastest.
 * @param options.force use this rung and no other, whatever its speed
 * @param options.exclude rungs that were lost earlier
 * @throws KeepfolioError "no-backend" when none works
 */
export async function climb(
  options: { force?: BackendName; exclude?: ReadonlySet<BackendName> } = {},
): Promise<DeviceStatus> {
  const calibrationMs: Record<BackendName, number | null> = { webgpu: null, wasm: null, cpu: null };
  const failures: string[] = [];
  const rungs = options.force ? [options.force] : LADDER.filter((name) => !options.exclude?.has(name));
  for (const name of rungs) {
    // The plain-JavaScript rung is only a net: it never wins where another one works.
    if (name === 'cpu' && !options.force && rungs.some((r) => calibrationMs[r] !== null)) continue;
    try {
      await prepare(name);
      calibrationMs[name] = await calibrate();
    } catch (e) {
      failures.push(`${name}: ${e instanceof Error ? e.message : String(e)}`);
    }
  }
  const usable = rungs.filter((name) => calibrationMs[name] !== null);
  usable.sort((a, b) => (calibrationMs[a] ?? 0) - (calibrationMs[b] ?? 0));
  const best = usable[0];
  if (!best)
    throw new KeepfolioError(
      'no-backend',
      `No way to compute was found here (${failures.join('; ')}).`,
      'Update your browser, or turn on WebAssembly.',
    );
  await prepare(best);
  const others = usable.slice(1).map((name) => `${name} ${Math.round(calibrationMs[name] ?? 0)} ms`);
  const measured = `${best} ${Math.round(calibrationMs[best] ?? 0)} ms${others.length ? ` against ${others.join(', ')}` : ''}`;
  const reason = options.force
    ? `${best} was asked for`
    : [`fastest here: ${measured}`, ...failures].join('; ');
  return { backend: best, reason, calibrationMs, threads: await threadsOf(best) };
}

/** Resolves when the current WebGPU device is lost; never on the other rungs. */
export function deviceLost(): Promise<string> {
  const backend = tf.backend() as { device?: GPUDevice };
  if (tf.getBackend() !== 'webgpu' || !backend.device) return new Promise(() => {});
  return backend.device.lost.then((info) => info.message || info.reason || 'lost');
}
