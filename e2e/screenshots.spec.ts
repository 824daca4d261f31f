import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { ImportReview } from './pages/import-review.ts';
import { outsideWindow } from './pages/layout.ts';
import { BasisWorklist } from './pages/worklist.ts';

/**
 * What the review and the worklist look like, against committed pictures of the production build. Pictures have a fixed
 * size whatever the text does; how much may differ is set in playwright.config.ts and explained in
 * docs/adr/0010-screenshots.md. To make them anew after a wanted change: npx playwright test e2e/screenshots.spec.ts --update-snapshots
 */
const LOOKS = [
  { width: 390, height: 1500, colorScheme: 'light' },
  { width: 768, height: 1250, colorScheme: 'light' },
  { width: 768, height: 1250, colorScheme: 'dark' },
  { width: 1440, height: 1150, colorScheme: 'light' },
] as const;

const fixture = join(import.meta.dirname, 'fixtures', 'schwab-review.csv');

async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.mouse.move(0, 0);
}

for (const { width, height, colorScheme } of LOOKS)
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const shot = (name: string): string => `${name}-${width}-${colorScheme}.png`;

    test('the review looks as it did', async ({ page }) => {
      const app = new AppPage(page);
      const review = new ImportReview(page);
      await app.open();
      await app.choose(fixture);
      await expect(app.lead).toContainText('8 rows from 1 file can be added');
      await expect(review.problems).toHaveCount(1);
      await expect(review.rows).toHaveCount(8);
      await settled(page);
      expect(await app.overflow(), 'no sideways scroll').toBeLessThanOrEqual(0);
      expect(await outsideWindow(page), 'nothing sticks out').toEqual([]);
      for (const part of [review.confirm, review.discard, review.problems.first(), review.files])
        await expect(part).toBeInViewport();
      await expect(page).toHaveScreenshot(shot('review'));
    });

    test('the worklist looks as it did', async ({ page }) => {
      // Lots of "today": ages and terms would change with the calendar.
      await page.clock.setFixedTime(new Date('2026-06-15T12:00:00'));
      const app = new AppPage(page);
      const worklist = new BasisWorklist(page);
      await app.open();
      await app.choose(fixture);
      await new ImportReview(page).save();
      await expect(worklist.section).toContainText('2 lots without a cost');
      // The second entry, half filled in and corrected: every state of the form in one picture.
      await worklist.cost.last().press('Enter');
      await expect(worklist.entry('HMLK')).toContainText('what all the shares cost');
      await app.page.getByTestId('notices').getByRole('button', { name: 'Close' }).click();
      await settled(page);
      expect(await app.overflow(), 'no sideways scroll').toBeLessThanOrEqual(0);
      expect(await outsideWindow(page), 'nothing sticks out').toEqual([]);
      await worklist.section.evaluate((el) => el.scrollIntoView({ block: 'center', behavior: 'instant' }));
      for (const symbol of ['HRDW', 'HMLK'])
        await expect(worklist.entry(symbol)).toBeInViewport({ ratio: 1 });
      const top = await worklist.section.evaluate((el) => Math.round(el.getBoundingClientRect().top));
      const clip = { x: 0, y: top, width, height: width < 600 ? 640 : 460 };
      await expect(page).toHaveScreenshot(shot('worklist'), { clip });
    });
  });
