import { expect, type Page } from '@playwright/test';

/** Watches every request of a page's context; `check` fails when one went to another host or carried a body. */
export function watchRequests(page: Page): { check(): void } {
  const foreign: string[] = [];
  const bodies: string[] = [];
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') foreign.push(request.url());
    if (request.postData() !== null) bodies.push(request.url());
  });
  return {
    check() {
      expect(foreign, 'requests to another host').toEqual([]);
      expect(bodies, 'requests that carry a body').toEqual([]);
    },
  };
}
