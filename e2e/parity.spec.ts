import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { AppPage } from './pages/app.ts';
import { DEMO_MARKET, headless, realPrices, sharedFile, type HeadlessLots } from './pages/headless.ts';
import { watchRequests } from './pages/origin.ts';
import { journeyMatchesHeadless } from './pages/parity.ts';

const schwab = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');
const REAL = [
  'AAPL',
  'VTI',
  'NVDA',
  'KO',
  'GE',
  'TSM',
  'GOOG',
  'MSFT',
  'AGG',
  'GLD',
  'SPY',
  'XOM',
  'JNJ',
  'VNQ',
  'BIL',
];

test('a dropped Schwab file gives on WASM what the terminal gives', async ({ page }) => {
  const requests = watchRequests(page);
  await new AppPage(page).open('?backend=wasm');
  await journeyMatchesHeadless(page, {
    ledger: schwab,
    market: DEMO_MARKET,
    moneyTolerance: 0.02,
    timeoutMs: 120_000,
  });
  await expect(page.getByTestId('chip-sent')).toHaveText('0 bytes sent');
  requests.check();
});

test('a Schwab export over real prices dropped into the page', async ({ page }) => {
  const ledger = sharedFile('brokers', 'schwab.csv');
  const prices = realPrices(REAL, 1600);
  test.skip(
    ledger === null || prices === null,
    'skipped: ../shared is not here, so there is no real export and no real price',
  );
  const requests = watchRequests(page);
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await app.choose(prices as string);
  await expect(page.getByTestId('ribbon')).toHaveCount(0);
  await journeyMatchesHeadless(page, {
    ledger: ledger as string,
    market: bundleOf(prices as string),
    moneyTolerance: 0.02,
    timeoutMs: 120_000,
  });
  requests.check();
});

/** The same prices as a bundle for the terminal. */
function bundleOf(prices: string): string {
  const out = prices.replace(/\.csv$/, '.kfm');
  headless('market', 'build', '--prices', prices, '--out', out);
  return out;
}

test('without any market, lots and gains still stand', async ({ page }) => {
  const ledger = join(import.meta.dirname, 'fixtures', 'schwab-invented.csv');
  await page.route('**/market/demo.kfm', (route) => route.fulfill({ status: 404, body: '' }));
  const app = new AppPage(page);
  await app.open('?backend=wasm');
  await app.choose(ledger);
  await page.getByTestId('import-confirm').click();
  const { open_lots } = headless<HeadlessLots>('lots', ledger);
  await expect(page.getByTestId('position-row')).toHaveCount(new Set(open_lots.map((l) => l.symbol)).size);
});

test('the policy forbids any other host, and the page says so', async ({ page }) => {
  const app = new AppPage(page);
  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'");
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    /connect-src 'self'/,
  );
  const blocked = await page.evaluate(async () => {
    const seen = new Promise<string>((done) =>
      document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective), { once: true }),
    );
    await fetch('https://example.invalid/').catch(() => null);
    return seen;
  });
  expect(blocked).toBe('connect-src');
  await app.go('privacy');
  await expect(page.getByTestId('csp')).toBeVisible();
});
