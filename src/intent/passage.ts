import type { Span } from './intent.ts';
import type { Token } from './tokens.ts';

/** A pattern of the grammar, compiled once. See `cue`. */
export interface Cue {
  readonly re: RegExp;
}

/**
 * Compiles a pattern over the normalised text, in which words and placeholders (N, M, P, Y, D) are separated by single blanks.
 * `~3` stands for up to three words in between that do not end a sentence; a pattern always covers whole words.
 */
export function cue(source: string): Cue {
  const body = source
    .replace(/ ~(\d+) /g, (_, n: string) => `(?: [^ .;!?]+){0,${n}} `)
    .replace(/~(\d+) /g, (_, n: string) => `(?:[^ .;!?]+ ){0,${n}}`);
  return { re: new RegExp(` (?:${body})(?= )`, 'g') };
}

/** A piece of text has at least so many words, and ends with a sentence. */
const PIECE = 120;
/** Words without a full stop after which a sentence is taken to end all the same. */
const LONGEST_SENTENCE = 150;

/** A match: token range [from, to). */
export interface Hit {
  readonly from: number;
  readonly to: number;
}

/** Normalised text with a way back: from matches to tokens to the characters the person typed. */
export class Passage {
  readonly tokens: readonly Token[];
  /** ' word word . word ' */
  readonly text: string;
  /**
   * The text in pieces of whole sentences, each with the offset it starts at: no pattern reaches further, so that a
   * pattern with repetitions costs the same per word however long the text is. Short texts are one piece.
   */
  private readonly pieces: readonly { readonly text: string; readonly at: number }[];
  /** Matches tried and words looked at: a measure of effort that does not depend on the machine. */
  effort = 0;
  private readonly startsAt: Int32Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    ({ starts: this.starts, ends: this.ends } = sentenceBounds(tokens));
    this.startsAt = new Int32Array(tokens.length + 1);
    let at = 1;
    tokens.forEach((t, i) => {
      this.startsAt[i] = at;
      at += t.w.length + 1;
    });
    this.startsAt[tokens.length] = at;
    this.text = tokens.length === 0 ? ' ' : ` ${tokens.map((t) => t.w).join(' ')} `;
    this.pieces = this.cut();
  }

  private cut(): { text: string; at: number }[] {
    const out: { text: string; at: number }[] = [];
    let from = 0;
    for (let i = 1; i <= this.tokens.length; i++) {
      const isLast = i === this.tokens.length;
      if (!isLast && (i - from < PIECE || this.starts[i] !== i)) continue;
      const at = (this.startsAt[from] as number) - 1;
      out.push({ text: this.text.slice(at, this.startsAt[i]), at });
      from = i;
    }
    return out;
  }

  w(i: number): string {
    return this.tokens[i]?.w ?? '';
  }

  private tokenAt(offset: number): number {
    let lo = 0;
    let hi = this.tokens.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((this.startsAt[mid] as number) <= offset) lo = mid + 1;
      else hi = mid;
    }
    return lo - 1;
  }

  /** All matches of a pattern, left to right, not overlapping. */
  find({ re }: Cue): Hit[] {
    const out: Hit[] = [];
    for (const { text, at } of this.pieces) {
      this.effort += 1;
      re.lastIndex = 0;
      for (let m = re.exec(text); m; m = re.exec(text)) {
        this.effort += 1;
        const start = at + m.index;
        out.push({ from: this.tokenAt(start + 1), to: this.tokenAt(start + m[0].length - 1) + 1 });
        // The blank that ends a match begins the next word.
        if (m[0].length === 0) re.lastIndex++;
      }
    }
    return out;
  }

  has({ re }: Cue): boolean {
    return this.pieces.some(({ text }) => {
      this.effort += 1;
      re.lastIndex = 0;
      return re.test(text);
    });
  }

  /** The words of a token range, as normalised. */
  words(from: number, to: number): string {
    this.effort += Math.max(0, to - from);
    return ` ${this.tokens
      .slice(Math.max(0, from), to)
      .map((t) => t.w)
      .join(' ')} `;
  }

  /** The characters of a token range. */
  span(hit: Hit): Span {
    const from = this.tokens[hit.from] as Token;
    let end = from.end;
    for (let i = hit.from; i < hit.to; i++) end = Math.max(end, (this.tokens[i] as Token).end);
    return [from.start, end];
  }

  /** First token of the sentence that token i is in. */
  sentenceStart(i: number): number {
    return this.starts[Math.max(0, Math.min(i, this.tokens.length))] ?? 0;
  }

  /** One past the last token of the sentence that token i is in. */
  sentenceEnd(i: number): number {
    return i >= this.tokens.length ? i : (this.ends[i] as number);
  }
}

/** For every token (and one past the last) where its sentence starts and ends. A mark that ends a sentence belongs to it. */
function sentenceBounds(tokens: readonly Token[]): { starts: Int32Array; ends: Int32Array } {
  const starts = new Int32Array(tokens.length + 1);
  const ends = new Int32Array(tokens.length);
  let run = 0;
  const cuts = tokens.map((t) => {
    run = /^[.!?;]$/.test(t.w) || run + 1 >= LONGEST_SENTENCE ? 0 : run + 1;
    return run === 0;
  });
  const isEnd = (i: number): boolean => cuts[i] === true;
  for (let i = 1; i <= tokens.length; i++) starts[i] = isEnd(i - 1) ? i : (starts[i - 1] as number);
  for (let i = tokens.length - 1; i >= 0; i--)
    ends[i] = isEnd(i) ? i : i + 1 < tokens.length ? (ends[i + 1] as number) : tokens.length;
  return { starts, ends };
}
