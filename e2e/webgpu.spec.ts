import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { DEMO_MARKET } from './pages/headless.ts';
import { watchRequests } from './pages/origin.ts';
import { journeyMatchesHeadless } from './pages/parity.ts';

const schwab = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');

test('the journey on WebGPU gives what the terminal gives', async ({ page }) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  await app.open('?backend=webgpu');
  const adapter = await page.evaluate(
    async () => (await navigator.gpu?.requestAdapter()) !== null && navigator.gpu !== undefined,
  );
  test.skip(!adapter, 'skipped: this Chromium offers no WebGPU adapter, not even a software one');
  await journeyMatchesHeadless(page, {
    ledger: schwab,
    market: DEMO_MARKET,
    moneyTolerance: 0.03,
    timeoutMs: 420_000,
  });
  await expect(app.backend).toHaveText('WebGPU');
  requests.check();
});
