import type { IsoDate } from '../core/iso-date.ts';
import type { OptionTerms, Transaction, TransactionType } from '../domain/ledger/transaction.ts';

/** A transaction as a broker's rules state it; whatever is left out is "none". */
export interface Draft {
  readonly date: IsoDate;
  readonly type: TransactionType;
  readonly symbol?: string | null;
  readonly quantity?: number | null;
  readonly price?: number | null;
  readonly fees?: number | null;
  readonly amount?: number | null;
  readonly currency?: string;
  readonly priceCurrency?: string;
  readonly account?: string | null;
  readonly description?: string;
  readonly rawType?: string;
  readonly flags?: readonly string[];
  readonly option?: OptionTerms | null;
  readonly linksTo?: string;
  readonly settleDate?: IsoDate | null;
  readonly postedDate?: IsoDate | null;
  readonly id?: string;
  readonly ratio?: string;
  readonly accruedInterest?: number | null;
  readonly taxWithheld?: number | null;
  readonly marketValue?: number | null;
}

/** A transaction that only the open position can finish: which way an expiry goes, whether a trade opens or closes. */
export interface Pending {
  readonly index: number;
  readonly what: 'closes-position' | 'open-or-close';
}

/** Which columns have a decimal comma, what the others have, and which print both. */
export interface NumberStyle {
  readonly commas: readonly boolean[];
  readonly comma: boolean;
  readonly mixed: readonly boolean[];
}

/** Shared by all rows without flags. */
export const NO_FLAGS: readonly string[] = Object.freeze([]);

/** A transaction while it is put together. */
export type OpenTransaction = { -readonly [K in keyof Transaction]: Transaction[K] };
