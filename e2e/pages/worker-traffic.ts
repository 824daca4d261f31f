import type { Page } from '@playwright/test';

/** What crossed between the page and its workers so far. */
export interface WorkerTraffic {
  readonly messages: number;
  /** Most transactions in one message, either way. */
  readonly transactions: number;
  /** Length of the longest list in one message; bytes do not count as one. */
  readonly longest: number;
}

/** Looks into every message between the page and its workers, from before the page's own code runs. */
export async function watchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const traffic = { messages: 0, transactions: 0, longest: 0 };
    Object.assign(globalThis, { workerTraffic: traffic });
    const weigh = (value: unknown): number => {
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Blob)
        return 0;
      if (Array.isArray(value)) traffic.longest = Math.max(traffic.longest, value.length);
      const own = 'rawType' in value && 'lines' in value ? 1 : 0;
      return Object.values(value).reduce<number>((sum, part) => sum + weigh(part), own);
    };
    const look = (message: unknown): void => {
      traffic.messages++;
      traffic.transactions = Math.max(traffic.transactions, weigh(message));
    };
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', (event) => look(event.data));
        const post = this.postMessage.bind(this) as (message: unknown, more?: unknown) => void;
        this.postMessage = (message: unknown, more?: unknown): void => {
          look(message);
          post(message, more);
        };
      }
    };
  });
}

/** What was seen since the page was loaded. */
export const trafficOf = (page: Page): Promise<WorkerTraffic> =>
  page.evaluate(() => (globalThis as unknown as { workerTraffic: WorkerTraffic }).workerTraffic);

/** Presses the next Cancel the moment it is on the page. */
export const cancelAtOnce = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const press = (): boolean => {
      const button = document.querySelector<HTMLButtonElement>('main [data-testid="cancel"]');
      button?.click();
      return button !== null;
    };
    const observer = new MutationObserver(() => {
      if (press()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
