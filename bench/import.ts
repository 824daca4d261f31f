/**
 * Rows per second of the whole import path (recognise, split, parse, normalise, de-duplicate) beside papaparse
 * alone on the same file, in one run. usage: tsx bench/import.ts [rows …]   (default 100000 1000000)
 */
import Papa from 'papaparse';
import { importFile } from '../src/importers/import-file.ts';
import { mergeTransactions } from '../src/importers/merge.ts';
import { ibkrFile, schwabFile } from '../src/importers/testing/large-files.ts';

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0);
const rows = sizes.length > 0 ? sizes : [100_000, 1_000_000];

/** Runs the job, sampling memory: the peak of heap and buffers above what stood before. */
function measured<T>(job: () => T): { seconds: number; value: T } {
  globalThis.gc?.();
  const t0 = performance.now();
  const value = job();
  return { seconds: (performance.now() - t0) / 1000, value };
}

function best(times: number, job: () => void): number {
  let least = Infinity;
  for (let i = 0; i < times; i++) least = Math.min(least, measured(job).seconds);
  return least;
}

function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

process.stdout.write('file        rows       MB   papaparse r/s   import r/s   ratio   peak RSS MB\n');
for (const [name, make] of [
  ['schwab', schwabFile],
  ['ibkr', ibkrFile],
] as const) {
  for (const n of rows) {
    const bytes = new TextEncoder().encode(make(n, 7));
    const times = n > 300_000 ? 2 : 4;
    let count = 0;
    const ours = best(times, () => {
      const r = importFile({ name: `${name}.csv`, bytes });
      // An earlier download that overlaps: a tenth of the rows are known already.
      const known = r.transactions.slice(0, Math.floor(r.transactions.length / 10));
      const m = mergeTransactions(known, r.transactions);
      count = r.transactions.length;
      if (m.merged.length !== count) throw new Error('de-duplication lost or doubled rows');
      if (r.problems.length > 0) throw new Error(`${r.problems.length} problems: ${r.problems[0]?.message}`);
    });
    const ourPeak = peakMb();
    // papaparse gets the same bytes and hands every row to a callback without keeping it.
    const theirs = best(times, () => {
      let seen = 0;
      Papa.parse(new TextDecoder().decode(bytes), { step: () => void seen++ });
      if (seen < n) throw new Error('papaparse saw too few rows');
    });
    const cells = [
      name.padEnd(8),
      String(n).padStart(9),
      (bytes.length / 1e6).toFixed(1).padStart(8),
      Math.round(n / theirs)
        .toLocaleString('en-US')
        .padStart(15),
      Math.round(count / ours)
        .toLocaleString('en-US')
        .padStart(12),
      (theirs / ours).toFixed(2).padStart(7),
      String(ourPeak).padStart(13),
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
  }
}
