import { test } from '@playwright/test';
import { join } from 'node:path';
import { journeyMatchesHeadless } from './pages/parity.ts';

test('the browser on WebGPU shows the numbers of the terminal', async ({ page }) => {
  const file = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');
  await journeyMatchesHeadless(page, file, {
    name: 'WebGPU',
    query: '?backend=webgpu',
    points: 3,
    taxShare: 0.1,
  });
});
