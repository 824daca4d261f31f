import { expect, type Locator, type Page } from '@playwright/test';

/** Trades that would serve the goals after tax. */
export class PlanPage {
  readonly page: Page;
  readonly plannedTax: Locator;
  readonly naiveTax: Locator;
  readonly allocation: Locator;
  readonly trades: Locator;

  constructor(page: Page) {
    this.page = page;
    this.plannedTax = page.getByTestId('plan-tax-planned');
    this.naiveTax = page.getByTestId('plan-tax-naive');
    this.allocation = page.getByTestId('allocation');
    this.trades = page.getByTestId('trade-row');
  }

  async ready(timeout = 120_000): Promise<void> {
    await expect(this.plannedTax).toBeVisible({ timeout });
  }
}
