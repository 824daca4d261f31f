/**
 * Reading a goal from words: milliseconds a sentence, and how the time grows with the length of the text.
 * npm run bench:intent. Sentences are the labelled ones of the tests; nothing is fetched.
 */
import { performance } from 'node:perf_hooks';
import { isoDate } from '../src/core/iso-date.ts';
import { OWN_CASES } from '../src/intent/own-cases.test-data.ts';
import { parseIntent } from '../src/intent/parse-intent.ts';

const TODAY = isoDate('2026-11-22');

function clock(f: () => void): number {
  const from = performance.now();
  f();
  return performance.now() - from;
}

const quantile = (xs: readonly number[], q: number): number =>
  xs.toSorted((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(q * xs.length))] ?? 0;

/** Sentences one after the other up to a length: what a very long wish looks like. */
function longText(length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++) text += `${OWN_CASES[i % OWN_CASES.length]?.text ?? ''} `;
  return text.slice(0, length);
}

const first = clock(() => void parseIntent('I want to retire in twenty years.', TODAY));
for (const c of OWN_CASES) parseIntent(c.text, TODAY);
const read = (text: string): number => clock(() => void parseIntent(text, TODAY));
const once = OWN_CASES.map((c) => read(c.text));
// A pause of the machine (collector, compiler, another program) falls on any sentence; three readings in a row hardly ever catch one.
const each = OWN_CASES.map((c) => Math.min(read(c.text), read(c.text), read(c.text)));
const slowest = OWN_CASES[each.indexOf(Math.max(...each))]?.text ?? '';
console.log(
  `${each.length} sentences, best of three: median ${quantile(each, 0.5).toFixed(2)} ms, 95 % within ${quantile(each, 0.95).toFixed(2)} ms, longest ${Math.max(...each).toFixed(2)} ms, ${slowest.length} characters (aim: below 20 ms)`,
);
console.log(
  `read once: median ${quantile(once, 0.5).toFixed(2)} ms, longest ${Math.max(...once).toFixed(2)} ms, pauses of the machine included; the very first sentence, patterns not yet compiled: ${first.toFixed(1)} ms`,
);
// A few words over and over are not read: enough different ones in front, and they are.
const OPENING = 'We live by the lake with two kids, a cat and plenty of time for our money. ';
let last = 0;
for (const length of [1_250, 2_500, 5_000, 10_000]) {
  const text = longText(length);
  parseIntent(text, TODAY);
  const best = Math.min(...[0, 1, 2].map(() => clock(() => void parseIntent(text, TODAY))));
  const ratio = last > 0 ? `, ${(best / last).toFixed(2)} times the half of it (2 = linear)` : '';
  console.log(`${length} characters of sentences: ${best.toFixed(1)} ms${ratio}`);
  last = best;
}
for (const filler of [
  'never sell my my my ',
  '1 2 3 4 5 ',
  'a a a ',
  'dont want to lose the my money ',
  '{"a":',
  'no. ',
]) {
  const text = (n: number) => (OPENING + filler.repeat(Math.ceil(n / filler.length))).slice(0, n);
  parseIntent(text(5_000), TODAY);
  const half = Math.min(...[0, 1].map(() => clock(() => void parseIntent(text(5_000), TODAY))));
  const full = Math.min(...[0, 1].map(() => clock(() => void parseIntent(text(10_000), TODAY))));
  console.log(
    `10000 characters of ${JSON.stringify(filler)}: ${full.toFixed(1)} ms, ${(full / half).toFixed(2)} times 5000`,
  );
}
