/**
 * Trains the reader of goals in words (`src/intent/word-goals.ts`) and writes its weights as a module: npm run train:words.
 * Sentences: `training/words/*.tsv` and the parser's tests. No chance in it: the same sentences give the same weights.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { corpusHash, readCorpus } from './lib/words-corpus.ts';
import { trainWords, weightsModule } from './lib/words-train.ts';

const OUT = resolve(import.meta.dirname, '../src/intent/lexicon/word-weights.ts');

const start = performance.now();
const rows = readCorpus();
const trained = trainWords(rows);
writeFileSync(OUT, weightsModule(trained, corpusHash(rows)));
console.log(
  `${rows.length} sentences, ${(trained.right * 100).toFixed(1)} % of them read rightly by the weights as shipped, ${((performance.now() - start) / 1000).toFixed(1)} s: ${OUT}`,
);
