import { useSyncExternalStore } from 'react';

export const PAGES = [
  'start',
  'import',
  'holdings',
  'tax',
  'you',
  'plan',
  'why',
  'look-back',
  'quality',
  'privacy',
] as const;
export type PageName = (typeof PAGES)[number];
export interface Route {
  readonly page: PageName;
  /** A sample client asked for by address: "#/sample/ID". */
  readonly sample: string | null;
}

/** The route of a location hash; anything unknown is the start page. */
export function routeOf(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').split('/');
  if (first === 'sample' && second !== '') return { page: 'holdings', sample: decodeURIComponent(second) };
  const page = PAGES.find((p) => p === first);
  return { page: page ?? 'start', sample: null };
}

export const hrefOf = (page: PageName): string => (page === 'start' ? '#/' : `#/${page}`);

/** Goes to a page; the address changes, so that back and reload work. */
export function go(page: PageName): void {
  location.hash = hrefOf(page);
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** The current route. */
export const useRoute = (): Route => routeOf(useSyncExternalStore(subscribe, () => location.hash));
