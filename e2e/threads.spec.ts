import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app.ts';
import { PlanPage } from './pages/plan.ts';
import { YouPage } from './pages/you.ts';

test('models run on WASM with and without threads', async ({ page }, info) => {
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  const isolated = info.project.name !== 'no-threads';
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  const binaries: string[] = [];
  page.on('request', (r) => {
    if (r.url().endsWith('.wasm')) binaries.push(r.url());
  });
  await app.openSample('buyhold');
  await app.go('you');
  await new YouPage(page).personalise();
  await app.go('plan');
  await new PlanPage(page).ready();
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  if (cores > 1) expect(binaries.some((url) => url.includes('threaded'))).toBe(isolated);
});
