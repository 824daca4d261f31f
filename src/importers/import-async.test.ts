import { describe, expect, it } from 'vitest';
import { importFileAsync } from './import-async.ts';
import { importFile } from './import-file.ts';
import { ibkrFile, schwabFile } from './testing/large-files.ts';
import { SMALL_FILES, utf8 } from './testing/small-files.ts';

describe('importing with pauses', () => {
  it('gives what importing in one go gives, for every kind of file', async () => {
    for (const [name, text] of Object.entries(SMALL_FILES)) {
      const input = { name, bytes: utf8(text) };
      const got = await importFileAsync(input, { sliceMs: 0 });
      expect(got, name).toEqual(importFile(input));
    }
  });

  it('gives the same rows however the work is cut', async () => {
    for (const make of [schwabFile, ibkrFile]) {
      const input = { name: 'many.csv', bytes: utf8(make(6000, 3)) };
      expect(await importFileAsync(input, { sliceMs: 0 })).toEqual(importFile(input));
    }
  });

  it('lets other tasks run, so that a cancel request that comes in later ends it', async () => {
    const bytes = utf8(schwabFile(20_000, 3));
    let cancelled = false;
    setTimeout(() => (cancelled = true), 0);
    const run = importFileAsync({ name: 'long.csv', bytes }, { sliceMs: 0, isCancelled: () => cancelled });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('pauses again and again while it works', async () => {
    let pauses = 0;
    const bytes = utf8(schwabFile(20_000, 3));
    await importFileAsync(
      { name: 'long.csv', bytes },
      { sliceMs: 0, pause: () => Promise.resolve(void pauses++) },
    );
    expect(pauses).toBeGreaterThan(10);
  });
});
