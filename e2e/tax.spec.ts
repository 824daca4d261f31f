import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app.ts';

test('a state fills in its rate with year and source, and a rate typed by hand stays', async ({ page }) => {
  const app = new AppPage(page);
  const state = page.getByTestId('home-state');
  const rate = page.getByTestId('state-rate');
  await app.open('?backend=wasm');
  await app.openSample('harvester');
  await app.go('tax');
  await state.selectOption({ label: 'California' });
  await expect(rate).toHaveValue('12.3');
  await expect(page.getByTestId('state-source')).toContainText(
    /top rate of 20\d\d is 12\.3.%.*PolicyEngine-US/,
  );
  await rate.fill('9');
  await rate.press('Enter');
  await page.reload();
  await expect(rate).toHaveValue('9');
  await expect(state, 'the state is still known after a reload').toHaveValue('CA');
});
