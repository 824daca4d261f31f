import { expect, type Locator, type Page } from '@playwright/test';

/** What the trades say about the person. */
export class YouPage {
  readonly page: Page;
  readonly start: Locator;
  readonly radar: Locator;
  readonly loss: Locator;
  readonly cancel: Locator;
  readonly goal: Locator;

  constructor(page: Page) {
    this.page = page;
    this.start = page.getByTestId('personalise-start');
    this.radar = page.getByTestId('objective-radar');
    this.loss = page.getByTestId('loss-curve');
    this.cancel = page.getByTestId('cancel');
    this.goal = page.getByTestId('goal-box');
  }

  /** Learns and waits for the result. */
  async personalise(timeout = 120_000): Promise<void> {
    await this.start.click();
    await expect(this.radar).toBeVisible({ timeout });
  }
}
