/**
 * A reader over the bytes of a numeric CSV. Price files are tens of millions of cells wide x long, so cells are
 * parsed where they lie: no string per cell, no array per row.
 */
const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const CR = 13;
const POINT = 46;
const ZERO = 48;

const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i);

export class ByteCsv {
  /** Byte position of the next cell. */
  at: number;
  /** 1-based line of the next cell. */
  line = 1;
  /** True when the cell just read was the last of its line. */
  endOfLine = false;
  private readonly bytes: Uint8Array;
  private readonly separator: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    // A UTF-8 byte order mark, as Excel writes it.
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.separator = this.guessSeparator();
  }

  /** True when no cell is left. */
  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  private guessSeparator(): number {
    const counts = new Map([
      [COMMA, 0],
      [59, 0],
      [9, 0],
    ]);
    for (let i = this.at; i < this.bytes.length && this.bytes[i] !== LF; i++) {
      const b = this.bytes[i] as number;
      const n = counts.get(b);
      if (n !== undefined) counts.set(b, n + 1);
    }
    return [...counts].reduce((best, c) => (c[1] > best[1] ? c : best))[0];
  }

  /** Upper bound on the number of lines left. */
  countLines(): number {
    let n = 1;
    for (let i = this.at; i < this.bytes.length; i++) if (this.bytes[i] === LF) n++;
    return n;
  }

  /** The next cell as trimmed text, quotes removed. */
  text(): string {
    let out = '';
    if (this.bytes[this.at] === QUOTE) {
      this.at++;
      while (this.at < this.bytes.length) {
        const b = this.bytes[this.at++] as number;
        if (b !== QUOTE) out += String.fromCharCode(b);
        else if (this.bytes[this.at] === QUOTE) {
          out += '"';
          this.at++;
        } else break;
      }
    }
    const end = this.cellEnd();
    for (let i = this.at; i < end; i++) out += String.fromCharCode(this.bytes[i] as number);
    this.leave(end);
    return out.trim();
  }

  /** The next cell as a number; 0 when empty, NaN when it is no plain number. */
  number(): number {
    let mantissa = 0;
    let digits = 0;
    let decimals = -1;
    let i = this.at;
    for (; i < this.bytes.length; i++) {
      const b = this.bytes[i] as number;
      if (b >= ZERO && b <= 57) {
        mantissa = mantissa * 10 + (b - ZERO);
        digits++;
        if (decimals >= 0) decimals++;
      } else if (b === POINT && decimals < 0) decimals = 0;
      else break;
    }
    const b = this.bytes[i];
    const ended = i >= this.bytes.length || b === this.separator || b === LF || b === CR;
    // Below 2^53 the mantissa is exact, so one division rounds exactly as a decimal parser would.
    if (ended && digits <= 15) {
      this.leave(i);
      return decimals > 0 ? mantissa / (POWERS[decimals] as number) : mantissa;
    }
    const text = this.text();
    return text === '' || /^(na|nan|null|none|n\/a|-)$/i.test(text) ? 0 : Number(text);
  }

  /** Skips to the start of the next line. */
  skipLine(): void {
    if (this.endOfLine) return;
    while (this.at < this.bytes.length && this.bytes[this.at] !== LF) this.at++;
    this.leave(this.at);
  }

  private cellEnd(): number {
    let i = this.at;
    while (i < this.bytes.length) {
      const b = this.bytes[i];
      if (b === this.separator || b === LF || b === CR) return i;
      i++;
    }
    return i;
  }

  private leave(end: number): void {
    let i = end;
    if (this.bytes[i] === CR) i++;
    this.endOfLine = i >= this.bytes.length || this.bytes[i] === LF;
    if (this.endOfLine) this.line++;
    this.at = i + 1;
  }

  /** Marks the start of a line: call before reading its first cell. */
  startLine(): void {
    this.endOfLine = false;
  }
}
