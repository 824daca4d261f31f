import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import { AppPage, PAGES } from './pages/app.ts';
import { PlanPage } from './pages/plan.ts';
import { YouPage } from './pages/you.ts';

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return found.violations.map(
    (v) =>
      `${v.id}: ${v.nodes
        .map((n) => n.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Everything a page can show: the sample client, personalised and planned. */
async function fill(app: AppPage): Promise<void> {
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await app.go('you');
  await new YouPage(app.page).personalise();
  await app.go('plan');
  await new PlanPage(app.page).ready();
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`no accessibility violation on any page, ${colorScheme}`, async ({ browser }) => {
    // Each page twice, empty and filled: more than a busy machine does in the usual time.
    test.slow();
    const context = await browser.newContext({ colorScheme });
    const app = new AppPage(await context.newPage());
    await app.open();
    for (const name of PAGES) {
      await app.go(name);
      expect(await violations(app.page), `${name}, empty`).toEqual([]);
    }
    await app.go('start');
    await app.choose(fixture('schwab-invented.csv'), fixture('unknown-layout.csv'));
    await expect(app.page.getByTestId('mapping-screen')).toBeVisible();
    expect(await violations(app.page), 'import review').toEqual([]);
    await app.page.getByTestId('import-discard').click();
    await fill(app);
    for (const name of PAGES) {
      await app.go(name);
      await app.page.waitForTimeout(400);
      if (name === 'holdings') await app.page.locator('.expander').first().click();
      expect(await violations(app.page), name).toEqual([]);
    }
    await context.close();
  });

test('no page is wider than the window at 390, 768 and 1440', async ({ page }) => {
  const app = new AppPage(page);
  await fill(app);
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const name of PAGES) {
      await app.go(name);
      await page.waitForTimeout(150);
      if (name === 'holdings' && width === 390) await page.locator('.expander').first().click();
      expect(await app.overflow(), `${name} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
});

test('the first minute works with the keyboard alone', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to the page')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('file-input').first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('sample-harvester')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('holdings-table')).toBeVisible();
  await expect(app.lead).toContainText('You are');
  const first = page.locator('.expander').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByTestId('lot-row').first()).toBeVisible();
});

test('every chart has a table behind it', async ({ page }) => {
  const app = new AppPage(page);
  await fill(app);
  for (const name of ['tax', 'you', 'plan', 'why'] as const) {
    await app.go(name);
    const toggles = page.getByTestId('figure-toggle');
    await expect(toggles.first()).toBeVisible();
    for (const toggle of await toggles.all()) {
      await toggle.click();
      await expect(toggle).toHaveText('Chart');
    }
    await expect(page.locator('figure table').first()).toBeVisible();
  }
});
