import { KeepfolioError } from '../../core/errors.ts';
import type {
  Channel,
  FromWorker,
  MethodOf,
  ProgressOf,
  RequestOf,
  ResponseOf,
  ToWorker,
  WireError,
} from './protocol.ts';
import { onceQuiet, type QuietTask } from './once-quiet.ts';

/** What a handler gets beside its request. */
export interface CallContext<P> {
  progress(value: P): void;
  /** True once the caller has cancelled; long handlers ask between steps. */
  isCancelled(): boolean;
}

export type Handlers<A> = {
  readonly [M in MethodOf<A>]: (
    request: RequestOf<A, M>,
    context: CallContext<ProgressOf<A, M>>,
  ) => ResponseOf<A, M> | Promise<ResponseOf<A, M>>;
};

/** Thrown by a handler that noticed its cancellation. */
export const cancelledError = (): KeepfolioError =>
  new KeepfolioError('cancelled', 'Stopped at your request.');

function toWire(e: unknown): WireError {
  if (e instanceof KeepfolioError) return { code: e.code, message: e.message, hint: e.hint, data: e.data };
  return { code: 'internal', message: e instanceof Error ? e.message : String(e), hint: '', data: {} };
}

/**
 * Serves an API on a channel and announces itself ready. Calls may interleave; each has its own context.
 * @param whenQuiet done once, after calls have been answered and while none is under way
 */
export function serve<A>(channel: Channel, handlers: Handlers<A>, whenQuiet?: QuietTask): void {
  const cancelled = new Set<number>();
  const quiet = whenQuiet && onceQuiet(whenQuiet);
  const send = (message: FromWorker): void => channel.postMessage(message);
  const table = handlers as unknown as Record<
    string,
    (request: unknown, context: CallContext<unknown>) => unknown
  >;

  const run = async (id: number, method: string, request: unknown): Promise<void> => {
    quiet?.began();
    try {
      const handler = Object.hasOwn(table, method) ? table[method] : undefined;
      if (!handler) throw new KeepfolioError('no-such-method', `The worker has no method "${method}".`);
      const response = await handler(request, {
        progress: (progress) => send({ kind: 'progress', id, progress }),
        isCancelled: () => cancelled.has(id),
      });
      send({ kind: 'result', id, response });
    } catch (e) {
      send({ kind: 'error', id, error: toWire(e) });
    } finally {
      cancelled.delete(id);
      quiet?.ended();
    }
  };

  channel.addEventListener('message', (event) => {
    const message = event.data as ToWorker;
    if (message.kind === 'cancel') cancelled.add(message.id);
    else if (message.kind === 'call') void run(message.id, message.method, message.request);
  });
  send({ kind: 'ready' });
}
