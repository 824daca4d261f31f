import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { ImportReview } from './pages/import-review.ts';
import { watchRequests } from './pages/origin.ts';
import { PlanPage } from './pages/plan.ts';
import { YouPage } from './pages/you.ts';

const schwab = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');

test('the sample client, from file to charted plan', async ({ page }) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  const you = new YouPage(page);
  const plan = new PlanPage(page);
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await expect(app.lead).toContainText(/You are (up|down) \$/);
  await expect(page.getByTestId('ribbon')).toContainText('synthetic');

  await app.go('tax');
  await expect(page.getByTestId('tax-total')).toBeVisible();

  await app.go('you');
  await you.personalise();
  await expect(app.lead).toContainText(/Your trades look \d+/);
  await expect(you.loss).toBeVisible();
  await expect(app.page.locator('main')).toContainText('76 numbers learned');
  await expect(app.backend).toHaveText('WASM');

  await app.go('plan');
  await plan.ready();
  await expect(plan.allocation).toBeVisible();
  await expect(app.lead).toContainText(/tax|Nothing needs to be traded/);
  await expect(app.sent).toHaveText('0 bytes sent');

  await app.go('why');
  await expect(page.getByTestId('experts')).toBeVisible();
  await expect(page.getByTestId('fan-chart')).toBeVisible();

  // What was learned is kept.
  await page.reload();
  await app.go('you');
  await expect(you.radar).toBeVisible();
  requests.check();
});

test('a dropped CSV, from file to plan, with a symbol nobody has prices for', async ({ page }) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  const plan = new PlanPage(page);
  await app.open('?backend=wasm');
  await app.choose(schwab);
  await new ImportReview(page).save();
  await app.go('you');
  await new YouPage(page).personalise();
  await app.go('plan');
  await plan.ready();
  await expect(page.getByTestId('outside-universe')).toContainText('ZYXQ');
  requests.check();
});

test('learning can be stopped, and nothing is lost', async ({ page }) => {
  const app = new AppPage(page);
  const you = new YouPage(page);
  await app.open('?backend=wasm');
  await app.openSample('trader');
  await app.go('you');
  await you.start.click();
  await you.cancel.click();
  await expect(you.start).toBeVisible();
  await you.personalise();
});

test('the goal box marks what it understood and the plan obeys it', async ({ page }) => {
  const app = new AppPage(page);
  const you = new YouPage(page);
  const plan = new PlanPage(page);
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await app.go('you');
  await you.goal.fill('Long-term growth for the next 20 years, and at most 3 trades.');
  await expect(page.getByTestId('goal-phrase').first()).toBeVisible();
  await expect(page.getByTestId('goal-read')).toContainText('20 years');
  await app.go('plan');
  await plan.ready();
  await expect(page.getByTestId('max-trades')).toHaveValue('3');
  expect(await plan.trades.count()).toBeLessThanOrEqual(3);
});

test('the whole journey works with the network off after the first load', async ({ page, context }) => {
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  // The worker claims the page and fills its cache in the background.
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await app.openSample('buyhold');
  await app.go('you');
  await new YouPage(page).personalise();
  await app.go('plan');
  await new PlanPage(page).ready();
  await expect(app.sent).toHaveText('0 bytes sent');
});

test('an address opens a sample client, and switching between clients keeps them apart', async ({ page }) => {
  const app = new AppPage(page);
  await page.goto('./#/sample/trader');
  await expect(page.getByTestId('ribbon')).toContainText('The trader');
  await expect(app.lead).toContainText('You are');
  const trader = await app.lead.innerText();
  await app.go('start');
  await app.openSample('buyhold');
  await expect(page.getByTestId('ribbon')).toContainText('The buyer and holder');
  await expect(app.lead).toContainText('You are');
  expect(await app.lead.innerText()).not.toBe(trader);
  await page.reload();
  await expect(page.getByTestId('ribbon'), 'the client is still open after a reload').toContainText(
    'The buyer',
  );
  await page.getByRole('button', { name: 'Back to my own' }).click();
  await expect(page.getByText('an invented client')).toHaveCount(0);
  await app.go('holdings');
  await expect(page.getByTestId('nothing-yet')).toBeVisible();
});
