import type { IsoDate } from '../../core/iso-date.ts';
import type { Quantity, UnitPrice } from '../../core/quantity.ts';
import type { Micros } from './micros.ts';
import type { AccountType } from './transaction.ts';

/**
 * What the ledger is a fold of: immutable facts in execution order. Lots, gains, wash sales and every total
 * are derived from them. Both the worked-case format and the brokers' rows are translated into these.
 */
interface EventBase {
  readonly id: string;
  readonly date: IsoDate;
  readonly symbol: string;
  readonly account: string;
  /** ISO code when not US dollars. */
  readonly currency?: string;
  /** The quantity was printed with more than 8 decimals and is rounded here: sums may miss by a hair. */
  readonly isRounded?: boolean;
}

/** Shares bought: each starts its own lot. `vest`: value taxed as pay is the basis. */
export interface AcquireEvent extends EventBase {
  readonly type: 'buy' | 'reinvest' | 'vest';
  readonly quantity: Quantity;
  /** Total basis with fees; null = the file gave none. */
  readonly cost: Micros | null;
  /** A plain "buy" row of a broker that prints no cover: closes an open short in the account first. */
  readonly mayCover?: boolean;
  /** Option events whose premium joins this trade, Rev. Rul. 78-182. */
  readonly premiumFrom?: readonly string[];
}

/** What the person asked for: these shares of these lots. */
export interface LotPick {
  readonly lot: string;
  readonly quantity: Quantity;
}

export interface SellEvent extends EventBase {
  readonly type: 'sell';
  readonly quantity: Quantity;
  /** After fees. */
  readonly proceeds: Micros;
  /** Specific identification; overrides the account's method. */
  readonly lots?: readonly LotPick[];
  readonly premiumFrom?: readonly string[];
}

export interface CashInLieu {
  readonly quantity: Quantity;
  readonly amount: Micros;
}

/** Corporate actions touch one account, or every account when the event names none (`account` = ''). */
export interface SplitEvent extends EventBase {
  readonly type: 'split' | 'stock_dividend';
  /** Each share becomes new/old shares; or the shares added to this account, as brokers print it. */
  readonly ratio: { readonly new: number; readonly old: number } | { readonly added: Quantity };
  readonly cashInLieu?: CashInLieu;
}

export interface ReturnOfCapitalEvent extends EventBase {
  readonly type: 'return_of_capital';
  /** Per share in 1e-8 dollars, or the total paid to this account. */
  readonly amount: { readonly perShare: UnitPrice } | { readonly total: Micros };
}

export interface SpinoffEvent extends EventBase {
  readonly type: 'spinoff';
  readonly newSymbol: string;
  readonly newSharesPerShare: number;
  /** Share of the basis that moves to the new stock, 0..1. */
  readonly fractionToNew: number;
  readonly cashInLieu?: CashInLieu;
}

export interface MergerEvent extends EventBase {
  readonly type: 'merger';
  readonly tax: 'reorg' | 'taxable';
  /** Null for a merger paid in cash alone. */
  readonly newSymbol: string | null;
  readonly newSharesPerShare: number;
  /** Null when no file says what the new shares were worth: the cash is then taken as gain. */
  readonly newPrice: number | null;
  readonly cashPerShare: number;
  readonly cashInLieu?: CashInLieu;
}

export interface SymbolChangeEvent extends EventBase {
  readonly type: 'symbol_change';
  readonly newSymbol: string;
}

export interface GiftEvent extends EventBase {
  readonly type: 'gift_in';
  readonly quantity: Quantity;
  readonly donorBasis: Micros;
  readonly donorAcquired: IsoDate;
  readonly marketValue: Micros;
}

export interface InheritEvent extends EventBase {
  readonly type: 'inherit';
  readonly quantity: Quantity;
  readonly marketValue: Micros;
  readonly dateOfDeath: IsoDate;
}

export interface TransferEvent extends EventBase {
  readonly type: 'transfer';
  readonly toAccount: string;
  readonly quantity: Quantity;
}

/** Shares that come from or go to a place the files do not show. */
export interface OutsideTransferEvent extends EventBase {
  readonly type: 'transfer_in' | 'transfer_out';
  readonly quantity: Quantity;
  /** What the person supplied for shares that came in without a cost. */
  readonly known?: { readonly cost: Micros; readonly acquired: IsoDate };
}

/** A security that became worthless: sold for nothing on the last day of the year, IRC 165(g)(1). */
export interface WorthlessEvent extends EventBase {
  readonly type: 'worthless';
}

/** Cash for a fraction whose size and basis the file does not print. */
export interface FractionPaidEvent extends EventBase {
  readonly type: 'fraction_paid';
  readonly amount: Micros;
}

export interface ShortSellEvent extends EventBase {
  readonly type: 'short_sell';
  readonly quantity: Quantity;
  readonly proceeds: Micros;
}

export interface CoverEvent extends EventBase {
  readonly type: 'buy_to_cover';
  readonly quantity: Quantity;
  readonly cost: Micros;
}

/** A position closed by exercise or assignment: no gain here, the premium joins the stock trade. */
export interface ExerciseEvent extends EventBase {
  readonly type: 'exercise';
  readonly quantity: Quantity;
}

export type LedgerEvent =
  | AcquireEvent
  | SellEvent
  | SplitEvent
  | ReturnOfCapitalEvent
  | SpinoffEvent
  | MergerEvent
  | SymbolChangeEvent
  | GiftEvent
  | InheritEvent
  | TransferEvent
  | OutsideTransferEvent
  | FractionPaidEvent
  | WorthlessEvent
  | ShortSellEvent
  | CoverEvent
  | ExerciseEvent;

export interface AccountInfo {
  readonly type: AccountType;
  /** Whose account: absent = the person; a spouse's trades count for wash sales, Pub. 550. */
  readonly owner?: string;
}

/** What is known of a security beyond its symbol. */
export interface SecurityInfo {
  /** 'crypto' switches the wash-sale rule off (Notice 2014-21); 'mutual_fund' allows average basis. */
  readonly class?: string;
  /** For options: a long call counts as an acquisition of its underlying, IRC 1091(a). */
  readonly option?: { readonly underlying: string; readonly right: 'C' | 'P'; readonly multiplier: number };
}
