/**
 * Learning from a thousand decisions in the page itself: the production build in Chromium on WASM, an invented export of a
 * client who trades every market day. Time of each stage in the worker, longest main-thread task meanwhile, and from
 * pressing Cancel to the page standing still and to the worker having put the work down, in each stage.
 * usage: npm run build && npm run bench:lora-page [-- --days 1400] [--build dist] [--dry]
 * writes docs/bench/lora-page.json and .md unless --dry
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { AppPage } from '../e2e/pages/app.ts';
import { sha256 } from '../src/core/sha256.ts';
import { pcg32 } from '../src/core/rng.ts';
import { openBundle } from '../src/domain/market/bundle.ts';
import { ROOT } from '../training/lib/paths.ts';
import { busyClient } from './lib/busy-client.ts';
import { begin, learningOf, watchLearning, type Learning } from './lib/learning-watch.ts';
import {
  byProcessor,
  loadNow,
  mainThread,
  openProduction,
  quantile,
  type MainThread,
} from './lib/production-page.ts';

const { values: options } = parseArgs({
  options: {
    days: { type: 'string', default: '1400' },
    build: { type: 'string', default: 'dist' },
    cancels: { type: 'string', default: '5' },
    dry: { type: 'boolean', default: false },
  },
});
const PORT = Number(process.env['KEEPFOLIO_BENCH_PORT'] ?? 4422);
const PATIENCE_MS = 300_000;
const STAGES = { habits: 'Reading', experts: 'Asking', tuning: 'Fine-tuning' } as const;
type Stage = keyof typeof STAGES;
const AIMS = { tuningMs: 2000, taskMs: 50, cancelMs: 100 } as const;

const rounded = (x: number): number => Math.round(x * 10) / 10;

async function importClient(page: Page): Promise<void> {
  const bundle = await readFile(join(ROOT, 'public', 'market', 'demo.kfm'));
  const { panel } = await openBundle(new Uint8Array(bundle), sha256);
  await page.goto('./?backend=wasm');
  const app = new AppPage(page);
  await app.lead.waitFor({ timeout: PATIENCE_MS });
  const buffer = Buffer.from(busyClient(panel, Number(options.days), pcg32(3)));
  await page
    .getByTestId('file-input')
    .first()
    .setInputFiles({ name: 'busy.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-confirm').click({ timeout: PATIENCE_MS });
  await page.getByTestId('holdings-table').waitFor({ timeout: PATIENCE_MS });
  await app.go('you');
}

/** Learns once under watch. */
async function learn(
  page: Page,
  cancelAt: string | null,
): Promise<{ readonly seen: Learning; readonly thread: MainThread }> {
  const start = page.getByTestId('personalise-start');
  await start.waitFor({ timeout: PATIENCE_MS });
  await page.waitForTimeout(500);
  await begin(page, cancelAt);
  await mainThread(page);
  await start.click();
  await page.waitForFunction(
    (isCancel) => {
      const l = (globalThis as unknown as { learning: Learning }).learning;
      return isCancel ? l.shownStopped !== null && l.workerStopped !== null : l.ended !== null;
    },
    cancelAt !== null,
    { timeout: PATIENCE_MS },
  );
  await page.waitForTimeout(300);
  return { seen: await learningOf(page), thread: await mainThread(page) };
}

interface Whole extends MainThread {
  readonly what: string;
  readonly totalMs: number;
  readonly tuningMs: number;
  readonly messages: number;
  readonly longestTaskProcessorMs: number;
}

interface Cancelled {
  readonly stage: Stage;
  readonly times: number;
  readonly pageMs: { readonly median: number; readonly most: number };
  readonly workerMs: { readonly median: number; readonly most: number };
  /** Longest main-thread task by processor time, over all of them. */
  readonly longestTaskProcessorMs: number;
}

