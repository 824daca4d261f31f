import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { AppPage } from './pages/app.ts';

const focusedSymbol = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-symbol') ?? null);

/** The sample client's Why page with the map drawn. */
async function openMap(page: Page): Promise<AppPage> {
  // The models start, the plan is made and the market is encoded, all from nothing.
  test.slow();
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await app.go('why');
  await expect(page.getByTestId('market-map').getByTestId('map-point').first()).toBeVisible({
    timeout: 150_000,
  });
  return app;
}

test('the market map walks by arrow keys, reads out its points and shows what the model is told', async ({
  page,
}) => {
  await openMap(page);
  const map = page.getByTestId('market-map');
  const points = map.getByTestId('map-point');
  // One stop for the keyboard, whatever the number of assets.
  await expect(map.locator('[data-testid="map-point"][tabindex="0"]')).toHaveCount(1);
  await map.locator('[data-testid="map-point"][tabindex="0"]').focus();
  const seen = new Set([await focusedSymbol(page)]);
  for (const key of ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowDown']) {
    await page.keyboard.press(key);
    seen.add(await focusedSymbol(page));
  }
  expect(seen.has(null)).toBe(false);
  expect(seen.size).toBeGreaterThan(3);
  const now = await focusedSymbol(page);
  const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  expect(label.startsWith(`${now},`)).toBe(true);
  expect(label).toMatch(/Axis one .*, axis two .*Most alike: /);
  await expect(page.getByTestId('map-said')).toContainText(String(now));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('observed-symbol')).toHaveValue(String(now));
  await expect(page.getByTestId('observed-lead')).toContainText(`of the 50 numbers of ${now}`);
  await page.getByTestId('observed-all').check();
  await expect(page.getByTestId('observed-row')).toHaveCount(50);
  await expect(page.getByTestId('observed-table')).toContainText('How much it swung in the last month');
  const all = await points.count();
  await page.getByTestId('map-closer').click();
  expect(await points.count()).toBeLessThan(all);
  await page.getByTestId('map-closer').click();
  await expect(points).toHaveCount(all);
  expect(await points.count()).toBeGreaterThan(50);
});

test('the table twin of the map says what the map draws', async ({ page }) => {
  await openMap(page);
  const map = page.getByTestId('market-map');
  const drawn = await map.getByTestId('map-point').evaluateAll((nodes) =>
    nodes.map((n) => ({
      symbol: n.getAttribute('data-symbol') ?? '',
      x: Number(n.getAttribute('data-x')),
      y: Number(n.getAttribute('data-y')),
    })),
  );
  await map.getByTestId('figure-toggle').click();
  const rows = await map
    .locator('tbody tr')
    .evaluateAll((trs) =>
      trs.map((tr) => Array.from(tr.querySelectorAll('td'), (td) => td.textContent ?? '')),
    );
  expect(rows.length).toBe(drawn.length);
  const numberOf = (text: string | undefined): number => Number((text ?? '').replace('\u2212', '-'));
  for (const d of drawn) {
    const row = rows.find((r) => r[0] === d.symbol);
    expect(Math.abs(numberOf(row?.[3]) - d.x), d.symbol).toBeLessThan(0.0051);
    expect(Math.abs(numberOf(row?.[4]) - d.y), d.symbol).toBeLessThan(0.0051);
  }
});

test('the map has no accessibility violation, light or dark, and fits its window', async ({ page }) => {
  const app = await openMap(page);
  await expect(page.getByTestId('observed-table')).toBeVisible();
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(200);
    expect(await app.overflow(), `${width}`).toBeLessThanOrEqual(0);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(200);
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const said = found.violations.map((v) => `${v.id}: ${v.nodes[0]?.target.join(' ')}`);
    expect(said, colorScheme).toEqual([]);
  }
});
