import type { Locator, Page } from '@playwright/test';

/** Positions and their lots. */
export class HoldingsPage {
  readonly page: Page;
  readonly positions: Locator;
  readonly lots: Locator;
  readonly batches: Locator;

  constructor(page: Page) {
    this.page = page;
    this.positions = page.getByTestId('position-row');
    this.lots = page.getByTestId('lot-row');
    this.batches = page.getByTestId('import-batch');
  }

  position(symbol: string): Locator {
    return this.positions.filter({ has: this.page.getByTestId(`position-${symbol}`) });
  }

  async openLots(symbol: string): Promise<void> {
    await this.page.getByTestId(`position-${symbol}`).click();
  }
}