async function whole(page: Page, what: string): Promise<Whole> {
  const { result, longestMs } = await byProcessor(page, () => learn(page, null));
  const { seen, thread } = result;
  const ended = seen.ended as number;
  const row = {
    what,
    totalMs: rounded(ended - seen.asked),
    tuningMs: rounded(ended - (seen.tuning as number)),
    messages: seen.messages,
    longestTaskProcessorMs: rounded(longestMs),
    longestTaskMs: rounded(thread.longestTaskMs),
    tasksOver50: thread.tasksOver50,
    longestWaitMs: rounded(thread.longestWaitMs),
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
  return row;
}

async function cancelled(page: Page, stage: Stage, times: number): Promise<Cancelled> {
  const shown: number[] = [];
  const worker: number[] = [];
  let longest = 0;
  for (let k = 0; k < times; k++) {
    const { result, longestMs } = await byProcessor(page, () => learn(page, STAGES[stage]));
    const { seen } = result;
    longest = Math.max(longest, longestMs);
    const pressed = seen.pressed as number;
    shown.push((seen.shownStopped as number) - pressed);
    worker.push((seen.workerStopped as number) - pressed);
  }
  const both = (ms: readonly number[]) => ({
    median: rounded(quantile(ms, 0.5)),
    most: rounded(Math.max(...ms)),
  });
  const row = {
    stage,
    times,
    pageMs: both(shown),
    workerMs: both(worker),
    longestTaskProcessorMs: rounded(longest),
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
  return row;
}

interface Report {
  readonly browser: string;
  readonly days: number;
  readonly decisions: number;
  readonly aims: typeof AIMS;
  readonly load: { readonly before: number; readonly after: number };
  readonly whole: readonly Whole[];
  readonly cancelled: readonly Cancelled[];
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  habits: 'reading the habits',
  experts: 'asking the experts',
  tuning: 'fine-tuning',
};

/** The page beside the numbers. */
function pageOf(r: Report): string {
  const runs = r.whole.map(
    (w) =>
      `| ${w.what} | ${w.totalMs} | ${w.tuningMs} | ${w.messages} | ${w.longestTaskMs || 'below 50'} | ${w.longestTaskProcessorMs} | ${w.longestWaitMs} |`,
  );
  const stops = r.cancelled.map(
    (c) =>
      `| ${STAGE_WORDS[c.stage]} | ${c.times} | ${c.pageMs.median} / ${c.pageMs.most} | ${c.workerMs.median} / ${c.workerMs.most} | ${c.longestTaskProcessorMs} |`,
  );
  return `# Learning from a thousand decisions, in the page

\`npm run build && npm run bench:lora-page\` wrote this page and \`lora-page.json\`: the production build in Chromium ${r.browser} on WASM,
an invented client with a trade on each of the last ${r.days} market days, of which the latest ${r.decisions} count as decisions.
Load of the machine before and after: ${r.load.before} and ${r.load.after}.

Aims: fine-tuning below ${r.aims.tuningMs} ms, no main-thread task of ${r.aims.taskMs} ms or more, cancelled within ${r.aims.cancelMs} ms.

| learning | all stages, ms | of it fine-tuning, ms | messages to the page | longest main-thread task, ms | the same by processor time | longest wait of a message in the page, ms |
| --- | --- | --- | --- | --- | --- | --- |
${runs.join('\n')}

From pressing Cancel (median / most):

| cancelled while | times | until the page stands still, ms | until the worker has put the work down, ms | longest main-thread task by processor time, ms |
| --- | --- | --- | --- | --- |
${stops.join('\n')}
`;
}

const before = loadNow();
const { page, browser, close } = await openProduction(PORT, options.build);
try {
  await watchLearning(page);
  await importClient(page);
  const runs = [await whole(page, 'first'), await whole(page, 'again')];
  const text = await page.locator('main').innerText();
  const decisions = Number(/learned from ([\d,]+) decision/.exec(text)?.[1]?.replaceAll(',', '') ?? NaN);
  const times = Number(options.cancels);
  const stops: Cancelled[] = [];
  for (const stage of ['habits', 'experts', 'tuning'] as const)
    stops.push(await cancelled(page, stage, times));
  const report: Report = {
    browser: browser.version(),
    days: Number(options.days),
    decisions,
    aims: AIMS,
    load: { before, after: loadNow() },
    whole: runs,
    cancelled: stops,
  };
  process.stdout.write(`${decisions} decisions\n`);
  if (!options.dry) {
    const folder = join(ROOT, 'docs', 'bench');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'lora-page.json'), `${JSON.stringify(report, null, 1)}\n`);
    await writeFile(join(folder, 'lora-page.md'), pageOf(report));
  }
} finally {
  await close();
}
