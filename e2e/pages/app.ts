import { expect, type Locator, type Page } from '@playwright/test';

export const PAGES = [
  'start',
  'holdings',
  'tax',
  'you',
  'plan',
  'why',
  'look-back',
  'quality',
  'privacy',
] as const;
export type PageName = (typeof PAGES)[number];

/** The frame around every page. */
export class AppPage {
  readonly page: Page;
  readonly lead: Locator;
  readonly backend: Locator;
  readonly sent: Locator;
  readonly notices: Locator;

  constructor(page: Page) {
    this.page = page;
    this.lead = page.getByTestId('lead');
    this.backend = page.getByTestId('chip-backend');
    this.sent = page.getByTestId('chip-sent');
    this.notices = page.getByTestId('notices');
  }

  /** Opens the app; `query` is e.g. "?backend=wasm". */
  async open(query = ''): Promise<void> {
    await this.page.goto(`./${query}`);
    await expect(this.lead).toBeVisible();
  }

  /** Goes to a page by its address, as a bookmark or a click would. */
  async go(name: PageName): Promise<void> {
    await this.page.evaluate((hash) => (location.hash = hash), name === 'start' ? '#/' : `#/${name}`);
    await expect(this.page.locator('main h1')).toBeVisible();
  }

  /** Opens a sample client from the start page and waits for its holdings. */
  async openSample(id: string): Promise<void> {
    await this.page.getByTestId(`sample-${id}`).click();
    await expect(this.page.getByTestId('holdings-table')).toBeVisible();
  }

  /** Drops files on the start page's file input. */
  async choose(...files: readonly string[]): Promise<void> {
    await this.page
      .getByTestId('file-input')
      .first()
      .setInputFiles([...files]);
  }

  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }
}
