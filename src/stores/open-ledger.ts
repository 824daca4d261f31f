import type { ComputeApi } from '../workers/contracts/compute.ts';
import type { CallOptions, Client } from '../workers/rpc/client.ts';
import type { MethodOf, ProgressOf, RequestOf, ResponseOf } from '../workers/rpc/protocol.ts';
import { callCompute, callMl, computeClient, mlClient } from './clients.ts';
import type { LedgerSummary } from './view-types.ts';

/** The ledger in use lives in the compute worker; this file knows which one it is, and gives it to a new worker. */

type Open = () => Promise<LedgerSummary>;

interface Holding {
  readonly client: Client<ComputeApi>;
  readonly open: Open;
  readonly done: Promise<LedgerSummary>;
}

let holding: Holding | null = null;

const openStored: Open = () => callCompute('openOwn', null);

/** Has the worker open a ledger; calls that need one wait for it. */
export function holdLedger(open: Open = openStored): Promise<LedgerSummary> {
  const mine: Holding = { client: computeClient(), open, done: open() };
  holding = mine;
  mine.done.catch(() => {
    if (holding === mine) holding = null;
  });
  return mine.done;
}

/** A call about the ledger in use. A worker that took the place of one that died opens it first. */
export async function callLedger<M extends MethodOf<ComputeApi>>(
  method: M,
  request: RequestOf<ComputeApi, M>,
  options?: CallOptions<ProgressOf<ComputeApi, M>>,
): Promise<ResponseOf<ComputeApi, M>> {
  if (holding?.client === computeClient()) await holding.done;
  else await holdLedger(holding?.open);
  return callCompute(method, request, options);
}

let inMl: { readonly client: object; readonly key: string; readonly done: Promise<unknown> } | null = null;

/**
 * The same rows in the models' worker: one file, passed on by reference and only when they changed.
 * @param key names the rows, as their summary does
 */
export async function ensureMlLedger(key: string): Promise<void> {
  const client = await mlClient();
  if (inMl?.client !== client || inMl.key !== key) {
    const load = async (): Promise<unknown> =>
      callMl('loadLedger', { content: (await callLedger('rowsFile', null)).content });
    inMl = { client, key, done: load() };
  }
  try {
    await inMl.done;
  } catch (e) {
    inMl = null;
    throw e;
  }
}
