/** What the screens receive about files that are read and added. */
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { Finding, Transaction } from '../../domain/ledger/transaction.ts';
import type { ColumnMapping } from '../../importers/result-types.ts';
import type { Part } from './parts.ts';

/** Canonical field -> header text, broker word -> transaction type, and what the file alone cannot tell. */
export type ColumnMappingView = ColumnMapping;

export interface MappingRequestView {
  readonly fingerprint: string;
  readonly headers: readonly string[];
  /** First rows, cell by cell. */
  readonly samples: readonly (readonly string[])[];
  /** All distinct values per header (capped at 200 per column). */
  readonly distinct: Readonly<Record<string, readonly string[]>>;
  readonly fields: readonly { readonly field: string; readonly label: string; readonly required: boolean }[];
  readonly guess: ColumnMappingView;
}

/** Latest price lines of a broker's positions file, for reconciliation. */
export interface PositionView {
  readonly account: string | null;
  readonly symbol: string;
  readonly quantity: Quantity;
  readonly price: UnitPrice | null;
  readonly basis: Cents | null;
}

/** A file as it was read. Its rows stay in the worker, under `id`. */
export interface ImportView {
  readonly id: string;
  readonly file: string;
  readonly format: {
    readonly id: string;
    readonly broker: string;
    /** 0..1 */
    readonly confidence: number;
    readonly reason: string;
  };
  readonly encoding: string;
  readonly rows: Part<Transaction>;
  /** Rows that bring shares without their cost. */
  readonly withoutBasis: number;
  readonly problems: Part<Finding>;
  /** Lines without a transaction, in all and by reason; each reason with its first lines. */
  readonly ignoredLines: number;
  readonly ignored: readonly { readonly lines: Part<number>; readonly why: string }[];
  readonly positions: readonly PositionView[];
  readonly mapping: MappingRequestView | null;
}

/** What confirming a review would do. */
export interface MergeView {
  readonly added: number;
  /** Rows the ledger (or a file before in the same review) has already. */
  readonly duplicates: Part<Transaction>;
}

/** What is kept about one confirmed import, beside its rows. */
export interface BatchView {
  readonly id: string;
  readonly at: string;
  readonly files: readonly { readonly name: string; readonly broker: string }[];
  readonly rows: number;
}
