/**
 * Imports many mutated files and fails on crashes, hangs, unreported rows and values no ledger takes.
 * usage: tsx scripts/fuzz-import.ts [n] [first seed]
 * Every file is made from its seed alone. Progress goes to stderr with the next seed, so that a run that was
 * stopped goes on with that seed.
 */
import { fuzzOnce } from '../src/importers/testing/fuzz.ts';

/** Processor time after which a file of a few kilobytes counts as a hang. */
const HANG_MS = 2000;
const MOST_FAULTS = 20;

const n = Number(process.argv[2] ?? 1_000_000);
const first = Number(process.argv[3] ?? Date.now() % 1_000_000_007);
if (!(n > 0) || !Number.isInteger(n) || !Number.isInteger(first)) {
  process.stderr.write('usage: tsx scripts/fuzz-import.ts [number of files] [first seed]\n');
  process.exit(2);
}
const t0 = performance.now();
const faults = { crash: 0, hang: 0, 'unreported row': 0, 'bad value': 0 };
let total = 0;
let refused = 0;
let slowest = 0;
let done = 0;
const report = (kind: keyof typeof faults, text: string): void => {
  faults[kind]++;
  total++;
  process.stdout.write(`${kind}: ${text}\n---\n`);
};
while (done < n) {
  const before = process.cpuUsage();
  const run = fuzzOnce(first + done);
  const used = process.cpuUsage(before);
  const ms = (used.user + used.system) / 1000;
  slowest = Math.max(slowest, ms);
  if (run.refused) refused++;
  if (run.kind !== '') report(run.kind, run.fault);
  if (ms > HANG_MS) report('hang', `seed ${first + done} took ${Math.round(ms)} ms`);
  done++;
  if (total >= MOST_FAULTS) break;
  if (done % 20_000 === 0)
    process.stderr.write(
      `${done} of ${n} files, ${total} faults, ${Math.round((performance.now() - t0) / 1000)} s; next seed ${first + done}\n`,
    );
}
process.stdout.write(
  `first seed ${first}: ${done} files, ${faults.crash} crashes, ${faults.hang} hangs, ${faults['unreported row']} unreported rows, ${faults['bad value']} bad values; ${refused} refused with a reason, slowest ${Math.round(slowest)} ms of processor time\n`,
);
process.exitCode = total === 0 ? 0 : 1;
