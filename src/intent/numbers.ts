import { SCALES, UNITS } from './lexicon/english.ts';
import type { Token } from './tokens.ts';

const MONEY_WORDS = new Set(['dollars', 'bucks', 'usd', 'dollar']);
const own = (table: Readonly<Record<string, number>>, key: string): number | null =>
  Object.hasOwn(table, key) ? (table[key] as number) : null;

interface Read {
  readonly value: number;
  readonly next: number;
  readonly isMoney: boolean;
}

/** Reads a spelled number at `i`: "two hundred and fifty thousand", "half a million", "a dozen", "a couple of". */
function readSpelled(tokens: readonly Token[], i: number): Read | null {
  const w = (k: number): string => tokens[k]?.w ?? '';
  let at = i;
  if (w(at) === 'half' && w(at + 1) === 'a' && ['million', 'dozen', 'billion'].includes(w(at + 2))) {
    return {
      value: w(at + 2) === 'dozen' ? 6 : (SCALES[w(at + 2)] as number) / 2,
      next: at + 3,
      isMoney: w(at + 2) !== 'dozen',
    };
  }
  if (
    w(at) === 'quarter' &&
    (w(at + 1) === 'million' || (w(at + 1) === 'of' && w(at + 2) === 'a' && w(at + 3) === 'million'))
  ) {
    return { value: 250_000, next: at + (w(at + 1) === 'million' ? 2 : 4), isMoney: true };
  }
  if (w(at) === 'a' && (['dozen', 'couple', 'few'].includes(w(at + 1)) || own(SCALES, w(at + 1)) !== null))
    at++;
  if (w(at) === 'dozen') return { value: 12, next: at + 1, isMoney: false };
  if (w(at) === 'couple') return { value: 2, next: at + (w(at + 1) === 'of' ? 2 : 1), isMoney: false };
  if (w(at) === 'few' && at > i) return { value: 3, next: at + 1, isMoney: false };
  let total = 0;
  let part: number | null = at > i ? 1 : null;
  let isMoney = false;
  let last = -1;
  for (; at < tokens.length; at++) {
    const unit = own(UNITS, w(at));
    const scale = own(SCALES, w(at));
    if (unit !== null) {
      // "twenty five" adds up; "three five" are two numbers.
      if (part !== null && last >= 0 && !(last >= 20 && last < 100 && unit < 10) && last !== 100) break;
      part = (part ?? 0) + unit;
      last = unit;
    } else if (scale !== null && part !== null) {
      if (scale === 100) part *= 100;
      else {
        total += part * scale;
        part = 0;
        isMoney ||= scale >= 1000;
      }
      last = 100;
    } else if (w(at) === 'dozen' && part !== null) {
      part *= 12;
      last = 100;
    } else if (w(at) === 'and' && last === 100 && (own(UNITS, w(at + 1)) ?? 0) > 0 && !isTime(w(at + 2)))
      continue;
    else break;
  }
  if (part === null) return null;
  // "two and a half"
  if (w(at) === 'and' && w(at + 1) === 'a' && w(at + 2) === 'half' && total === 0)
    return { value: part + 0.5, next: at + 3, isMoney: false };
  return { value: total + part, next: at, isMoney };
}

const isTime = (w: string): boolean => /^(year|month|week|day)s?$/.test(w);

/**
 * Joins number words and marks money and percents: afterwards every amount is one token N, M or P.
 * "one" and "a" stay words where they are no count ("no one", "a stock").
 */
export function mergeNumbers(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const t = tokens[i] as Token;
    let read: Read | null = null;
    if (t.value !== undefined) read = { value: t.value, next: i + 1, isMoney: t.w === 'M' };
    else if (
      /^[a-z]+$/.test(t.w) &&
      !(t.w === 'one' && isPronounOne(tokens, i)) &&
      !(t.w === 'zero' && !isCountedZero(tokens, i))
    )
      read = readSpelled(tokens, i);
    if (!read) {
      out.push(t);
      i++;
      continue;
    }
    let { value, next, isMoney } = read;
    const scale = own(SCALES, tokens[next]?.w ?? '');
    if (t.value !== undefined && scale !== null && t.w !== 'P') {
      value *= scale;
      next++;
      isMoney ||= scale >= 1000;
    }
    if (
      t.value !== undefined &&
      tokens[next]?.w === 'and' &&
      tokens[next + 1]?.w === 'a' &&
      tokens[next + 2]?.w === 'half'
    ) {
      value += 0.5;
      next += 3;
    }
    if (t.value !== undefined && tokens[next]?.w === 'dozen' && t.w !== 'P') {
      value *= 12;
      next++;
    }
    let kind = t.w === 'P' ? 'P' : t.w === 'Y' && next === i + 1 ? 'Y' : isMoney ? 'M' : 'N';
    const after = tokens[next]?.w ?? '';
    if (kind !== 'P' && (after === 'percent' || (after === 'per' && tokens[next + 1]?.w === 'cent'))) {
      kind = 'P';
      next += after === 'percent' ? 1 : 2;
    } else if (MONEY_WORDS.has(after)) {
      kind = 'M';
      next++;
    } else if (kind === 'Y' && isTime(after)) kind = 'N';
    if (out.at(-1)?.w === 'usd') kind = 'M';
    const end = (tokens[next - 1] as Token).end;
    out.push({ w: kind, start: t.start, end, raw: t.raw, value });
    i = next;
  }
  return out;
}

/** "zero percent", "down to zero": a number; "zero risk", "zero exposure": the word no. */
function isCountedZero(tokens: readonly Token[], i: number): boolean {
  const after = tokens[i + 1]?.w ?? '';
  return (
    isTime(after) || ['percent', 'dollars', 'trades', '.', ',', ''].includes(after) || MONEY_WORDS.has(after)
  );
}

/** "no one", "this one", "one day I", "one of": not a count. */
function isPronounOne(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.w ?? '';
  const after = tokens[i + 1]?.w ?? '';
  if (
    isTime(after) ||
    ['hundred', 'thousand', 'million', 'grand', 'percent', 'trade', 'transaction', 'and'].includes(after)
  ) {
    return (
      after === 'day' &&
      ['', 'and', 'so', 'that', ',', '.', 'for', 'to', 'kids', 'will', 'can', 'could'].includes(before)
    );
  }
  return (
    !/^(?:number|priority|goal|job|rule|aim|objective|choice|concern)$/.test(before) &&
    before !== 'than' &&
    before !== 'most' &&
    before !== 'to' &&
    before !== 'after'
  );
}
