import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { AppPage } from './pages/app.ts';
import { HoldingsPage } from './pages/holdings.ts';
import { BasisWorklist, WashViews } from './pages/worklist.ts';

/** Looked at from the top: what the sticky bar half covers counts as a target too small. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => scrollTo(0, 0));
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

test('a missing cost is supplied with the keyboard alone, kept, changed and taken back', async ({ page }) => {
  const app = new AppPage(page);
  const holdings = new HoldingsPage(page);
  const worklist = new BasisWorklist(page);
  await app.open();
  await app.openSample('buyhold');
  await expect(worklist.section).toContainText('1 lot without a cost');
  await expect(worklist.entry('HRDW')).toContainText('14 Apr 2021');

  // Nothing is guessed: what is missing is said beside its field, and focus goes there.
  await worklist.cost.focus();
  await page.keyboard.press('Enter');
  await expect(worklist.cost).toBeFocused();
  await expect(worklist.entry('HRDW')).toContainText('what all the shares cost');
  await page.keyboard.type('$1,234.56');
  await page.keyboard.press('Tab');
  await expect(worklist.date).toBeFocused();
  await page.keyboard.type('03042022');
  await page.keyboard.press('Enter');
  await expect(worklist.entry('HRDW')).toContainText('They came in on 14 Apr 2021');
  await worklist.date.focus();
  await page.keyboard.type('03042019');
  await page.keyboard.press('Enter');

  await expect(worklist.answer).toHaveText('cost $1,234.56, bought 4 Mar 2019');
  await expect(worklist.change('HRDW'), 'focus stays at the entry').toBeFocused();
  await expect(worklist.section).toContainText('Costs you supplied');
  await holdings.openLots('HRDW');
  const lot = holdings.lots.filter({ hasText: '4 Mar 2019' });
  await expect(lot).toContainText('1,234.56');
  await expect(holdings.position('HRDW')).not.toContainText('basis missing');

  await page.reload();
  await expect(worklist.answer, 'the answer is kept').toBeVisible();
  await worklist.change('HRDW').press('Enter');
  await expect(worklist.cost).toBeFocused();
  await expect(worklist.cost).toHaveValue('1234.56');
  await worklist.cost.fill('900');
  await page.keyboard.press('Enter');
  await expect(worklist.answer).toContainText('$900.00');
  await worklist.takeBack('HRDW').press('Enter');
  await expect(worklist.section).toContainText('1 lot without a cost');
  await expect(holdings.position('HRDW')).toContainText('basis missing');
});

test('symbols held to be the same wash a loss under the law and not on the 1099-B', async ({ page }) => {
  const app = new AppPage(page);
  const views = new WashViews(page);
  await app.open();
  await app.openSample('harvester');
  await app.go('tax');
  await expect(views.sentence).toContainText('Both ways give the same');
  await views.add('KFTM');
  await expect(views.groups).toContainText('at least two symbols');
  // Each symbol the client sold is held to be the same as the broad fund they buy: their losses are then washed.
  await views.add('KFTM, KFIN, BRLN, CHMW, HMLK, LOFT, MDCX, OATW, PTRL, SFTL, VLTW, AERV, FKBK');
  await expect(views.sentence).toContainText(/differ on \d+ sales?/);
  await expect(views.sentence).toContainText('one account and one security');
  await expect(views.table).toBeVisible();
  await views.choose('broker');
  await expect(page.getByTestId('broker-view-note')).toBeVisible();
  await expect(views.table, 'the comparison does not depend on the view shown').toBeVisible();
  await views.choose('law');
  await expect(page.getByTestId('broker-view-note')).toHaveCount(0);
  await page.reload();
  await expect(views.groups.getByTestId('identical-group')).toContainText('KFTM');
});

for (const width of [390, 1280])
  test(`the worklist and the two views are accessible and fit at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const app = new AppPage(page);
    await app.open();
    await app.openSample('buyhold');
    await expect(page.getByTestId('no-harvest-list')).toContainText('KBAG');
    await new BasisWorklist(page).cost.press('Enter');
    expect(await violations(page), 'holdings').toEqual([]);
    expect(await app.overflow(), 'holdings').toBeLessThanOrEqual(0);
    await app.go('tax');
    const views = new WashViews(page);
    await expect(views.sentence).toContainText('ways');
    await views.add('KFTM, NOSUCH');
    await expect(views.groups).toContainText('Not in your files');
    await page.getByTestId('open-choices').locator('summary').click();
    expect(await violations(page), 'tax').toEqual([]);
    expect(await app.overflow(), 'tax').toBeLessThanOrEqual(0);
  });
