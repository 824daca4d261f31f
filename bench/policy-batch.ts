import { pcg32 } from '../src/core/rng.ts';
import { runPolicy, type PolicyBatch } from '../src/models/policy/run-policy.ts';
import type { PolicyConfig } from '../src/models/policy/config.ts';
import type { Params } from '../src/models/nn/params.ts';

const WARM_UP = 40;
const RUNS = 60;

/** Sizes measured: a person's account, and the largest universe. */
export const BENCH_ASSETS = [25, 500] as const;

/** Warm median of a call, milliseconds. */
export async function medianMs(f: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let k = 0; k < WARM_UP + RUNS; k++) {
    const started = performance.now();
    await f();
    if (k >= WARM_UP) times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[RUNS >> 1] as number;
}

/** One decision over `assets` assets, noise in every column. */
export function batchOf(assets: number, columns: number, globals: number): PolicyBatch {
  const rng = pcg32(assets);
  const noise = (n: number): Float32Array => Float32Array.from({ length: n }, () => rng.normal());
  return {
    batch: 1,
    assets,
    embeddings: noise(assets * 64),
    asset: noise(assets * columns),
    global: noise(globals),
    mask: new Float32Array(assets).fill(1),
    objective: Float32Array.of(0, 0, 1, 0, 0, 0),
  };
}

/** Warm medians of one decision, by number of assets. */
export async function inferenceMs(params: Params, config: PolicyConfig): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const n of BENCH_ASSETS) {
    const b = batchOf(n, config.assetColumns.length, config.globalColumns.length);
    rows[`policy, ${n} assets, ms`] = await medianMs(() => runPolicy(params, config, b));
  }
  return rows;
}
