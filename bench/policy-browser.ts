import { createServer, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { chromium } from '@playwright/test';
import { rolldown } from 'rolldown';
import { MODELS_DIR, ROOT } from '../training/lib/paths.ts';

const PAGE = '<!doctype html><meta charset="utf-8"><script type="module" src="/bench.js"></script>';
const TYPES: Readonly<Record<string, string>> = {
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** The page's script, bundled for the browser. */
async function bundle(): Promise<string> {
  const build = await rolldown({ input: join(ROOT, 'bench/policy-page.ts'), platform: 'browser' });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  return output[0].code;
}

/** Serves the page, the shipped models and the WASM binaries on this machine only. */
function serve(script: string): Promise<Server> {
  const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const roots: Readonly<Record<string, string>> = { '/models/': MODELS_DIR, '/wasm/': wasm };
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const prefix = Object.keys(roots).find((p) => url.startsWith(p));
    const send = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type }).end(body);
    };
    if (url === '/bench.js') return send('text/javascript', script);
    if (prefix === undefined) return send('text/html', PAGE);
    const root = roots[prefix] as string;
    const file = normalize(join(root, url.slice(prefix.length)));
    if (!file.startsWith(root)) return void response.writeHead(404).end();
    readFile(file).then(
      (body) => send(TYPES[extname(file)] ?? 'application/octet-stream', body),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

interface PageResult {
  readonly rows?: Record<string, number>;
  readonly error?: string;
}

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/**
 * Warm medians of the shipped policy in Chromium on single-threaded WASM, by row name.
 * @throws Error when no browser starts or the page fails.
 */
export async function browserInference(): Promise<{ version: string; rows: Record<string, number> }> {
  const server = await serve(await bundle());
  const executablePath =
    process.env['CHROMIUM_PATH'] ?? (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined);
  try {
    const browser = await chromium.launch({
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
      ...(executablePath ? { executablePath } : {}),
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'bench' in globalThis);
    const result = await page.evaluate<PageResult>(
      () => (globalThis as unknown as { bench: Promise<PageResult> }).bench,
    );
    const version = browser.version();
    await browser.close();
    if (!result.rows) throw new Error(result.error ?? 'the page gave no result');
    return { version, rows: result.rows };
  } finally {
    server.close();
  }
}
