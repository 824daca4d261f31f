import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const say = (text: string): void => console.log(`chromium: ${text}`);

function onPath(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim();
    if (found) return found;
  }
  for (const path of [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ])
    if (existsSync(path)) return path;
  return null;
}

function playwrightOwn(): string | null {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, [...args], { stdio: ['ignore', 'inherit', 'inherit'], timeout: 600_000 }).status === 0;

function installWithApt(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return null;
  say('installing the Debian package');
  if (!run('apt-get', ['install', '-y', '-qq', 'chromium'])) {
    run('apt-get', ['update', '-qq']);
    if (!run('apt-get', ['install', '-y', '-qq', 'chromium'])) return null;
  }
  return onPath();
}

/**
 * The Chromium to test with: CHROMIUM_PATH, a system one, Playwright's own, else it installs one
 * (`npx playwright install chromium`, then apt-get as root on Debian). Says what it did.
 * @throws Error naming the remedy when there is none.
 */
export function findChromium(): string {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, which does not exist`);
    say(`using CHROMIUM_PATH ${given}`);
    return given;
  }
  const system = onPath();
  if (system) {
    say(`using the system's ${system}`);
    return system;
  }
  const own = playwrightOwn();
  if (own) {
    say("using Playwright's own");
    return own;
  }
  say('none found; trying `npx playwright install chromium`');
  if (run('npx', ['playwright', 'install', 'chromium'])) {
    const installed = playwrightOwn();
    if (installed) return installed;
  }
  const apt = installWithApt();
  if (apt) {
    say(`installed ${apt}`);
    return apt;
  }
  throw new Error(
    'No Chromium found and none could be installed. Install one and set CHROMIUM_PATH to its binary.',
  );
}

/** First line of `chromium --version`, for the log. */
export const chromiumVersion = (path: string): string =>
  execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim();
