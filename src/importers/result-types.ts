import type { Cents } from '../core/money.ts';
import type { Quantity, UnitPrice } from '../core/quantity.ts';
import type { Finding, Transaction } from '../domain/ledger/transaction.ts';

/** A person's reading of a file that no broker format claims; remembered under the header fingerprint. */
export interface ColumnMapping {
  /** Canonical field (date, type, symbol, quantity, price, amount, fee, currency, account, description, id, settle_date) -> header text, null = not in the file. */
  readonly columns: Readonly<Record<string, string | null>>;
  /** The file's own action word -> normalised transaction type; '' = leave such rows out. */
  readonly actions: Readonly<Record<string, string>>;
  /** Set where the file alone cannot tell. */
  readonly dateOrder?: 'mdy' | 'dmy';
  readonly decimal?: '.' | ',';
}

/** What the mapping screen needs to ask. */
export interface MappingRequest {
  readonly fingerprint: string;
  readonly headers: readonly string[];
  /** First rows, cell by cell. */
  readonly samples: readonly (readonly string[])[];
  /** Distinct values per header, capped at 200 each. */
  readonly distinct: Readonly<Record<string, readonly string[]>>;
  readonly guess: ColumnMapping;
}

/** A line of a broker's positions table: what the broker says is held, not a transaction. */
export interface PositionRow {
  readonly line: number;
  readonly account: string | null;
  readonly symbol: string;
  readonly quantity: Quantity;
  readonly price: UnitPrice | null;
  readonly value: Cents | null;
  readonly basis: Cents | null;
}

/** Which format the file is in, how sure that is, and what else it could be. */
export interface FormatView {
  readonly id: string;
  readonly broker: string;
  /** 0..1 */
  readonly confidence: number;
  readonly reason: string;
  readonly alternatives: readonly {
    readonly id: string;
    readonly broker: string;
    readonly confidence: number;
  }[];
}

export interface IgnoredLines {
  readonly lines: readonly number[];
  readonly why: string;
}

/** Everything one file says. Every physical record is in exactly one of headerLines, transactions, problems, ignored. */
export interface ImportResult {
  readonly file: string;
  readonly format: FormatView;
  readonly encoding: string;
  readonly transactions: readonly Transaction[];
  readonly problems: readonly Finding[];
  readonly ignored: readonly IgnoredLines[];
  readonly headerLines: readonly number[];
  readonly needsMapping: MappingRequest | null;
  readonly positions: readonly PositionRow[];
}
