import { KeepfolioError } from '../../core/errors.ts';
import type {
  Channel,
  FromWorker,
  MethodOf,
  ProgressOf,
  RequestOf,
  ResponseOf,
  ToWorker,
} from './protocol.ts';

export interface CallOptions<P> {
  readonly onProgress?: (progress: P) => void;
  readonly signal?: AbortSignal;
}

/** The page's end of a worker. */
export interface Client<A> {
  call<M extends MethodOf<A>>(
    method: M,
    request: RequestOf<A, M>,
    options?: CallOptions<ProgressOf<A, M>>,
  ): Promise<ResponseOf<A, M>>;
  /** Resolves at the worker's ready handshake; rejects when it dies first. */
  readonly ready: Promise<void>;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: KeepfolioError): void;
  onProgress: ((progress: unknown) => void) | undefined;
}

/**
 * Connects to a served API. A crash of the worker (error or messageerror event) rejects `ready`, every pending
 * call and every later one with code "worker-died". Aborting rejects at once with "cancelled" and tells the handler.
 */
export function connect<A>(channel: Channel): Client<A> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let dead: KeepfolioError | null = null;
  let markReady: () => void = () => {};
  let failReady: (e: KeepfolioError) => void = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    markReady = resolve;
    failReady = reject;
  });
  ready.catch(() => {}); // callers that await it still see the rejection

  const die = (why: string): void => {
    dead = new KeepfolioError(
      'worker-died',
      `A background worker stopped: ${why}`,
      'Reload the page. Your saved data is safe.',
    );
    failReady(dead);
    for (const p of pending.values()) p.reject(dead);
    pending.clear();
  };
  channel.addEventListener('error', (event) => die(event.message ?? 'it could not be loaded'));
  channel.addEventListener('messageerror', () => die('it sent something unreadable'));
  channel.addEventListener('message', (event) => {
    const message = event.data as FromWorker;
    if (message.kind === 'ready') return markReady();
    const call = pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') return call.onProgress?.(message.progress);
    pending.delete(message.id);
    if (message.kind === 'result') call.resolve(message.response);
    else
      call.reject(
        new KeepfolioError(message.error.code, message.error.message, message.error.hint, {
          ...message.error.data,
        }),
      );
  });

  return {
    ready,
    call(method, request, options = {}) {
      return new Promise((resolve, reject) => {
        if (dead) return reject(dead);
        const id = nextId++;
        const post = (message: ToWorker): void => channel.postMessage(message);
        const abort = (): void => {
          if (!pending.delete(id)) return;
          post({ kind: 'cancel', id });
          reject(new KeepfolioError('cancelled', 'Stopped at your request.'));
        };
        if (options.signal?.aborted)
          return reject(new KeepfolioError('cancelled', 'Stopped at your request.'));
        options.signal?.addEventListener('abort', abort, { once: true });
        const done = (): void => options.signal?.removeEventListener('abort', abort);
        pending.set(id, {
          resolve: (value) => (done(), resolve(value as never)),
          reject: (error) => (done(), reject(error)),
          onProgress: options.onProgress as ((progress: unknown) => void) | undefined,
        });
        post({ kind: 'call', id, method, request });
      });
    },
  };
}
