import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { AppPage } from './pages/app.ts';
import { outsideWindow } from './pages/layout.ts';
import { LookBackPage } from './pages/look-back.ts';
import { watchRequests } from './pages/origin.ts';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => scrollTo(0, 0));
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

test('one looks back with the keyboard, reads chart and table, and changes the question', async ({
  page,
}) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  const look = new LookBackPage(page);
  await app.open('?backend=wasm');
  await app.openSample('buyhold');
  await page.getByTestId('nav-look-back').press('Enter');
  await expect(app.lead).toContainText('after tax?');
  await expect(page.getByTestId('look-back-caveats')).toContainText('compare them with each other');
  await look.only('hold', 'equal', 'equal+harvest');
  await look.run.press('Enter');
  await look.ready();
  await expect(app.lead).toContainText(/would have become \$[\d,]+ with “/);
  await expect(look.chart.locator('svg.recharts-surface')).toBeVisible();
  await expect(look.table.locator('tbody tr')).toHaveCount(3);

  // The twin holds what the chart shows, to the last week.
  await look.chart.getByTestId('figure-toggle').press('Enter');
  const weeks = look.chart.locator('tbody tr');
  expect(await weeks.count()).toBeGreaterThan(140);
  const hold = await look.left('Hold');
  const last = Number((await weeks.last().locator('td').nth(1).innerText()).replaceAll(',', ''));
  expect(Math.abs(last - hold), 'table and summary agree').toBeLessThanOrEqual(1);

  // Dearer trades: equal parts trade and lose, holding on does not trade.
  await page.getByTestId('look-back-cost').selectOption('25');
  const before = { hold, equal: await look.left('Equal parts') };
  await look.run.press('Enter');
  await expect(page.getByText('25 basis points a trade')).toBeVisible({ timeout: 150_000 });
  expect(await look.left('Hold')).toBe(before.hold);
  expect(await look.left('Equal parts')).toBeLessThan(before.equal);

  await page.getByTestId('look-back-start').selectOption('even');
  await page.getByTestId('look-back-from').fill('2025-03-03');
  await look.run.press('Enter');
  await expect(app.lead).toContainText(/Since \d+ (?:Feb|Mar) 2025/, { timeout: 150_000 });
  requests.check();
});

test('the model takes part, can be stopped, and what was shown stays', async ({ page }) => {
  const app = new AppPage(page);
  const look = new LookBackPage(page);
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await app.go('look-back');
  await look.only('model', 'hold');
  await page.getByTestId('look-back-from').fill('2026-01-05');
  await look.run.click();
  await look.ready();
  await expect(app.lead).toContainText(/The model (?:ends|and holding on)/);
  const lead = await app.lead.innerText();
  await page.getByTestId('look-back-from').fill('2022-01-03');
  await look.run.click();
  await look.cancel.click();
  await expect(look.run).toBeEnabled();
  await expect(app.lead, 'the result before stays').toHaveText(lead);
});

for (const width of [390, 768, 1440])
  test(`the look back is accessible and fits at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const app = new AppPage(page);
    const look = new LookBackPage(page);
    await app.open('?backend=wasm');
    await app.openSample('buyhold');
    await app.go('look-back');
    await look.only('hold', 'sixtyForty');
    await look.run.click();
    await look.ready();
    expect(await violations(page)).toEqual([]);
    expect(await app.overflow()).toBeLessThanOrEqual(0);
    expect(await outsideWindow(page)).toEqual([]);
  });
