import type { Book } from './book.ts';
import type { Columns } from './headers.ts';
import type { DateOrder } from './dates.ts';

/** Reads one record of a table. Returns false when the record is no data row of it (footer, total, next header). */
export interface RowReader {
  (cells: string[], line: number): boolean;
  /** Called once no more rows of this table follow, for layouts whose transactions take several records. */
  end?: () => void;
}

/** One table layout of a broker, found by its header names. */
export interface TableDef {
  readonly format: string;
  /** positions: holdings, kept for reconciliation. skip: a table that holds no transactions. */
  readonly kind: 'transactions' | 'positions' | 'skip';
  /** Header keys (see headerKey) that must all be present. */
  readonly needs: readonly string[];
  /** Header keys of which none may be present. */
  readonly without?: readonly string[];
  readonly dateOrder?: DateOrder;
  /** Stands behind every other format with as many matching names: too few or too common names. */
  readonly weak?: boolean;
  open(book: Book, columns: Columns): RowReader;
}

/** A broker: its tables, and what surrounds them. */
export interface BrokerFormat {
  readonly id: string;
  readonly name: string;
  readonly currency?: string;
  readonly tables: readonly TableDef[];
  /** Lines outside tables that carry no transaction. */
  readonly noise?: RegExp;
  /** Sees every record outside tables (preambles name accounts). */
  preamble?(book: Book, cells: readonly string[]): void;
  /** Formats whose lines carry their own section name. */
  readonly sections?: {
    /** Format id when this record shows the format, else null. Records of one file may answer differently; the last counts. */
    detect(cells: readonly string[]): string | null;
    /** Reads every record of the file. */
    open(book: Book): RowReader;
  };
  /** For files without a header: 0..1, how surely these rows are this broker's. */
  headless?(rows: readonly (readonly string[])[]): number;
  /** Runs after the last record. */
  finish?(book: Book): void;
}
