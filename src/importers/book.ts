import type { IsoDate } from '../core/iso-date.ts';
import type { Cents } from '../core/money.ts';
import type { Quantity, UnitPrice } from '../core/quantity.ts';
import type { Finding, OptionTerms, Transaction } from '../domain/ledger/transaction.ts';
import { DateReader, type DateOrder } from './dates.ts';
import { occSymbol, readOptionSymbol } from './options.ts';
import { NO_FLAGS, type Draft, type NumberStyle, type OpenTransaction, type Pending } from './draft.ts';
import { readScaled } from './numbers.ts';
import type { IgnoredLines, PositionRow } from './result-types.ts';

const NO_FILE_LINES = 0;

/** Collects what one file says, and reads its cells in the file's own number and date style. */
/** Whether a number in cents or 1e-8 can be counted exactly. */
const isCounted = (n: number | null | undefined): boolean =>
  n === null || n === undefined || Number.isSafeInteger(n);

export class Book {
  readonly transactions: Transaction[] = [];
  readonly problems: Finding[] = [];
  readonly headerLines: number[] = [];
  readonly positions: PositionRow[] = [];
  readonly pending: Pending[] = [];
  dates = new DateReader('mdy');
  /** Account named by a preamble, for files that name it once. */
  account: string | null = null;
  currency = 'USD';
  format = '';
  /** Rows read by a table's rules and rows refused by them, for the confidence. */
  understood = 0;
  refused = 0;
  /** The record being read, as it stands in the file. */
  rawRecord: () => string = () => '';

  private readonly file: string;
  private readonly ignoredByWhy = new Map<string, number[]>();
  private lastWord = '';
  private readonly descriptions = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  private readonly optionMemory = new Map<string, OptionTerms | null>();
  private commas: readonly boolean[] = [];
  private comma = false;
  private mixed: readonly boolean[] = [];
  private malformed: string | null = null;

  constructor(file: string) {
    this.file = file;
  }

  get fileName(): string {
    return this.file;
  }

  /** Sets the number style of each column and the order of day and month for the table that starts. */
  useStyle(style: NumberStyle, order: DateOrder): void {
    this.commas = style.commas;
    this.comma = style.comma;
    this.mixed = style.mixed;
    if (this.dates.order !== order) this.dates = new DateReader(order);
  }

  /** Begins a record: forgets what was malformed in the one before. */
  begin(): void {
    this.malformed = null;
  }

  /** First cell of this record that should have been a number and is none. */
  get malformedCell(): string | null {
    return this.malformed;
  }

  /** Marks the record as one whose numbers cannot be trusted. */
  spoil(cell: string): void {
    this.malformed ??= cell;
  }

  text(cells: readonly string[], at: number): string {
    const s = at < 0 ? undefined : cells[at];
    if (s === undefined || s === '') return '';
    // Nearly no cell has blanks around it, and looking is cheaper than trimming.
    const first = s.charCodeAt(0);
    const last = s.charCodeAt(s.length - 1);
    return first > 32 && last > 32 && first < 127 && last < 127 ? s : s.trim();
  }

  private scaled(cells: readonly string[], at: number, digits: number): number | null {
    const s = at < 0 ? undefined : cells[at];
    if (s === undefined || s === '') return null;
    const comma = this.commas[at] ?? this.comma;
    let v = readScaled(s, digits, comma);
    if (v !== v && this.mixed[at]) v = readScaled(s, digits, !comma);
    if (v !== v) {
      this.malformed ??= s;
      return null;
    }
    return v;
  }

  /** Cents of a cell; null when it prints none. A cell that is no number spoils the record. */
  money(cells: readonly string[], at: number): Cents | null {
    return this.scaled(cells, at, 2) as Cents | null;
  }

  /** Units or a price in 1e-8, signed as printed; null when none. */
  units(cells: readonly string[], at: number): Quantity | null {
    return this.scaled(cells, at, 8) as Quantity | null;
  }

  /** A number inside other text, in the file's own style or else in the other. */
  numberText(text: string, digits: number): number | null {
    let v = readScaled(text, digits, this.comma);
    if (v !== v) v = readScaled(text, digits, !this.comma);
    return v === null || v !== v ? null : v;
  }

  date(cells: readonly string[], at: number): IsoDate | null {
    const s = at < 0 ? undefined : cells[at];
    return s === undefined || s === '' ? null : this.dates.read(s);
  }

  /** Option terms of a symbol cell, remembered: a column repeats few symbols. */
  optionOf(symbol: string): OptionTerms | null {
    if (symbol.length < 8) return null;
    let o = this.optionMemory.get(symbol);
    if (o === undefined) {
      o = readOptionSymbol(symbol);
      if (this.optionMemory.size > 20_000) this.optionMemory.clear();
      this.optionMemory.set(symbol, o);
    }
    return o;
  }

