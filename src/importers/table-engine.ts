import type { Book } from './book.ts';
import type { BrokerFormat, RowReader, TableDef } from './broker.ts';
import { Columns } from './headers.ts';
import { looksLikeHeader, matchTable, type Recognition, type TableStyle } from './recognise.ts';

const TOTAL = /^(?:grand |sub ?|transactions? |account )?totals?\b/i;
const COMMON_NOISE =
  /^(?:sep=.?$|date downloaded|the data and information|brokerage services are|for all accounts|footnotes|\*+ ?end of file|as of \S+ \d|disclaimer|generated |exported |report |this (?:file|report|data)|please (?:consult|refer|note)|securities products|posted transactions|pending transactions)/i;
const PROSE_WORDS = 6;

const isBlank = (cells: readonly string[]): boolean => cells.every((c) => c.trim() === '' || c === '\x1a');

/**
 * Sends each record to where it belongs: the open table's rules, a header, a total or footer, or the problems.
 * Text inside a table is held until it is known whether more rows follow; then it was no footer.
 */
export class TableEngine {
  private reader: RowReader | null = null;
  private table: TableDef | null = null;
  private width = 0;
  private sawTransactions = false;
  /** A record of the open table was read: text before the first one is a preamble. */
  private sawRow = false;
  /** The format has no header row that a preamble could end at. */
  private headerless = false;
  private held: { line: number; text: string; raw: string; cells: number }[] = [];
  private readonly book: Book;
  private readonly broker: BrokerFormat;
  private readonly styles: ReadonlyMap<number, TableStyle>;
  private readonly fileStyle: TableStyle;

  constructor(book: Book, broker: BrokerFormat, recognition: Recognition) {
    this.book = book;
    this.broker = broker;
    this.styles = recognition.styles;
    this.fileStyle = recognition.fileStyle;
    if (broker.sections) {
      this.headerless = true;
      this.useStyle(0, undefined);
      this.reader = broker.sections.open(book);
    } else if (recognition.styles.size === 0 && broker.headless) {
      const table = broker.tables[0];
      this.headerless = true;
      if (table) this.openTable(table, new Columns([]), 0);
    }
  }

  record(cells: string[], line: number, torn: boolean): void {
    const { book } = this;
    book.begin();
    if (torn && COMMON_NOISE.test((cells[0] ?? '').trim()))
      return book.ignore(line, 'text outside the transactions');
    if (torn) {
      book.problem(
        line,
        'unbalanced-quote',
        'A quotation mark in this row is never closed, so its cells cannot be told apart. Correct the row in the file.',
      );
      return;
    }
    // Holdings accept nearly every row, so the next table's header must be looked for first.
    if (this.table !== null && this.table.kind !== 'transactions' && this.header(cells, line)) return;
    if (this.reader?.(cells, line)) {
      if (this.held.length > 0) {
        if (!this.sawRow && this.headerless) this.ignoreHeld();
        else this.settleHeld(true);
      }
      this.sawRow = true;
      return;
    }
    this.outside(cells, line);
  }

  private header(cells: readonly string[], line: number): boolean {
    if (!looksLikeHeader(cells)) return false;
    const columns = new Columns(cells);
    const table = matchTable(this.broker.tables, columns);
    if (!table) return false;
    this.settleHeld(false);
    this.openTable(table, columns, line);
    this.book.headerLines.push(line);
    return true;
  }

  /** After the last record: what is held was a footer. */
  end(): void {
    this.reader?.end?.();
    this.settleHeld(false);
    this.broker.finish?.(this.book);
  }

  private outside(cells: readonly string[], line: number): void {
    const { book, broker } = this;
    if (isBlank(cells)) return book.ignore(line, 'blank line');
    if (this.header(cells, line)) return;
    const filled = cells.filter((c) => c.trim() !== '');
    const first = (filled[0] ?? '').trim();
    if (TOTAL.test(first) && filled.length <= 3) return book.ignore(line, 'total');
    if (COMMON_NOISE.test(first) || broker.noise?.test(first)) return this.noise(cells, line);
    if (this.reader === null) return this.before(cells, filled.length, line);
    if (this.table?.kind !== 'transactions' && !broker.sections) return this.noise(cells, line);
    if (filled.length >= 3 && filled.length >= this.width * 0.3) return this.badDate(cells, line);
    this.held.push({ line, text: filled.join(' '), raw: book.rawRecord(), cells: filled.length });
  }

  private noise(cells: readonly string[], line: number): void {
    this.broker.preamble?.(this.book, cells);
    this.book.ignore(line, 'text outside the transactions');
  }

  private before(cells: readonly string[], filled: number, line: number): void {
    if (filled >= 4 && this.book.date(cells, 0) !== null) {
      this.book.problem(
        line,
        'row-before-header',
        'This row stands above the column names, so its cells have no meaning. Put the header row first.',
      );
      return;
    }
    this.broker.preamble?.(this.book, cells);
    this.book.ignore(line, 'text above the transactions');
  }

  private badDate(cells: readonly string[], line: number): void {
    const shown = (cells.find((c) => c.trim() !== '') ?? '').slice(0, 40);
    this.book.problem(
      line,
      'bad-date',
      `The date of this row cannot be read ("${shown}"). Correct it in the file, or enter the transaction by hand.`,
    );
  }

  private ignoreHeld(): void {
    for (const h of this.held) this.book.ignore(h.line, 'text above the transactions');
    this.held = [];
  }

  private settleHeld(rowsFollow: boolean): void {
    for (const h of this.held) {
      const words = h.text.split(/\s+/).filter((w) => /\p{L}{2}/u.test(w)).length;
      if (!rowsFollow && words >= PROSE_WORDS) this.book.ignore(h.line, 'text outside the transactions');
      else if (!rowsFollow && this.broker.preamble && words >= 2 && h.cells <= 2) {
        this.broker.preamble(this.book, [h.text]);
        this.book.ignore(h.line, 'text outside the transactions');
      } else
        this.book.problem(
          h.line,
          'not-a-transaction',
          "This line stands among the transactions but is none that can be read. Check it against the broker's site.",
          h.raw,
        );
    }
    this.held = [];
  }

  private useStyle(line: number, order: TableDef['dateOrder']): void {
    const s = this.styles.get(line) ?? this.fileStyle;
    this.book.useStyle(s, s.order ?? order ?? 'mdy');
  }

  private openTable(table: TableDef, columns: Columns, line: number): void {
    this.reader?.end?.();
    this.useStyle(line, table.dateOrder);
    this.table = table;
    this.width = columns.keys.length;
    if (table.kind === 'transactions' ? !this.sawTransactions : this.book.format === '')
      this.book.format = table.format;
    this.sawTransactions ||= table.kind === 'transactions';
    this.reader = table.open(this.book, columns);
  }
}
