import { expect, type Page } from '@playwright/test';
import { OBJECTIVES, type ObjectiveWeights } from '../../src/domain/portfolio/types.ts';
import { AppPage } from './app.ts';
import { headless, type HeadlessLots, type HeadlessPerson, type HeadlessPlan } from './headless.ts';
import { ImportReview } from './import-review.ts';
import { PlanPage } from './plan.ts';
import { YouPage } from './you.ts';

/** "$1,234.50" or "−$12" as dollars. */
function money(text: string): number {
  const digits = text.replaceAll(/[^\d.]/g, '');
  return (/[−-]/.test(text) ? -1 : 1) * Number(digits);
}

/** What the page holds behind its charts: the same numbers a person would read off the table twins. */
interface Shown {
  readonly objectives: ObjectiveWeights;
}

async function shownObjectives(page: Page): Promise<Shown> {
  const figure = page.getByTestId('objective-radar');
  await figure.getByTestId('figure-toggle').click();
  const rows = await figure.locator('tbody tr').allInnerTexts();
  const percents = rows.map((row) =>
    Number(/(\d+(?:\.\d+)?)\s*%/.exec(row.split('\t').slice(-2).join(' '))?.[1] ?? NaN),
  );
  return {
    objectives: Object.fromEntries(
      OBJECTIVES.map((o, i) => [o, (percents[i] ?? NaN) / 100]),
    ) as ObjectiveWeights,
  };
}

export interface ParityOptions {
  readonly ledger: string;
  readonly market: string;
  /** Share by which a planned dollar figure may differ: other backends round in other places. */
  readonly moneyTolerance: number;
  readonly timeoutMs: number;
}

/** Drop a file, review, holdings, personalise, plan; each page's numbers against the terminal on the same file. */
export async function journeyMatchesHeadless(page: Page, o: ParityOptions): Promise<void> {
  const app = new AppPage(page);
  await app.choose(o.ledger);
  await new ImportReview(page).save();

  const lots = headless<HeadlessLots>('lots', o.ledger);
  const symbols = new Set(lots.open_lots.map((l) => l.symbol));
  await expect(page.getByTestId('position-row')).toHaveCount(symbols.size);

  const person = headless<HeadlessPerson>('personalize', o.ledger, '--market', o.market);
  expect(person.parameters).toBe(76);
  await app.go('you');
  await new YouPage(page).personalise(o.timeoutMs);
  const shown = await shownObjectives(page);
  for (const objective of OBJECTIVES) {
    const difference = Math.abs(shown.objectives[objective] - person.objectives[objective]);
    expect(difference, `${objective} on the page against the terminal`).toBeLessThan(0.02);
  }

  const plan = headless<HeadlessPlan>(
    'allocate',
    o.ledger,
    '--market',
    o.market,
    '--objectives',
    JSON.stringify(person.objectives),
  );
  await app.go('plan');
  const planPage = new PlanPage(page);
  await planPage.ready(o.timeoutMs);
  const allowed = Math.max(
    2,
    o.moneyTolerance * Math.max(Math.abs(plan.tax.planned), Math.abs(plan.tax.naive)),
  );
  expect(
    Math.abs(money(await planPage.plannedTax.innerText()) - plan.tax.planned),
    'planned tax',
  ).toBeLessThanOrEqual(allowed);
  expect(
    Math.abs(money(await planPage.naiveTax.innerText()) - plan.tax.naive),
    'naive tax',
  ).toBeLessThanOrEqual(allowed);
  expect(
    Math.abs((await planPage.trades.count()) - plan.trades.length),
    'number of trades',
  ).toBeLessThanOrEqual(1);
}
