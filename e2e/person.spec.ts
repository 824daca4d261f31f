import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { busyClient } from '../bench/lib/busy-client.ts';
import { pcg32 } from '../src/core/rng.ts';
import { sha256 } from '../src/core/sha256.ts';
import { openBundle } from '../src/domain/market/bundle.ts';
import { AppPage } from './pages/app.ts';
import { PlanPage } from './pages/plan.ts';
import { YouPage } from './pages/you.ts';

async function learned(page: Page, sample: string): Promise<{ app: AppPage; you: YouPage }> {
  const app = new AppPage(page);
  const you = new YouPage(page);
  await app.open('?backend=wasm');
  await app.openSample(sample);
  await app.go('you');
  await you.personalise();
  return { app, you };
}

test('a client whose trades shout "harvester" is told so, with how their goals drifted', async ({ page }) => {
  const { app } = await learned(page, 'harvester');
  await expect(app.lead).toContainText(/like tax-loss harvesting/);
  const drift = page.getByTestId('drift');
  await expect(drift.locator('h3')).toContainText(/your trades looked/i);
  await drift.getByTestId('figure-toggle').click();
  expect(await drift.locator('tbody tr').count()).toBeGreaterThan(3);
  await expect(drift.locator('thead')).toContainText('Tax-loss harvesting');
});

test('a sentence moves the plan, and the slider between words and deeds works by keyboard', async ({
  page,
}) => {
  const { app, you } = await learned(page, 'trader');
  const plan = new PlanPage(page);
  await app.go('plan');
  await plan.ready();
  await plan.allocation.getByTestId('figure-toggle').click();
  const rows = plan.allocation.locator('tbody');
  const before = await rows.innerText();

  await app.go('you');
  await you.goal.fill("I'm retiring in five years and can't stomach a 20 % loss");
  await expect(page.getByTestId('goal-read')).toContainText('5 years');
  await expect(page.getByTestId('goal-read')).toContainText('20');
  await app.go('plan');
  await plan.ready();
  await plan.allocation.getByTestId('figure-toggle').click();
  await expect.poll(() => rows.innerText(), 'the plan follows the sentence').not.toBe(before);

  await app.go('you');
  const slider = page.getByTestId('said-did').getByRole('slider');
  const inUse = page.getByTestId('objectives-in-use');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveValue('0');
  await expect(slider).toHaveAttribute('aria-valuetext', '100 percent said, 0 percent done');
  const said = await inUse.innerText();
  await page.keyboard.press('End');
  await expect(slider).toHaveValue('100');
  await expect(inUse).not.toHaveText(said);
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveValue('95');
});

test('the plan follows a drag of the slider while it goes on, and ends where the drag ends', async ({
  page,
}) => {
  const { app, you } = await learned(page, 'harvester');
  await you.goal.fill('Long-term growth for the next 20 years.');
  await expect(page.getByTestId('goal-read')).toContainText('20 years');
  const plan = new PlanPage(page);
  await app.go('plan');
  await plan.ready();
  const slider = page.getByTestId('constraints').getByRole('slider');
  const settled = async (): Promise<string> => {
    await expect(page.getByTestId('replanning')).toBeEmpty();
    return plan.allocation.innerText();
  };
  await slider.focus();
  await page.keyboard.press('End');
  const atEnd = await settled();
  await page.keyboard.press('Home');
  const atStart = await settled();
  expect(atStart).not.toBe(atEnd);

  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not on the page');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 8, y);
  await page.mouse.down();
  // Never a pause between two moves: only a plan that does not wait for the drag's end can show something new.
  const drag = { isOver: false };
  const seen = new Set<string>();
  const look = (async () => {
    while (!drag.isOver) seen.add(await plan.allocation.innerText());
  })();
  for (let k = 1; k <= 40; k++) await page.mouse.move(box.x + 8 + ((box.width - 16) * k) / 40, y);
  drag.isOver = true;
  await look;
  await page.mouse.up();
  expect(seen.size, 'plans shown during the drag').toBeGreaterThan(1);
  await expect(slider).toHaveValue('100');
  expect(await settled()).toBe(atEnd);
});

test('the 76 numbers go out as a file, come back, are refused when they do not fit, and can be forgotten', async ({
  page,
}) => {
  const { app } = await learned(page, 'buyhold');
  const lead = await app.lead.innerText();
  const saved = page.waitForEvent('download');
  await page.getByTestId('adapter-export').click();
  const path = await (await saved).path();
  const file = JSON.parse(await readFile(path, 'utf8')) as { warning: string; A: number[]; B: number[] };
  expect(file.A.length + file.B.length).toBe(76);
  expect(file.warning).toContain('describe how a person invests');

  await page.getByTestId('forget').click();
  await page.getByTestId('forget-confirm').click();
  await expect(page.getByTestId('objective-radar')).toHaveCount(0);

  const input = page.getByTestId('adapter-import');
  const give = (value: object): Promise<void> =>
    input.setInputFiles({
      name: 'numbers.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(value)),
    });
  await give({ ...file, A: file.A.slice(1) });
  await expect(page.locator('main')).toContainText('64 and 12 finite numbers');
  await give({ ...file, head: 'ab'.repeat(32) });
  await expect(page.locator('main')).toContainText('other model weights', { timeout: 60_000 });
  await give(file);
  await expect(page.getByTestId('objective-radar')).toBeVisible({ timeout: 60_000 });
  // The share is the same to the percent; the spread is wider, for nothing of the trades was weighed.
  expect((await app.lead.innerText()).replace(/\(.*?\)/, '')).toBe(lead.replace(/\(.*?\)/, ''));
});

/** A client whose learning takes seconds, not the blink a sample takes: a trade a day over years. */
async function openBusyClient(page: Page): Promise<void> {
  const bundle = new Uint8Array(await readFile(join(import.meta.dirname, '../public/market/demo.kfm')));
  const { panel } = await openBundle(bundle, sha256);
  const buffer = Buffer.from(busyClient(panel, 1000, pcg32(3)));
  const input = page.getByTestId('file-input').first();
  await input.setInputFiles({ name: 'busy.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('holdings-table')).toBeVisible({ timeout: 60_000 });
}

test('a learning that a reload cuts off goes on from where it was', async ({ page }) => {
  const app = new AppPage(page);
  const you = new YouPage(page);
  await app.open('?backend=wasm');
  await openBusyClient(page);
  await app.go('you');
  // Asking the experts takes longest: the reload falls into it, once something was kept.
  await expect(async () => {
    await you.start.click();
    await expect(page.getByText('Asking the four experts')).toBeVisible({ timeout: 60_000 });
    await page.waitForTimeout(300);
    await page.reload();
    await app.go('you');
    await expect(page.getByTestId('personalise-resume')).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 150_000 });
  await page.getByTestId('personalise-resume').click();
  await expect(you.radar).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('personalise-resume')).toHaveCount(0);
});
