import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { schwabFile } from '../src/importers/testing/large-files.ts';
import { PAGE_ROWS } from '../src/workers/contracts/parts.ts';
import { AppPage } from './pages/app.ts';
import { HoldingsPage } from './pages/holdings.ts';
import { ImportReview } from './pages/import-review.ts';
import { cancelAtOnce, trafficOf, watchWorkers } from './pages/worker-traffic.ts';

const ROWS = 60_000;
/** Lots of all positions that come unasked; more come by page. */
const LONGEST_LIST = 1000;

test('a long file is stopped, read, paged, saved and undone without its rows crossing to the page', async ({
  page,
}, info) => {
  test.setTimeout(600_000);
  const patience = { timeout: 240_000 };
  const file = info.outputPath('long.csv');
  writeFileSync(file, schwabFile(ROWS, 7));
  await watchWorkers(page);
  const app = new AppPage(page);
  const review = new ImportReview(page);
  await app.open();

  await cancelAtOnce(page);
  await app.choose(file);
  await expect(page.getByTestId('sample-harvester'), 'stopped, back at the start').toBeVisible(patience);
  await app.go('holdings');
  await expect(page.getByTestId('nothing-yet'), 'nothing was saved').toBeVisible();

  await app.go('start');
  await app.choose(file);
  await expect(review.confirm).toHaveText('Add 60,000 rows', patience);
  const pages = page.getByRole('navigation', { name: 'Pages of: Rows read' });
  await expect(pages).toContainText('Rows 1 to 500 of 60,000');
  await pages.getByRole('button', { name: 'Last' }).click();
  await expect(pages).toContainText('Rows 59,501 to 60,000 of 60,000');
  await expect(review.rows.first()).toContainText('2015');
  await page.getByTestId('import-rows').getByRole('button', { name: 'Symbol' }).click();
  await expect(pages, 'sorted, from the start').toContainText('Rows 1 to 500 of 60,000');
  await expect(review.rows.first()).toContainText('VTI');

  await cancelAtOnce(page);
  await review.confirm.click();
  await expect(page.getByTestId('failed'), 'saved, but lots are not worked out').toContainText(
    'you stopped it',
    patience,
  );
  await page.getByTestId('failed').getByRole('button', { name: 'Try again' }).click();
  const holdings = new HoldingsPage(page);
  await expect(holdings.positions).toHaveCount(10, patience);
  await holdings.openLots('VTI');
  const lots = page.getByRole('navigation', { name: 'Pages of: Lots of VTI' });
  await expect(lots).toContainText('Rows 1 to 500 of');
  const before = await trafficOf(page);

  await page.reload();
  await expect(holdings.positions, 'read from storage').toHaveCount(10, patience);
  const after = await trafficOf(page);
  for (const { messages, transactions, longest } of [before, after]) {
    expect(messages).toBeGreaterThan(5);
    expect(transactions).toBeLessThanOrEqual(PAGE_ROWS);
    expect(longest).toBeLessThanOrEqual(LONGEST_LIST);
  }
  await page.getByTestId('undo-batch').click();
  await expect(page.getByTestId('nothing-yet')).toBeVisible(patience);
});
