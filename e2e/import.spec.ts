import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { HoldingsPage } from './pages/holdings.ts';
import { ImportReview } from './pages/import-review.ts';
import { watchRequests } from './pages/origin.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

test('a dropped CSV is reviewed, saved, kept over a reload, recognised again and undone', async ({
  page,
}) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  const review = new ImportReview(page);
  const holdings = new HoldingsPage(page);
  await app.open();
  await app.choose(fixture('schwab-invented.csv'));

  await expect(app.lead).toContainText('rows from 1 file can be added');
  await expect(app.lead).toContainText('Nothing is saved yet');
  await expect(review.files).toContainText('Charles Schwab');
  // The row nobody understands is shown with its line, its text and what to do.
  await expect(review.problems.first()).toContainText(/line \d+/);
  await expect(review.problems.first()).toContainText('Frobnicate');
  await expect(page.getByText('basis missing').first()).toBeVisible();

  await page.reload();
  await app.go('holdings');
  await expect(page.getByTestId('nothing-yet'), 'nothing was saved before confirming').toBeVisible();

  await app.go('start');
  await app.choose(fixture('schwab-invented.csv'));
  await review.save();
  await expect(holdings.position('KFTM')).toBeVisible();
  await expect(holdings.position('ZYXQ'), 'a symbol without prices still has lots').toContainText('no price');
  await holdings.openLots('KFTM');
  await expect(holdings.lots.first()).toContainText('5 Jan 2024');
  const rows = await holdings.positions.count();

  await page.reload();
  await expect(holdings.positions).toHaveCount(rows);

  await app.go('start');
  await app.choose(fixture('schwab-invented.csv'));
  await expect(app.lead).toContainText('Nothing new');
  await expect(review.confirm).toBeDisabled();
  // The person may know better: alike rows can be added all the same.
  await review.known.locator('summary').click();
  await review.known.getByRole('checkbox').nth(1).check();
  await expect(review.confirm).toHaveText('Add 1 row');
  await review.known.getByRole('checkbox').nth(1).uncheck();
  await expect(review.confirm).toBeDisabled();
  await review.discard.click();

  await app.go('holdings');
  await page.getByTestId('undo-batch').click();
  await expect(page.getByTestId('nothing-yet')).toBeVisible();
  requests.check();
});

test('an import can be undone from the message that announces it', async ({ page }) => {
  const app = new AppPage(page);
  const review = new ImportReview(page);
  await app.open();
  await app.choose(fixture('schwab-invented.csv'));
  await review.save();
  await app.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('nothing-yet')).toBeVisible();
});

test('an unknown layout is mapped once and remembered', async ({ page }) => {
  const app = new AppPage(page);
  const review = new ImportReview(page);
  await app.open();
  await app.choose(fixture('unknown-layout.csv'));
  await expect(review.mapping).toBeVisible();
  await review.mapColumn('date', 'Trade Day');
  await review.mapColumn('type', 'Thing');
  await review.mapColumn('symbol', 'Paper');
  await review.mapColumn('quantity', 'Count');
  await review.mapColumn('price', 'Each');
  await review.mapColumn('amount', 'Total');
  await review.mapAction('acquired', 'buy');
  await review.mapAction('parted with', 'sell');
  await expect(review.rows).toHaveCount(3);
  await expect(review.rows.last()).toContainText('Sell');
  await review.save();
  const holdings = new HoldingsPage(page);
  await expect(holdings.position('KFTM')).toContainText('6');

  await app.go('start');
  await app.choose(fixture('unknown-layout.csv'));
  await expect(app.lead, 'the mapping is remembered').toContainText('Nothing new');
});

test('a price file prices what the market does not know', async ({ page }) => {
  const app = new AppPage(page);
  const review = new ImportReview(page);
  const holdings = new HoldingsPage(page);
  await app.open();
  await app.choose(fixture('schwab-invented.csv'));
  await review.save();
  await expect(holdings.position('ZYXQ')).toContainText('no price');
  await app.go('start');
  await app.choose(fixture('prices-zyxq.csv'));
  await expect(app.notices).toContainText('ZYXQ');
  await app.go('holdings');
  await expect(holdings.position('ZYXQ')).toContainText('725');
});

test('a file that is no CSV is refused in words', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page
    .getByTestId('file-input')
    .first()
    .setInputFiles({
      name: 'photo.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 255, 254]),
    });
  await expect(app.page.getByTestId('import-confirm')).toBeDisabled();
  await expect(app.page.locator('main')).toContainText(/could not be read|No row|laid out/);
});
