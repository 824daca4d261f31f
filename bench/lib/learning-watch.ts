import type { Page } from '@playwright/test';
import { watchMl, type MlWatch } from './ml-watch.ts';

/** One learning as the page and its worker went through it; times in ms since the page began, null where it did not come. */
export interface Learning {
  readonly asked: number;
  /** First message of the stage of fine-tuning, and of the one before. */
  readonly experts: number | null;
  readonly tuning: number | null;
  readonly ended: number | null;
  readonly messages: number;
  /** Cancel was pressed; the page stood still again; the worker had put the work down. */
  readonly pressed: number | null;
  readonly shownStopped: number | null;
  readonly workerStopped: number | null;
}

/** Runs in the page before its own code: what the calls of `personalize` say, and presses of Cancel. */
function watch(): void {
  const state = {
    asked: 0,
    experts: null as number | null,
    tuning: null as number | null,
    ended: null as number | null,
    messages: 0,
    pressed: null as number | null,
    shownStopped: null as number | null,
    workerStopped: null as number | null,
    cancelAt: null as string | null,
  };
  Object.assign(globalThis, { learning: state });
  const press = (): void => {
    const button = document.querySelector<HTMLButtonElement>('main [data-testid="cancel"]');
    if (!button || state.pressed !== null) return;
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[data-testid="personalise-start"]')) return;
      observer.disconnect();
      state.shownStopped = performance.now();
    }).observe(document, { subtree: true, childList: true });
    state.pressed = performance.now();
    button.click();
  };
  let call = -1;
  (globalThis as unknown as { mlWatch: MlWatch }).mlWatch.listeners.push({
    method: 'personalize',
    heard({ kind, id, progress }) {
      const now = performance.now();
      if (kind === 'call') {
        call = id;
        state.asked = now;
      }
      if (kind === 'call' || id !== call) return;
      state.messages++;
      if (kind === 'result') state.ended = now;
      if (kind === 'error') state.workerStopped = now;
      const stage = progress?.stage ?? '';
      if (stage.startsWith('Asking')) state.experts ??= now;
      if (stage.startsWith('Fine-tuning')) state.tuning ??= now;
      // In a task of its own, as a person's click is.
      if (state.cancelAt !== null && stage.startsWith(state.cancelAt)) setTimeout(press, 0);
    },
  });
}

/** Begins to watch; before the page is opened. */
export const watchLearning = (page: Page): Promise<void> => watchMl(page, watch);

/**
 * Forgets what was seen.
 * @param cancelAt press Cancel when this stage is first heard of; null = let it end
 */
export const begin = (page: Page, cancelAt: string | null): Promise<void> =>
  page.evaluate((stage) => {
    const none = { experts: null, tuning: null, ended: null, pressed: null };
    Object.assign((globalThis as unknown as { learning: object }).learning, {
      ...none,
      messages: 0,
      shownStopped: null,
      workerStopped: null,
      cancelAt: stage,
    });
  }, cancelAt);

export const learningOf = (page: Page): Promise<Learning> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { learning: Learning }).learning }));
