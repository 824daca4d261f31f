import { makeIsoDate, type IsoDate } from '../core/iso-date.ts';
import { EXPANSIONS, KEEP_AS_IS, SPELLING_TARGETS } from './lexicon/english.ts';
import { correctSpelling } from './spelling.ts';

/** A day or a whole named period. */
export interface DateRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly precision: 'day' | 'month' | 'quarter' | 'season' | 'year';
  /** "end of …": what is meant is the last day. */
  readonly atEnd?: boolean;
}

/**
 * One unit of the text after normalisation. `w` is the canonical lower-case word, a punctuation mark, or a
 * placeholder: N number, M money, P percent, Y year, D date.
 */
export interface Token {
  readonly w: string;
  readonly start: number;
  readonly end: number;
  /** As written; "" for a word that an expansion added. */
  readonly raw: string;
  readonly value?: number;
  readonly date?: DateRange;
  /** True when a dollar sign or a money word says that a number is money. */
  readonly isCashtag?: boolean;
}

const TOKEN =
  /(\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})(?!\d))|\$([A-Za-z]{1,5})(?![A-Za-z\d])|\b(w\/o\b|w\/(?=\s|[a-z])|b\/c\b|b4|gr8|l8r|2day|2moro|q[1-4]|401k|w2|sp500)\b|((?:us)?\$\s{0,2})?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s?(%|[a-z]+\b|\+)?|([A-Z]{1,4}[./-][AB])(?![A-Za-z])|([A-Za-z\u00c0-\u024f]+(?:['’`][A-Za-z]+)*(?:&[A-Za-z]+)?)|([.,;:!?()\n—–/&+%"-]|\.{2,})/giy;

/** Unit letters glued to or standing right after a number, and what the pair means. */
const GLUED: Readonly<Record<string, string>> = {
  k: '*1000',
  m: '*1000000',
  mm: '*1000000',
  mil: '*1000000',
  mn: '*1000000',
  b: '*1000000000',
  bn: '*1000000000',
  grand: '*1000',
  thousand: '*1000',
  million: '*1000000',
  billion: '*1000000000',
  hundred: '*100',
  y: 'years',
  yr: 'years',
  yrs: 'years',
  yo: 'years old',
  mo: 'months',
  mos: 'months',
  mth: 'months',
  mths: 'months',
  w: 'weeks',
  wk: 'weeks',
  wks: 'weeks',
  d: 'days',
  hrs: 'hours',
  h: 'hours',
};

function dateOf(text: string): Token['date'] | null {
  const iso = /^(\d{4})-(\d+)-(\d+)$/.exec(text);
  const us = /^(\d+)\/(\d+)\/(\d+)$/.exec(text);
  const year = (y: string): number => (y.length === 2 ? 2000 + Number(y) : Number(y));
  const d = iso
    ? makeIsoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
    : us
      ? makeIsoDate(year(us[3] ?? ''), Number(us[1]), Number(us[2]))
      : null;
  return d && { from: d, to: d, precision: 'day' };
}

/** Kinds of signs that programs and command lines are made of; a stretch with two of them is one. */
const CODE_SIGNS: readonly RegExp[] = [
  /\b(?:for|if|while|switch|catch)\s*\(/,
  /=>|->\s*\w|::/,
  /[=!]==?|[<>]=|\w\s*[<>]\s*[\w.]+\s*[;)]/,
  /[{}]/,
  /;\s*(?:$|[}\w])/m,
  /\w\.\w+\(|\b\w+\(\w*(?:,\s*\w+)*\)/,
  /\w\[\w+\]/,
  /\+\+|--(?=[;)])|[+*/-]=/,
  /\b[a-z]+_[a-z_]+\b|\bassert\s+\w/,
  /&&|\|\|/,
  /\b(?:function|def|class|const|let|var|return|import|public|void|int)\s+\w+\s*(?:[=(:;]|from\b)|#include\b/,
  /(?:^|\s)--?[a-z][\w-]+(?=\s|=|$)/,
  /^\s*(?:\$\s|sudo\b|rm\s+-|git\s+\w+|npm\s+\w+|curl\s|chmod\s|docker\s|pip\s|cd\s+[./~]|ls\s+-|export\s+\w+=)/m,
];
const SIGNS_OF_CODE = 2;

/** Lines and sentences that are code or a command, blanked. What stands beside them is read. */
function maskCode(text: string): string {
  if (!/[{}=;&|[\]<>$]|--?\w/.test(text)) return text;
  return text.replace(/[^\n]+?(?:[.!?](?=\s+[A-Z])|(?=\n)|$)/g, (part) =>
    CODE_SIGNS.filter((re) => re.test(part)).length >= SIGNS_OF_CODE ? ' '.repeat(part.length) : part,
  );
}

/** Masks markup, SQL and JSON with blanks of the same length: they are inert, and offsets stay true. */
export function maskMarkup(text: string): string {
  const blank = (m: string): string => ' '.repeat(m.length);
  return text
    .replace(/<(script|style|iframe)\b[^>]{0,2000}>[^<]{0,2000}(?:<\/\1\s*>)?/gi, blank)
    .replace(/<\/?[a-z!][^<>]{0,2000}>/gi, blank)
    .replace(/\{[^{}]{0,2000}"\s*:[^{}]{0,2000}\}?/g, blank)
    .replace(/"[\w.]{1,40}"\s*:\s*["{[\d][^\n]{0,300}/g, blank)
    .replace(
      /\b(?:select\s+(?:\*|[\w, ]{1,80}\s+from\s+\w+\s*(?:where|;))|drop\s+(?:table|database)|delete\s+from|insert\s+into|union\s+(?:all\s+)?select|update\s+\w+\s+set\b|truncate\s+table|alter\s+table)[^;\n]{0,300};?/gi,
      blank,
    )
    .replace(/https?:\/\/\S{1,500}|\bwww\.\S{1,500}|\S{1,80}@\S{1,80}\.\w{2,10}/gi, blank);
}

class Lexer {
  readonly out: Token[] = [];
  /** Corrections already looked up: long texts repeat themselves. */
  private readonly corrected = new Map<string, string>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  private push(w: string, start: number, end: number, more: Partial<Token> = {}): void {
    this.out.push({ w, start, end, raw: this.text.slice(start, end), ...more });
  }

  word(raw: string, start: number, end: number): void {
    const bare = raw.toLowerCase().replace(/['’`]/g, '');
    let word = Object.hasOwn(EXPANSIONS, bare) ? EXPANSIONS[bare] : this.corrected.get(bare);
    if (word === undefined)
      this.corrected.set(bare, (word = correctSpelling(bare, SPELLING_TARGETS, KEEP_AS_IS)));
    // "No more then eight": the slip is common enough to be read as it is meant.
    if (
      word === 'then' &&
      /^(?:more|fewer|less|better|greater|rather|higher|lower)$/.test(this.out.at(-1)?.w ?? '')
    )
      word = 'than';
    for (const part of word.split(/[ -]/)) this.push(part, start, end);
  }

  number(
    money: string | undefined,
    digits: string,
    suffix: string | undefined,
    start: number,
    end: number,
  ): void {
    let value = Number(digits.replaceAll(',', ''));
    const tail = (suffix ?? '').toLowerCase();
    const meaning = Object.hasOwn(GLUED, tail) ? (GLUED[tail] as string) : '';
    const isMoney = money !== undefined;
    const tailStart = end - tail.length;
    const isGlued = tail !== '' && this.text[tailStart - 1] !== ' ';
    const spelled = tail.length > 2;
    // "6m" may be months; a lone letter apart from its number ("5 d") is nothing.
    const scales =
      meaning.startsWith('*') &&
      (isGlued || spelled) &&
      (tail !== 'm' || isMoney || digits.includes('.') || value < 10);
    if (scales) {
      value = Math.round(value * Number(meaning.slice(1)) * 100) / 100;
      // "1.5 million dollars": the money word that follows is read later.
      this.push(isMoney || tail !== 'hundred' ? 'M' : 'N', start, end, { value });
      return;
    }
    if (tail === '%') return this.push('P', start, end, { value });
    const isYear = !isMoney && /^(19|20)\d\d$/.test(digits);
    const numberEnd = tail === '' ? end : isGlued ? tailStart : tailStart - 1;
    this.push(isMoney ? 'M' : isYear ? 'Y' : 'N', start, numberEnd, { value });
    if (tail === '' || tail === '+') return;
    if (/^(st|nd|rd|th)$/.test(tail) && isGlued) return;
    if (tail === 'ish') return;
    if (meaning !== '' && !meaning.startsWith('*') && (isGlued || spelled)) {
      for (const part of meaning.split(' ')) this.push(part, tailStart, end);
    } else this.word(this.text.slice(tailStart, end), tailStart, end);
  }

  mark(raw: string, start: number, end: number): void {
    const before = this.text[start - 1] ?? ' ';
    const after = this.text[end] ?? ' ';
    if (raw === '-' || raw === '–' || raw === '—') {
      if (/\d/.test(before) && /[\d$]/.test(after)) this.push('to', start, end);
      else if (!/[A-Za-z\d]/.test(before) || !/[A-Za-z\d]/.test(after) || raw === '—') {
        const isRange =
          /[\da-z]\s*$/i.test(this.text.slice(Math.max(0, start - 3), start)) &&
          /^\s*\$?\d/.test(this.text.slice(end, end + 3)) &&
          this.out.at(-1)?.value !== undefined;
        // "-8%" on its own is a minus sign.
        const isMinus = raw === '-' && /\d/.test(after) && !/[\dA-Za-z]/.test(before);
        this.push(isRange ? 'to' : isMinus ? 'minus' : ',', start, end);
      }
    } else if (raw === '/') this.push(this.out.at(-1)?.value === undefined ? 'or' : 'per', start, end);
    else if (raw === '&' || raw === '+') this.push('and', start, end);
    else if (raw === '%') {
      const last = this.out.at(-1);
      if (last?.w === 'N') this.out[this.out.length - 1] = { ...last, w: 'P', end };
    } else if (raw === '"') return;
    else this.push(raw === '\n' ? '.' : raw.startsWith('..') ? ',' : raw, start, end);
  }
}

/** Cuts a text into tokens. Linear; every character belongs to at most one token. */
export function tokenize(original: string): Token[] {
  const text = maskCode(maskMarkup(original));
  const lexer = new Lexer(text);
  const re = new RegExp(TOKEN.source, TOKEN.flags);
  let at = 0;
  while (at < text.length) {
    re.lastIndex = at;
    const m = re.exec(text);
    if (!m) {
      at++;
      continue;
    }
    const end = at + m[0].length;
    const [, date, cashtag, alphanumeric, money, digits, suffix, classed, word, mark] = m;
    if (date !== undefined) {
      const range = dateOf(date);
      if (range) lexer.out.push({ w: 'D', start: at, end, raw: m[0], date: range });
    } else if (cashtag !== undefined)
      lexer.out.push({
        w: cashtag.toLowerCase(),
        start: at,
        end,
        raw: cashtag.toUpperCase(),
        isCashtag: true,
      });
    else if (alphanumeric !== undefined) lexer.word(alphanumeric, at, end);
    else if (digits !== undefined) lexer.number(money, digits, suffix, at, at + m[0].trimEnd().length);
    else if (classed !== undefined) lexer.out.push({ w: classed.toLowerCase(), start: at, end, raw: m[0] });
    else if (word !== undefined) lexer.word(word, at, end);
    else if (mark !== undefined) lexer.mark(mark, at, end);
    at = end;
  }
  return lexer.out;
}
