import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/lib/find-chromium.ts';
import { ROOT } from '../../training/lib/paths.ts';

/** The built app in a browser of its own. */
export interface ProductionPage {
  readonly page: Page;
  readonly browser: Browser;
  close(): Promise<void>;
}

const READY_TRIES = 200;

/** Waits until the preview server answers. @throws Error when it does not within 20 seconds */
export async function waitForServer(url: string): Promise<void> {
  for (let i = 0; i < READY_TRIES; i++) {
    if (
      await fetch(url)
        .then((r) => r.ok)
        .catch(() => false)
    )
      return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the preview server did not start');
}

/**
 * Serves a build and opens a page on it that counts main-thread tasks from its first script on.
 * @param folder of the build, below the checkout or absolute
 * @throws Error when there is no build
 */
export async function openProduction(port: number, folder = 'dist'): Promise<ProductionPage> {
  const build = join(ROOT, folder);
  const out = existsSync(build) ? build : folder;
  if (!existsSync(join(out, 'index.html'))) throw new Error(`no build in ${out}: run \`npm run build\``);
  const vite = ['node_modules/vite/bin/vite.js', 'preview', '--outDir', out];
  const server = spawn(
    process.execPath,
    [...vite, '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    { cwd: ROOT, stdio: 'ignore' },
  );
  const baseURL = `http://127.0.0.1:${port}/`;
  try {
    await waitForServer(baseURL);
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    });
    const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    // tsx marks functions with their names through this helper; in the page there is none.
    await page.addInitScript('globalThis.__name ??= (f) => f');
    await page.addInitScript(watchTasks);
    const close = async (): Promise<void> => {
      await browser.close();
      server.kill();
    };
    return { page, browser, close };
  } catch (e) {
    server.kill();
    throw e;
  }
}

/** Runs in the page before its own code: every main-thread task of 50 ms or more, and the longest wait of a heartbeat. */
function watchTasks(): void {
  const state = { tasks: [] as number[], gap: 0, last: performance.now() };
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) state.tasks.push(e.duration);
  }).observe({ type: 'longtask', buffered: true });
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    const now = performance.now();
    state.gap = Math.max(state.gap, now - state.last);
    state.last = now;
    // A timer sets the pace; the message that follows waits for whatever the thread is busy with.
    setTimeout(() => port2.postMessage(null), 4);
  });
  port1.start();
  port2.postMessage(null);
  Object.assign(globalThis, { mainThread: state });
}

/** What the main thread went through. */
export interface MainThread {
  /** The longest task in ms; 0 = none reached 50 ms, the browser's own limit for reporting one. */
  readonly longestTaskMs: number;
  readonly tasksOver50: number;
  /** Longest wait of a message that is sent every few milliseconds: an upper bound of any task, other programs' turns included. */
  readonly longestWaitMs: number;
}

/** What was seen since the last call; starts anew. */
export const mainThread = (page: Page): Promise<MainThread> =>
  page.evaluate(() => {
    const s = (globalThis as unknown as { mainThread: { tasks: number[]; gap: number } }).mainThread;
    const seen = {
      longestTaskMs: Math.max(0, ...s.tasks),
      tasksOver50: s.tasks.length,
      longestWaitMs: s.gap,
    };
    s.tasks = [];
    s.gap = 0;
    return seen;
  });

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
  /** Processor time in microseconds. */
  readonly tdur?: number;
}

/** The longest task of the page's main thread by processor time, in ms. */
export function longestByProcessor(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threadOf = (e: TraceEvent): string => `${e.pid}:${e.tid}`;
  const mains = new Set(
    traceEvents.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map(threadOf),
  );
  let longest = 0;
  for (const e of traceEvents)
    if (e.ph === 'X' && mains.has(threadOf(e))) longest = Math.max(longest, e.tdur ?? 0);
  return longest / 1000;
}

/**
 * Does some work and gives, beside its result, the longest task of the page's main thread by processor time, in ms: what is
 * left of it where other programs take turns.
 */
export async function byProcessor<T>(
  page: Page,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly longestMs: number }> {
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ['toplevel'] });
  await page.waitForTimeout(500); // starting the trace is itself a task
  const result = await work();
  const trace = await browser?.stopTracing();
  return { result, longestMs: trace ? longestByProcessor(trace) : NaN };
}

/** The value below which `share` of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The machine's load: other work stretches every time, and the reader must be able to see it. */
export const loadNow = (): number => Number((loadavg()[0] ?? NaN).toFixed(1));
