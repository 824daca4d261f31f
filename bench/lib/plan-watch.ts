import type { Page } from '@playwright/test';
import { watchMl, type MlWatch } from './ml-watch.ts';

/** One input event of the slider and what followed. Milliseconds since the page began. */
export interface Answer {
  readonly input: number;
  /** The plan asked for at or after the input came back from the worker; null when none did. */
  readonly back: number | null;
  /** The plan's numbers on the page changed. */
  readonly shown: number | null;
  /** The frame with them was handed to the screen. */
  readonly painted: number | null;
}

export interface Watched {
  readonly answers: readonly Answer[];
  /** Times at which the plan's numbers changed. */
  readonly changes: readonly number[];
  /** Round trips to the worker, ms. */
  readonly calls: readonly number[];
}

/**
 * Runs in the page before its own code. Notes input events, calls of the worker's `plan`, and changes of the numbers
 * on the plan page (tax, weights, trades: their text, not the slider's or the status line's).
 */
function watch(): void {
  const inputs: number[] = [];
  const calls: { asked: number; back: number | null }[] = [];
  const changes: { at: number; painted: number | null }[] = [];
  const open = new Map<number, (typeof calls)[number]>();
  (globalThis as unknown as { mlWatch: MlWatch }).mlWatch.listeners.push({
    method: 'plan',
    heard({ kind, id, request }) {
      if (kind === 'call') {
        const call = { asked: performance.now(), back: null };
        calls.push(call);
        open.set(id, call);
        Object.assign(globalThis, { planRequest: request });
      }
      const call = kind === 'result' ? open.get(id) : undefined;
      if (call) call.back = performance.now();
    },
  });
  // A box is followed from the click on: its input event comes after that.
  const isControl = (e: Event, type: string): boolean =>
    e.target instanceof HTMLInputElement && e.target.type === type;
  addEventListener('input', (e) => isControl(e, 'range') && inputs.push(e.timeStamp), true);
  addEventListener('click', (e) => isControl(e, 'checkbox') && inputs.push(e.timeStamp), true);
  const PARTS = ['plan-tax-planned', 'plan-tax-naive', 'allocation', 'plan-table'];
  const textOf = (): string =>
    PARTS.map((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? '').join('|');
  let before = '';
  const observer = new MutationObserver(() => {
    const now = textOf();
    if (now === before) return;
    before = now;
    const change: (typeof changes)[number] = { at: performance.now(), painted: null };
    changes.push(change);
    requestAnimationFrame(() => {
      // A message sent from a frame's callback arrives after that frame was painted.
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => (change.painted = performance.now()), { once: true });
      port1.start();
      port2.postMessage(null);
    });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  Object.assign(globalThis, { planWatch: { inputs, calls, changes } });
}

/** Begins to watch; before the page is opened. */
export const watchPlan = (page: Page): Promise<void> => watchMl(page, watch);

/** What was seen since the last call; starts anew. */
export async function seenPlans(page: Page): Promise<Watched> {
  const { inputs, calls, changes } = await page.evaluate(() => {
    const w = (
      globalThis as unknown as {
        planWatch: {
          inputs: number[];
          calls: { asked: number; back: number | null }[];
          changes: { at: number; painted: number | null }[];
        };
      }
    ).planWatch;
    return {
      inputs: w.inputs.splice(0),
      calls: w.calls.splice(0),
      changes: w.changes.splice(0),
    };
  });
  const answers = inputs.map((input): Answer => {
    const back = calls.find((c) => c.asked >= input && c.back !== null)?.back ?? null;
    const change = back === null ? undefined : changes.find((c) => c.at >= back);
    return { input, back, shown: change?.at ?? null, painted: change?.painted ?? null };
  });
  return {
    answers,
    changes: changes.map((c) => c.at),
    calls: calls.flatMap((c) => (c.back === null ? [] : [c.back - c.asked])),
  };
}

interface Request {
  readonly settings: { readonly method: string };
  readonly objectives: Readonly<Record<string, number>>;
}

/**
 * Asks the page's own worker for plans, past the page: by turns one under other goals, and one with another lot method.
 * @returns round trips in ms
 */
export const planRounds = (
  page: Page,
  rounds: number,
): Promise<{ readonly goals: number[]; readonly anew: number[] }> =>
  page.evaluate(async (count) => {
    const { mlWatch, planRequest } = globalThis as unknown as { mlWatch: MlWatch; planRequest: Request };
    const mlWorker = mlWatch.worker as Worker;
    const FIRST_ID = 1e9; // the page's own calls count from 1
    let id = FIRST_ID;
    const ask = (request: Request): Promise<number> =>
      new Promise((done, fail) => {
        const mine = id++;
        const began = performance.now();
        const listen = ({ data }: MessageEvent<{ kind: string; id: number }>): void => {
          if (data.id !== mine || data.kind === 'progress') return;
          mlWorker.removeEventListener('message', listen);
          if (data.kind === 'result') done(performance.now() - began);
          else fail(new Error('the worker made no plan'));
        };
        mlWorker.addEventListener('message', listen);
        mlWorker.postMessage({ kind: 'call', id: mine, method: 'plan', request });
      });
    const names = Object.keys(planRequest.objectives);
    const leaning = (k: number): Request['objectives'] =>
      Object.fromEntries(names.map((n, i) => [n, i === k % names.length ? 0.5 : 0.5 / (names.length - 1)]));
    const goals: number[] = [];
    const anew: number[] = [];
    for (let k = 0; k < count; k++) {
      const settings = { ...planRequest.settings, method: k % 2 === 0 ? 'hifo' : 'fifo' };
      anew.push(await ask({ ...planRequest, settings, objectives: leaning(k) }));
      goals.push(await ask({ ...planRequest, settings, objectives: leaning(k + 1) }));
    }
    return { goals, anew };
  }, rounds);
