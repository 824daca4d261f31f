import { KeepfolioError } from '../../core/errors.ts';
import type { FetchBytes } from '../../engine/person-models.ts';

/**
 * Fetches from the app's own origin; each file once, then kept, so that a lost device needs no network.
 * @throws KeepfolioError "model-missing" naming the file when it cannot be had
 */
export function modelFetcher(baseUrl: string): FetchBytes {
  const kept = new Map<string, Uint8Array>();
  return async (path) => {
    const have = kept.get(path);
    if (have) return have;
    const response = await fetch(new URL(`models/${path}`, baseUrl)).catch(() => null);
    if (!response?.ok)
      throw new KeepfolioError(
        'model-missing',
        `The model file ${path} could not be loaded.`,
        'Reload the page; after the first visit it also works offline.',
      );
    const bytes = new Uint8Array(await response.arrayBuffer());
    kept.set(path, bytes);
    return bytes;
  };
}
