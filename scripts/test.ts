/**
 * `npm test`: unit and scenario tests, then the end-to-end tests in Chromium on the production build.
 * Every part runs even when an earlier one fails; totals are printed and kept in test-results/summary.json.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumVersion, findChromium } from './lib/find-chromium.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const root = resolve(import.meta.dirname, '..');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

function run(command: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  console.log(`\n> ${command} ${args.join(' ')}`);
  return (
    spawnSync(command, [...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status ===
    0
  );
}

const readJson = <T>(file: string): T | null => {
  try {
    return JSON.parse(readFileSync(join(results, file), 'utf8')) as T;
  } catch {
    return null;
  }
};

function unit(): Totals {
  const ok = run('npx', [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/unit.json',
  ]);
  const r = readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  }>('unit.json');
  if (!r) return { passed: 0, failed: 1, skipped: 0 };
  // A file that fails to load has no failed test; it still is a failure.
  const failed = Math.max(r.numFailedTests, ok ? 0 : 1);
  return { passed: r.numPassedTests, failed, skipped: r.numPendingTests };
}

function e2e(): Totals {
  let chromium: string;
  try {
    chromium = findChromium();
    console.log(`chromium: ${chromiumVersion(chromium)}`);
  } catch (e) {
    console.error(e instanceof Error ? e.message : e);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (!run('npx', ['vite', 'build', '--logLevel', 'warn'])) return { passed: 0, failed: 1, skipped: 0 };
  const ok = run('npx', ['playwright', 'test'], { CHROMIUM_PATH: chromium });
  const r = readJson<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    'e2e.json',
  );
  if (!r) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = r.stats;
  return { passed: expected, failed: Math.max(unexpected + flaky, ok ? 0 : 1), skipped };
}

const parts = { unit: unit(), e2e: e2e() };
const sum = (key: keyof Totals): number => parts.unit[key] + parts.e2e[key];
writeFileSync(join(results, 'summary.json'), JSON.stringify(parts));
console.log(
  `\nunit: ${parts.unit.passed} passed, ${parts.unit.failed} failed, ${parts.unit.skipped} skipped`,
);
console.log(`e2e:  ${parts.e2e.passed} passed, ${parts.e2e.failed} failed, ${parts.e2e.skipped} skipped`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 && parts.unit.passed > 0 && parts.e2e.passed > 0 ? 0 : 1;
