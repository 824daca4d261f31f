import type { Locator, Page } from '@playwright/test';

/** Shares that came in without a cost, on the holdings page. */
export class BasisWorklist {
  readonly section: Locator;
  readonly cost: Locator;
  readonly date: Locator;
  readonly answer: Locator;

  constructor(page: Page) {
    this.section = page.getByTestId('basis-worklist');
    this.cost = this.section.getByTestId('basis-cost');
    this.date = this.section.getByTestId('basis-date');
    this.answer = this.section.getByTestId('basis-answer');
  }

  entry(symbol: string): Locator {
    return this.section.getByTestId('basis-entry').filter({ hasText: symbol });
  }

  change(symbol: string): Locator {
    return this.section.getByRole('button', { name: `Change the cost of ${symbol}` });
  }

  takeBack(symbol: string): Locator {
    return this.section.getByRole('button', { name: `Take back the cost of ${symbol}` });
  }
}

/** Identical groups and the two wash-sale views, on the tax page. */
export class WashViews {
  readonly page: Page;
  readonly groups: Locator;
  readonly sentence: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.groups = page.getByTestId('identical-groups');
    this.sentence = page.getByTestId('reconcile-sentence');
    this.table = page.getByTestId('reconcile-table');
  }

  async add(symbols: string): Promise<void> {
    await this.page.getByTestId('identical-symbols').fill(symbols);
    await this.page.getByTestId('identical-add').click();
  }

  async choose(view: 'law' | 'broker'): Promise<void> {
    await this.page
      .getByTestId('wash-view')
      .getByRole('radio', { name: view === 'law' ? 'As the law does' : 'As a broker does' })
      .check();
  }
}
