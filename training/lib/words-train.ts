import { isoDate } from '../../src/core/iso-date.ts';
import { GOALS } from '../../src/intent/intent.ts';
import { knownTo, readFacts } from '../../src/intent/read-facts.ts';
import { SLOTS, wordFeatures } from '../../src/intent/word-features.ts';
import { CLASSES, type WordsRow } from './words-corpus.ts';
import { fitWords, scoresOf, type FitOptions, type FitRow } from './words-fit.ts';

/** The day that dates in the sentences are seen from. */
const TODAY = isoDate('2026-11-22');
/** Chosen by leaving out one voice after the other. */
export const FIT: FitOptions = { l2: 3e-5, epochs: 80, rate: 0.3 };

export interface TrainedWords {
  /** [slot, class], -127 … 127. */
  readonly weights: Int8Array;
  /** What one step of `weights` is worth. */
  readonly scale: number;
  readonly bias: readonly number[];
}

/** Sentences as the reader sees them. */
export function fitRows(rows: readonly WordsRow[]): FitRow[] {
  return rows.map(({ text, target }) => {
    const facts = readFacts(text, TODAY);
    const all = { from: 0, to: facts.passage.tokens.length };
    return { target, features: wordFeatures(facts.passage, all, knownTo(facts)) };
  });
}

const topOf = (xs: readonly number[]): number => xs.indexOf(Math.max(...xs));

/** Fits the rows and rounds the weights to bytes. */
export function trainWords(corpus: readonly WordsRow[]): TrainedWords {
  const rows = fitRows(corpus);
  const exact = fitWords(rows, CLASSES, FIT);
  const size = SLOTS * CLASSES;
  let most = 0;
  for (let i = 0; i < size; i++) most = Math.max(most, Math.abs(exact[i] as number));
  const scale = most / 127;
  const weights = Int8Array.from({ length: size }, (_, i) => Math.round((exact[i] as number) / scale));
  const bias = Array.from(exact.slice(size), (b) => Math.round(b * 1e4) / 1e4);
  return { weights, scale, bias };
}

/** How the weights, as shipped, read sentences by themselves: strongest class against the label's. */
export function scoreWords(
  { weights, scale, bias }: TrainedWords,
  corpus: readonly WordsRow[],
): { goals: number; goalsRight: number; none: number; invented: number } {
  const shipped = Float64Array.from([...weights].map((w) => w * scale).concat(bias));
  const out = { goals: 0, goalsRight: 0, none: 0, invented: 0 };
  for (const r of fitRows(corpus)) {
    const want = topOf(r.target);
    const got = topOf(scoresOf(r.features, shipped, CLASSES));
    if (want >= GOALS.length) {
      out.none++;
      if (got < GOALS.length) out.invented++;
    } else {
      out.goals++;
      if (got === want) out.goalsRight++;
    }
  }
  return out;
}

/** The module that ships the weights. */
export function weightsModule({ weights, scale, bias }: TrainedWords, hash: string): string {
  const bytes = Buffer.from(weights.buffer).toString('base64');
  return `// Written by npm run train:words; do not edit. One byte a weight, [slot, class].\n// prettier-ignore\nexport const CORPUS_HASH = '${hash}';\n// prettier-ignore\nexport const SCALE = ${scale};\n// prettier-ignore\nexport const BIAS = ${JSON.stringify(bias)} as const;\n// prettier-ignore\nexport const WEIGHTS = '${bytes}';\n`;
}
