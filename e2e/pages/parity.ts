import { expect, type Page } from '@playwright/test';
import { OBJECTIVES } from '../../src/domain/portfolio/types.ts';
import { AppPage } from './app.ts';
import { demoMarket, headless } from './headless.ts';
import { HoldingsPage } from './holdings.ts';
import { ImportReview } from './import-review.ts';
import { watchRequests } from './origin.ts';
import { PlanPage } from './plan.ts';
import { YouPage } from './you.ts';

interface Lots {
  readonly open_lots: readonly {
    readonly symbol: string;
    readonly quantity: number;
    readonly basis: number | null;
  }[];
}
interface Tax {
  readonly netting: { readonly net_short_term: number; readonly net_long_term: number };
}
interface Person {
  readonly parameters: number;
  readonly decisions: number;
  readonly objectives: Readonly<Record<string, number>>;
}
interface Plan {
  readonly tax: { readonly planned: number; readonly naive: number };
  readonly trades: readonly { readonly side: string; readonly symbol: string }[];
}

/** "−$1,234.50" as a number. */
const numberIn = (text: string): number => Number(text.replace('\u2212', '-').replace(/[^\d.-]/g, ''));

/** Cents are exact: lots and tax must agree to the last one. */
export async function compareLedger(page: Page, file: string, year: number): Promise<void> {
  const app = new AppPage(page);
  const holdings = new HoldingsPage(page);
  const lots = headless<Lots>('lots', file).open_lots;
  const symbols = [...new Set(lots.map((l) => l.symbol))];
  await expect(holdings.positions).toHaveCount(symbols.length);
  for (const symbol of symbols) {
    const own = lots.filter((l) => l.symbol === symbol);
    if (own.some((l) => l.basis === null)) continue;
    const basis = await holdings.position(symbol).locator('td').nth(3).innerText();
    expect(numberIn(basis), `basis of ${symbol}`).toBeCloseTo(
      own.reduce((a, l) => a + (l.basis ?? 0), 0),
      2,
    );
  }
  await app.go('tax');
  await page.getByTestId('tax-year').selectOption(String(year));
  const figures = page.getByTestId('tax-figures').locator('dd');
  await expect(app.lead).toContainText(String(year));
  const { netting } = headless<Tax>(
    'tax',
    file,
    '--year',
    String(year),
    '--status',
    'single',
    '--income',
    '100000',
    '--state-rate',
    '0.05',
  );
  expect(numberIn(await figures.nth(0).innerText())).toBeCloseTo(netting.net_short_term, 2);
  expect(numberIn(await figures.nth(1).innerText())).toBeCloseTo(netting.net_long_term, 2);
}

/** Models round differently on each device; percent points and tax may differ by the tolerances given. */
async function compareModels(
  page: Page,
  file: string,
  tolerance: { readonly points: number; readonly taxShare: number },
): Promise<void> {
  const app = new AppPage(page);
  const person = headless<Person>('personalize', file, '--market', demoMarket, '--seed', '1');
  await app.go('you');
  const you = new YouPage(page);
  await you.personalise(400_000);
  await expect(page.locator('main')).toContainText(
    `${person.parameters} numbers learned from ${person.decisions} decision`,
  );
  await you.radar.getByTestId('figure-toggle').click();
  const rows = you.radar.locator('tbody tr');
  for (const [i, o] of OBJECTIVES.entries()) {
    const shown = numberIn(await rows.nth(i).locator('td').nth(2).innerText());
    expect(
      Math.abs(shown - 100 * (person.objectives[o] ?? 0)),
      `${o}: ${shown} in the browser`,
    ).toBeLessThanOrEqual(tolerance.points);
  }
  await app.go('plan');
  const shown = new PlanPage(page);
  await shown.ready(400_000);
  const plan = headless<Plan>(
    'allocate',
    file,
    '--market',
    demoMarket,
    '--objectives',
    JSON.stringify(person.objectives),
    '--tax-profile',
    JSON.stringify({ status: 'single', income: 100_000, stateRate: 0.05 }),
  );
  const allowed = (dollars: number): number => Math.max(5, Math.abs(dollars) * tolerance.taxShare);
  expect(Math.abs(numberIn(await shown.plannedTax.innerText()) - plan.tax.planned)).toBeLessThanOrEqual(
    allowed(plan.tax.planned),
  );
  expect(Math.abs(numberIn(await shown.naiveTax.innerText()) - plan.tax.naive)).toBeLessThanOrEqual(
    allowed(plan.tax.naive),
  );
  const sells = plan.trades.filter((t) => t.side === 'sell').map((t) => t.symbol);
  for (const symbol of sells) await expect(page.getByTestId('plan-table')).toContainText(`Sell ${symbol}`);
}

/** The whole journey on one device, every number beside the terminal's for the same file. */
export async function journeyMatchesHeadless(
  page: Page,
  file: string,
  device: {
    readonly name: 'WASM' | 'WebGPU';
    readonly query: string;
    readonly points: number;
    readonly taxShare: number;
  },
): Promise<void> {
  const requests = watchRequests(page);
  const app = new AppPage(page);
  await app.open(device.query);
  await app.choose(file);
  await new ImportReview(page).save();
  await expect(app.lead).toContainText('You are');
  await compareLedger(page, file, 2025);
  await compareModels(page, file, device);
  await expect(app.backend).toHaveText(device.name);
  requests.check();
}
