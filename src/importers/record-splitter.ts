/** Receives each record: its cells, the 1-based line where it starts, and whether a quote in it never closes. */
export interface RecordSink {
  /** Return false to stop. */
  (cells: string[], line: number, torn: boolean): boolean | void;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** Real multi-line cells have a handful of lines; more means a lost quote. */
const MAX_LINES_IN_FIELD = 40;
const MAX_FIELD = 1 << 16;
const MORE_TEXT = -1;
const NEVER_CLOSES = -2;

/**
 * A CSV reader that knows physical lines. Quoted fields may span lines. A quote that never closes must not swallow
 * the rest of the file, so a quoted field that is followed by what can only be another opening quote, or that spans
 * too many lines, ends at its first line break and the record is marked as torn. Works on chunks; every character
 * is looked at a bounded number of times.
 */
export class RecordSplitter {
  private text = '';
  private pos = 0;
  private line = 1;
  private stopped = false;
  private recordStart = 0;
  private recordEnd = 0;
  /** Next line feed and carriage return at or after the position last asked for; length of the text when none. */
  private nextLf = -1;
  private nextCr = -1;
  private nextDelimiter = -1;
  /** Line breaks inside the quoted fields of the record being read. */
  private breaks = 0;
  private readonly delimiter: number;
  private readonly delimiterText: string;
  private readonly sink: RecordSink;
  private readonly reuse: boolean;
  private readonly cells: string[] = [];

  /** reuse: every record is delivered in the same array, which the sink must not keep. */
  constructor(delimiter: string, sink: RecordSink, reuse = false) {
    this.reuse = reuse;
    this.delimiter = delimiter.charCodeAt(0);
    this.delimiterText = delimiter;
    this.sink = sink;
  }

  /** The record now being delivered, as it stands in the file. */
  raw(max = 500): string {
    return this.text.slice(this.recordStart, Math.min(this.recordEnd, this.recordStart + max));
  }

  /** Feeds a chunk. Complete records are delivered; the rest waits for the next chunk or end(). */
  push(chunk: string): void {
    this.text = this.pos >= this.text.length ? chunk : this.text.slice(this.pos) + chunk;
    this.pos = 0;
    this.nextLf = this.nextCr = this.nextDelimiter = -1;
    this.run(false);
  }

  /** Delivers what is left. */
  end(): void {
    // The record that was left over is read again from its start.
    this.nextLf = this.nextCr = this.nextDelimiter = -1;
    this.run(true);
    this.text = '';
    this.pos = 0;
  }

  private run(last: boolean): void {
    while (!this.stopped && this.pos < this.text.length) if (!this.record(last)) return;
  }

  /** Reads one record; false when it is not complete yet. */
  private record(last: boolean): boolean {
    const { text, delimiter } = this;
    const n = text.length;
    const start = this.pos;
    const cells = this.reuse ? this.cells : [];
    let k = 0;
    let torn = false;
    this.breaks = 0;
    let p = start;
    for (;;) {
      if (p < n && text.charCodeAt(p) === QUOTE) {
        const q = this.closingQuote(p + 1, last);
        if (q === MORE_TEXT) return false;
        if (q >= 0) {
          const field = text.slice(p + 1, q);
          cells[k++] = this.doubled ? field.replaceAll('""', '"') : field;
          p = q + 1;
        } else {
          torn = true;
          const stop = this.lineBreak(p);
          for (const cell of text.slice(p + 1, stop).split(this.delimiterText)) cells[k++] = cell;
          p = stop;
        }
      } else {
        const stop = this.lineBreak(p);
        let e = this.delimiterAfter(p);
        if (e > stop) e = stop;
        if (e >= n && !last) return false;
        cells[k++] = text.slice(p, e);
        p = e;
      }
      if (p >= n) {
        if (!last) return false;
        break;
      }
      if (text.charCodeAt(p) !== delimiter) break;
      p++;
    }
    if (cells.length !== k) cells.length = k;
    this.recordStart = start;
    this.recordEnd = p;
    if (p < n) {
      if (text.charCodeAt(p) === CR) {
        if (p + 1 >= n && !last) return false;
        p++;
        if (text.charCodeAt(p) === LF) p++;
      } else p++;
    }
    this.pos = p;
    const line = this.line;
    this.line += 1 + (torn ? 0 : this.breaks);
    if (this.sink(cells, line, torn) === false) this.stopped = true;
    return true;
  }

  /** The field just read holds doubled quotes. */
  private doubled = false;

  /** Index of the quote that closes a field opened before `from`, or MORE_TEXT, or NEVER_CLOSES. */
  private closingQuote(from: number, last: boolean): number {
    const { text, delimiter } = this;
    const n = text.length;
    let q = from;
    let crossed = 0;
    let counted = from;
    let stray = false;
    this.doubled = false;
    for (;;) {
      q = text.indexOf('"', q);
      if (q === -1) return last || n - from > MAX_FIELD ? NEVER_CLOSES : MORE_TEXT;
      const next = q + 1 < n ? text.charCodeAt(q + 1) : last ? LF : -1;
      if (next === -1) return MORE_TEXT;
      if (this.lineBreak(counted) < q) {
        crossed += breaksBetween(text, counted, q);
        if (crossed > MAX_LINES_IN_FIELD) return NEVER_CLOSES;
      }
      counted = q;
      if (q - from > MAX_FIELD) return NEVER_CLOSES;
      if (next === delimiter || next === LF || next === CR) {
        this.breaks += crossed;
        return q;
      }
      if (next === QUOTE) {
        // After a stray quote ("APPLE "INC"",…) two quotes before a delimiter are its partner and the end.
        if (stray) {
          if (q + 2 >= n && !last) return MORE_TEXT;
          const after = q + 2 < n ? text.charCodeAt(q + 2) : LF;
          if (after === delimiter || after === LF || after === CR) {
            this.breaks += crossed;
            return q + 1;
          }
        }
        this.doubled = true;
        q += 2;
      } else if (crossed > 0) return NEVER_CLOSES;
      else {
        stray = true;
        q += 1;
      }
    }
  }

  /** First delimiter at or after `from`; the length of the text when there is none. */
  private delimiterAfter(from: number): number {
    if (this.nextDelimiter < from) {
      const i = this.text.indexOf(this.delimiterText, from);
      this.nextDelimiter = i === -1 ? this.text.length : i;
    }
    return this.nextDelimiter;
  }

  /** First line break at or after `from`; the length of the text when there is none. */
  private lineBreak(from: number): number {
    if (this.nextLf < from) {
      const i = this.text.indexOf('\n', from);
      this.nextLf = i === -1 ? this.text.length : i;
    }
    if (this.nextCr < from) {
      const i = this.text.indexOf('\r', from);
      this.nextCr = i === -1 ? this.text.length : i;
    }
    return this.nextLf < this.nextCr ? this.nextLf : this.nextCr;
  }
}

function breaksBetween(text: string, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === LF || (c === CR && text.charCodeAt(i + 1) !== LF)) lines++;
  }
  return lines;
}
