import type { Page } from '@playwright/test';

/** A message to or from the ml worker that belongs to one call. */
export interface MlMessage {
  readonly kind: 'call' | 'progress' | 'result' | 'error';
  readonly id: number;
  readonly request?: unknown;
  readonly progress?: { readonly stage: string };
}

/** In the page: its ml worker, and who hears of the messages of a method's calls. */
export interface MlWatch {
  worker: Worker | null;
  readonly listeners: { readonly method: string; readonly heard: (message: MlMessage) => void }[];
}

/** Runs in the page before its own code. Self-contained: it crosses to the page as text. */
function watch(): void {
  const mlWatch: MlWatch = { worker: null, listeners: [] };
  Object.assign(globalThis, { mlWatch });
  const methods = new Map<number, string>();
  const tell = (message: MlMessage): void => {
    const method = methods.get(message.id);
    for (const l of mlWatch.listeners) if (l.method === method) l.heard(message);
  };
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'ml') return;
      mlWatch.worker = this;
      const post = this.postMessage.bind(this) as (message: unknown) => void;
      this.postMessage = (message: MlMessage & { readonly method: string }): void => {
        if (message.kind === 'call') {
          methods.set(message.id, message.method);
          tell(message);
        }
        post(message);
      };
      this.addEventListener('message', ({ data }: MessageEvent<MlMessage>) => tell(data));
    }
  };
}

/**
 * Begins to watch the ml worker; before the page is opened.
 * @param listen runs in the page, too, and adds its listener to `mlWatch`
 */
export async function watchMl(page: Page, listen: () => void): Promise<void> {
  await page.addInitScript(watch);
  await page.addInitScript(listen);
}
