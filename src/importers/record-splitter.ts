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

/** No table has so many columns or such long cells; what goes beyond is left out of the record. */
const MAX_CELLS = 5000;
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
  /** Start of the record when earlier chunks held it. */
  private earlier = '';
  /** Next line feed and carriage return at or after the position last asked for; length of the text when none. */
  private nextLf = -1;
  private nextCr = -1;
  /** The unfinished record: cells read so far, line breaks inside them, whether it is torn, a cell too long to keep. */
  private count = 0;
  private breaks = 0;
  private torn = false;
  private longCell = '';
  private cells: string[] = [];
  private nextDelimiter = -1;
  private readonly delimiter: number;
  private readonly delimiterText: string;
  private readonly sink: RecordSink;
  private readonly reuse: boolean;

  /** reuse: every record is delivered in the same array, which the sink must not keep. */
  constructor(delimiter: string, sink: RecordSink, reuse = false) {
    this.reuse = reuse;
    this.delimiter = delimiter.charCodeAt(0);
    this.delimiterText = delimiter;
    this.sink = sink;
  }

  /** The record now being delivered, as it stands in the file. */
  raw(max = 500): string {
    const here = this.text.slice(this.recordStart, Math.min(this.recordEnd, this.recordStart + max));
    return this.earlier === '' ? here : (this.earlier + here).slice(0, max);
  }

  /** Feeds a chunk. Complete records are delivered; the rest waits for the next chunk or end(). */
  push(chunk: string): void {
    this.text = this.pos >= this.text.length ? chunk : this.text.slice(this.pos) + chunk;
    this.pos = 0;
    this.run(false);
  }

  /** Delivers what is left. */
  end(): void {
    if (this.count > 0 || this.longCell !== '' || this.pos < this.text.length) this.run(true);
    this.text = '';
    this.pos = 0;
  }

  private run(last: boolean): void {
    this.nextLf = this.nextCr = this.nextDelimiter = -1;
    do {
      if (this.stopped || (!last && this.pos >= this.text.length)) return;
    } while (this.record(last) && this.pos < this.text.length);
  }

  /** Leaves the record for the next chunk, which goes on with the field that starts at `field`. */
  private wait(field: number, cells: number, breaks: number): false {
    if (this.recordStart < field)
      this.earlier = (this.earlier + this.text.slice(this.recordStart, field)).slice(0, 500);
    this.recordStart = 0;
    this.pos = field;
    this.count = cells;
    this.breaks = breaks;
    return false;
  }

  /** Reads one record, or goes on with an unfinished one; false when it is not complete yet. */
  private record(last: boolean): boolean {
    const { text, delimiter, cells } = this;
    const n = text.length;
    let k = this.count;
    let p = this.pos;
    let eol = this.lineBreak(p);
    this.recordStart = p;
    for (;;) {
      const field = p;
      const { breaks } = this;
      let cell: string;
      if (p < n && text.charCodeAt(p) === QUOTE && !this.torn && this.longCell === '') {
        let q = text.indexOf('"', p + 1);
        if (
          q !== -1 &&
          (q + 1 === eol || (q < eol && text.charCodeAt(q + 1) === delimiter)) &&
          (eol < n || last)
        )
          cell = text.slice(p + 1, q);
        else {
          q = this.closingQuote(p + 1, last);
          if (q === MORE_TEXT) return this.wait(field, k, breaks);
          if (q === NEVER_CLOSES) {
            // The rest of the line is read as if nothing had been quoted.
            this.torn = true;
            p++;
            continue;
          }
          cell = text.slice(p + 1, q);
          if (this.doubled) cell = cell.replaceAll('""', '"');
          eol = this.lineBreak(q + 1);
        }
        p = q + 1;
        if (p >= n && !last) return this.wait(field, k, breaks);
      } else {
        let e = this.delimiterAfter(p);
        if (e > eol) e = eol;
        if (e >= n && !last) return this.waitInCell(field, k, breaks);
        cell =
          this.longCell === '' ? text.slice(p, e - p > MAX_FIELD ? p + MAX_FIELD : e) : this.wholeLongCell();
        p = e;
      }
      if (p < eol) {
        if (k < MAX_CELLS) cells[k] = cell;
        k++;
        p++;
        continue;
      }
      if (p < n && text.charCodeAt(p) === CR && p + 1 >= n && !last) return this.wait(field, k, breaks);
      if (k < MAX_CELLS) cells[k] = cell;
      this.recordEnd = p;
      if (p < n) p += text.charCodeAt(p) === CR && text.charCodeAt(p + 1) === LF ? 2 : 1;
      return this.deliver(p, k + 1);
    }
  }

  private waitInCell(field: number, k: number, breaks: number): false {
    const n = this.text.length;
    if (n - field <= MAX_FIELD && this.longCell === '') return this.wait(field, k, breaks);
    if (this.longCell === '') this.longCell = this.text.slice(field, field + MAX_FIELD);
    return this.wait(n, k, breaks);
  }

  private wholeLongCell(): string {
    const kept = this.longCell;
    this.longCell = '';
    return kept;
  }

  private deliver(next: number, found: number): true {
    const k = found < MAX_CELLS ? found : MAX_CELLS;
    const { cells, line, torn } = this;
    if (cells.length !== k) cells.length = k;
    this.line += 1 + this.breaks;
    this.pos = next;
    this.count = this.breaks = 0;
    this.torn = false;
    if (!this.reuse) this.cells = [];
    if (this.sink(cells, line, torn) === false) this.stopped = true;
    if (this.earlier !== '') this.earlier = '';
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
