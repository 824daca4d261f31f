import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { BrokerMatch } from './pages/broker-match.ts';
import { ImportReview } from './pages/import-review.ts';
import { outsideWindow } from './pages/layout.ts';
import { BasisWorklist } from './pages/worklist.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

test('a positions file is kept, compared, followed to the worklist and forgotten', async ({ page }) => {
  const app = new AppPage(page);
  const review = new ImportReview(page);
  const match = new BrokerMatch(page);
  const worklist = new BasisWorklist(page);
  await app.open();
  await app.choose(fixture('schwab-review.csv'));
  await review.save();
  await expect(match.section, 'nothing to compare with yet').toHaveCount(0);

  await app.go('start');
  await app.choose(fixture('schwab-positions.csv'));
  await expect(app.lead).toContainText('4 positions can be kept to compare');
  await expect(review.confirm).toHaveText('Keep 4 positions');
  await review.save();
  await expect(match.sentence).toContainText('1 position matches');
  await expect(match.row('KFTM')).toContainText('matches');
  await expect(match.row('KFIN')).toContainText('3-for-1 split');
  await expect(match.row('KFIN')).toContainText('+80');
  await expect(match.row('NEWC')).toContainText('No row about it');
  await expect(match.row('HRDW')).toContainText('sales or transfers out');
  await expect(match.row('HMLK')).toContainText('came in without a cost');

  await match.row('HMLK').getByTestId('match-to-worklist').filter({ visible: true }).press('Enter');
  await expect(worklist.cost.first()).toBeFocused();
  await expect(worklist.section).toBeInViewport();
  const entry = worklist.entry('HMLK');
  await entry.getByTestId('basis-cost').fill('2000');
  await entry.getByTestId('basis-date').fill('2020-03-02');
  await entry.getByTestId('basis-cost').press('Enter');
  await expect(match.row('HMLK'), 'the answer settles the row').toContainText('matches');
  await expect(match.sentence).toContainText('2 positions match');

  await page.reload();
  await expect(match.sentence, 'kept over a reload').toContainText('2 positions match');
  await app.go('start');
  await app.choose(fixture('schwab-positions.csv'));
  await review.save();
  await expect(match.sentence, 'a newer file takes the place of the older').toHaveCount(1);
  await match.section.getByTestId('match-forget').click();
  await expect(match.section).toHaveCount(0);
});

for (const width of [390, 768, 1440])
  test(`the comparison is accessible and fits at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const app = new AppPage(page);
    await app.open();
    await app.choose(fixture('schwab-review.csv'), fixture('schwab-positions.csv'));
    await new ImportReview(page).save();
    const match = new BrokerMatch(page);
    await expect(match.rows).toHaveCount(5);
    await app.notices.getByRole('button', { name: 'Close' }).first().click();
    const found = await new AxeBuilder({ page })
      .include('[data-testid="broker-match"]')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(found.violations.map((v) => v.id)).toEqual([]);
    expect(await app.overflow()).toBeLessThanOrEqual(0);
    expect(await outsideWindow(page)).toEqual([]);
    await expect(match.row('KFIN')).toContainText('3-for-1 split');
  });
