/**
 * Trains the reader of goals in words (`src/intent/word-goals.ts`) and writes its weights as a module: npm run train:words.
 * Sentences: `training/words/*.tsv` and the parser's tests. No chance in it: the same sentences give the same weights.
 * With `-- --leave-out VOICE` (a file of `training/words`, or "tests") nothing is written: the reader is trained on all other voices and
 * scored on that one, without the grammar.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { corpusHash, readCorpus } from './lib/words-corpus.ts';
import { scoreWords, trainWords, weightsModule } from './lib/words-train.ts';

const OUT = resolve(import.meta.dirname, '../src/intent/lexicon/word-weights.ts');
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const start = performance.now();
const rows = readCorpus();
const at = process.argv.indexOf('--leave-out');
if (at > 0) {
  const voice = process.argv[at + 1] ?? '';
  const held = rows.filter((r) => r.voice === voice);
  if (held.length === 0)
    throw new Error(`no voice "${voice}"; there are ${[...new Set(rows.map((r) => r.voice))].join(', ')}`);
  // The later rounds were written by the hands that wrote the tests.
  const others = rows.filter((r) => r.voice !== voice && !(voice === 'tests' && r.voice === 'rounds'));
  const { goalsRight, goals, invented, none } = scoreWords(trainWords(others), held);
  console.log(
    `trained on ${others.length}, read ${voice}: ${percent(goalsRight / Math.max(1, goals))} of ${goals} goals right, a goal invented in ${invented} of ${none} sentences without one`,
  );
} else {
  const trained = trainWords(rows);
  const { goalsRight, goals, invented, none } = scoreWords(trained, rows);
  writeFileSync(OUT, weightsModule(trained, corpusHash(rows)));
  console.log(
    `${rows.length} sentences; of those trained on, ${percent(goalsRight / goals)} of ${goals} goals right, a goal invented in ${invented} of ${none} without one; ${((performance.now() - start) / 1000).toFixed(1)} s: ${OUT}`,
  );
}
