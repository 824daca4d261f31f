import type { Client } from '../rpc/client.ts';
import { KeepfolioError } from '../../core/errors.ts';
import { cancelledError, type Handlers } from '../rpc/serve.ts';

/** For tests: a worker's handlers behind a client, on the same thread. */
export function localClient<A>(handlers: Partial<Handlers<A>>): Client<A> {
  return {
    ready: Promise.resolve(),
    call(method, request, { signal, onProgress } = {}) {
      const work = async () => {
        const handler = handlers[method];
        if (!handler) throw new KeepfolioError('no-such-method', method);
        return handler(request, {
          progress: (value) => onProgress?.(value),
          isCancelled: () => signal?.aborted ?? false,
        });
      };
      return Promise.race([
        work(),
        new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(cancelledError()), { once: true }),
        ),
      ]);
    },
  };
}
