/** Imports many mutated files and fails on crashes or unreported rows. usage: tsx scripts/fuzz-import.ts [n] [first seed] */
import { fuzzOnce } from '../src/importers/testing/fuzz.ts';

const n = Number(process.argv[2] ?? 1_000_000);
const first = Number(process.argv[3] ?? Date.now() % 1_000_000_007);
if (!(n > 0) || !Number.isInteger(n) || !Number.isInteger(first)) {
  process.stderr.write('usage: tsx scripts/fuzz-import.ts [number of files] [first seed]\n');
  process.exit(2);
}
const t0 = performance.now();
let faults = 0;
let refused = 0;
let slowest = 0;
for (let i = 0; i < n && faults < 10; i++) {
  const run = fuzzOnce(first + i);
  slowest = Math.max(slowest, run.ms);
  if (run.refused) refused++;
  if (run.fault !== '') {
    faults++;
    process.stdout.write(`${run.fault}\n---\n`);
  }
  if (i % 20_000 === 19_999)
    process.stderr.write(`${i + 1} of ${n}, ${Math.round((performance.now() - t0) / 1000)} s\n`);
}
process.stdout.write(
  `first seed ${first}: ${n} files, ${refused} refused with a reason, slowest ${Math.round(slowest)} ms, ${faults} faults\n`,
);
process.exitCode = faults === 0 ? 0 : 1;
