import { KeepfolioError } from '../core/errors.ts';

/** Anything thrown as an error a person can read; what we did not foresee keeps its message and gets a remedy. */
export function asKeepfolioError(e: unknown): KeepfolioError {
  if (e instanceof KeepfolioError) return e;
  const message = e instanceof Error ? e.message : String(e);
  return new KeepfolioError(
    'unexpected',
    `Something went wrong: ${message}`,
    'Your saved data is safe. Reload the page and try again.',
  );
}

/** Waits for work that cannot be stopped itself, for as long as nobody asks to stop. Rejects with "cancelled" then. */
export function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new KeepfolioError('cancelled', 'Stopped at your request.'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Whether the person stopped it themselves; that is no failure. */
export const isCancelled = (e: unknown): boolean => e instanceof KeepfolioError && e.code === 'cancelled';
