import type { Locator, Page } from '@playwright/test';

/** "Does it match your broker?" on the holdings page. */
export class BrokerMatch {
  readonly section: Locator;
  readonly sentence: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.section = page.getByTestId('broker-match');
    this.sentence = this.section.getByTestId('match-sentence');
    this.rows = this.section.getByTestId('match-row');
  }

  row(symbol: string): Locator {
    return this.rows.filter({ has: this.section.page().locator(`strong:text-is("${symbol}")`) });
  }
}
