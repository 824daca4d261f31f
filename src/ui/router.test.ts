import { describe, expect, it } from 'vitest';
import { hrefOf, PAGES, routeOf } from './router.ts';

describe('addresses', () => {
  it('reads every page back from its own address', () => {
    for (const page of PAGES) expect(routeOf(hrefOf(page))).toEqual({ page, sample: null });
  });
  it('opens a sample client by address', () => {
    expect(routeOf('#/sample/harvester')).toEqual({ page: 'holdings', sample: 'harvester' });
  });
  it('falls back to the start page', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/sample/', '#//'])
      expect(routeOf(hash).page, hash).toBe('start');
  });
});
