import type { IsoDate } from '../../core/iso-date.ts';
import type { Cents } from '../../core/money.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';

/** The closed vocabulary of normalised broker rows, with the family that tells how units and cash move. */
export const TRANSACTION_FAMILIES = {
  buy: 'trade_in',
  sell: 'trade_out',
  sell_short: 'trade_out',
  buy_to_cover: 'trade_in',
  reinvest: 'trade_in',
  dividend: 'income',
  dividend_qualified: 'income',
  dividend_nonqualified: 'income',
  payment_in_lieu: 'income',
  capital_gain_lt: 'income',
  capital_gain_st: 'income',
  return_of_capital: 'basis',
  interest: 'income',
  interest_tax_exempt: 'income',
  margin_interest: 'cost',
  lending_income: 'income',
  reward: 'income',
  tax_withheld: 'cost',
  fee: 'cost',
  deposit: 'cash_move',
  withdrawal: 'cash_move',
  journal_cash: 'cash_move',
  transfer_in: 'share_move',
  transfer_out: 'share_move',
  split: 'corporate',
  spin_off: 'corporate',
  merger: 'corporate',
  symbol_change: 'corporate',
  cash_in_lieu: 'corporate',
  redemption: 'corporate',
  stock_plan: 'share_move',
  buy_to_open: 'option',
  sell_to_open: 'option',
  buy_to_close: 'option',
  sell_to_close: 'option',
  option_expired: 'option',
  option_assigned: 'option',
  option_exercised: 'option',
  fx: 'fx',
  convert_out: 'trade_out',
  convert_in: 'trade_in',
  sweep: 'neutral',
  cancel_buy: 'correction',
  cancel_sell: 'correction',
  other: 'other',
} as const;

export type TransactionType = keyof typeof TRANSACTION_FAMILIES;
export type TransactionFamily = (typeof TRANSACTION_FAMILIES)[TransactionType];

/** Contract terms of a listed option; `symbol` of its transaction is OCC without padding. */
export interface OptionTerms {
  readonly underlying: string;
  readonly expiry: IsoDate;
  readonly right: 'C' | 'P';
  readonly strike: UnitPrice;
  readonly multiplier: number;
}

/**
 * One row of a broker's file after normalisation: what happened, in signed units and signed cash.
 * Nothing is derived here beyond what the file prints; lots and tax are folded from it later.
 */
export interface Transaction {
  /** Source file name as given by the person; with `lines` it is the row's address. */
  readonly file: string;
  /** 1-based physical line number(s) where the record(s) start. */
  readonly lines: readonly number[];
  /** Trade date; for "X as of Y" rows the effective date Y. */
  readonly date: IsoDate;
  readonly type: TransactionType;
  /** Ticker, else CUSIP/ISIN, else OCC option symbol; null when the row names no security. */
  readonly symbol: string | null;
  /** Signed: + into the account, - out of it, 0 when no units move. */
  readonly quantity: Quantity;
  /** Per unit as printed (bonds per 100 of par, flag price_is_percent_of_par); null when not printed. Never used to derive money. */
  readonly price: UnitPrice | null;
  /** Commissions and fees the file states, a positive cost, already contained in `amount`. */
  readonly fees: Cents;
  /** Signed net cash effect, + is cash in. */
  readonly amount: Cents;
  readonly currency: string;
  /** Currency of `price` where it differs ("GBX" = pence). */
  readonly priceCurrency?: string;
  /** Account number or name as printed; null when the file has none. */
  readonly account: string | null;
  readonly description: string;
  readonly rawType: string;
  readonly flags: readonly string[];
  readonly option?: OptionTerms;
  /** Position the row belongs to when it is printed under another identifier. */
  readonly linksTo?: string;
  readonly settleDate?: IsoDate;
  readonly postedDate?: IsoDate;
  /** The broker's own transaction id. */
  readonly id?: string;
  readonly ratio?: string;
  readonly accruedInterest?: Cents;
  readonly taxWithheld?: Cents;
  readonly marketValue?: Cents;
}

/** Something in the person's data that they must know or decide; returned, never thrown. */
export interface Finding {
  readonly file: string;
  /** 1-based physical line; 0 when it concerns the whole file or no line. */
  readonly line: number;
  /** Stable machine word, e.g. "unknown-action". */
  readonly code: string;
  /** What is wrong and what to do about it, in plain words. */
  readonly message: string;
  /** The row as it stands in the file, shortened to 500 characters; "" when none. */
  readonly raw: string;
}

/** Tax wrapper of an account. */
export type AccountType = 'taxable' | 'ira' | 'roth';
