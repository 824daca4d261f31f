/**
 * Corrects one slip of the finger (a letter too many, too few, swapped or replaced) towards a small vocabulary.
 * Only words of five letters and more, only with the right first letter, never words that are listed as real.
 */

const byShape = new WeakMap<readonly string[], { exact: Set<string>; buckets: Map<string, string[]> }>();

function tableOf(targets: readonly string[]): { exact: Set<string>; buckets: Map<string, string[]> } {
  let table = byShape.get(targets);
  if (table) return table;
  const buckets = new Map<string, string[]>();
  for (const t of targets) {
    if (t.length < 5) continue;
    for (let n = t.length - 1; n <= t.length + 1; n++) {
      const key = `${t[0]}${n}`;
      buckets.set(key, [...(buckets.get(key) ?? []), t]);
    }
  }
  table = { exact: new Set(targets), buckets };
  byShape.set(targets, table);
  return table;
}

/** True when a and b differ by at most one insertion, deletion, replacement or swap of neighbours. */
export function isOneSlipApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const restA = a.slice(i);
  const restB = b.slice(i);
  if (restA === restB) return true;
  if (a.length === b.length) {
    if (restA.slice(1) === restB.slice(1)) return true;
    return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  }
  return a.length > b.length ? restA.slice(1) === restB : restA === restB.slice(1);
}

const collapse = (w: string): string => w.replace(/(.)\1+/g, '$1');

/** Two slips are forgiven in long words, and doubled letters anywhere ("profitts", "harvsting"). */
function isNear(word: string, target: string): boolean {
  if (isOneSlipApart(word, target)) return true;
  if (target.length < 8) return collapse(word) === collapse(target);
  const a = collapse(word);
  const b = collapse(target);
  if (isOneSlipApart(a, b)) return true;
  // Same letters apart from vowels: "mrktng" style shortenings of long words.
  return (
    word.length >= 5 &&
    a.replace(/[aeiou]/g, '') === b.replace(/[aeiou]/g, '') &&
    Math.abs(a.length - b.length) <= 3
  );
}

/** The word itself, or the one target it is a slip away from. */
export function correctSpelling(
  word: string,
  targets: readonly string[],
  realWords: ReadonlySet<string>,
): string {
  if (word.length < 5 || word.length > 20 || realWords.has(word)) return word;
  const { exact, buckets } = tableOf(targets);
  if (exact.has(word)) return word;
  const candidates = buckets.get(`${word[0]}${word.length}`) ?? [];
  const found = candidates.filter((t) => isNear(word, t));
  // A plural or an inflection of a target is a real word, not a slip.
  if (
    found.some(
      (t) =>
        word === `${t}s` ||
        word === `${t}d` ||
        word === `${t}r` ||
        t === `${word}s` ||
        t === `${word}d` ||
        word === `${t}e`,
    )
  )
    return word;
  return found[0] ?? word;
}
