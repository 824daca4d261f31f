import { expect, type Locator, type Page } from '@playwright/test';

/** What other ways of steering would have made of one's symbols. */
export class LookBackPage {
  readonly page: Page;
  readonly run: Locator;
  readonly cancel: Locator;
  readonly chart: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.run = page.getByTestId('look-back-run');
    this.cancel = page.getByTestId('cancel');
    this.chart = page.getByTestId('look-back-chart');
    this.table = page.getByTestId('look-back-table');
  }

  policy(id: string): Locator {
    return this.page.getByTestId(`policy-${id}`);
  }

  /** Chooses just these. */
  async only(...ids: readonly string[]): Promise<void> {
    const boxes = this.page.getByTestId('look-back-policies').getByRole('checkbox');
    for (const box of await boxes.all()) {
      const id = ((await box.getAttribute('data-testid')) ?? '').replace('policy-', '');
      await box.setChecked(ids.includes(id));
    }
  }

  async ready(): Promise<void> {
    await expect(this.table).toBeVisible({ timeout: 150_000 });
  }

  /** Dollars left after tax and sale, by the name of the policy. */
  async left(name: string): Promise<number> {
    const row = this.table.locator('tbody tr').filter({ hasText: name }).first();
    return Number((await row.locator('td').first().innerText()).replace(/[^\d.]/g, ''));
  }
}
