/**
 * The plan following its controls in the page itself: the production build in Chromium, a sample client, goals learned
 * and said. Moves the slider by keyboard and by pointer and toggles a condition; from the input event to the change of
 * the plan's numbers, and to the frame that shows them. Beside it, in the same minutes, what the worker needs for a
 * plan under other goals and for one with everything but the embeddings worked out anew.
 * usage: npm run build && npm run bench:plan-page [-- --sample harvester] [--build dist] [--dry]
 * writes docs/bench/plan-page.json and .md unless --dry
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { AppPage } from '../e2e/pages/app.ts';
import { PlanPage } from '../e2e/pages/plan.ts';
import { YouPage } from '../e2e/pages/you.ts';
import { ROOT } from '../training/lib/paths.ts';
import { planRounds, seenPlans, watchPlan, type Watched } from './lib/plan-watch.ts';
import { loadNow, mainThread, openProduction, quantile, type MainThread } from './lib/production-page.ts';

const { values: options } = parseArgs({
  options: {
    sample: { type: 'string', default: 'harvester' },
    build: { type: 'string', default: 'dist' },
    dry: { type: 'boolean', default: false },
  },
});
const PORT = Number(process.env['KEEPFOLIO_BENCH_PORT'] ?? 4421);
const AIM_MS = 100;
const PATIENCE_MS = 180_000;

interface Row extends MainThread {
  readonly what: string;
  readonly events: number;
  /** Times the plan's numbers changed. */
  readonly changes: number;
  /** From an input event to the change of the numbers it led to, and to the frame that shows them. */
  readonly changeMs: { readonly median: number; readonly p95: number };
  readonly frameMs: { readonly median: number; readonly p95: number };
  readonly workerMs: number;
  /** Share of the events whose numbers changed within the aim. */
  readonly withinAim: number;
}

const rounded = (x: number): number => Math.round(x * 10) / 10;

function rowOf(what: string, { answers, changes, calls }: Watched, thread: MainThread): Row {
  const spans = (pick: (a: Watched['answers'][number]) => number | null): number[] =>
    answers.flatMap((a) => {
      const end = pick(a);
      return end === null ? [] : [end - a.input];
    });
  const shown = spans((a) => a.shown);
  const painted = spans((a) => a.painted);
  const pair = (ms: readonly number[]) => ({
    median: rounded(quantile(ms, 0.5)),
    p95: rounded(quantile(ms, 0.95)),
  });
  return {
    what,
    events: answers.length,
    changes: changes.length,
    changeMs: pair(shown),
    frameMs: pair(painted),
    workerMs: rounded(quantile(calls, 0.5)),
    withinAim: shown.filter((ms) => ms <= AIM_MS).length / shown.length,
    longestTaskMs: rounded(thread.longestTaskMs),
    tasksOver50: thread.tasksOver50,
    longestWaitMs: rounded(thread.longestWaitMs),
  };
}

/** Runs one way of moving the controls under watch. */
async function under(page: Page, what: string, move: () => Promise<void>): Promise<Row> {
  await page.waitForTimeout(800);
  await seenPlans(page);
  await mainThread(page);
  await move();
  await page.waitForTimeout(1000);
  const row = rowOf(what, await seenPlans(page), await mainThread(page));
  process.stdout.write(`${JSON.stringify(row)}\n`);
  return row;
}

/** The plan page of a sample client whose goals are learned and said, so that the slider stands between the two. */
async function openPlan(page: Page): Promise<void> {
  const app = new AppPage(page);
  await page.goto('./?backend=wasm');
  await app.lead.waitFor({ timeout: PATIENCE_MS });
  await page.getByTestId(`sample-${options.sample}`).click();
  await page.getByTestId('holdings-table').waitFor({ timeout: PATIENCE_MS });
  await app.go('you');
  const you = new YouPage(page);
  await you.personalise(PATIENCE_MS);
  await you.goal.fill('Long-term growth for the next 20 years.');
  await page.getByTestId('goal-read').waitFor({ timeout: PATIENCE_MS });
  await app.go('plan');
  await new PlanPage(page).ready(PATIENCE_MS);
}

