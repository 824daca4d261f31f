import { expect, test } from '@playwright/test';
import { AppPage } from './pages/app.ts';

test('weights are verified, and one changed byte is refused in words', async ({ browser }) => {
  // Without a service worker every request passes the route below.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await app.go('privacy');
  await page.getByTestId('verify-models').click();
  await expect(page.getByTestId('model-hashes').getByText('hash verified').first()).toBeVisible();
  await expect(page.getByTestId('model-hashes').getByText('not verified')).toHaveCount(0);

  await context.route('**/*.safetensors', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await page.reload();
  await page.getByTestId('verify-models').click();
  await expect(app.notices.getByRole('alert')).toBeVisible();
  await expect(app.notices).toContainText(/weight|hash|model/i);
  // The rest of the app goes on.
  await app.go('start');
  await app.openSample('buyhold');
  await expect(app.lead).toContainText('You are');
  await context.close();
});
