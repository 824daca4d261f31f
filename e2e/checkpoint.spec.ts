import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { AppPage } from './pages/app.ts';
import {
  configBytes,
  ForecasterPanel,
  sha256,
  tinyTensors,
  uploads,
  weightBytes,
  writeFolder,
} from './pages/checkpoint.ts';
import { watchRequests } from './pages/origin.ts';

// The first call starts the models, and a busy machine takes its time.
test.describe.configure({ timeout: 420_000 });
const PATIENCE = { timeout: 150_000 };

/** What the calibration line says of the shipped network, 64 days ahead, from the figures in its config.json. */
function shippedCalibration(): string {
  const file = join(import.meta.dirname, '..', 'public', 'models', 'chronos-bolt-keepfolio', 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly keepfolio_tested?: { readonly logPrice: { readonly coverage80: readonly number[] } };
  };
  const longest = config.keepfolio_tested?.logPrice.coverage80.at(-1);
  if (longest === undefined) return 'How often these bands hold was not tested';
  return `On prices it has never seen, the 80\u00a0% band held ${(100 * longest).toFixed(0)}\u00a0% of the time`;
}

async function fanBy(page: Page, name: string): Promise<void> {
  const app = new AppPage(page);
  await app.go('why');
  await expect(page.getByTestId('fan-chart')).toContainText(`by ${name}`, PATIENCE);
}

test('a checkpoint folder becomes the forecaster, survives a reload, and can be removed', async ({
  page,
}, info) => {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  const panel = new ForecasterPanel(page);
  const weights = weightBytes(tinyTensors('bolt'));
  const folder = writeFolder(info.outputPath(), 'tiny-bolt', configBytes('bolt'), weights);
  await app.open('?backend=wasm');
  await app.openSample('buyhold');
  await fanBy(page, 'the built-in Chronos-Bolt');
  await expect(page.getByTestId('fan-calibration')).toContainText(shippedCalibration());
  await expect(page.getByTestId('fan-width')).toContainText('closes');

  await app.go('privacy');
  await panel.inUse('Built-in');
  await panel.chooseFolder(folder);
  await panel.inUse('tiny-bolt');
  await expect(panel.kept).toContainText(`sha256 ${sha256(weights)}`);
  await expect(panel.kept).toContainText('Chronos-Bolt');
  await expect(panel.kept).toContainText(/KB/);
  await expect(page.getByTestId('stored-checkpoints')).toContainText('1 model checkpoint');
  await fanBy(page, 'tiny-bolt');
  await expect(page.getByTestId('fan-calibration')).toContainText('Not tested by us');

  await page.reload();
  await fanBy(page, 'tiny-bolt');
  await app.go('privacy');
  await panel.inUse('tiny-bolt');

  await page.getByRole('button', { name: 'Stop using tiny-bolt' }).click();
  await panel.inUse('Built-in');
  await page.getByRole('button', { name: 'Use tiny-bolt for forecasts' }).click();
  await panel.inUse('tiny-bolt');
  await page.getByRole('button', { name: 'Remove tiny-bolt' }).click();
  await panel.inUse('Built-in');
  await expect(panel.kept).toHaveCount(0);
  expect(await panel.storedFolders()).toEqual([]);
  await fanBy(page, 'the built-in Chronos-Bolt');
  requests.check();
});

test('Chronos-T5 dropped on the start page forecasts too, and is erased with everything', async ({
  page,
}) => {
  const app = new AppPage(page);
  const panel = new ForecasterPanel(page);
  await app.open('?backend=wasm');
  await page
    .getByTestId('file-input')
    .first()
    .setInputFiles(uploads(configBytes('t5'), weightBytes(tinyTensors('t5'))));
  await panel.inUse('Chronos-T5');
  await app.go('start');
  await app.openSample('buyhold');
  await fanBy(page, 'Chronos-T5');
  const fan = page.getByTestId('fan-chart');
  await fan.getByTestId('figure-toggle').click();
  const last = await fan.locator('tbody tr').last().locator('td').allInnerTexts();
  const numbers = last.filter((t) => t !== '').map(Number);
  expect(numbers[0]).toBe(64);
  expect(numbers.slice(1)).toEqual(numbers.slice(1).toSorted((a, b) => a - b));

  await app.go('privacy');
  await page.getByTestId('erase').click();
  await Promise.all([page.waitForEvent('load'), page.getByTestId('erase-confirm').click()]);
  await app.go('privacy');
  await panel.inUse('Built-in');
  await expect(panel.kept).toHaveCount(0);
  expect(await panel.storedFolders()).toEqual([]);
});