  /**
   * Books a transaction. Refuses (as a problem) when a number of the record was malformed, or one worked out from
   * it (a price from cash and units, say) leaves what is counted exactly.
   * @returns its index, -1 when refused.
   */
  add(line: number | readonly number[], d: Draft): number {
    const lines = typeof line === 'number' ? [line] : line;
    if (this.malformed !== null) {
      for (const l of lines) this.badNumber(l);
      return -1;
    }
    if (!isCounted(d.quantity) || !isCounted(d.price) || !isCounted(d.fees) || !isCounted(d.amount)) {
      for (const l of lines) this.tooLarge(l);
      return -1;
    }
    const option = d.option ?? null;
    const t: OpenTransaction = {
      file: this.file,
      lines,
      date: d.date,
      type: d.type,
      symbol: option ? occSymbol(option) : d.symbol || null,
      quantity: ((d.quantity ?? 0) || 0) as Quantity,
      price: (d.price ?? null) as UnitPrice | null,
      fees: Math.abs(d.fees ?? 0) as Cents,
      amount: ((d.amount ?? 0) || 0) as Cents,
      currency: d.currency ?? this.currency,
      account: d.account === undefined ? this.account : d.account || null,
      description: d.description ?? '',
      rawType: d.rawType ?? '',
      flags: d.flags ?? NO_FLAGS,
    };
    if (option) t.option = option;
    if (d.priceCurrency !== undefined && d.priceCurrency !== t.currency) t.priceCurrency = d.priceCurrency;
    if (d.linksTo) t.linksTo = d.linksTo;
    if (d.settleDate) t.settleDate = d.settleDate;
    if (d.postedDate && d.postedDate !== d.date) t.postedDate = d.postedDate;
    if (d.id) t.id = d.id;
    if (d.ratio) t.ratio = d.ratio;
    if (d.accruedInterest) t.accruedInterest = d.accruedInterest as Cents;
    if (d.taxWithheld) t.taxWithheld = d.taxWithheld as Cents;
    if (d.marketValue) t.marketValue = d.marketValue as Cents;
    return this.push(t);
  }

  /** Books a finished transaction; returns its index. */
  push(t: Transaction): number {
    this.understood++;
    return this.transactions.push(t) - 1;
  }

  /** intern for a column that mostly repeats the word above. */
  internWord(text: string): string {
    if (text !== this.lastWord) this.lastWord = this.intern(text);
    return this.lastWord;
  }

  /** A description with its white space collapsed, worked out once per distinct text. */
  describe(text: string): string {
    if (text.length === 0) return '';
    const known = this.descriptions.get(text);
    if (known !== undefined) return known;
    if (this.descriptions.size >= 50_000) this.descriptions.clear();
    const tidy = collapse(text);
    this.descriptions.set(text, tidy);
    return tidy;
  }

  /** One string object for equal texts: columns repeat few symbols, words and names, and slices keep whole chunks alive. */
  intern(text: string): string {
    if (text.length === 0) return '';
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (this.texts.size >= 50_000) this.texts.clear();
    this.texts.set(text, text);
    return text;
  }

  /** Takes booked rows out again (by index); `why` says under which reason their lines are ignored. */
  withdraw(indices: ReadonlySet<number>, why: string): void {
    if (indices.size === 0) return;
    const kept: Transaction[] = [];
    const moved = new Map<number, number>();
    this.transactions.forEach((t, i) => {
      if (indices.has(i)) t.lines.forEach((l) => this.ignore(l, why));
      else moved.set(i, kept.push(t) - 1);
    });
    this.transactions.length = 0;
    for (const t of kept) this.transactions.push(t);
    const pending = this.pending
      .filter((p) => moved.has(p.index))
      .map((p) => ({ ...p, index: moved.get(p.index) as number }));
    this.pending.length = 0;
    for (const p of pending) this.pending.push(p);
  }

  badNumber(line: number): void {
    this.problem(
      line,
      'bad-number',
      `"${short(this.malformed ?? '')}" is not a number. Correct the cell in the file, or enter this transaction by hand.`,
    );
  }

  private tooLarge(line: number): void {
    this.problem(
      line,
      'number-too-large',
      'Units, price or cash of this record are larger than can be counted exactly. Correct the file, or enter this transaction by hand.',
    );
  }

  /** Reports a record that is not understood, or (line 0) something about the whole file. */
  problem(line: number, code: string, message: string, raw?: string): void {
    if (line !== NO_FILE_LINES) this.refused++;
    this.problems.push({
      file: this.file,
      line,
      code,
      message,
      raw: line === NO_FILE_LINES ? '' : (raw ?? this.rawRecord()).slice(0, 500),
    });
  }

  unknownAction(line: number, action: string): void {
    this.problem(
      line,
      'unknown-action',
      action === ''
        ? 'This row does not say what happened. Enter the transaction by hand.'
        : `"${short(action)}" is not an action this importer knows. Choose its meaning, or enter the transaction by hand.`,
    );
  }

  missing(line: number, what: string): void {
    this.problem(
      line,
      'incomplete-row',
      `This row has no ${what}. The file may be damaged here: download it again, or enter the transaction by hand.`,
    );
  }

  ignore(line: number, why: string): void {
    const lines = this.ignoredByWhy.get(why);
    if (lines) lines.push(line);
    else this.ignoredByWhy.set(why, [line]);
  }

  get ignored(): IgnoredLines[] {
    return [...this.ignoredByWhy].map(([why, lines]) => ({ why, lines }));
  }

  position(line: number, p: Omit<PositionRow, 'line'>): void {
    this.positions.push({ line, ...p });
  }
}

/** White space collapsed, for descriptions that span lines. */
export function collapse(text: string): string {
  return /[\s\u00a0]{2,}|[\n\r\t\u00a0]/.test(text) ? text.replace(/[\s\u00a0]+/g, ' ').trim() : text.trim();
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
