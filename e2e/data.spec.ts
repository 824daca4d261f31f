import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { HoldingsPage } from './pages/holdings.ts';
import { ImportReview } from './pages/import-review.ts';

const schwab = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');

test('a backup brings an erased ledger back', async ({ page }) => {
  const app = new AppPage(page);
  const holdings = new HoldingsPage(page);
  await app.open();
  await app.choose(schwab);
  await new ImportReview(page).save();
  const rows = await holdings.positions.count();

  await app.go('privacy');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('backup').click()]);
  const file = await saved.path();

  await page.getByTestId('erase').click();
  await Promise.all([page.waitForEvent('load'), page.getByTestId('erase-confirm').click()]);
  await app.go('holdings');
  await expect(page.getByTestId('nothing-yet')).toBeVisible();

  await app.go('privacy');
  await page.getByTestId('restore-input').setInputFiles(file);
  await expect(app.notices).toContainText('is restored');
  await app.go('holdings');
  await expect(holdings.positions).toHaveCount(rows);
});

test('a file that is no backup changes nothing', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.choose(schwab);
  await new ImportReview(page).save();
  await app.go('privacy');
  await page
    .getByTestId('restore-input')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"hello":1}') });
  await expect(app.notices).toContainText('not a whole Keepfolio backup');
  await app.go('holdings');
  await expect(page.getByTestId('position-KFTM')).toBeVisible();
});

test('an old tab cannot overwrite what a newer one saved', async ({ page, context }) => {
  const app = new AppPage(page);
  await app.open();
  const other = await context.newPage();
  const second = new AppPage(other);
  await second.open();
  await app.choose(schwab);
  await new ImportReview(page).save();
  // The second tab follows by itself and offers no stale write.
  await second.go('holdings');
  await expect(other.getByTestId('position-KFTM')).toBeVisible();
  await other.getByTestId('undo-batch').click();
  await expect(page.getByTestId('nothing-yet'), 'the first tab follows the second').toBeVisible();
});

test('the privacy page proves the policy', async ({ page }) => {
  const app = new AppPage(page);
  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy'], 'sent by the server too').toContain(
    "connect-src 'self'",
  );
  await app.go('privacy');
  await expect(app.lead).toContainText('all to this page’s own address');
  await expect(page.getByTestId('csp')).toContainText('connect-src');
  await page.getByTestId('csp-probe').click();
  await expect(page.getByTestId('csp-probe-result')).toContainText('refused it, as it should');
});
