import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { KeepfolioError } from '../src/core/errors.ts';

export const BACKENDS = ['wasm', 'cpu', 'webgpu', 'auto'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** @throws KeepfolioError "backend-unknown" */
export function backendName(text: string): BackendName {
  const found = BACKENDS.find((b) => b === text);
  if (!found)
    throw new KeepfolioError(
      'backend-unknown',
      `unknown backend "${text}"`,
      `One of ${BACKENDS.join(', ')}.`,
    );
  return found;
}

/** Single-threaded SIMD: the deterministic default. The binaries lie beside the backend in node_modules. */
async function startWasm(): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(1);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(entry)}/`);
}

/** The folder of an installed Chromium that brought a software Vulkan driver, for machines without a GPU. */
function findSoftwareDriver(): string | undefined {
  const homes = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  const cache = join(process.env['HOME'] ?? '', '.cache', 'ms-playwright');
  if (existsSync(cache)) {
    for (const d of readdirSync(cache)) homes.push(join(cache, d, 'chrome-linux'));
  }
  return homes.find((d) => existsSync(join(d, 'vk_swiftshader_icd.json')));
}

/** dlopen flag of glibc: the library stays loaded although it is no Node addon. */
const RTLD_NODELETE = 0x1000;

/**
 * Points the Vulkan loader at SwiftShader. Dawn opens libvulkan.so.1 by name; where the system has none, Chromium's
 * own copy is loaded beforehand, so that the name resolves to it.
 */
function offerSoftwareDriver(): void {
  const home = findSoftwareDriver();
  if (home === undefined) return;
  process.env['VK_ICD_FILENAMES'] = join(home, 'vk_swiftshader_icd.json');
  const loader = join(home, 'libvulkan.so.1');
  if (!existsSync(loader)) return;
  try {
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    // Always thrown (the library registers no addon); it is loaded all the same.
  }
}

/** Any real GPU a Vulkan loader can find is preferred; SwiftShader is for correctness only (0.6 GFLOP/s). */
function hasVulkanDriver(): boolean {
  const dirs = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
  return dirs.some((d) => existsSync(d) && readdirSync(d).some((f) => f.endsWith('.json')));
}

async function startWebgpu(): Promise<void> {
  if (!process.env['VK_ICD_FILENAMES'] && !hasVulkanDriver()) offerSoftwareDriver();
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis.navigator ?? (globalThis.navigator = {} as Navigator), 'gpu', {
    value: gpu,
    configurable: true,
  });
  const adapter = await gpu.requestAdapter();
  if (adapter === null) {
    throw new KeepfolioError(
      'backend-unavailable',
      'no WebGPU adapter on this machine',
      'Use --backend wasm or cpu.',
    );
  }
  await import('@tensorflow/tfjs-backend-webgpu');
  // The programs for few rows wait at barriers once per output: a software driver needs up to 20 times as long as with
  // the tiled product (program type 3).
  const { architecture, description, vendor } = adapter.info;
  if (/swiftshader|llvmpipe/i.test(`${vendor} ${architecture} ${description}`)) {
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  }
}

async function start(name: Exclude<BackendName, 'auto'>): Promise<void> {
  if (name === 'wasm') await startWasm();
  else if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await startWebgpu();
  if (!(await tf.setBackend(name))) {
    throw new KeepfolioError('backend-unavailable', `backend ${name} did not start`, 'Use --backend cpu.');
  }
  await tf.ready();
}

/**
 * Makes a tfjs backend current, in Node. `auto` walks wasm, then cpu (a GPU is slower than WASM at these sizes).
 * @returns the name of the backend in use. @throws KeepfolioError "backend-unavailable"
 */
export async function useBackend(name: BackendName = 'wasm'): Promise<string> {
  if (name !== 'auto') {
    await start(name);
    return tf.getBackend();
  }
  try {
    await start('wasm');
  } catch {
    await start('cpu');
  }
  return tf.getBackend();
}
