/**
 * A large file in the page itself: the production build in Chromium, an invented Schwab export dropped, reviewed,
 * confirmed and folded into holdings. Prints for each phase its time, the longest main-thread task the browser
 * reports, the longest by processor time (what is left of it on a machine that others keep busy), the longest time
 * the page's own heartbeat was kept waiting, and the memory of the renderer.
 * usage: tsx bench/import-page.ts [rows]   (default 1000000; needs dist/, made by `npm run build`)
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { longestByProcessor, waitForServer } from './lib/production-page.ts';
import { schwabFile } from '../src/importers/testing/large-files.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const PORT = Number(process.env['KEEPFOLIO_BENCH_PORT'] ?? 4419);
const BEAT_MS = 5;
const PATIENCE_MS = 20 * 60_000;

/** Runs in the page before its own code: long tasks, and a heartbeat every few milliseconds. */
function watchMainThread(beatMs: number): void {
  const state = { tasks: [] as { start: number; ms: number }[], gap: 0, gapAt: 0, last: performance.now() };
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) state.tasks.push({ start: e.startTime, ms: e.duration });
  }).observe({ type: 'longtask', buffered: true });
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    const now = performance.now();
    if (now - state.last > state.gap) [state.gap, state.gapAt] = [now - state.last, now];
    state.last = now;
    // A timer sets the pace; the message that follows waits for whatever the thread is busy with.
    setTimeout(() => port2.postMessage(null), beatMs);
  });
  port1.start();
  port2.postMessage(null);
  Object.assign(globalThis, { mainThread: state });
}

interface Watched {
  readonly now: number;
  readonly gap: number;
  readonly tasks: readonly { readonly start: number; readonly ms: number }[];
}

/** What was seen since the last call, which starts anew. */
const seen = (page: Page): Promise<Watched> =>
  page.evaluate(() => {
    const s = (globalThis as unknown as { mainThread: { tasks: never[]; gap: number } }).mainThread;
    const out = { now: performance.now(), gap: s.gap, tasks: s.tasks };
    s.tasks = [];
    s.gap = 0;
    return out;
  });

/** Resident memory of a process and all below it, in MB: sum, and the largest of them. */
function memoryBelow(root: number): { readonly sum: number; readonly largest: number } {
  const parents = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      sizes.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // gone in the meantime
    }
  }
  const isBelow = (pid: number): boolean => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
    return false;
  };
  const below = [...sizes].filter(([pid]) => isBelow(pid)).map(([, size]) => size);
  return { sum: below.reduce((a, b) => a + b, 0), largest: Math.max(0, ...below) };
}

/** Runs one phase of the import under watch and prints its line. */
async function phase(page: Page, name: string, work: () => Promise<void>): Promise<void> {
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ['toplevel'] });
  await page.waitForTimeout(1000); // starting the trace is itself a task
  await seen(page);
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const w = await seen(page);
  const trace = await browser?.stopTracing();
  const cells = [
    name.padEnd(20),
    seconds.toFixed(1).padStart(8),
    Math.max(0, ...w.tasks.map((t) => t.ms))
      .toFixed(0)
      .padStart(16),
    String(w.tasks.length).padStart(11),
    w.gap.toFixed(0).padStart(14),
    (trace ? longestByProcessor(trace) : Number.NaN).toFixed(0).padStart(26),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'keepfolio-bench-'));
const file = join(folder, 'large.csv');
writeFileSync(file, schwabFile(rows, 7));
const server = spawn(
  process.execPath,
  ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', String(PORT), '--strictPort'],
  { stdio: 'ignore' },
);
let peak = { sum: 0, largest: 0 };
const sampler = setInterval(() => {
  const now = memoryBelow(process.pid);
  peak = { sum: Math.max(peak.sum, now.sum), largest: Math.max(peak.largest, now.largest) };
}, 500);
try {
  const url = `http://127.0.0.1:${PORT}/`;
  await waitForServer(url);
  const executablePath = process.env['CHROMIUM_PATH'];
  const browser = await chromium.launch({
    args: ['--no-sandbox'],
    ...(executablePath ? { executablePath } : {}),
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchMainThread, BEAT_MS);
  await page.goto(url);
  await page.getByTestId('lead').waitFor();
  await page.waitForTimeout(3000); // the page is up and its worker idle
  const cores = execFileSync('nproc', { encoding: 'utf8' }).trim();
  process.stdout.write(
    `${rows.toLocaleString('en-US')} rows, ${(readFileSync(file).length / 1e6).toFixed(0)} MB, ${cores} cores, Chromium ${browser.version()}\n` +
      'phase                 seconds  longest task ms  tasks > 50  heartbeat ms  longest by processor ms\n',
  );
  await phase(page, 'drop to review', async () => {
    await page.getByTestId('file-input').first().setInputFiles(file);
    await page.getByTestId('import-confirm').waitFor({ timeout: PATIENCE_MS });
  });
  await phase(page, 'confirm to stored', async () => {
    await page.getByTestId('import-confirm').click();
    await page.getByText('added to your ledger').waitFor({ timeout: PATIENCE_MS });
  });
  await phase(page, 'stored to holdings', async () => {
    await page.getByTestId('holdings-table').waitFor({ timeout: PATIENCE_MS });
  });
  const shown = await page.getByTestId('position-row').count();
  process.stdout.write(
    `${shown} positions shown; peak memory of the renderer ${peak.largest.toFixed(0)} MB (largest process), of the browser ${peak.sum.toFixed(0)} MB with this bench\n`,
  );
  await browser.close();
} finally {
  clearInterval(sampler);
  server.kill();
  rmSync(folder, { recursive: true });
}
