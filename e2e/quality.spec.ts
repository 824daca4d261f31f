import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluationForPage } from '../scripts/lib/evaluation-page.ts';
import { evaluationOf, tally } from '../src/stores/evaluation.ts';
import { AppPage } from './pages/app.ts';
import { outsideWindow } from './pages/layout.ts';
import { watchRequests } from './pages/origin.ts';

const root = join(import.meta.dirname, '..');
const evaluation = evaluationOf(JSON.parse(evaluationForPage(root)));

test('the headline and the tables are those of the evaluation, losses and ties included', async ({
  page,
}) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  await app.open();
  await page.getByTestId('nav-quality').press('Enter');
  const counts = tally(evaluation.policy?.against ?? []);
  await expect(app.lead).toContainText(
    `${counts.tie} ${counts.tie === 1 ? 'tie' : 'ties'}, ${counts.better} better and ${counts.worse} worse`,
  );
  await expect(page.getByTestId('goal-table').locator('tbody tr')).toHaveCount(6);
  await expect(page.getByTestId('goal-margins').locator('li')).toHaveCount(6);
  await expect(page.getByTestId('risk-table').locator('tbody tr')).toHaveCount(
    evaluation.policy?.risk.length ?? 0,
  );
  const raw = JSON.parse(readFileSync(join(root, 'docs', 'evaluation', 'report.json'), 'utf8')) as {
    matrix: { mean: number[][] };
  };
  const shown = await page
    .getByTestId('goal-table')
    .locator('tbody tr')
    .nth(3)
    .locator('td')
    .nth(3)
    .innerText();
  expect(Number(shown.split('±')[0]?.trim().replace('\u2212', '-'))).toBeCloseTo(
    raw.matrix.mean[3]?.[3] ?? NaN,
    2,
  );
  await expect(page.getByTestId('objective-aims').locator('li')).toHaveCount(
    evaluation.objectives?.aims.length ?? 0,
  );

  // Another goal, the other measure: chart and table twin follow.
  const chart = page.getByTestId('against-rules');
  await page.getByTestId('quality-goal').selectOption('capitalPreservation');
  await page.getByTestId('quality-measure').selectOption('own');
  await expect(chart.locator('h3')).toContainText('Keep what is there');
  await expect(chart.locator('.intervals li')).toHaveCount(8);
  await chart.getByTestId('figure-toggle').press('Enter');
  await expect(chart.locator('tbody tr')).toHaveCount(evaluation.policy?.against.length ?? 0);
  requests.check();
});

test('every chart has a table, and every term its meaning, by keyboard', async ({ page }) => {
  const app = new AppPage(page);
  await app.open();
  await app.go('quality');
  await expect(page.getByTestId('goal-table')).toBeVisible();
  for (const toggle of await page.getByTestId('figure-toggle').all()) {
    await toggle.press('Enter');
    await expect(toggle).toHaveText('Chart');
  }
  expect(await page.locator('figure table').count()).toBe(await page.locator('figure').count());
  const term = page.locator('.jargon button').first();
  await term.focus();
  await expect(page.getByRole('tooltip')).toContainText('true mean');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

for (const [width, colorScheme] of [
  [390, 'light'],
  [768, 'dark'],
  [1440, 'light'],
] as const)
  test(`the page is accessible and fits at ${width}, ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const app = new AppPage(page);
    await app.open();
    await app.go('quality');
    await expect(page.getByTestId('goal-table')).toBeVisible();
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`),
    ).toEqual([]);
    expect(await app.overflow()).toBeLessThanOrEqual(0);
    expect(await outsideWindow(page)).toEqual([]);
    if (width < 700) {
      await page.getByRole('button', { name: 'More' }).click();
      await expect(page.getByRole('dialog').getByRole('link', { name: 'Look back' })).toBeVisible();
    }
  });
