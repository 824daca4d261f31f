import { test } from '@playwright/test';
import { join } from 'node:path';
import { journeyMatchesHeadless } from './pages/parity.ts';

test('the browser on WASM shows the numbers of the terminal', async ({ page }) => {
  test.setTimeout(400_000);
  const file = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');
  await journeyMatchesHeadless(page, file, {
    name: 'WASM',
    query: '?backend=wasm',
    points: 1,
    taxShare: 0.02,
  });
});
