import type { BrokerFormat, TableDef } from './broker.ts';
import { orderEvidence, type DateOrder } from './dates.ts';
import { Columns } from './headers.ts';
import { decimalEvidence } from './numbers.ts';
import type { ColumnMapping } from './result-types.ts';
import { RecordSplitter } from './record-splitter.ts';
import { slices } from './text-encoding.ts';

/** How a table prints its numbers and dates, from its own cells. */
export interface TableStyle {
  readonly commas: readonly boolean[];
  readonly comma: boolean;
  /** Columns that print both styles: there each number speaks for itself. */
  readonly mixed: readonly boolean[];
  readonly order: DateOrder | null;
}

/** A header row that a broker's table claims. */
export interface TableHit {
  readonly broker: BrokerFormat;
  readonly table: TableDef;
  readonly line: number;
  readonly columns: Columns;
}

/** One reading of the file: a delimiter and what it makes recognisable. */
export interface Recognition {
  readonly delimiter: string;
  readonly broker: BrokerFormat | null;
  readonly formatId: string;
  readonly score: number;
  readonly reason: string;
  readonly styles: ReadonlyMap<number, TableStyle>;
  readonly fileStyle: TableStyle;
  readonly alternatives: readonly {
    readonly broker: BrokerFormat;
    readonly formatId: string;
    readonly score: number;
  }[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Whether a record could be a header: several cells, mostly words. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  if (cells.length < 3) return false;
  // Data rows start with a day or a number; no header does.
  const c = (cells[0] as string).charCodeAt(0);
  if (c >= 48 && c <= 57) return false;
  let words = 0;
  let filled = 0;
  for (const cell of cells) {
    const t = cell.trim();
    if (t === '') continue;
    filled++;
    if (t.length < 60 && !/^[-+$(]?\d/.test(t) && /\p{L}/u.test(t)) words++;
  }
  return filled >= 3 && words >= filled * 0.8;
}

/** The table of one broker whose header this record is; the one with most names when several fit. */
export function matchTable(tables: readonly TableDef[], columns: Columns): TableDef | null {
  let best: TableDef | null = null;
  for (const t of tables) {
    if (best && t.needs.length <= best.needs.length) continue;
    if (t.needs.every((k) => columns.has(k)) && !t.without?.some((k) => columns.has(k))) best = t;
  }
  return best;
}

/** Rows of a table that are asked for its number and date style. */
const STYLE_ROWS = 4000;

class StyleCounter {
  private rows = 0;
  private readonly comma: number[] = [];
  private readonly point: number[] = [];
  private dmy = 0;
  private mdy = 0;
  private readonly dateColumns: readonly boolean[];
  constructor(columns: Columns | null) {
    this.dateColumns = columns
      ? columns.keys.map((k) => /date|time|datum|valuta|\bt d\b|\bs d\b/.test(k))
      : [];
  }

  see(cells: readonly string[]): void {
    // Thousands of rows have said what there is to say.
    if (this.rows++ > STYLE_ROWS) return;
    for (let i = 0; i < cells.length && i < 100; i++) {
      const cell = cells[i] as string;
      const c = cell.charCodeAt(0);
      // Most cells are words: look closer only at those that start like a number.
      if (cell === '' || (c > 57 && c < 0xa0)) continue;
      const o = (this.dateColumns[i] ?? i === 0) ? orderEvidence(cell) : null;
      if (o !== null) {
        if (o === 1) this.dmy++;
        else if (o === -1) this.mdy++;
        continue;
      }
      const e = decimalEvidence(cell);
      if (e > 0) this.comma[i] = (this.comma[i] ?? 0) + 1;
      else if (e < 0) this.point[i] = (this.point[i] ?? 0) + 1;
    }
  }

  get order(): DateOrder | null {
    return this.dmy > this.mdy ? 'dmy' : this.mdy > 0 ? 'mdy' : null;
  }

  totals(): { comma: number; point: number } {
    const sum = (a: readonly (number | undefined)[]): number => a.reduce<number>((s, x) => s + (x ?? 0), 0);
    return { comma: sum(this.comma), point: sum(this.point) };
  }

  style(): TableStyle {
    const { comma, point } = this.totals();
    const whole = comma > point;
    const n = Math.max(this.comma.length, this.point.length);
    const commas = Array.from({ length: n }, (_, i) => {
      const c = this.comma[i] ?? 0;
      const p = this.point[i] ?? 0;
      return c === p ? whole : c > p;
    });
    const mixed = Array.from({ length: n }, (_, i) => (this.comma[i] ?? 0) > 0 && (this.point[i] ?? 0) > 0);
    return { commas, comma: whole, mixed, order: this.order };
  }
}

/** Reads the head of the file with one delimiter and lists what every broker recognises in it. */
function* scan(head: string, delimiter: string, brokers: readonly BrokerFormat[]) {
  const best = new Map<BrokerFormat, { formatId: string; score: number; line: number; names: number }>();
  const styles = new Map<number, StyleCounter>();
  const whole = new StyleCounter(null);
  let current: StyleCounter | null = null;
  const note = (broker: BrokerFormat, formatId: string, score: number, line: number, names: number): void => {
    const old = best.get(broker);
    if (!old || score > old.score) best.set(broker, { formatId, score, line, names });
  };
  const sectioned = brokers.filter((b) => b.sections);
  const splitter = new RecordSplitter(delimiter, (cells, line, torn) => {
    if (torn) return;
    let section = false;
    for (const b of sectioned) {
      const id = b.sections?.detect(cells);
      if (!id) continue;
      section = true;
      note(b, id, 0.97, line, 4);
    }
    if (!section && looksLikeHeader(cells)) {
      const columns = new Columns(cells);
      let hit = false;
      for (const b of brokers) {
        const t = matchTable(b.tables, columns);
        if (!t) continue;
        hit = true;
        const base = t.kind === 'transactions' ? 0.8 : 0.5;
        note(
          b,
          t.format,
          (t.weak ? base - 0.25 : base) + Math.min(t.needs.length, 9) * 0.02,
          line,
          t.needs.length,
        );
      }
      if (hit) {
        current = new StyleCounter(columns);
        styles.set(line, current);
        return;
      }
    }
    (current ?? whole).see(cells);
  });
  for (const slice of slices(head)) {
    splitter.push(slice);
    yield;
  }
  splitter.end();
  return { best, styles, whole };
}

/** Recognises the file by content: every delimiter is tried over the head, and the surest reading wins. */
export function* recogniseSteps(
  head: string,
  brokers: readonly BrokerFormat[],
): Generator<void, Recognition, void> {
  let found: Recognition | null = null;
  for (const delimiter of DELIMITERS) {
    if (!head.includes(delimiter)) continue;
    const { best, styles, whole } = yield* scan(head, delimiter, brokers);
    const ranked = [...best].toSorted((a, b) => b[1].score - a[1].score);
    const top = ranked[0];
    if (!top || (found && top[1].score <= found.score)) continue;
    const table = [...styles.values()];
    const fileStyle = (table.find((s) => s.totals().comma + s.totals().point > 0) ?? whole).style();
    const [broker, hit] = top;
    found = {
      delimiter,
      broker,
      formatId: hit.formatId,
      score: hit.score,
      reason: `line ${hit.line} has the ${hit.names} column names of ${broker.name}`,
      styles: new Map([...styles].map(([line, s]) => [line, s.style()])),
      fileStyle,
      alternatives: ranked.slice(1).map(([b, h]) => ({ broker: b, formatId: h.formatId, score: h.score })),
    };
  }
  return found ?? unrecognised(head, brokers);
}

/** A reading with a given delimiter and format, for files whose columns are known by other means. */
export function* recogniseAs(
  head: string,
  delimiter: string,
  broker: BrokerFormat,
  choice: Pick<ColumnMapping, 'dateOrder' | 'decimal'> | undefined,
): Generator<void, Recognition, void> {
  const { styles, whole } = yield* scan(head, delimiter, [broker]);
  const chosen = (s: TableStyle): TableStyle => ({
    commas: choice?.decimal ? [] : s.commas,
    comma: choice?.decimal ? choice.decimal === ',' : s.comma,
    mixed: choice?.decimal ? [] : s.mixed,
    order: choice?.dateOrder ?? s.order,
  });
  return {
    delimiter,
    broker,
    formatId: broker.tables[0]?.format ?? broker.id,
    score: 1,
    reason: '',
    styles: new Map([...styles].map(([line, s]) => [line, chosen(s.style())])),
    fileStyle: chosen(whole.style()),
    alternatives: [],
  };
}

function unrecognised(head: string, brokers: readonly BrokerFormat[]): Recognition {
  const delimiter = guessDelimiter(head);
  const rows: string[][] = [];
  const counter = new StyleCounter(null);
  const splitter = new RecordSplitter(delimiter, (cells, _line, torn) => {
    if (torn) return true;
    counter.see(cells);
    if (rows.length < 200 && cells.some((c) => c.trim() !== '')) rows.push(cells);
    return true;
  });
  splitter.push(head);
  splitter.end();
  let broker: BrokerFormat | null = null;
  let score = 0;
  for (const b of brokers) {
    const s = b.headless?.(rows) ?? 0;
    if (s > score) [broker, score] = [b, s];
  }
  const sure = score >= 0.5 ? broker : null;
  return {
    delimiter,
    broker: sure,
    formatId: sure?.tables[0]?.format ?? 'unknown',
    score: sure ? score : 0,
    reason: sure
      ? `no header; the rows use the layout and words of ${sure.name}`
      : 'no column names of a known broker',
    styles: new Map(),
    fileStyle: counter.style(),
    alternatives: [],
  };
}

/** The delimiter that cuts the most lines into the same number of cells, at least two. */
export function guessDelimiter(head: string): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    let n = 0;
    const splitter = new RecordSplitter(delimiter, (cells) => {
      if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
      return ++n < 500;
    });
    splitter.push(head.slice(0, 1 << 18));
    splitter.end();
    for (const [width, rows] of counts) {
      const score = rows * Math.min(width, 12);
      if (score > bestScore) [best, bestScore] = [delimiter, score];
    }
  }
  return best;
}
