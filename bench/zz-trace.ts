import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { schwabFile } from '../src/importers/testing/large-files.ts';
const rows = Number(process.argv[2]);
writeFileSync('/tmp/kfs/prof/large.csv', schwabFile(rows, 7));
const server = spawn(process.execPath, ['node_modules/vite/bin/vite.js','preview','--host','127.0.0.1','--port','4431','--strictPort'],{stdio:'ignore'});
try {
  await new Promise(r=>setTimeout(r,2500));
  const browser = await chromium.launch({ args:['--no-sandbox'], executablePath:'/usr/bin/chromium' });
  const page = await browser.newPage({ viewport:{width:1280,height:900}});
  await page.goto('http://127.0.0.1:4431/');
  await page.getByTestId('lead').waitFor();
  await page.waitForTimeout(3000);
  await browser.startTracing(page,{path:'/tmp/kfs/prof/trace.json',categories:['devtools.timeline','disabled-by-default-devtools.timeline','v8.execute','disabled-by-default-v8.cpu_profiler','blink.user_timing','toplevel']});
  await page.getByTestId('file-input').first().setInputFiles('/tmp/kfs/prof/large.csv');
  await page.getByTestId('import-confirm').waitFor({timeout:300000});
  await page.waitForTimeout(500);
  await page.getByTestId('import-confirm').click();
  await page.getByText('added to your ledger').waitFor({timeout:300000});
  await page.waitForTimeout(500);
  await page.getByTestId('holdings-table').waitFor({timeout:300000});
  await page.waitForTimeout(1000);
  await browser.stopTracing();
  await browser.close();
} finally { server.kill(); }
