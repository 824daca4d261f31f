import { expect, type Locator, type Page } from '@playwright/test';

/** What was read from dropped files, before it is saved. */
export class ImportReview {
  readonly page: Page;
  readonly confirm: Locator;
  readonly discard: Locator;
  readonly problems: Locator;
  readonly files: Locator;
  readonly mapping: Locator;
  readonly rows: Locator;
  readonly known: Locator;

  constructor(page: Page) {
    this.page = page;
    this.confirm = page.getByTestId('import-confirm');
    this.discard = page.getByTestId('import-discard');
    this.problems = page.getByTestId('import-problems').getByTestId('finding');
    this.files = page.getByTestId('incoming-file');
    this.mapping = page.getByTestId('mapping-screen');
    this.rows = page.getByTestId('import-rows').locator('tbody tr');
    this.known = page.getByTestId('known-rows');
  }

  async save(): Promise<void> {
    await expect(this.confirm).toBeEnabled();
    await this.confirm.click();
    await expect(this.page.getByTestId('holdings-table')).toBeVisible();
  }

  async mapColumn(field: string, header: string): Promise<void> {
    await this.page.getByTestId(`map-${field}`).selectOption(header);
  }

  async mapAction(word: string, type: string): Promise<void> {
    await this.page.getByTestId(`map-action-${word}`).selectOption(type);
  }
}
