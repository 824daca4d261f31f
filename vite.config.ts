import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { checkpointsBeside, namesBeside } from './scripts/lib/checkpoints-beside.ts';
import { evaluationPage } from './scripts/lib/evaluation-page.ts';

const require = createRequire(import.meta.url);
const models = join(import.meta.dirname, 'public', 'models');

/**
 * tfjs starts its WASM threads from `factory.toString()`. After minification that text refers to names that do
 * not exist in the thread, which hangs the production build. The thread gets the module's original source instead.
 */
function wasmThreadSource(): Plugin {
  const call =
    '[`var WasmBackendModuleThreadedSimd = ` +\n                    wasmFactoryThreadedSimd.toString()]';
  return {
    name: 'keepfolio:wasm-thread-source',
    transform(code, id) {
      if (!id.includes('tfjs-backend-wasm/dist/backend_wasm.js')) return null;
      if (!code.includes(call))
        throw new Error('tfjs-backend-wasm changed: look again at how it starts its threads');
      const source = readFileSync(
        require.resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'),
        'utf8',
      );
      return { code: code.replace(call, () => `[${JSON.stringify(source)}]`), map: null };
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [
    react(),
    checkpointsBeside(models),
    evaluationPage(import.meta.dirname),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: 'script-defer',
      manifest: {
        name: 'Keepfolio',
        short_name: 'Keepfolio',
        description: 'Lots, taxes and a plan from your brokerage CSV. Nothing leaves your device.',
        theme_color: '#0F766E',
        background_color: '#FCFBF8',
        display: 'standalone',
        icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2,wasm,json,safetensors,kfm,csv,md}'],
        // Other checkpoints may be large and are fetched only by those who choose one; it is then kept.
        globIgnores: ['**/node_modules/**/*', ...namesBeside(models).map((name) => `models/${name}/**`)],
        maximumFileSizeToCacheInBytes: 12 * 1024 * 1024,
        clientsClaim: true,
        skipWaiting: true,
      },
    }),
  ],
  worker: { format: 'es', plugins: () => [wasmThreadSource()] },
  build: {
    target: 'es2023',
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
  preview: {
    headers: {
      'Content-Security-Policy':
        "default-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data: blob:; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      // Threads need cross-origin isolation; KEEPFOLIO_THREADS=off serves without it, as plain hosts do.
      ...(process.env['KEEPFOLIO_THREADS'] === 'off'
        ? {}
        : { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }),
    },
  },
});