test('what does not fit is refused with the reason, and nothing is stored', async ({ page }) => {
  const app = new AppPage(page);
  const panel = new ForecasterPanel(page);
  const good = tinyTensors('bolt');
  const nan = { ...good, 'shared.weight': { shape: [2, 16], data: new Float32Array(32).fill(Number.NaN) } };
  const shape = { ...good, 'shared.weight': { shape: [4, 8], data: new Float32Array(32) } };
  const long = weightBytes(good);
  long.writeBigUInt64LE(2n ** 40n, 0);
  const huge = Buffer.from(
    configBytes('bolt')
      .toString()
      .replace('"d_model":16', '"d_model":1024')
      .replace('"d_ff":32', '"d_ff":4096')
      .replace('"num_layers":1', '"num_layers":24'),
  );
  const config = configBytes('bolt');
  const cases = [
    [uploads(config, weightBytes(nan)), 'tensor "shared.weight" holds NaN'],
    [uploads(config, weightBytes(shape)), 'config.json asks for [2, 16]'],
    [uploads(config, long), 'header of 1099511627776 bytes'],
    [uploads(config, weightBytes(good).subarray(0, -4)), 'reaches beyond the end of the file'],
    [uploads(config, weightBytes(good)).slice(1), 'config.json is missing'],
    [uploads(config, weightBytes(good)).slice(0, 1), 'model.safetensors is missing'],
    [uploads(Buffer.from('[]'), weightBytes(good)), 'not a JSON object'],
    [uploads(huge, weightBytes(good)), 'million weights and would take about'],
  ] as const;
  await app.open('?backend=wasm');
  await app.go('privacy');
  for (const [files, why] of cases) {
    await panel.choose(files);
    await expect(panel.refused).toContainText(why, PATIENCE);
    await expect(panel.refused).toContainText('Nothing was stored');
    await panel.inUse('Built-in');
  }
  await expect(panel.kept).toHaveCount(0);
  expect(await panel.storedFolders()).toEqual([]);
});

test('a checkpoint whose stored bytes changed is not used, and that is said', async ({ page }) => {
  const app = new AppPage(page);
  const panel = new ForecasterPanel(page);
  await app.open('?backend=wasm');
  await app.openSample('buyhold');
  await app.go('privacy');
  await panel.choose(uploads(configBytes('bolt'), weightBytes(tinyTensors('bolt'))));
  await panel.inUse('thousand weights');
  await panel.damage();
  await page.reload();
  await fanBy(page, 'the built-in Chronos-Bolt');
  await expect(app.notices).toContainText('model.safetensors is not the file that was checked');
});

test('a folder beside the shipped models can be chosen', async ({ browser }) => {
  // Without a service worker every request passes the routes below.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const files = { 'config.json': configBytes('bolt'), 'model.safetensors': weightBytes(tinyTensors('bolt')) };
  const listed = Object.entries(files).map(([name, b]) => ({ name, bytes: b.length, sha256: sha256(b) }));
  await context.route('**/models/beside.json', (route) =>
    route.fulfill({ json: [{ name: 'laid-beside', files: listed }] }),
  );
  for (const [name, body] of Object.entries(files))
    await context.route(`**/models/laid-beside/${name}`, (route) => route.fulfill({ body }));
  const panel = new ForecasterPanel(page);
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await app.go('privacy');
  await page.getByRole('button', { name: 'Use laid-beside for forecasts' }).click();
  await panel.inUse('laid-beside');
  await expect(page.getByTestId('folder-beside')).toHaveCount(0);
  await context.close();
});
