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

interface Cost {
  /** Best wall clock of all rounds. */
  wall: number;
  /** Least processor time of all rounds, collector included: what is left of the difference on a busy machine. */
  cpu: number;
}

/** Runs both jobs in turn, so that a busy minute of the machine hits both, and keeps the best of each. */
function inTurn(rounds: number, jobs: readonly (() => void)[]): Cost[] {
  const best = jobs.map(() => ({ wall: Infinity, cpu: Infinity }));
  for (let i = 0; i < rounds; i++) {
    jobs.forEach((job, j) => {
      globalThis.gc?.();
      const c0 = process.cpuUsage();
      const t0 = performance.now();
      job();
      const used = process.cpuUsage(c0);
      const b = best[j] as Cost;
      b.wall = Math.min(b.wall, (performance.now() - t0) / 1000);
      b.cpu = Math.min(b.cpu, (used.user + used.system) / 1e6);
    });
  }
  return best;
}

const rate = (n: number, seconds: number): string => Math.round(n / seconds).toLocaleString('en-US');

process.stdout.write(
  'rows a second; ratio = import / papaparse by wall clock / by processor time\n' +
    'file          rows       MB  papaparse keeps  only streams       import  ratio to keeps  ratio to streams   peak RSS MB\n',
);
for (const [name, make] of [
  ['schwab', schwabFile],
  ['ibkr', ibkrFile],
] as const) {
  for (const n of rows) {
    const bytes = new TextEncoder().encode(make(n, 7));
    const wholePath = (): void => {
      const r = importFile({ name: `${name}.csv`, bytes });
      if (r.problems.length > 0) throw new Error(`${r.problems.length} problems: ${r.problems[0]?.message}`);
      // An earlier download that overlaps: a tenth of the rows are known already.
      const known = r.transactions.slice(0, Math.floor(r.transactions.length / 10));
      const m = mergeTransactions(known, r.transactions);
      if (m.merged.length !== r.transactions.length) throw new Error('de-duplication lost or doubled rows');
      if (r.transactions.length !== n) throw new Error('rows are missing');
    };
    // papaparse gets the same bytes, once as it is called by default (it keeps its rows, as the import keeps what it
    // read) and once handing every row to a callback that keeps nothing.
    const keeping = (): void => {
      const { data } = Papa.parse(new TextDecoder().decode(bytes));
      if (data.length < n) throw new Error('papaparse saw too few rows');
    };
    const streaming = (): void => {
      let seen = 0;
      Papa.parse(new TextDecoder().decode(bytes), { step: () => void seen++ });
      if (seen < n) throw new Error('papaparse saw too few rows');
    };
    const rounds = n > 300_000 ? 3 : 5;
    const [kept, streamed, ours] = inTurn(rounds, [keeping, streaming, wholePath]) as [Cost, Cost, Cost];
    const ratio = (theirs: Cost): string =>
      `${(theirs.wall / ours.wall).toFixed(2)} / ${(theirs.cpu / ours.cpu).toFixed(2)}`;
    const cells = [
      name.padEnd(8),
      String(n).padStart(9),
      (bytes.length / 1e6).toFixed(1).padStart(8),
      rate(n, kept.wall).padStart(15),
      rate(n, streamed.wall).padStart(15),
      rate(n, ours.wall).padStart(12),
      ratio(kept).padStart(15),
      ratio(streamed).padStart(18),
      String(Math.round(process.resourceUsage().maxRSS / 1024)).padStart(13),
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
  }
}
