import type { ComputeApi } from './contracts/compute.ts';
import type { MlApi } from './contracts/ml.ts';
import { connect, type Client } from './rpc/client.ts';

/** Starts the worker for imports, lots, tax and prices. */
export function spawnCompute(): Client<ComputeApi> {
  return connect<ComputeApi>(
    new Worker(new URL('./compute.worker.ts', import.meta.url), { type: 'module', name: 'compute' }),
  );
}

/** Starts the worker that holds the models; tfjs lives only in its chunk. */
export function spawnMl(): Client<MlApi> {
  return connect<MlApi>(
    new Worker(new URL('./ml.worker.ts', import.meta.url), { type: 'module', name: 'ml' }),
  );
}
