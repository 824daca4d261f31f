import { KeepfolioError } from '../core/errors.ts';
import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { BackendName } from '../workers/contracts/model-views.ts';
import type { MlApi } from '../workers/contracts/ml.ts';
import type { CallOptions, Client } from '../workers/rpc/client.ts';
import type { MethodOf, ProgressOf, RequestOf, ResponseOf } from '../workers/rpc/protocol.ts';
import { spawnCompute, spawnMl } from '../workers/spawn.ts';
import { appStore, runJob } from './app-store.ts';

let compute: Client<ComputeApi> | null = null;
let mlWorker: Client<MlApi> | null = null;
let ml: Promise<Client<MlApi>> | null = null;

/** The compute worker, started on first use and again after it died. */
export const computeClient = (): Client<ComputeApi> => (compute ??= spawnCompute());

/** For tests: clients that are not workers. */
export function replaceClients(clients: {
  readonly compute?: Client<ComputeApi>;
  readonly ml?: Client<MlApi>;
}): void {
  compute = clients.compute ?? null;
  ml = clients.ml ? Promise.resolve(clients.ml) : null;
}

const isDead = (e: unknown): boolean => e instanceof KeepfolioError && e.code === 'worker-died';

/** One call to the compute worker. A worker that died is forgotten, so that the next call starts a new one. */
export async function callCompute<M extends MethodOf<ComputeApi>>(
  method: M,
  request: RequestOf<ComputeApi, M>,
  options?: CallOptions<ProgressOf<ComputeApi, M>>,
): Promise<ResponseOf<ComputeApi, M>> {
  const client = computeClient();
  try {
    return await client.call(method, request, options);
  } catch (e) {
    if (isDead(e) && compute === client) compute = null;
    throw e;
  }
}

/** `?backend=wasm` pins a rung of the ladder: for tests and for people whose driver misbehaves. */
function forcedBackend(): BackendName | null {
  const asked = new URLSearchParams(globalThis.location?.search ?? '').get('backend');
  return asked === 'webgpu' || asked === 'wasm' || asked === 'cpu' ? asked : null;
}

/** Address of the app's own folder; models and the market are fetched below it and nowhere else. */
export const appBase = (): string => new URL(import.meta.env.BASE_URL, document.baseURI).href;

/**
 * The models' worker, started on first use: picks the device, verifies and loads the weights.
 * Never called before first paint, so tfjs stays out of it.
 */
export function mlClient(): Promise<Client<MlApi>> {
  ml ??= runJob('Starting the models', async (signal, report) => {
    // A start that was stopped leaves its worker alive; the next start uses it again.
    const client = (mlWorker ??= spawnMl());
    const force = forcedBackend();
    const request = { baseUrl: appBase(), ...(force ? { force } : {}) };
    const started = await client.call('start', request, { onProgress: report, signal });
    appStore.setState({ device: started.device, models: started.models });
    return client;
  });
  ml.catch((e) => {
    ml = null; // the next call may try again
    if (isDead(e)) mlWorker = null;
  });
  return ml;
}

/** A result tells on what it was computed; the ladder may have gone down a rung since the start. */
export function noteDevice(backend: BackendName): void {
  const { device } = appStore.getState();
  if (device && device.backend !== backend)
    appStore.setState({ device: { ...device, backend, reason: `${device.backend} was lost on the way` } });
}

/** One call to the models' worker; starts it when needed. */
export async function callMl<M extends MethodOf<MlApi>>(
  method: M,
  request: RequestOf<MlApi, M>,
  options?: CallOptions<ProgressOf<MlApi, M>>,
): Promise<ResponseOf<MlApi, M>> {
  const client = await mlClient();
  try {
    return await client.call(method, request, options);
  } catch (e) {
    if (isDead(e)) {
      ml = null;
      mlWorker = null;
      appStore.setState({ device: null });
    }
    throw e;
  }
}
