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

/** Whether the person stopped it themselves; that is no failure. */
export const isCancelled = (e: unknown): boolean => e instanceof KeepfolioError && e.code === 'cancelled';
