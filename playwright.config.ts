import { defineConfig } from '@playwright/test';

const PORT = Number(process.env['KEEPFOLIO_E2E_PORT'] ?? 4317);
const executablePath = process.env['CHROMIUM_PATH'];

const closedNetwork = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];
const launch = (args: string[]) => ({
  launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
});

/** Tests run against the production build (`vite preview` of dist/), never the dev server. */
export default defineConfig({
  testDir: 'e2e',
  timeout: 180_000,
  expect: {
    timeout: 30_000,
    // Wide enough for another Chromium's font rasterisation, narrow enough for a line that wraps: docs/adr/0010.
    toHaveScreenshot: {
      animations: 'disabled',
      caret: 'hide',
      scale: 'css',
      threshold: 0.3,
      maxDiffPixelRatio: 0.0015,
      stylePath: 'e2e/fixtures/screenshot.css',
    },
  },
  // One set of pictures for every platform and project.
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 900 },
  },
  webServer: [
    { port: PORT, env: {} },
    // The same build as a plain host serves it: no cross-origin isolation, so no threads.
    { port: PORT + 1, env: { KEEPFOLIO_THREADS: 'off' } },
  ].map(({ port, env }) => ({
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    env: { ...process.env, ...env } as Record<string, string>,
    reuseExistingServer: false,
    stdout: 'ignore' as const,
  })),
  projects: [
    { name: 'wasm', testIgnore: /webgpu\.spec\.ts/, use: launch(closedNetwork) },
    {
      name: 'no-threads',
      testMatch: /threads\.spec\.ts/,
      use: { ...launch(closedNetwork), baseURL: `http://127.0.0.1:${PORT + 1}/` },
    },
    {
      name: 'webgpu',
      testMatch: /webgpu\.spec\.ts/,
      timeout: 600_000,
      use: launch([...closedNetwork, ...webgpu]),
    },
  ],
});