async function drag(page: Page, steps: number, pauseMs: number): Promise<void> {
  const slider = page.getByTestId('constraints').getByRole('slider');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not on the page');
  const at = (share: number): [number, number] => [
    box.x + 8 + share * (box.width - 16),
    box.y + box.height / 2,
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let k = 1; k <= steps; k++) {
    await page.mouse.move(...at(k / steps));
    if (pauseMs > 0) await page.waitForTimeout(pauseMs);
  }
  await page.mouse.up();
}

async function measure(page: Page): Promise<Row[]> {
  const slider = page.getByTestId('constraints').getByRole('slider');
  const press = async (count: number, pauseMs: number): Promise<void> => {
    await slider.focus();
    await page.keyboard.press('Home');
    for (let k = 0; k < count; k++) {
      await page.keyboard.press(k % 40 < 20 ? 'ArrowRight' : 'ArrowLeft');
      await page.waitForTimeout(pauseMs);
    }
  };
  const buyOnly = page.getByTestId('buy-only');
  await press(40, 50); // warm: everything has run a few times
  return [
    await under(page, 'slider, one key at a time', () => press(40, 250)),
    await under(page, 'slider, key held down (33 a second)', () => press(40, 30)),
    await under(page, 'slider dragged slowly', () => drag(page, 100, 16)),
    await under(page, 'slider dragged fast', () => drag(page, 20, 0)),
    await under(page, 'condition "only buy" (another universe)', async () => {
      for (let k = 0; k < 10; k++) {
        await buyOnly.click();
        await page.waitForTimeout(400);
      }
    }),
  ];
}

interface Report {
  readonly sample: string;
  readonly browser: string;
  readonly aimMs: number;
  readonly load: { readonly before: number; readonly after: number };
  readonly rows: readonly Row[];
  readonly worker: { readonly goalsMs: number; readonly anewMs: number; readonly ratio: number };
}

const pairText = ({ median, p95 }: Row['changeMs']): string => `${median} / ${p95}`;

/** The page beside the numbers. */
function pageOf({ sample, browser, aimMs, load, rows, worker }: Report): string {
  const lines = rows.map(
    (r) =>
      `| ${r.what} | ${r.events} | ${r.changes} | ${pairText(r.changeMs)} | ${pairText(r.frameMs)} | ${Math.round(100 * r.withinAim)} % | ${r.workerMs} | ${r.longestTaskMs || 'below 50'} |`,
  );
  return `# The plan following its controls

\`npm run build && npm run bench:plan-page\` wrote this page and \`plan-page.json\`: the production build in Chromium ${browser} on WASM,
sample client "${sample}". From an input event to the change of the plan's numbers (median / 95th percentile), and to the
frame that shows them. Aim: ${aimMs} ms. Load of the machine before and after: ${load.before} and ${load.after}.

| control | events | changes shown | numbers changed, ms | on the screen, ms | changed within ${aimMs} ms | worker, ms | longest main-thread task, ms |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

One plan is in work at a time and the newest wish follows it, so a drag shows fewer plans than it has events, and always the last.
An event that a later one overtook is counted until the first plan that was asked for after it.

The worker by turns, in the same page: a plan under other goals ${worker.goalsMs} ms; with another lot method, for which all but the
embeddings is worked out anew, ${worker.anewMs} ms: **${worker.ratio} times** as long (medians of the round trip).
`;
}

const before = loadNow();
const { page, browser, close } = await openProduction(PORT, options.build);
try {
  await watchPlan(page);
  await openPlan(page);
  const rows = await measure(page);
  const { goals, anew } = await planRounds(page, 20);
  const worker = {
    goalsMs: rounded(quantile(goals, 0.5)),
    anewMs: rounded(quantile(anew, 0.5)),
    ratio: rounded(quantile(anew, 0.5) / quantile(goals, 0.5)),
  };
  const report: Report = {
    sample: options.sample,
    browser: browser.version(),
    aimMs: AIM_MS,
    load: { before, after: loadNow() },
    rows,
    worker,
  };
  process.stdout.write(`${JSON.stringify(worker)}\n`);
  if (!options.dry) {
    const folder = join(ROOT, 'docs', 'bench');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'plan-page.json'), `${JSON.stringify(report, null, 1)}\n`);
    await writeFile(join(folder, 'plan-page.md'), pageOf(report));
  }
} finally {
  await close();
}
