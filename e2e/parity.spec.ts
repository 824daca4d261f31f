import { expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { ImportReview } from './pages/import-review.ts';
import { compareLedger, journeyMatchesHeadless } from './pages/parity.ts';

const root = join(import.meta.dirname, '..');
const sharedFile = (name: string): string => join(root, '..', 'shared', 'brokers', name);

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

for (const [name, year] of [
  ['schwab.csv', 2024],
  ['fidelity.csv', 2025],
] as const)
  test(`lots and tax of the shared ${name} agree with the terminal`, async ({ page }) => {
    test.skip(!existsSync(sharedFile(name)), `../shared/brokers/${name} is not here`);
    const app = new AppPage(page);
    await app.open();
    await app.choose(sharedFile(name));
    await new ImportReview(page).save();
    await expect(app.lead).toContainText(/You (hold|are)/);
    await compareLedger(page, sharedFile(name), year);
  });
